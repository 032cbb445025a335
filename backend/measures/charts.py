"""From measured photos to what a chart shows: points in units, the noise floor around them, and the trend."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import groupby
from statistics import fmean
from typing import NamedTuple
from uuid import UUID

from backend.measures.selectors import Measured, MeasuredView, Scale
from ml.noise import NoiseFloor, Trend, all_usable, change, noise_floor, trend
from ml.vocabulary import MEASURE_UNIT, MEASURES_VERIFIED, Measure, MeasureUnit, View

# A trend weighs all pairs of sittings: beyond so many, neighbours are averaged. 300 make 45,000 pairs, some 20 ms.
MAX_TREND_SITTINGS = 300


class Point(NamedTuple):
    """A measured value: in the measure's unit, with what the iris leaves open of it, and as it is stored.

    ``iod`` is None for what is no length; ``comparable`` that the expression is like the reference's where this
    measure depends on it.
    """

    photo: UUID
    value: float
    sd: float | None
    iod: float | None
    comparable: bool


@dataclass(frozen=True)
class Chart:
    """One measure of one view. ``band``: the least change from ``reference_value`` that counts for one photo.

    ``needed`` sittings make the floor the person's own. Everything in the measure's unit.
    """

    measure: Measure
    points: Sequence[Point]
    reference_value: float | None
    floor: NoiseFloor
    mdc: float
    within_sd: float
    between_sd: float
    band: float
    needed: int
    trend: Trend | None


@dataclass(frozen=True)
class Series:
    """The photos of a view that count for one measure: alike in expression, and a day after a session at least."""

    measure: Measure
    sittings: Sequence[Sequence[Measured]]
    floor: NoiseFloor

    def values(self) -> list[list[float]]:
        return [[one.values[self.measure] for one in sitting] for sitting in self.sittings]


def measures_of(view: MeasuredView) -> list[Measure]:
    """Those that any photo of the view has a value of, in the order of the vocabulary."""
    return [code for code in Measure if any(code in one.values for one in view.photos)]


def series_of(
    view: MeasuredView, measure: Measure, *, same_day: bool, without: Collection[UUID] = frozenset()
) -> Series:
    """What the noise floor of ``measure`` rests on; ``same_day`` photos only where they are asked for."""
    counted = [
        one
        for one, comparable in zip(view.photos, _comparable(view, measure), strict=True)
        if comparable and (same_day or not one.same_day) and one.sitting not in without
    ]
    # A sitting may be spread by hand over other photos: its photos stand together, at its first one's place.
    first: dict[UUID, int] = {}
    for index, one in enumerate(counted):
        first.setdefault(one.sitting, index)
    counted.sort(key=lambda one: first[one.sitting])
    sittings = [list(group) for _, group in groupby(counted, key=lambda one: one.sitting)]
    values = [[one.values[measure] for one in sitting] for sitting in sittings]
    return Series(measure, sittings, noise_floor(measure, values))


def chart(view: MeasuredView, measure: Measure, *, looked_at: int, same_day: bool = False) -> Chart:
    """``looked_at`` measures are shown together: band and trend are held to the stricter bar that goes with it."""
    series = series_of(view, measure, same_day=same_day)
    unit = in_unit(measure, view.scale)
    reference = _reference_values(view, measure)
    band = change(measure, reference or [0.0], [0.0], series.floor, looked_at).mdc
    found = _trend(series, looked_at)
    if found and not verified(measure, view.view):
        found = replace(found, exceeds=False)
    return Chart(
        measure=measure,
        points=list(_points(view, measure)),
        reference_value=fmean(reference) * unit if reference else None,
        floor=series.floor,
        mdc=series.floor.mdc * unit,
        within_sd=series.floor.within_sd * unit,
        between_sd=series.floor.between_sd * unit,
        band=band * unit,
        needed=sittings_needed(measure),
        trend=found and Trend(found.per_30_days * unit, found.low * unit, found.high * unit, found.exceeds, found.days),
    )


def verified(measure: Measure, view: str) -> bool:
    """Whether the benchmark (photos from the front) reached its goals for it: nothing else is told as a change."""
    return view == View.FRONTAL and measure in MEASURES_VERIFIED


def in_unit(measure: Measure, scale: Scale | None) -> float:
    """What a stored value is multiplied with to be in its unit; 1 for all but lengths."""
    if MEASURE_UNIT[measure] is not MeasureUnit.MM:
        return 1.0
    return scale.mm_per_iod if scale else float("nan")


@cache
def sittings_needed(measure: Measure) -> int:
    """From how many sittings on the person's own photos have the greater say in the floor."""
    count = 1
    while not noise_floor(measure, [[0.0]] * count).personal:
        count += 1
    return count


def _comparable(view: MeasuredView, measure: Measure) -> list[bool]:
    """Whether each photo has a value and its expression, where the measure hangs on it, is like the reference's.

    Found once for each measure of the view.
    """
    if measure not in view.comparable:
        expression = view.reference.expression if view.reference else None
        alike = all_usable(measure, expression, [one.expression for one in view.photos])
        view.comparable[measure] = [
            is_alike and measure in one.values for is_alike, one in zip(alike, view.photos, strict=True)
        ]
    return view.comparable[measure]


def _reference_values(view: MeasuredView, measure: Measure) -> list[float]:
    """Of the sitting of the reference."""
    if view.reference is None:
        return []
    return [
        one.values[measure]
        for one, comparable in zip(view.photos, _comparable(view, measure), strict=True)
        if comparable and one.sitting == view.reference.sitting
    ]


def _points(view: MeasuredView, measure: Measure) -> Iterator[Point]:
    scale = view.scale if MEASURE_UNIT[measure] is MeasureUnit.MM else None
    for one, comparable in zip(view.photos, _comparable(view, measure), strict=True):
        if measure not in one.values:
            continue
        stored = one.values[measure]
        if scale is None:
            yield Point(one.photo, stored, None, None, comparable)
        else:
            yield Point(one.photo, stored * scale.mm_per_iod, abs(stored) * scale.sd, stored, comparable)


def _trend(series: Series, looked_at: int) -> Trend | None:
    """Through the means of sittings, each at its first photo's time."""
    values = series.values()
    if not values:
        return None
    start = series.sittings[0][0].taken_at.local
    days = [(sitting[0].taken_at.local - start) / timedelta(days=1) for sitting in series.sittings]
    return trend(*_thinned(days, [fmean(sitting) for sitting in values]), series.floor, looked_at)


def _thinned(days: list[float], values: list[float]) -> tuple[list[float], list[float]]:
    """At most MAX_TREND_SITTINGS places in time, each the mean of neighbours."""
    size = -(-len(days) // MAX_TREND_SITTINGS)
    parts = range(0, len(days), size)
    return [fmean(days[at : at + size]) for at in parts], [fmean(values[at : at + size]) for at in parts]
