"""In what two photos of a face differ besides the face itself: each difference measured and graded on its own.

Each is of ``after`` against ``before``: a head "4° more to the left" is turned so in ``after``. What a report does not
hold is ``unknown``, never taken for equal.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from ml.pose import distance_ratio
from ml.tolerances import (
    EYES_CLOSED,
    EYES_CLOSED_MIN_DIFFERENCE,
    MOVEMENTS,
    SAME_FOCAL,
    SAME_SHAPE,
    TOLERANCES,
)
from ml.types import LIGHT_PATCHES, Camera, Expression, Pose
from ml.vocabulary import SAME_DAY_HOURS, AlignmentMethod, Direction, ReasonCode, ReasonLevel, ReasonUnit, View

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """What is stored of one photo that bears on comparing it; ``None`` is "not known", never "as usual".

    ``size`` is ``(width, height)`` of the upright original, ``skin`` the median linear light of the face's skin,
    ``residual_iod`` nothing for a baseline, which has only a mean face to be held against. ``taken_local`` is wall
    time, ``hours_since_session`` of the subject's last session before the photo.
    """

    subject: str
    view: View
    size: tuple[int, int]
    method: AlignmentMethod = AlignmentMethod.AUTOMATIC
    pose: Pose | None = None
    interocular_px: float | None = None
    camera: Camera | None = None
    expression: Expression | None = None
    mouth_opening: float | None = None
    eye_opening: float | None = None
    covered: bool | None = None
    light_patches: tuple[float, ...] | None = None
    skin: Triple | None = None
    sharpness: float | None = None
    residual_iod: float | None = None
    flip_suspected: bool = False
    simulated: bool = False
    taken_local: datetime | None = None
    hours_since_session: float | None = None


class Reason(NamedTuple):
    """One difference: its size where it has one, and from which size on it counts.

    A tuple, since counting the comparable among 10,000 photos makes 200,000 of them. ``value`` is a magnitude in
    ``unit``; ``direction`` says which way, or which of the two photos has it.
    """

    code: ReasonCode
    level: ReasonLevel
    value: float | None = None
    unit: ReasonUnit | None = None
    direction: Direction | None = None
    caution: float | None = None
    not_comparable: float | None = None

    @property
    def severity(self) -> float:
        """0 no difference, 1 where caution begins; what has no number counts 2 with caution, 4 beyond it."""
        if self.value is not None and self.caution:
            return self.value / self.caution
        return _PLAIN_SEVERITY[self.level]


_PLAIN_SEVERITY: Final = {
    ReasonLevel.GOOD: 0.0,
    ReasonLevel.NOTE: 0.0,
    ReasonLevel.UNKNOWN: 1.0,
    ReasonLevel.CAUTION: 2.0,
    ReasonLevel.NOT_COMPARABLE: 4.0,
}


def differences(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    """All that is looked at, cheapest first; of two views or two people, that alone."""
    if before.subject != after.subject:
        yield Reason(ReasonCode.SUBJECT, ReasonLevel.NOT_COMPARABLE)
        return
    if before.view is not after.view:
        yield Reason(ReasonCode.VIEW, ReasonLevel.NOT_COMPARABLE)
        return  # what two views differ in is what makes them two
    yield _flip(before, after)
    yield from _turn(before, after)
    yield from _camera(before, after)
    yield from _face(before, after)
    yield from _light(before, after)
    yield from _place(before, after)
    yield from _notes(before, after)


def _graded(
    code: ReasonCode, value: float | None, more: Direction | None = None, less: Direction | None = None
) -> Reason:
    """``value`` (signed) against the code's tolerances; ``more`` names the direction of a positive one."""
    unit, caution, not_comparable = TOLERANCES[code]
    if value is None or not math.isfinite(value):
        return Reason(code, ReasonLevel.UNKNOWN, None, unit, None, caution, not_comparable)
    size = abs(value)
    level = ReasonLevel.GOOD if size <= caution else ReasonLevel.CAUTION
    if not_comparable is not None and size > not_comparable:
        level = ReasonLevel.NOT_COMPARABLE
    direction = (more if value > 0 else less) if value else None
    return Reason(code, level, size, unit, direction, caution, not_comparable)


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _flip(before: PhotoReport, after: PhotoReport) -> Reason:
    """Both suspected say the same of the series that they are held against, so they agree with each other."""
    if before.flip_suspected is after.flip_suspected:
        return Reason(ReasonCode.FLIP, ReasonLevel.GOOD)
    which = Direction.AFTER if after.flip_suspected else Direction.BEFORE
    return Reason(ReasonCode.FLIP, ReasonLevel.NOT_COMPARABLE, direction=which)


def _turn(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    if before.pose is None or after.pose is None:
        yield Reason(ReasonCode.POSE, ReasonLevel.UNKNOWN)
        return
    yield _graded(ReasonCode.YAW, after.pose.yaw - before.pose.yaw, Direction.LEFT, Direction.RIGHT)
    yield _graded(ReasonCode.PITCH, after.pose.pitch - before.pose.pitch, Direction.UP, Direction.DOWN)
    yield _graded(ReasonCode.ROLL, after.pose.roll - before.pose.roll, Direction.LEFT, Direction.RIGHT)


def _camera(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    same = _same_camera(before, after)
    if same is None:
        yield Reason(ReasonCode.CAMERA, ReasonLevel.UNKNOWN)
    else:
        yield Reason(ReasonCode.CAMERA, ReasonLevel.GOOD if same else ReasonLevel.CAUTION)
    yield _graded(ReasonCode.DISTANCE, _farther(before, after, same), Direction.FARTHER, Direction.CLOSER)


def _same_camera(before: PhotoReport, after: PhotoReport) -> bool | None:
    """The same make, model and focal length; nothing where a file does not say."""
    one, other = before.camera, after.camera
    if one is None or other is None:
        return None
    if (one.make, one.model) != (other.make, other.model):
        return False
    if one.focal_mm is None or other.focal_mm is None:
        return None if one.focal_mm is not other.focal_mm else True
    return abs(math.log(other.focal_mm / one.focal_mm)) <= math.log(1 + SAME_FOCAL)


def _farther(before: PhotoReport, after: PhotoReport, same_camera: bool | None) -> float | None:
    """How much farther away, in per cent; nothing where pixels cannot tell: another camera, lens, zoom or a crop.

    Files of one shape and another size are one frame resized when a camera vouches for it, and may be a crop when
    nothing does.
    """
    if before.interocular_px is None or after.interocular_px is None or before.pose is None or after.pose is None:
        return None
    sides, other_sides = sorted(before.size), sorted(after.size)
    if same_camera is False or (same_camera is None and sides != other_sides):
        return None
    if abs(math.log(sides[0] / sides[1]) - math.log(other_sides[0] / other_sides[1])) > math.log(1 + SAME_SHAPE):
        return None
    resized = after.interocular_px * sides[1] / other_sides[1]
    ratio = distance_ratio(resized, before.interocular_px, after.pose, before.pose)
    return None if ratio is None else 100 * (ratio - 1)


def _face(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    if before.expression is None or after.expression is None:
        yield Reason(ReasonCode.EXPRESSION, ReasonLevel.UNKNOWN)
    else:
        for code, part in MOVEMENTS.items():
            moved = 100 * (getattr(after.expression, part) - getattr(before.expression, part))
            yield _graded(code, moved, Direction.MORE, Direction.LESS)
    mouth = _difference(before.mouth_opening, after.mouth_opening)
    yield _graded(ReasonCode.MOUTH, None if mouth is None else 100 * mouth, Direction.MORE, Direction.LESS)
    yield _eyes(before, after)
    if before.covered is None or after.covered is None:
        yield Reason(ReasonCode.COVERED, ReasonLevel.UNKNOWN)
    else:
        yield _has(ReasonCode.COVERED, before.covered, after.covered)


def _eyes(before: PhotoReport, after: PhotoReport) -> Reason:
    """In per cent of the distance from the eye line to the chin; closed in one of them ends the comparison."""
    moved = _difference(before.eye_opening, after.eye_opening)
    if moved is None or before.eye_opening is None or after.eye_opening is None:
        return _graded(ReasonCode.EYES, None)
    closed = before.eye_opening < EYES_CLOSED, after.eye_opening < EYES_CLOSED
    reason = _graded(ReasonCode.EYES, 100 * moved, Direction.MORE, Direction.LESS)
    if closed[0] is closed[1] or abs(moved) < EYES_CLOSED_MIN_DIFFERENCE:
        return reason
    return Reason(
        ReasonCode.EYES, ReasonLevel.NOT_COMPARABLE, reason.value, reason.unit,
        Direction.BEFORE if closed[0] else Direction.AFTER, reason.caution, reason.not_comparable,
    )  # fmt: skip


def _has(code: ReasonCode, before: bool, after: bool) -> Reason:
    """Something that one of the two has; where both have it, there is nothing to compare either."""
    if not before and not after:
        return Reason(code, ReasonLevel.GOOD)
    which = Direction.BOTH if before and after else Direction.AFTER if after else Direction.BEFORE
    return Reason(code, ReasonLevel.CAUTION, direction=which)


def _light(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    yield _shading(before.light_patches, after.light_patches)
    if before.skin is None or after.skin is None:
        yield _graded(ReasonCode.EXPOSURE, None)
        yield _graded(ReasonCode.COLOUR, None)
    else:
        stops = math.log2(_luminance(after.skin) / _luminance(before.skin))
        yield _graded(ReasonCode.EXPOSURE, stops, Direction.BRIGHTER, Direction.DARKER)
        red_green, yellow_blue = _chroma_moved(before.skin, after.skin)
        apart = math.copysign(math.hypot(red_green, yellow_blue), yellow_blue)
        yield _graded(ReasonCode.COLOUR, apart, Direction.WARMER, Direction.COOLER)
    ratio = None
    if before.sharpness and after.sharpness:
        ratio = 100 * (after.sharpness / before.sharpness - 1)
        # A half and a double are the same difference.
        ratio = ratio if ratio < 0 else 100 * (1 - before.sharpness / after.sharpness)
    yield _graded(ReasonCode.SHARPNESS, ratio, Direction.MORE, Direction.LESS)


def _shading(before: tuple[float, ...] | None, after: tuple[float, ...] | None) -> Reason:
    """Root mean square over the patches, in stops, and the side from which ``after`` has more light.

    The skin's own colour is in both photos and cancels; so does exposure, since each photo's patches have mean zero.
    """
    if before is None or after is None or len(before) != len(after) or len(after) != len(LIGHT_PATCHES):
        return _graded(ReasonCode.LIGHT, None)
    moved = [late - early for early, late in zip(before, after, strict=True)]
    size = math.sqrt(sum(value * value for value in moved) / len(moved))
    # How much a slope of one stop per unit, to the left or upwards, has in common with what is seen.
    left = sum(value * place[1] for value, place in zip(moved, LIGHT_PATCHES, strict=True)) / _SPREAD[0]
    up = sum(value * place[2] for value, place in zip(moved, LIGHT_PATCHES, strict=True)) / _SPREAD[1]
    if abs(left) >= abs(up):
        direction = Direction.LEFT if left > 0 else Direction.RIGHT
    else:
        direction = Direction.ABOVE if up > 0 else Direction.BELOW
    return _graded(ReasonCode.LIGHT, size, direction)


_SPREAD: Final = tuple(math.sqrt(sum(place[axis] ** 2 for place in LIGHT_PATCHES)) for axis in (1, 2))


def _luminance(light: Triple) -> float:
    return max(0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2], 1e-6)


def _chroma_moved(before: Triple, after: Triple) -> tuple[float, float]:
    """Difference in CIELAB's a* and b*, both at the first one's luminance: colour of the light, not its strength.

    Only ever a difference between two photos of one person; nothing is said about what colour a skin is.
    """
    one = _lab_chroma(before)
    scale = _luminance(before) / _luminance(after)
    other = _lab_chroma((after[0] * scale, after[1] * scale, after[2] * scale))
    return other[0] - one[0], other[1] - one[1]


def _lab_chroma(light: Triple) -> tuple[float, float]:
    """a* and b* of linear sRGB under D65 (IEC 61966-2-1, CIE 15)."""
    r, g, b = light
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = _luminance(light)
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0890

    def root(t: float) -> float:
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    return 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def _place(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    by_hand = before.method is not AlignmentMethod.AUTOMATIC, after.method is not AlignmentMethod.AUTOMATIC
    yield _has(ReasonCode.BY_HAND, *by_hand)
    if any(by_hand):
        return
    known = [part for part in (before.residual_iod, after.residual_iod) if part is not None]
    yield _graded(ReasonCode.ALIGNMENT, 100 * max(known) if known else None)


def _notes(before: PhotoReport, after: PhotoReport) -> Iterator[Reason]:
    if before.simulated or after.simulated:
        yield Reason(ReasonCode.SIMULATED, ReasonLevel.NOTE)
    if before.taken_local and after.taken_local and before.taken_local.date() == after.taken_local.date():
        yield Reason(ReasonCode.SAME_DAY, ReasonLevel.NOTE)
    for report, which in ((before, Direction.BEFORE), (after, Direction.AFTER)):
        hours = report.hours_since_session
        if hours is not None and 0 <= hours < SAME_DAY_HOURS:
            yield Reason(ReasonCode.AFTER_SESSION, ReasonLevel.NOTE, hours, ReasonUnit.HOURS, which)
