"""What a pair says for itself wherever others see it: dates, verdict with reasons, and what it was chosen from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from backend.comparisons.selectors.comparison import Shot, shots_of
from backend.photos.models import Photo
from backend.sharing.words import VIEWS, apart, chosen_from, full_date, notes_of, verdict_line
from ml.compare import compare, is_good
from ml.vocabulary import VerdictLevel, View


@dataclass(frozen=True)
class ShownPair:
    """Two photos of one view, the earlier first. All but the ids is for people to read."""

    number: int
    before: UUID
    after: UUID
    view: str
    before_date: str
    after_date: str
    apart: str
    level: VerdictLevel
    verdict: str
    notes: tuple[str, ...]
    chosen_from: str


def shown_pairs(pairs: Sequence[tuple[Photo, Photo]]) -> list[ShownPair]:
    """In the order given; a query for each view among them, however many photos it has.

    What a session may have done to a picture is not asked: sessions are shown only where the consent includes them.
    """
    shots = {
        series: {shot.id: shot for shot in shots_of(Photo.objects.filter(series=series).order_by())}
        for series in {before.series_id for before, _ in pairs}
    }
    totals = {series: Photo.objects.filter(series=series).count() for series in shots}
    return [
        _shown(
            number,
            (before, after),
            shots[before.series_id],
            partial(chosen_from, _count(pairs, before.series_id), totals[before.series_id]),
        )
        for number, (before, after) in enumerate(pairs, start=1)
    ]


def _shown(number: int, pair: tuple[Photo, Photo], shots: dict[UUID, Shot], chosen: Callable[[int], str]) -> ShownPair:
    before, after = pair
    first, second = shots.get(before.pk), shots.get(after.pk)
    days = abs((after.taken_local.date() - before.taken_local.date()).days)
    told = compare(first.report, second.report) if first and second else None
    return ShownPair(
        number=number,
        before=before.pk,
        after=after.pk,
        view=VIEWS[View(before.series.view)],
        before_date=full_date(before.taken_local),
        after_date=full_date(after.taken_local),
        apart=apart(days),
        level=told.level if told else VerdictLevel.NOT_COMPARABLE,
        verdict=verdict_line(told) if told else "Not comparable: one of the two is being aligned anew.",
        notes=tuple(notes_of(told)) if told else (),
        chosen_from=chosen(_comparable(first, shots.values())),
    )


def _comparable(first: Shot | None, shots: Iterable[Shot]) -> int:
    """How many others of the view a verdict against the first photo would call good."""
    return sum(is_good(first.report, other.report) for other in shots if other is not first) if first else 0


def _count(pairs: Sequence[tuple[Photo, Photo]], series: UUID) -> int:
    return len({photo.pk for pair in pairs for photo in pair if photo.series_id == series})
