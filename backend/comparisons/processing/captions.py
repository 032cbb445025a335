"""The words beneath a film's pictures: when, how many of how many, and what was done to them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

from backend.comparisons.models import Timelapse, TimelapsePhoto
from backend.sessionlog.models import TreatmentSession
from ml.caption import Caption, Strip
from ml.vocabulary import View

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
VIEWS = {
    View.FRONTAL: "Front",
    View.OBLIQUE_LEFT: "Left three-quarter",
    View.OBLIQUE_RIGHT: "Right three-quarter",
    View.LATERAL_LEFT: "Left profile",
    View.LATERAL_RIGHT: "Right profile",
}


def captions_of(timelapse: Timelapse) -> Iterator[Caption]:
    """One for each photo, in the film's order."""
    frames = TimelapsePhoto.objects.filter(timelapse=timelapse).order_by("taken_local", "photo")
    times = list(frames.values_list("taken_local", flat=True))
    sessions = _sessions(timelapse, times[0], times[-1]) if timelapse.session_markers else []
    marks = tuple(_share(moment, times) for moment in sessions)
    lines = _lines(timelapse, times, simulated=frames.filter(photo__simulated=True).exists())
    for taken in times:
        yield Caption(
            headline=_date(taken) if timelapse.date_stamp else "",
            aside=_so_far(bisect_right(sessions, taken)) if timelapse.session_markers else "",
            strip=Strip(marks, here=_share(taken, times)) if timelapse.session_markers else None,
            lines=lines,
        )


def _lines(timelapse: Timelapse, times: list[datetime], *, simulated: bool) -> tuple[str, ...]:
    period = f", {_date(times[0])} to {_date(times[-1])}" if timelapse.date_stamp else ""
    which = (
        f"{VIEWS[View(timelapse.series.view)]}. {timelapse.photo_count} of {timelapse.photos_in_period} photos{period}."
    )
    if timelapse.comparable_only:
        which += " Without those not comparable with the baseline."
    done = "Aligned by rotation, scale and shift only."
    if timelapse.matched_light:
        done += " Matched light: colours are not as taken."
    if simulated:
        done += " Simulated photos."
    return which, done


def _sessions(timelapse: Timelapse, first: datetime, last: datetime) -> list[datetime]:
    sessions = TreatmentSession.objects.filter(subject=timelapse.subject_id, started_local__range=(first, last))
    return list(sessions.order_by("started_local").values_list("started_local", flat=True))


def _share(moment: datetime, times: list[datetime]) -> float:
    """Where ``moment`` lies between the first photo (0) and the last (1)."""
    whole = times[-1] - times[0]
    return (moment - times[0]) / whole if whole else 0.0


def _so_far(count: int) -> str:
    return f"{count} {'session' if count == 1 else 'sessions'} since the first photo"


def _date(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
