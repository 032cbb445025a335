"""Reading what was done. Who may read it is the business of the app that knows whose record it is."""

from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from backend.audit.models import ActorRole, AuditAction, AuditEvent


class AuditPart(models.TextChoices):
    """A part of the log that is looked at alone. One row may stand in several."""

    OTHERS = "others"
    SEEN = "seen"
    CHANGES = "changes"
    SHARING = "sharing"
    CARE = "care"


_A = AuditAction
_OF: Final[dict[AuditPart, Q]] = {
    AuditPart.OTHERS: ~Q(role=ActorRole.RECORD_OWNER),
    AuditPart.SEEN: Q(action__in=[_A.SEEN, _A.EXPORTED, _A.SHARE_OPENED, _A.SHARE_REFUSED, _A.COPY_OPENED]),
    AuditPart.CHANGES: Q(action__in=[_A.ADDED, _A.CHANGED, _A.DELETED]),
    AuditPart.SHARING: Q(
        action__in=[
            _A.SHARED,
            _A.SHARE_REVOKED,
            _A.SHARE_OPENED,
            _A.SHARE_REFUSED,
            _A.CONSENT_SIGNED,
            _A.CONSENT_WITHDRAWN,
        ]
    ),
    AuditPart.CARE: Q(
        action__in=[
            _A.CARE_INVITED,
            _A.CARE_ACCEPTED,
            _A.CARE_CHANGED,
            _A.CARE_ENDED,
            _A.CLAIMED,
            _A.HANDED_OVER,
            _A.COPY_SEALED,
        ]
    ),
}


def events_of(subject_id: UUID, *, part: AuditPart | None = None) -> QuerySet[AuditEvent]:
    """What was done with one record, newest first: all of it, or one part."""
    wanted = Q() if part is None else _OF[part]
    return AuditEvent.objects.filter(wanted, subject_id=subject_id).order_by("-at", "-id")
