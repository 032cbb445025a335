"""Where an entry stands in the stream, and the cursor that names such a place to the phone."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, NamedTuple, Self
from uuid import UUID

from django.db.models import Q

from backend.common.pagination import invalid_cursor

Kind = Literal["photo", "session", "event"]
# At the same second a photo stands above a session, and that above an event.
RANK: Final[dict[Kind, int]] = {"photo": 2, "session": 1, "event": 0}
_LOWEST = UUID(int=0)
# Local times are whole seconds.
_LAST_SECOND = time(23, 59, 59)


class Place(NamedTuple):
    """Local time, then rank, then id: no two entries share one."""

    local: datetime
    rank: int
    id: UUID


@dataclass(frozen=True)
class Cursor:
    """A place already given out; the page asked for starts below it, or above it where ``upwards``."""

    place: Place
    upwards: bool = False

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises DomainError ``invalid_cursor``."""
        try:
            local, rank, key, upwards = json.loads(base64.urlsafe_b64decode(text))
            return cls(Place(datetime.fromisoformat(local).replace(tzinfo=None), int(rank), UUID(key)), bool(upwards))
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
            raise invalid_cursor() from problem

    @classmethod
    def at_end_of(cls, day: date) -> Self:
        """Above all that is of the local date ``day``, below all that came later."""
        return cls(Place(datetime.combine(day, _LAST_SECOND), max(RANK.values()) + 1, _LOWEST))

    def __str__(self) -> str:
        local, rank, key = self.place
        return base64.urlsafe_b64encode(json.dumps([local.isoformat(), rank, str(key), self.upwards]).encode()).decode()

    def beyond(self, field: str, kind: Kind) -> Q:
        """Rows of ``kind``, whose local time is ``field``, that the page may hold."""
        side = "gt" if self.upwards else "lt"
        local, rank, key = self.place
        # The first condition alone bounds the walk along an index; the second tells apart those of the same second.
        bound = Q(**{f"{field}__{side}e": local})
        if RANK[kind] == rank:
            return bound & (Q(**{f"{field}__{side}": local}) | Q(**{f"pk__{side}": key}))
        within = RANK[kind] > rank if self.upwards else RANK[kind] < rank
        return bound if within else Q(**{f"{field}__{side}": local})
