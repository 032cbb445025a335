"""From two photos of one view to what changed between them, measure by measure, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.measures.charts import in_unit, measures_of, series_of, verified
from backend.measures.selectors import Measured, MeasuredView
from ml.noise import Change, NoiseFloor, change, usable
from ml.vocabulary import Measure, NotComparedReason


@dataclass(frozen=True)
class MeasuredChange:
    """After − before, means of so many photos of either sitting, and the least change that counts; in its unit.

    ``exceeds`` that it counts: beyond ``mdc``, by a measure that is verified.
    """

    measure: Measure
    value: float
    value_iod: float | None
    mdc: float
    exceeds: bool
    floor: NoiseFloor
    before_photos: int
    after_photos: int


@dataclass(frozen=True)
class LeftOut:
    measure: Measure
    reason: NotComparedReason


@dataclass(frozen=True)
class Side:
    """One photo with those of its sitting that its values are averaged with."""

    photo: Measured
    mates: Sequence[Measured]


@dataclass(frozen=True)
class Changes:
    """``looked_at`` measures were compared together, and each is held to the bar that goes with so many."""

    before: Side
    after: Side
    looked_at: int
    changes: Sequence[MeasuredChange]
    left_out: Sequence[LeftOut]


def changes_between(view: MeasuredView, before: Measured, after: Measured, *, same_day: bool = False) -> Changes:
    """What changed from ``before`` to ``after``. Photos of a sitting are averaged, unless both are of the same one."""
    apart = before.sitting != after.sitting
    sides = [Side(one, view.sitting_mates(one) if apart else [one]) for one in (before, after)]
    measured = measures_of(view)
    left_out = [LeftOut(code, reason) for code in measured if (reason := _not_compared(code, before, after))]
    compared = [code for code in measured if code not in {one.measure for one in left_out}]
    return Changes(
        before=sides[0],
        after=sides[1],
        looked_at=len(compared),
        changes=[_change(view, code, sides, len(compared), same_day=same_day) for code in compared],
        left_out=left_out,
    )


def _not_compared(measure: Measure, before: Measured, after: Measured) -> NotComparedReason | None:
    if measure not in before.values or measure not in after.values:
        return NotComparedReason.NOT_MEASURED
    if before.expression is None or after.expression is None:
        return NotComparedReason.EXPRESSION_UNKNOWN
    return None if usable(measure, before.expression, after.expression) else NotComparedReason.EXPRESSION


def _change(
    view: MeasuredView, measure: Measure, sides: Sequence[Side], looked_at: int, *, same_day: bool
) -> MeasuredChange:
    # From the other sittings: a change must have no say in the bar that it is held to.
    judged = {side.photo.sitting for side in sides}
    floor = series_of(view, measure, same_day=same_day, without=judged).floor
    before, after = ([one.values[measure] for one in _alike(side, measure)] for side in sides)
    found: Change = change(measure, before, after, floor, looked_at)
    unit = in_unit(measure, view.scale)
    return MeasuredChange(
        measure=measure,
        value=found.value * unit,
        value_iod=found.value if unit != 1.0 else None,
        mdc=found.mdc * unit,
        exceeds=found.exceeds and verified(measure, view.view),
        floor=floor,
        before_photos=len(before),
        after_photos=len(after),
    )


def _alike(side: Side, measure: Measure) -> list[Measured]:
    """The photo, and those of its sitting with its expression."""
    return [
        one
        for one in side.mates
        if one is side.photo or (measure in one.values and usable(measure, side.photo.expression, one.expression))
    ]
