"""Opening what is sealed: with a reason, which the client reads."""

from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import write_down
from backend.common.errors import DomainError
from backend.consent.access import member
from backend.privacy.models import SealedCopy
from backend.privacy.selectors import copy_for


def open_copy(*, actor: User, copy_id: UUID, reason: str) -> SealedCopy:
    """Write down who opens it and why, then let them.

    Raises NotFound, DomainError ``not_allowed``, and ``not_sealed_yet`` while the file is being written.
    """
    copy, membership = copy_for(actor, copy_id)
    if not copy.is_sealed:
        raise DomainError("not_sealed_yet", "The copy is still being written. Try again in a minute.", http_status=409)
    with transaction.atomic():
        write_down(
            by=member(membership),
            subject_id=copy.record_id,
            action=AuditAction.COPY_OPENED,
            object_type=AuditObject.SEALED_COPY,
            object_id=copy.pk,
            detail=reason,
        )
    return copy
