"""What each local date holds: the dots of a calendar."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Min, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from backend.common.localtime import MAX_AHEAD
from backend.events.selectors import events_for
from backend.photos.selectors import photos_for
from backend.sessionlog.selectors import sessions_for
from backend.subjects.selectors import Actor
from ml.vocabulary import CALENDAR_MAX_DAYS

# A sheet of a calendar, for whoever names no days.
SHEET = timedelta(weeks=6)


@dataclass
class Day:
    """How much there is of one local date."""

    date: date
    photos: list[dict[str, Any]] = field(default_factory=list)
    sessions: int = 0
    events: int = 0


def period(first_day: date | None, last_day: date | None) -> tuple[date, date]:
    """Both ends, where one or none is named: the last weeks up to the latest date that it is anywhere on earth."""
    if last_day is None:
        latest = (timezone.now() + MAX_AHEAD).date()
        last_day = first_day + timedelta(days=CALENDAR_MAX_DAYS - 1) if first_day else latest
    return first_day or last_day - SHEET, last_day


def days_for(user: Actor, *, subject: UUID | None, first_day: date, last_day: date) -> list[Day]:
    """The days from the first to the last that hold anything, oldest first; three queries."""
    asked: dict[str, Any] = {"subject": subject, "first_day": first_day, "last_day": last_day}
    days: dict[str, Day] = {}

    def day(text: str) -> Day:
        return days.setdefault(text, Day(date.fromisoformat(text)))

    for text, view, count in _count(photos_for(user, **asked), "taken_local", "series__view"):
        day(text).photos.append({"view": view, "count": count})
    for text, count in _count(sessions_for(user, **asked), "started_local"):
        day(text).sessions = count
    for text, count in _count(events_for(user, **asked), "happened_local"):
        day(text).events = count
    return [days[text] for text in sorted(days)]


def first_day_for(user: Actor, *, subject: UUID | None) -> date | None:
    """On which the record begins; None for an empty one. One query."""
    photos = _earliest(photos_for(user, subject=subject), "taken_local")
    sessions = _earliest(sessions_for(user, subject=subject), "started_local")
    events = _earliest(events_for(user, subject=subject), "happened_local")
    found = [moment.date() for moment in photos.union(sessions, events) if moment]
    return min(found, default=None)


def _count(records: QuerySet[Any], local: str, *others: str) -> QuerySet[Any]:
    plain = records.order_by().select_related(None).prefetch_related(None).defer(None)
    # Local time is stored as ISO 8601 text, whose first ten characters are the date.
    dated = plain.annotate(day=Substr(Cast(local, CharField()), 1, 10)).values("day", *others)
    counted: QuerySet[Any] = dated.annotate(count=Count("pk")).order_by("day", *others)
    return counted.values_list("day", *others, "count")


def _earliest(records: QuerySet[Any], local: str) -> QuerySet[Any]:
    plain = records.order_by().select_related(None).prefetch_related(None).defer(None)
    found: QuerySet[Any] = plain.values("subject").annotate(earliest=Min(local))
    return found.values_list("earliest", flat=True)
