"""Can two photos of a face be compared? Arithmetic on stored reports alone: no pixel, no decoder, no detector.

A verdict speaks of how two photos were *taken*: turn, distance, camera, expression, light, sharpness, alignment. No
measure of the face's change enters: a :class:`PhotoReport` has none, and the import contracts hold that this module
knows none. So a partner that is chosen by verdicts (:func:`preference`) is chosen blind to every change.
"""

from dataclasses import dataclass
from typing import Final

from ml.differences import PhotoReport, Reason, differences
from ml.tolerances import TOLERANCES
from ml.vocabulary import ReasonCode, ReasonLevel, VerdictLevel

__all__ = ["TOLERANCES", "PhotoReport", "Reason", "Verdict", "compare", "is_good", "preference"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons`` hold everything that was looked at, the weightiest first; those of level ``good`` speak for it."""

    level: VerdictLevel
    reasons: tuple[Reason, ...]

    @property
    def spoken(self) -> tuple[Reason, ...]:
        """What there is to say: all but what lies within tolerance."""
        return tuple(reason for reason in self.reasons if reason.level is not ReasonLevel.GOOD)

    @property
    def within(self) -> tuple[Reason, ...]:
        """What was looked at and lies within tolerance."""
        return tuple(reason for reason in self.reasons if reason.level is ReasonLevel.GOOD)


_WEIGHT: Final = {
    ReasonLevel.NOT_COMPARABLE: 0,
    ReasonLevel.CAUTION: 1,
    ReasonLevel.UNKNOWN: 2,
    ReasonLevel.NOTE: 3,
    ReasonLevel.GOOD: 4,
}
_ORDER: Final = (VerdictLevel.GOOD, VerdictLevel.CAUTION, VerdictLevel.NOT_COMPARABLE)
# Most files lost their header on the way: not to know the camera is said, and holds nothing against a pair.
_MAY_BE_UNKNOWN: Final = frozenset({ReasonCode.CAMERA, ReasonCode.ALIGNMENT})


def compare(before: PhotoReport, after: PhotoReport) -> Verdict:
    """Whether ``after`` can be compared with ``before``, and all that speaks for or against it."""
    reasons = sorted(differences(before, after), key=lambda reason: (_WEIGHT[reason.level], -reason.severity))
    return Verdict(_level(reasons), tuple(reasons))


def is_good(before: PhotoReport, after: PhotoReport) -> bool:
    """Whether :func:`compare` would say ``good``; stops at the first thing that speaks against it."""
    for reason in differences(before, after):
        # Most are: asked first, this spares the long record most of its calls.
        if reason.level is not ReasonLevel.GOOD and _weighs(reason) is not VerdictLevel.GOOD:
            return False
    return True


def preference(verdict: Verdict, days_off: int) -> tuple[int, float]:
    """Smaller is preferred: the level first, then differences and distance to the wanted date together.

    ``days_off`` is how far the photo lies from that date. Two weeks weigh as much as one difference half-way to
    caution: inside what the verdict allows, the date is what was asked for.
    """
    told = [one for one in verdict.reasons if one.level is not ReasonLevel.UNKNOWN or one.code not in _MAY_BE_UNKNOWN]
    weightiest = max((reason.severity for reason in told), default=0.0)
    return _ORDER.index(verdict.level), weightiest + abs(days_off) / 28.0


def _level(reasons: list[Reason]) -> VerdictLevel:
    return max((_weighs(reason) for reason in reasons), key=_ORDER.index, default=VerdictLevel.GOOD)


def _weighs(reason: Reason) -> VerdictLevel:
    """What one reason makes of the verdict. What cannot be told is no reason to call a pair comparable."""
    match reason.level:
        case ReasonLevel.NOT_COMPARABLE:
            return VerdictLevel.NOT_COMPARABLE
        case ReasonLevel.CAUTION:
            return VerdictLevel.CAUTION
        case ReasonLevel.UNKNOWN if reason.code not in _MAY_BE_UNKNOWN:
            return VerdictLevel.CAUTION
    return VerdictLevel.GOOD
