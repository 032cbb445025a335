"""Photos, sessions and events in one stream, newest first by local time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from backend.events.models import Event
from backend.events.selectors import events_for
from backend.photos.models import Photo
from backend.photos.selectors import newest_of, photos_for, with_clocks, with_renditions
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.selectors import sessions_for
from backend.subjects.selectors import Actor
from backend.timeline.places import RANK, Cursor, Kind, Place

KIND_CHOICES: list[tuple[Kind, Kind]] = [(kind, kind) for kind in RANK]
_FIELDS: dict[Kind, str] = {"photo": "taken_local", "session": "started_local", "event": "happened_local"}


@dataclass(frozen=True)
class Entry:
    """A photo, a session or an event in its place."""

    kind: Kind
    local: datetime
    record: Photo | TreatmentSession | Event

    @property
    def place(self) -> Place:
        return Place(self.local, RANK[self.kind], self.record.pk)

    @property
    def local_date(self) -> date:
        return self.local.date()

    @property
    def photo(self) -> Photo | None:
        return self.record if isinstance(self.record, Photo) else None

    @property
    def session(self) -> TreatmentSession | None:
        return self.record if isinstance(self.record, TreatmentSession) else None

    @property
    def event(self) -> Event | None:
        return self.record if isinstance(self.record, Event) else None


@dataclass(frozen=True)
class Page:
    """Some entries, newest first, and the cursors of the pages below and above it where there may be any."""

    entries: list[Entry]
    next: Cursor | None
    previous: Cursor | None


@dataclass(frozen=True)
class Wanted:
    """What of the stream is asked for; None leaves it open.

    ``view`` chooses among photos, ``zone`` and ``modality`` among sessions, each leaving the other kinds alone; ``tag``
    is something that photos alone have, so that nothing else is left.
    """

    subject: UUID | Subquery | None = None
    kind: Kind | None = None
    view: str | None = None
    tag: str | None = None
    zone: str | None = None
    modality: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def streams(self, user: Actor) -> Iterable[tuple[Kind, QuerySet[Any]]]:
        """One query set a kind, newest first."""
        period: dict[str, Any] = {"subject": self.subject, "first_day": self.first_day, "last_day": self.last_day}
        makers: dict[Kind, Callable[[], QuerySet[Any]]] = {
            "photo": lambda: photos_for(user, view=self.view, tag=self.tag, **period),
            "session": lambda: self._sessions(sessions_for(user, **period)),
            "event": lambda: events_for(user, **period),
        }
        kind: Kind | None = "photo" if self.tag else self.kind
        return ((name, make()) for name, make in makers.items() if kind in {None, name})

    def _sessions(self, sessions: QuerySet[TreatmentSession]) -> QuerySet[TreatmentSession]:
        if self.modality:
            sessions = sessions.filter(modality=self.modality)
        if self.zone:
            # JSON is text to SQLite and jsonb to PostgreSQL; as text, a word in quotes is the same in both.
            sessions = sessions.alias(zone_text=Cast("zones", TextField())).filter(zone_text__contains=f'"{self.zone}"')
        return sessions


def timeline_page(user: Actor, *, size: int, cursor: Cursor | None = None, wanted: Wanted | None = None) -> Page:
    """One page of the stream in six queries, however long the record is: each kind is asked for one page at most."""
    found: list[Entry] = []
    for kind, records in (wanted or Wanted()).streams(user):
        asked = records
        if cursor:
            asked = asked.filter(cursor.beyond(_FIELDS[kind], kind))
            asked = asked.reverse() if cursor.upwards else asked
        page = newest_of(asked, size + 1) if kind == "photo" else asked[: size + 1]
        found += [Entry(kind, getattr(record, _FIELDS[kind]), record) for record in page]
    upwards = cursor is not None and cursor.upwards
    found.sort(key=lambda entry: entry.place, reverse=not upwards)
    entries, more = found[:size], len(found) > size
    entries = entries[::-1] if upwards else entries
    with_clocks(user, with_renditions([entry.photo for entry in entries if entry.photo]))
    return _page(entries, cursor, more=more)


def _page(entries: list[Entry], cursor: Cursor | None, *, more: bool) -> Page:
    """Where one came from there is more, or was; the other way, only what was seen beyond the page tells."""
    if cursor is None:
        return Page(entries, Cursor(entries[-1].place) if more else None, None)
    first, last = (entries[0].place, entries[-1].place) if entries else (cursor.place, cursor.place)
    down, up = Cursor(last), Cursor(first, upwards=True)
    if cursor.upwards:
        return Page(entries, down, up if more else None)
    return Page(entries, down if more else None, up)
