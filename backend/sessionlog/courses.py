"""How far a course is, by arithmetic on dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ml.vocabulary import CourseState

STATE_CHOICES = [(state.value, state.value) for state in CourseState]


@dataclass(frozen=True)
class Progress:
    """``done`` never exceeds what was planned; ``next_day`` is the plan's, also when it has passed."""

    state: CourseState
    done: int
    ends_on: date
    next_day: date | None
    finished_on: date | None


def planned_day(starts_on: date, *, sessions: int, weeks: int, number: int) -> date:
    """The day planned for session ``number`` (the first is 0): evenly spread, the first on the first day."""
    return starts_on + timedelta(days=number * weeks * 7 // sessions)


def last_day(starts_on: date, weeks: int) -> date:
    """The last day of the course's weeks."""
    return starts_on + timedelta(days=weeks * 7 - 1)


def progress(
    days: Iterable[date], *, starts_on: date, sessions: int, weeks: int, stopped_on: date | None = None
) -> Progress:
    """How far a course is after sessions on ``days`` (in any order; several on one day count each).

    Sessions count from the first day on, until the course was stopped and until there are as many as were planned;
    late ones count too. A course that had all its sessions when it was stopped is finished.
    """
    counted = sorted(day for day in days if day >= starts_on and (stopped_on is None or day <= stopped_on))[:sessions]
    done = len(counted)
    is_finished = done == sessions
    state = CourseState.FINISHED if is_finished else CourseState.STOPPED if stopped_on else CourseState.RUNNING
    following = planned_day(starts_on, sessions=sessions, weeks=weeks, number=done)
    return Progress(
        state=state,
        done=done,
        ends_on=last_day(starts_on, weeks),
        next_day=following if state is CourseState.RUNNING else None,
        finished_on=counted[-1] if is_finished else None,
    )
