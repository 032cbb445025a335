"""Writing down, for the apps above, what somebody did with a record: as what they acted is found out here."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import write_down, write_down_seen
from backend.common.errors import NotFound
from backend.common.once import make_once
from backend.subjects.models import Subject
from backend.subjects.selectors import Actor, standing

Row = TypeVar("Row", bound=models.Model)


def add_once(
    user: User,
    subject_id: UUID,
    object_type: AuditObject,
    *,
    key: UUID | None,
    word: str,
    reachable: "models.QuerySet[Row]",
    make: Callable[[dict[str, Any]], Row],
) -> tuple[Row, bool]:
    """As ``common.once.make_once``, with a row about it when it is new."""
    with transaction.atomic():
        row, is_new = make_once(key, word=word, reachable=reachable, make=make)
        if is_new:
            note(user, subject_id, AuditAction.ADDED, object_type, row.pk)
    return row, is_new


def note(
    user: User,
    subject_id: UUID,
    action: AuditAction,
    object_type: AuditObject,
    object_id: UUID | None = None,
    *,
    detail: str = "",
) -> None:
    """Add a row about something done; call it in the transaction that did it. Raises NotFound for a stranger."""
    by = standing(user, subject_id).by
    write_down(by=by, subject_id=subject_id, action=action, object_type=object_type, object_id=object_id, detail=detail)


def note_seen(user: Actor, subject_id: UUID, object_type: AuditObject, object_id: UUID | None = None) -> None:
    """Somebody else than its owner looked at a part of a record. Nothing is written of what nobody was shown."""
    if not isinstance(user, User) or Subject.objects.filter(pk=subject_id, owner=user).exists():
        return
    try:
        by = standing(user, subject_id).by
    except NotFound:
        return
    write_down_seen(by=by, subject_id=subject_id, object_type=object_type, object_id=object_id)
