"""When a wall time comes next, also where clocks are changed."""

from datetime import UTC, datetime, time

import pytest

from backend.reminders.schedule import local_day, next_after

DAILY = [1, 2, 3, 4, 5, 6, 7]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "weekdays", "after", "expected"),
    [
        # 2026-03-12 is a Thursday.
        ("UTC", "08:00", DAILY, "2026-03-12T07:59:59", "2026-03-12T08:00"),
        ("UTC", "08:00", DAILY, "2026-03-12T08:00:00", "2026-03-13T08:00"),
        ("UTC", "08:00", [4], "2026-03-12T08:00:01", "2026-03-19T08:00"),
        ("UTC", "08:00", [3, 5], "2026-03-12T06:00", "2026-03-13T08:00"),
        # The local day is not the day in UTC.
        ("Pacific/Auckland", "07:00", [5], "2026-03-12T12:00", "2026-03-12T18:00"),
        ("America/Los_Angeles", "20:00", [4], "2026-03-13T02:00", "2026-03-13T03:00"),
        ("Asia/Kolkata", "08:00", DAILY, "2026-03-12T02:29", "2026-03-12T02:30"),
        # Berlin's clocks go from 02:00 to 03:00 on 29 March: the same wall time, an hour earlier in UTC.
        ("Europe/Berlin", "08:00", DAILY, "2026-03-28T07:00", "2026-03-29T06:00"),
        # 02:30 is left out on that day; it is told at 03:30, and at 02:30 on the next.
        ("Europe/Berlin", "02:30", DAILY, "2026-03-29T00:00", "2026-03-29T01:30"),
        ("Europe/Berlin", "02:30", DAILY, "2026-03-29T01:30", "2026-03-30T00:30"),
        # 02:30 comes twice on 25 October: told the first time, and not again.
        ("Europe/Berlin", "02:30", DAILY, "2026-10-24T12:00", "2026-10-25T00:30"),
        ("Europe/Berlin", "02:30", DAILY, "2026-10-25T00:30", "2026-10-26T01:30"),
        # Half an hour's change.
        ("Australia/Lord_Howe", "02:15", DAILY, "2026-10-03T15:00", "2026-10-03T15:45"),
        # Santiago leaves midnight itself out.
        ("America/Santiago", "00:00", DAILY, "2026-09-06T03:00", "2026-09-06T04:00"),
        # A day that Samoa left out altogether: 30 December 2011.
        ("Pacific/Apia", "08:00", DAILY, "2011-12-29T19:00", "2011-12-30T18:00"),
    ],
)
def test_next(zone: str, at: str, weekdays: list[int], after: str, expected: str) -> None:
    found = next_after(utc(after), weekdays=weekdays, at=time.fromisoformat(at), time_zone=zone)
    assert found == utc(expected)
    assert found > utc(after)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("at", ["00:00", "01:30", "02:30", "23:59"])
def test_a_year_has_each_day_once(zone: str, at: str) -> None:
    moment, days = utc("2025-12-31T12:00"), []
    for _ in range(400):
        moment = next_after(moment, weekdays=DAILY, at=time.fromisoformat(at), time_zone=zone)
        days.append(local_day(moment, zone))
    assert days == sorted(set(days))
    assert (days[-1] - days[0]).days == 399


def test_no_day_of_the_week_is_refused() -> None:
    with pytest.raises(ValueError, match="no day"):
        next_after(utc("2026-03-12T08:00"), weekdays=[], at=time(8), time_zone="UTC")
