"""Whom an actor may see. Every other app asks here; care relations will change this one place."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.common.errors import NotFound
from backend.subjects.models import Subject

Actor = User | AnonymousUser


def subjects_for(user: Actor) -> QuerySet[Subject]:
    """The subjects that ``user`` may reach: those whose record is theirs."""
    if not isinstance(user, User):
        return Subject.objects.none()
    return Subject.objects.filter(owner=user)


def subject_for(user: Actor, subject_id: UUID | None) -> Subject:
    """The named subject, or ``user``'s own self when none is named. Raises NotFound."""
    reachable = subjects_for(user)
    subject = reachable.filter(pk=subject_id).first() if subject_id else reachable.filter(is_self=True).first()
    if subject is None:
        raise NotFound
    return subject
