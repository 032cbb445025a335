"""Writes about the person in the photos."""

from backend.accounts.models import User
from backend.subjects.models import Subject


def ensure_self_subject(*, user: User) -> Subject:
    """Every account has one subject that is its owner."""
    subject, _ = Subject.objects.get_or_create(owner=user, is_self=True)
    return subject


def rename_subject(*, subject: Subject, display_name: str | None = None) -> Subject:
    """Set the name that the record is shown under; None leaves it."""
    if display_name is not None:
        subject.display_name = display_name
        subject.save(update_fields=["display_name"])
    return subject
