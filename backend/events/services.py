"""Writing events."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.common.localtime import LocalTime
from backend.common.once import make_once, overwrite
from backend.events.models import Event
from backend.subjects.access import Permission
from backend.subjects.guarded import acting, added, changing
from backend.subjects.selectors import subject_for
from ml.vocabulary import EventKind


def note_event(
    *,
    actor: User,
    event_id: UUID | None = None,
    subject_id: UUID | None = None,
    happened_at: LocalTime | date,
    **values: Any,
) -> tuple[Event, bool]:
    """Write an event down. The same ``event_id`` again gives the first one, so that a phone may retry.

    Returns the event and whether it is new. Raises NotFound for a subject out of reach, DomainError ``not_allowed``,
    ``id_conflict`` for an id that names another record.
    """
    subject = subject_for(actor, subject_id, may=Permission.ADD_SESSIONS)
    by = acting(actor, subject)
    columns = {"subject": subject, **_columns(happened_at), **values}
    return make_once(
        event_id,
        word="event",
        reachable=Event.objects.filter(subject=subject),
        make=lambda identity: added(Event.objects.create(**identity, **columns), by, subject.pk, AuditObject.EVENT),
    )


def change_event(*, actor: User, event: Event, **values: Any) -> Event:
    """Overwrite the given values of an event. One that is of another kind now keeps no weight.

    Raises DomainError ``not_allowed``.
    """
    if "happened_at" in values:
        values |= _columns(values.pop("happened_at"))
    if values.get("kind", event.kind) != EventKind.WEIGHT:
        values["weight_kg"] = None
    with changing(actor, event, AuditObject.EVENT, Permission.ADD_SESSIONS, subject_id=event.subject_id):
        return overwrite(event, values)


def delete_event(*, actor: User, event: Event) -> None:
    """Raises DomainError ``not_allowed``."""
    with changing(
        actor,
        event,
        AuditObject.EVENT,
        Permission.ADD_SESSIONS,
        subject_id=event.subject_id,
        action=AuditAction.DELETED,
    ):
        event.delete()


def _columns(happened_at: LocalTime | date) -> dict[str, Any]:
    if isinstance(happened_at, LocalTime):
        local, offset, whole_day = happened_at.local, happened_at.offset_minutes, False
    else:
        local, offset, whole_day = datetime.combine(happened_at, time.min), None, True
    return {"happened_local": local, "happened_offset_minutes": offset, "whole_day": whole_day}
