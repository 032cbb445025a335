"""Views of what belongs to a record: whoever writes is asked for the permission, and whatever happens is noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from rest_framework import viewsets
from rest_framework.request import Request

from backend.accounts.models import User
from backend.accounts.selectors import signed_in
from backend.audit.models import AuditAction, AuditObject
from backend.practices.models import Membership
from backend.subjects.access import Permission
from backend.subjects.selectors import not_allowed, require, subject_for, subjects_for
from backend.subjects.trail import note, note_seen

Row = TypeVar("Row", bound=models.Model)


class GuardedViewSet(viewsets.GenericViewSet[Row]):
    """For a viewset whose objects belong to a subject. ``get_queryset`` gives what may be *seen*.

    ``writes`` is what a change needs; deleting needs ``manage`` as well, unless one added the thing oneself.
    """

    audited: AuditObject
    writes: Permission

    def get_object(self) -> Row:
        """As the framework does, and noted when somebody else than the owner reads it."""
        found = super().get_object()
        if self.request.method in {"GET", "HEAD"}:
            note_seen(self.request.user, self.subject_of(found), self.audited, found.pk)
        return found

    @contextmanager
    def changing(self, action: AuditAction = AuditAction.CHANGED) -> Iterator[Row]:
        """The object, for one who may change (or with ``deleted``, delete) it; noted in the same transaction.

        Raises NotFound for a stranger, DomainError ``not_allowed``.
        """
        with transaction.atomic():
            found = self.get_object()
            user, subject_id, key = signed_in(self.request), self.subject_of(found), found.pk
            require(user, subject_id, self.writes)
            require_own_or_manage(user, subject_id, found, deleting=action is AuditAction.DELETED)
            yield found
            note(user, subject_id, action, self.audited, key)

    def listed(self, query: dict[str, Any]) -> dict[str, Any]:
        """``query`` with the subject whose records are listed: the named one, else the caller's own self."""
        return listed(self.request, query, self.audited)

    def subject_of(self, found: Row) -> UUID:
        """Whose record ``found`` belongs to."""
        subject_id: UUID = found.subject_id  # type: ignore[attr-defined]  # of all but those that say otherwise
        return subject_id


def listed(request: Request, query: dict[str, Any], audited: AuditObject) -> dict[str, Any]:
    """``query`` with the subject whose records are shown; records of several people never stand mixed."""
    named = query.get("subject")
    if named is None:
        return {**query, "subject": subject_for(request.user, None).pk}
    note_seen(request.user, named, audited)
    return query


def require_own_or_manage(user: User, subject_id: UUID, found: Any, *, deleting: bool) -> None:
    """Adding never implies changing what others added: that needs ``manage``, or to be of the practice that added it.

    Things that nobody in particular added (devices, courses …) may be changed by all who may add them, and deleted
    with ``manage`` alone. Raises DomainError ``not_allowed``.
    """
    is_signed = hasattr(found, "added_by_id")
    if not (deleting or is_signed) or subjects_for(user, may=Permission.MANAGE).filter(pk=subject_id).exists():
        return
    if is_signed and (found.added_by_id == user.pk or _is_of(user, found.practice_id)):
        return
    raise not_allowed()


def _is_of(user: User, practice_id: UUID | None) -> bool:
    members = Membership.objects.filter(practice=practice_id, account=user, ended_at__isnull=True)
    return practice_id is not None and members.exists()
