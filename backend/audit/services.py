"""Writing down what was done. Called by services in the transaction of what they did."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from backend.audit.context import current_network
from backend.audit.models import ActorRole, AuditAction, AuditEvent, AuditObject


@dataclass(frozen=True)
class By:
    """Who acted, in which capacity, and for which practice if for one."""

    role: ActorRole
    actor_id: UUID | None = None
    name: str = ""
    practice_id: UUID | None = None
    practice_name: str = ""


SERVER = By(ActorRole.SERVER)


def write_down(
    *,
    by: By,
    subject_id: UUID,
    action: AuditAction,
    object_type: AuditObject,
    object_id: UUID | None = None,
    detail: str = "",
) -> AuditEvent:
    """Add one row about what was done to a record."""
    row = _row(by, subject_id, action, object_type, object_id)
    row.detail = detail[:200]
    row.save(force_insert=True)
    return row


def write_down_seen(*, by: By, subject_id: UUID, object_type: AuditObject, object_id: UUID | None = None) -> None:
    """Somebody looked at a part of a record: one row for each part and hour, however many pictures it took."""
    row = _row(by, subject_id, AuditAction.SEEN, object_type, object_id)
    hour = row.at.strftime("%Y-%m-%dT%H")
    told = [by.role.value, by.actor_id, by.practice_id, by.name, subject_id, object_type.value, object_id, hour]
    row.once = hashlib.sha256(repr(told).encode()).hexdigest()
    AuditEvent.objects.bulk_create([row], ignore_conflicts=True)


def _row(by: By, subject_id: UUID, action: AuditAction, object_type: AuditObject, object_id: UUID | None) -> AuditEvent:
    return AuditEvent(
        at=timezone.now(),
        subject_id=subject_id,
        actor_id=by.actor_id,
        actor_name=by.name,
        role=by.role,
        practice_id=by.practice_id,
        practice_name=by.practice_name,
        action=action,
        object_type=object_type,
        object_id=object_id,
        network=current_network(),
    )
