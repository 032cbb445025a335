"""Until when a legal duty lasts."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March where there is none: never a day too early."""
    year = min(day.year + years, date.max.year - 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def until_the_day_after(day: date) -> timedelta:
    """From now; the duty includes its last day."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC) - timezone.now()
