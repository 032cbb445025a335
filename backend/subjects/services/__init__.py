"""Writes about the person in the photos."""

from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import write_down, write_down_seen
from backend.subjects.access import Permission
from backend.subjects.models import Subject
from backend.subjects.relations import by_owner, owned_by
from backend.subjects.selectors import Reached, reached, standing, subject_for


def ensure_self_subject(*, user: User) -> Subject:
    """Every account has one subject that is its owner."""
    subject, _ = Subject.objects.get_or_create(owner=user, is_self=True)
    return subject


def look_at(*, user: User, subject_id: UUID) -> Reached:
    """The record and what ``user`` may do with it; a practice's look is written down. Raises NotFound."""
    found = reached(user, subject_id)
    if not found.is_owner:
        by = standing(user, subject_id)
        write_down_seen(by=by, subject_id=subject_id, object_type=AuditObject.RECORD)
    return found


def rename_subject(*, actor: User, subject_id: UUID, display_name: str | None = None) -> Reached:
    """Set the name that the record is shown under; None leaves it. Raises NotFound, DomainError ``not_allowed``."""
    subject = subject_for(actor, subject_id, may=Permission.MANAGE)
    if display_name is not None and display_name != subject.display_name:
        with transaction.atomic():
            subject.display_name = display_name
            subject.save(update_fields=["display_name"])
            write_down(
                by=standing(actor, subject_id),
                subject_id=subject_id,
                action=AuditAction.CHANGED,
                object_type=AuditObject.RECORD,
            )
    return reached(actor, subject_id)


def note_audit_export(*, actor: User, subject_id: UUID) -> None:
    """The record's owner takes the log of what was done with it. Raises NotFound, DomainError ``not_allowed``."""
    owned_by(actor, subject_id)
    write_down(
        by=by_owner(actor),
        subject_id=subject_id,
        action=AuditAction.EXPORTED,
        object_type=AuditObject.RECORD,
        detail="audit log",
    )
