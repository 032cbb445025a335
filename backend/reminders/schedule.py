"""When a wall time on some weekdays comes next; arithmetic alone."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def known_zones() -> frozenset[str]:
    """The IANA names that this machine knows."""
    return frozenset(available_timezones())


def instant_of(day: date, at: time, time_zone: str) -> datetime:
    """The instant, in UTC, at which a wall clock of the zone shows ``at`` on ``day``.

    A time that a clock change leaves out is as long after midnight as without the change (02:30 becomes 03:30); of one
    that comes twice, it is the first.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def next_after(moment: datetime, *, weekdays: Collection[int], at: time, time_zone: str) -> datetime:
    """The first such instant later than ``moment``, in UTC. ``weekdays`` are ISO's, 1 to 7, and not empty."""
    today = local_day(moment, time_zone)
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        if day.isoweekday() in weekdays and (found := instant_of(day, at, time_zone)) > moment:
            return found
    raise ValueError(f"no day of the week among {weekdays}")


def local_day(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()
