"""How a moment stands to the sessions before it: hours since the last one, and what had added up by then.

Numbers only: they say what was logged before a photo, never what it did. A session counts from its logged start, with
all its minutes, for every moment at or after that start. Two moments are compared as instants where both offsets from
UTC are known, else by what the clocks on the wall showed.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from backend.common.localtime import EARLIEST, MAX_OFFSET_MINUTES, LocalDateTimeField, LocalTime
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.selectors import sessions_for
from backend.subjects.selectors import Actor

# Two clocks on earth differ by no more than this: beyond it, wall times alone say which came first.
_SLACK = timedelta(minutes=2 * MAX_OFFSET_MINUTES)
# Of the sessions longer ago than that, the last is looked for among these: their offsets may reorder neighbours.
_LOOK_BACK = 16


@dataclass(frozen=True)
class SessionClock:
    """The sessions that had started by a moment.

    ``hours_since_last`` (h, from its start) and ``last_modality`` are None before the first session. ``minutes`` and
    ``microamp_minutes`` (µA·min) are sums over all ``sessions``; one without a logged intensity adds no µA·min.
    """

    hours_since_last: float | None
    last_modality: str | None
    sessions: int
    minutes: float
    microamp_minutes: float


NOTHING_BEFORE = SessionClock(None, None, 0, 0.0, 0.0)


class _Start(NamedTuple):
    local: datetime
    offset: int | None
    modality: str
    minutes: float
    microamp: float | None


@dataclass(frozen=True)
class _Total:
    sessions: int = 0
    minutes: float = 0.0
    microamp_minutes: float = 0.0

    def plus(self, start: _Start) -> "_Total":
        dose = start.minutes * (start.microamp or 0.0)
        return _Total(self.sessions + 1, self.minutes + start.minutes, self.microamp_minutes + dose)


def clocks(user: Actor, subject: UUID, moments: Sequence[LocalTime]) -> list[SessionClock]:
    """The clock at each of ``moments`` (of photos, say), in their order, by the sessions of ``subject``.

    Two queries however long the record and however many the moments; none for no moment. Only the sessions around
    and between the moments are read, what lies before is added up by the database. For a subject out of ``user``'s
    reach, all clocks stand at nothing.
    """
    if not moments:
        return []
    first = min(moment.local for moment in moments) - _SLACK
    last = max(moment.local for moment in moments) + _SLACK
    sessions = sessions_for(user, subject=subject)
    starts = _starts(sessions, first, last)
    certain = bisect_left(starts, first, key=_local)
    totals = [_Total()] * certain + list(accumulate(starts[certain:], _Total.plus, initial=_before(sessions, first)))
    return [_clock(moment, starts, totals) for moment in moments]


def _starts(sessions: QuerySet[TreatmentSession], first: datetime, last: datetime) -> list[_Start]:
    """Sessions from ``first`` to ``last``, and up to ``_LOOK_BACK`` before them; oldest first."""
    earlier = sessions.filter(started_local__lt=first).values("started_local")[_LOOK_BACK - 1 : _LOOK_BACK]
    since = Coalesce(Subquery(earlier), Value(EARLIEST, LocalDateTimeField()), output_field=LocalDateTimeField())
    found = sessions.filter(started_local__gte=since, started_local__lte=last).order_by("started_local", "id")
    columns = ("started_local", "started_offset_minutes", "modality", "minutes", "intensity_microamp")
    return [_Start(*row) for row in found.values_list(*columns)]


def _before(sessions: QuerySet[TreatmentSession], first: datetime) -> _Total:
    """What had added up before ``first``."""
    found = sessions.filter(started_local__lt=first).order_by()
    row = found.aggregate(count=Count("pk"), time=Sum("minutes"), dose=Sum(F("minutes") * F("intensity_microamp")))
    return _Total(row["count"], row["time"] or 0.0, row["dose"] or 0.0)


def _clock(moment: LocalTime, starts: Sequence[_Start], totals: Sequence[_Total]) -> SessionClock:
    """``totals[n]`` is what the first ``n`` of ``starts`` come to, with all that was before them."""
    certain = bisect_left(starts, moment.local - _SLACK, key=_local)
    possible = bisect_left(starts, moment.local + _SLACK, lo=certain, key=_local)
    total = totals[certain]
    # Of those surely before, the nearest few: the last by the clock on the wall may not be the last there was.
    started = list(starts[max(0, certain - _LOOK_BACK) : certain])
    for start in starts[certain:possible]:
        if _elapsed(moment, start) >= timedelta(0):
            total = total.plus(start)
            started.append(start)
    if not started:
        return SessionClock(None, None, total.sessions, total.minutes, total.microamp_minutes)
    latest = min(reversed(started), key=lambda start: _elapsed(moment, start))
    hours = _elapsed(moment, latest) / timedelta(hours=1)
    return SessionClock(hours, latest.modality, total.sessions, total.minutes, total.microamp_minutes)


def _elapsed(moment: LocalTime, start: _Start) -> timedelta:
    wall = moment.local - start.local
    if moment.offset_minutes is None or start.offset is None:
        return wall
    return wall - timedelta(minutes=moment.offset_minutes - start.offset)


def _local(start: _Start) -> datetime:
    return start.local
