"""Whom an actor may see. Every other app asks here; care relations will change this one place."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, QuerySet

from backend.accounts.models import User
from backend.common.errors import NotFound
from backend.subjects.models import Subject

Actor = User | AnonymousUser


def subjects_for(user: Actor) -> QuerySet[Subject]:
    """The subjects that ``user`` may reach: those whose record is theirs."""
    if not isinstance(user, User):
        return Subject.objects.none()
    return Subject.objects.filter(owner=user)


def records_of(user: Actor, subject: UUID | None) -> Q:
    """The guard as a condition on any record that has a ``subject``: those in reach, or of the one that is named.

    A named subject is compared with ``=`` and looked up apart: inside a list of one, SQLite walks no index in order.
    """
    if subject is None:
        return Q(subject__in=subjects_for(user))
    return Q(subject=subject) & Q(Exists(subjects_for(user).filter(pk=subject)))


def subject_for(user: Actor, subject_id: UUID | None) -> Subject:
    """The named subject, or ``user``'s own self when none is named. Raises NotFound."""
    reachable = subjects_for(user)
    subject = reachable.filter(pk=subject_id).first() if subject_id else reachable.filter(is_self=True).first()
    if subject is None:
        raise NotFound
    return subject
