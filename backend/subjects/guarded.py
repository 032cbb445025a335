"""Reading and writing parts of a record through the one guard, and writing down who did.

Whoever owns the record reads it unnoted. Everybody else's look, and everybody's write, leaves a row in its audit log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from rest_framework import viewsets
from rest_framework.permissions import SAFE_METHODS

from backend.accounts.models import User
from backend.audit.models import ActorRole, AuditAction, AuditEvent, AuditObject
from backend.audit.services import By, write_down, write_down_seen
from backend.common.errors import NotFound
from backend.subjects.access import Permission
from backend.subjects.models import Subject
from backend.subjects.selectors import Actor, in_reach, not_allowed, own_self, standing, subject_for, subjects_for

Part = TypeVar("Part", bound=models.Model)


def one_of(user: Actor, records: QuerySet[Part], key: UUID | str, *, subject: str = "subject") -> Part:
    """The named one of ``records``, which the guard has narrowed to what ``user`` may see.

    ``subject`` leads from it to whose record it is part of. Raises NotFound for a stranger, DomainError
    ``not_allowed`` for somebody who may do other things with that record.
    """
    name = _uuid(key)
    found = records.filter(pk=name).first()
    if found is None:
        owners = records.model._base_manager.filter(pk=name).values_list(f"{subject}_id", flat=True)
        raise not_allowed() if (whose := owners.first()) and in_reach(user, whose) else NotFound()
    return found


def _uuid(key: UUID | str) -> UUID:
    try:
        return key if isinstance(key, UUID) else UUID(key)
    except ValueError:
        raise NotFound from None


def note_seen(user: Actor, part: models.Model, kind: AuditObject, *, subject: str = "subject") -> None:
    """Write down that ``user`` looked at ``part``, unless the record is theirs: one query for its owner."""
    rows = type(part)._base_manager.filter(pk=part.pk).values_list(f"{subject}_id", f"{subject}__owner_id")
    whose, owner = rows.get()
    _note(user, whose, owner, kind, part.pk)


def note_subject_seen(user: Actor, subject: Subject, kind: AuditObject) -> None:
    """The same of a whole kind of things in a record; no query for its owner."""
    _note(user, subject.pk, subject.owner_id, kind, None)


def _note(user: Actor, whose: UUID, owner: UUID | None, kind: AuditObject, key: UUID | None) -> None:
    if isinstance(user, User) and owner != user.pk:
        write_down_seen(by=standing(user, whose), subject_id=whose, object_type=kind, object_id=key)


def listed(user: Actor, named: UUID | None, kind: AuditObject) -> UUID:
    """Whose things a list shows: those of the named record, else of ``user``'s own self, never a mixture.

    Notes who looked. A stranger's list is empty; raises ``not_allowed`` for somebody in reach who may not see.
    """
    own = own_self(user)
    if named is None or named == own:
        return own
    subject = subjects_for(user).filter(pk=named).first()
    if subject is not None:
        note_subject_seen(user, subject, kind)
    elif in_reach(user, named):
        raise not_allowed()
    return named


def allow(actor: User, subject_id: UUID, may: Permission) -> By:
    """As what ``actor`` does ``may`` now. Raises NotFound, DomainError ``not_allowed``."""
    return acting(actor, subject_for(actor, subject_id, may=may))


def acting(actor: User, subject: Subject) -> By:
    """As what somebody acts whom the guard let through to ``subject``; no query where the record is theirs."""
    if subject.owner_id == actor.pk:
        return By(ActorRole.RECORD_OWNER, actor.pk, actor.email)
    return standing(actor, subject.pk)


def stamp(by: By) -> dict[str, UUID | None]:
    """The columns of a part that say who added it, and for which practice."""
    return {"added_by_id": by.actor_id, "practice_id": by.practice_id}


def added(part: Part, by: By, subject_id: UUID, kind: AuditObject) -> Part:
    """Write down that ``part`` was added, in the transaction that made it."""
    write_down(by=by, subject_id=subject_id, action=AuditAction.ADDED, object_type=kind, object_id=part.pk)
    return part


@contextmanager
def changing(
    actor: User,
    part: models.Model,
    kind: AuditObject,
    may: Permission,
    *,
    subject_id: UUID,
    action: AuditAction = AuditAction.CHANGED,
    anybodys: bool = False,
) -> Iterator[By]:
    """A transaction in which ``actor`` changes or deletes ``part``, which is then written down.

    What one added oneself, and what is ``anybodys``, needs ``may``; what others added needs ``manage``: seeing and
    adding never imply taking away. Raises NotFound, DomainError ``not_allowed``.
    """
    key = part.pk
    with transaction.atomic():
        subject = Subject.objects.filter(pk=subject_id, owner=actor).first()
        if subject is None:
            is_own = anybodys or was_added_by(actor, part, subject_id)
            subject = subject_for(actor, subject_id, may=may if is_own else Permission.MANAGE)
        by = acting(actor, subject)
        yield by
        write_down(by=by, subject_id=subject_id, action=action, object_type=kind, object_id=key)


def was_added_by(actor: User, part: models.Model, subject_id: UUID) -> bool:
    """By the part itself where it says so, else by the log."""
    if hasattr(part, "added_by_id"):
        return bool(part.added_by_id == actor.pk)
    rows = AuditEvent.objects.filter(subject_id=subject_id, object_id=part.pk, action=AuditAction.ADDED)
    return rows.filter(actor_id=actor.pk).exists()


class GuardedViewSet(viewsets.GenericViewSet[Part]):
    """What a record consists of, one kind of it: each look at one goes through here and is written down."""

    kind: ClassVar[AuditObject]
    subject_path: ClassVar[str] = "subject"

    def get_object(self) -> Part:
        """Raises NotFound, DomainError ``not_allowed``."""
        part = one_of(self.request.user, self.get_queryset(), self.kwargs["pk"], subject=self.subject_path)
        if self.request.method in SAFE_METHODS:
            note_seen(self.request.user, part, self.kind, subject=self.subject_path)
        return part

    def of_subject(self, query: dict[str, Any]) -> dict[str, Any]:
        """A list's parameters with whose things it shows."""
        return query | {"subject": listed(self.request.user, query.get("subject"), self.kind)}
