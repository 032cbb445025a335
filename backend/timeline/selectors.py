"""Photos and sessions in one stream, newest first by local time."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from django.db.models import Q

from backend.common.pagination import invalid_cursor
from backend.photos.models import Photo
from backend.photos.selectors import photos_for
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.selectors import sessions_for
from backend.subjects.selectors import Actor

Kind = Literal["photo", "session"]
# At the same second a photo stands before a session.
_RANK: dict[Kind, int] = {"session": 0, "photo": 1}


@dataclass(frozen=True)
class Entry:
    """A photo or a session in its place."""

    kind: Kind
    local: datetime
    record: Photo | TreatmentSession

    @property
    def place(self) -> tuple[datetime, int, UUID]:
        return (self.local, _RANK[self.kind], self.record.pk)

    @property
    def local_date(self) -> date:
        return self.local.date()

    @property
    def photo(self) -> Photo | None:
        return self.record if isinstance(self.record, Photo) else None

    @property
    def session(self) -> TreatmentSession | None:
        return self.record if isinstance(self.record, TreatmentSession) else None


@dataclass(frozen=True)
class Cursor:
    """The place of the last entry that was given out; the next page starts below it."""

    local: datetime
    rank: int
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises DomainError ``invalid_cursor``."""
        try:
            local, rank, key = json.loads(base64.urlsafe_b64decode(text))
            return cls(datetime.fromisoformat(local).replace(tzinfo=None), int(rank), UUID(key))
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
            raise invalid_cursor() from problem

    @classmethod
    def after(cls, entry: Entry) -> Self:
        return cls(*entry.place)

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.local.isoformat(), self.rank, str(self.id)]).encode()).decode()

    def below(self, field: str, kind: Kind) -> Q:
        """Rows of ``kind`` that come after this place in the stream."""
        earlier = Q(**{f"{field}__lt": self.local})
        if _RANK[kind] < self.rank:
            return earlier | Q(**{field: self.local})
        if _RANK[kind] == self.rank:
            return earlier | Q(**{field: self.local, "pk__lt": self.id})
        return earlier


@dataclass(frozen=True)
class Page:
    """Some entries, and the cursor of the next page if there is one."""

    entries: list[Entry]
    next: Cursor | None


def timeline_page(
    user: Actor,
    *,
    size: int,
    cursor: Cursor | None = None,
    subject: UUID | None = None,
    view: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Page:
    """One page of the stream in three queries, however long the record is: each kind is asked for one page at most."""
    photos = photos_for(user, subject=subject, view=view, first_day=first_day, last_day=last_day)
    sessions = sessions_for(user, subject=subject, first_day=first_day, last_day=last_day)
    if cursor:
        photos = photos.filter(cursor.below("taken_local", "photo"))
        sessions = sessions.filter(cursor.below("started_local", "session"))
    found = [Entry("photo", photo.taken_local, photo) for photo in photos[: size + 1]]
    found += [Entry("session", session.started_local, session) for session in sessions[: size + 1]]
    found.sort(key=lambda entry: entry.place, reverse=True)
    entries = found[:size]
    return Page(entries, Cursor.after(entries[-1]) if len(found) > size else None)
