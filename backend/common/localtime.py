"""Local wall time: what the clock on the wall showed, with the offset from UTC where it is known.

A photo belongs to the day on which it was taken where it was taken. So the wall time is stored as it was read and
never converted to another zone; the offset stands beside it for those who need the instant.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Django's fields take type parameters only in the eyes of a type checker.
if TYPE_CHECKING:
    _Field = models.Field[datetime, datetime]
else:
    _Field = models.Field

# ISO 8601 allows ±23:59; no place on earth is beyond UTC-12 to UTC+14.
MAX_OFFSET_MINUTES = 14 * 60
# Before the first digital camera phones, a date is a clock that was never set.
EARLIEST = datetime(1990, 1, 1)  # noqa: DTZ001 (wall time)
# A wall clock is at most 14 h ahead of UTC; a later date is a clock that is wrong.
MAX_AHEAD = timedelta(hours=14, minutes=5)


@dataclass(frozen=True)
class LocalTime:
    """A wall-clock time (naive, whole seconds) and its offset from UTC in minutes, if known."""

    local: datetime
    offset_minutes: int | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO 8601 with or without an offset: ``2026-03-12T08:30:00+01:00``.

        Raises ValueError when the text is no date and time, or its offset is beyond ±14 h.
        """
        moment = datetime.fromisoformat(text)
        if "T" not in text and " " not in text:
            raise ValueError(f"{text!r} has no time of day")
        offset = moment.utcoffset()
        minutes = None if offset is None else round(offset / timedelta(minutes=1))
        if minutes is not None and abs(minutes) > MAX_OFFSET_MINUTES:
            raise ValueError(f"{text!r} has an offset beyond 14 hours")
        return cls(moment.replace(tzinfo=None, microsecond=0), minutes)

    @classmethod
    def now_utc(cls) -> Self:
        """The server's clock in UTC, for want of anything better."""
        return cls(datetime.now(UTC).replace(tzinfo=None, microsecond=0), 0)

    def is_plausible(self) -> bool:
        """Whether something can be of this time: not before 1990, and not in the future anywhere on earth."""
        return EARLIEST <= self.local <= datetime.now(UTC).replace(tzinfo=None) + MAX_AHEAD

    def isoformat(self) -> str:
        if self.offset_minutes is None:
            return self.local.isoformat()
        return self.local.replace(tzinfo=timezone(timedelta(minutes=self.offset_minutes))).isoformat()


class LocalDateTimeField(_Field):
    """A naive datetime, stored as ISO 8601 text to the second: it sorts by time, and no database converts it."""

    description = "Local wall time"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "varchar(19)"

    def get_prep_value(self, value: Any) -> Any:
        moment = self.to_python(super().get_prep_value(value))
        return None if moment is None else moment.isoformat(timespec="seconds")

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> datetime | None:
        # What `get_prep_value` wrote: read by the hundred, so without looking at it once more.
        return None if value is None else datetime.fromisoformat(value)

    def to_python(self, value: Any) -> datetime | None:
        if value is None:
            return None
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            raise ValueError("local wall time carries no zone")
        return moment.replace(microsecond=0)


def within_days(field: str, first_day: date | None, last_day: date | None) -> models.Q:
    """Rows whose local time ``field`` falls on the given local dates, both included; None leaves a side open."""
    condition = models.Q()
    if first_day:
        condition &= models.Q(**{f"{field}__gte": datetime.combine(first_day, time.min)})
    if last_day:
        condition &= models.Q(**{f"{field}__lte": datetime.combine(last_day, time.max)})
    return condition
