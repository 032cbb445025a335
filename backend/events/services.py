"""Writing events."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.common.localtime import LocalTime
from backend.events.models import Event
from backend.events.selectors import events_for
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

    Returns the event and whether it is new. Raises NotFound for a subject out of reach, DomainError ``id_conflict``
    for an id that names another record.
    """
    subject = subject_for(actor, subject_id)
    identity = {"pk": event_id} if event_id else {}
    try:
        with transaction.atomic():
            event = Event.objects.create(**identity, subject=subject, **_columns(happened_at), **values)
    except IntegrityError:
        if event_id is None:
            raise
        first = events_for(actor).filter(pk=event_id, subject=subject).first()
        if first is None:
            raise DomainError(
                "id_conflict", "This id names another record. Send the event with a new id.", http_status=409
            ) from None
        return first, False
    return event, True


def change_event(*, event: Event, **values: Any) -> Event:
    """Overwrite the given values of an event. One that is of another kind now keeps no weight."""
    if "happened_at" in values:
        values |= _columns(values.pop("happened_at"))
    if values.get("kind", event.kind) != EventKind.WEIGHT:
        values["weight_kg"] = None
    for name, value in values.items():
        setattr(event, name, value)
    event.save(update_fields=[*values])
    return event


def delete_event(*, event: Event) -> None:
    event.delete()


def _columns(happened_at: LocalTime | date) -> dict[str, Any]:
    if isinstance(happened_at, LocalTime):
        local, offset, whole_day = happened_at.local, happened_at.offset_minutes, False
    else:
        local, offset, whole_day = datetime.combine(happened_at, time.min), None, True
    return {"happened_local": local, "happened_offset_minutes": offset, "whole_day": whole_day}
