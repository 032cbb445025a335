"""How far a measure moves when nothing changed, and what a change or a trend is beyond that. Arithmetic alone.

A *sitting* is several photos of one view taken within a quarter of an hour. Model: a value is the person's own, plus
what one sitting adds (head, light, mood; ``between``), plus what one photo adds (``within``). Three shots of one
sitting say nothing of the first, and taking their spread for the noise would raise 19 % false alarms; so:

- *within* is pooled over sittings of two photos or more;
- *between* comes from successive sittings' means (von Neumann's half mean squared difference, so that a slow change
  over months does not count as noise), less what the photos within explain;
- both are shrunk to what was measured over people (``ml.priors``) as an inverse chi-square prior of its own degrees of
  freedom: s² = (ν₀·s₀² + ν·s²) / (ν₀ + ν), and Student's t has ν₀ + ν degrees;
- SEM = √(between² + within² / photos), and the minimal detectable change MDC = t · √2 · SEM, 1.96 · √2 · SEM in the
  limit (Weir 2005, J Strength Cond Res 19:231).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, fsum, inf, isfinite, lgamma, log, sqrt
from operator import attrgetter
from statistics import NormalDist, fmean, median
from typing import Final

from ml.priors import PRIORS, Prior
from ml.types import Expression
from ml.vocabulary import Measure

CONFIDENCE: Final = 0.95
PERSONAL_WEIGHT: Final = 0.5
"""A floor is the person's own when the prior has less than this say in it."""

MIN_TREND_DAYS: Final = 3
"""Different days below which no line is drawn through values."""

_DAYS: Final = 30.0


@dataclass(frozen=True, slots=True)
class NoiseFloor:
    """In the units of the measure as stored. ``sem`` and ``mdc`` are for two single photos on two days.

    ``prior_weight`` 0–1 is the say of other people's photos; ``personal`` that it is the smaller one: until then the
    app says "typical variation", not "your own". ``sittings`` are those that had a value.
    """

    measure: Measure
    within_sd: float
    between_sd: float
    sem: float
    mdc: float
    sittings: int
    personal: bool
    prior_weight: float
    degrees_of_freedom: float


@dataclass(frozen=True, slots=True)
class Change:
    """``value`` is after − before. ``mdc`` is the least change that counts when ``corrected_for`` measures are looked
    at together, ``exceeds`` that ``value`` lies beyond it in either direction.
    """

    value: float
    mdc: float
    exceeds: bool
    corrected_for: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Change in thirty days along the line through a series, with its 95 % interval (corrected like a change).

    ``exceeds`` that the interval leaves out zero. A line through what was measured; nothing about why.
    """

    per_30_days: float
    low: float
    high: float
    exceeds: bool
    days: int


def noise_floor(measure: Measure, sittings: Sequence[Sequence[float]], *, prior: Prior | None = None) -> NoiseFloor:
    """The floor from ``sittings`` in the order of their time, each the values of its photos; none is enough.
    ``prior`` stands in for the one of ``ml.priors``.

    Raises ``ValueError`` for a value that isn't finite.
    """
    if not all(isfinite(value) for sitting in sittings for value in sitting):
        raise ValueError("a measured value is not finite")
    prior = prior or PRIORS[measure]
    taken = [list(sitting) for sitting in sittings if len(sitting) > 0]
    own_freedom = float(sum(len(sitting) - 1 for sitting in taken))
    squares = fsum((value - fmean(sitting)) ** 2 for sitting in taken for value in sitting)
    within = (prior.freedom * prior.within_sd**2 + squares) / (prior.freedom + own_freedom)

    count = len(taken)
    freedom, weight, between = prior.freedom, 1.0, prior.between_sd**2
    if count > 1:
        means = [fmean(sitting) for sitting in taken]
        apart = fsum((b - a) ** 2 for a, b in pairwise(means)) / (2 * (count - 1))
        # Half the mean squared difference of n values has the variance of this many degrees of freedom (n = 2: 1).
        own = 2 * (count - 1) ** 2 / (3 * count - 4)
        share = fmean(1 / len(sitting) for sitting in taken)  # of the within variance that is left in a mean
        expected = prior.between_sd**2 + share * prior.within_sd**2
        freedom = prior.freedom + own
        weight = prior.freedom / freedom
        of_means = weight * expected + (1 - weight) * apart
        between = max(of_means - share * within, 0.0)
    sem = sqrt(between + within)
    return NoiseFloor(
        measure=measure,
        within_sd=sqrt(within),
        between_sd=sqrt(between),
        sem=sem,
        mdc=t_quantile(CONFIDENCE, freedom) * sqrt(2.0) * sem,
        sittings=count,
        personal=weight < PERSONAL_WEIGHT,
        prior_weight=weight,
        degrees_of_freedom=freedom,
    )


def change(
    measure: Measure, before: Sequence[float], after: Sequence[float], floor: NoiseFloor, looked_at: int
) -> Change:
    """The means of two sittings' photos compared, ``looked_at`` measures being looked at together.

    Bonferroni: each is tested at 5 % / ``looked_at``, so that unchanged pairs are flagged by any measure in at most 5 %
    however the measures hang together. More photos in a sitting lower the bar, but never below what sittings add.
    Raises ``ValueError`` for an empty side, another measure's floor, or fewer than one measure.
    """
    if not before or not after:
        raise ValueError("both sides of a change need a value")
    if floor.measure is not measure or looked_at < 1:
        raise ValueError("the floor must be that of the measure, and at least one measure is looked at")
    value = fmean(after) - fmean(before)
    variance = 2 * floor.between_sd**2 + floor.within_sd**2 * (1 / len(before) + 1 / len(after))
    mdc = _corrected_t(looked_at, floor.degrees_of_freedom) * sqrt(variance)
    return Change(value=value, mdc=mdc, exceeds=abs(value) > mdc, corrected_for=looked_at)


def trend(days: Sequence[float], values: Sequence[float], floor: NoiseFloor, looked_at: int = 1) -> Trend | None:
    """Theil and Sen's line (median of all pairs' slopes: one photo gone astray does not turn it), per thirty days.

    The interval is Student's, from how far values lie from the line **and** from the floor, each with its degrees of
    freedom, so that three points on a line by luck don't look certain. Nothing for fewer than three different days.
    Raises ``ValueError`` when ``days`` and ``values`` differ in number or a number isn't finite.
    """
    if len(days) != len(values) or not all(map(isfinite, (*days, *values))):
        raise ValueError("a trend needs one finite value a day")
    if len(set(days)) < MIN_TREND_DAYS:
        return None
    pairs = list(zip(days, values, strict=True))
    slope = median(
        (later - earlier) / (end - start)
        for index, (start, earlier) in enumerate(pairs)
        for end, later in pairs[index + 1 :]
        if end != start
    )
    offset = median(value - slope * day for day, value in pairs)
    residuals = [value - slope * day - offset for day, value in pairs]
    middle = fmean(days)
    reach = sqrt(fsum((day - middle) ** 2 for day in days))
    own = float(len(pairs) - 2)
    freedom = floor.degrees_of_freedom + own
    variance = (floor.degrees_of_freedom * floor.sem**2 + fsum(r * r for r in residuals)) / freedom
    # The median slope of Gaussian values is a little less sure than least squares' (asymptotically 91 %).
    half = _corrected_t(looked_at, freedom) * sqrt(variance / 0.91) / reach
    return Trend(
        per_30_days=slope * _DAYS,
        low=(slope - half) * _DAYS,
        high=(slope + half) * _DAYS,
        exceeds=abs(slope) > half,
        days=len(set(days)),
    )


# How far apart the blendshapes of two photos may lie (0–1) for what hangs on that part of the face to be compared.
# Chosen above what other light alone makes of one expression (95th percentile of 38 photographs: smile 0.07, brows
# lowered 0.10, squint 0.05, jaw 0.03): 95–100 % of those pairs stay comparable. How much a measure moves within these
# bounds on a living face was not measured.
_MOVED: Final[dict[Measure, tuple[tuple[str, float], ...]]] = {
    Measure.BROW_HEIGHT_LEFT: (("brows_raised", 0.15), ("brows_lowered", 0.2)),
    Measure.BROW_HEIGHT_RIGHT: (("brows_raised", 0.15), ("brows_lowered", 0.2)),
    Measure.EYE_OPENING_LEFT: (("squint", 0.2), ("smile", 0.3)),
    Measure.EYE_OPENING_RIGHT: (("squint", 0.2), ("smile", 0.3)),
    Measure.MOUTH_CORNER_LEFT: (("smile", 0.15), ("mouth_corners_down", 0.15), ("jaw_open", 0.05)),
    Measure.MOUTH_CORNER_RIGHT: (("smile", 0.15), ("mouth_corners_down", 0.15), ("jaw_open", 0.05)),
    Measure.JAW_ANGLE_LEFT: (("smile", 0.3), ("jaw_open", 0.05)),
    Measure.JAW_ANGLE_RIGHT: (("smile", 0.3), ("jaw_open", 0.05)),
    Measure.LOWER_THIRD: (("jaw_open", 0.04), ("smile", 0.3)),
    Measure.FACE_WIDTH: (("smile", 0.3), ("jaw_open", 0.1)),
    Measure.SYMMETRY: (("smile", 0.3), ("jaw_open", 0.1)),
    Measure.UNDER_EYE_DARKNESS_LEFT: (("squint", 0.2), ("smile", 0.2)),
    Measure.UNDER_EYE_DARKNESS_RIGHT: (("squint", 0.2), ("smile", 0.2)),
    Measure.FOREHEAD_LINES: (("brows_raised", 0.15), ("brows_lowered", 0.2)),
}


def usable(measure: Measure, before: Expression | None, after: Expression | None) -> bool:
    """Whether the expressions of two photos are alike enough in what moves this measure; no, when one isn't known."""
    return all_usable(measure, before, [after])[0]


def all_usable(measure: Measure, before: Expression | None, after: Sequence[Expression | None]) -> list[bool]:
    """The same of one photo against each of many."""
    if before is None:
        return [False] * len(after)
    parts = [(attrgetter(part), getattr(before, part), most) for part, most in _MOVED[measure]]
    found = [one is not None for one in after]
    for part, own, most in parts:
        found = [is_so and abs(part(one) - own) <= most for is_so, one in zip(found, after, strict=True)]
    return found


@lru_cache(maxsize=1024)
def t_quantile(confidence: float, freedom: float) -> float:
    """Student's t for a two-sided interval: P(|T| ≤ t) = ``confidence``. Bisection to 1e-10 of the tail's probability.

    Raises ``ValueError`` unless 0 < confidence < 1 and freedom > 0.
    """
    if not (0 < confidence < 1 and freedom > 0):
        raise ValueError("confidence lies between 0 and 1, degrees of freedom above 0")
    if freedom == inf:
        return NormalDist().inv_cdf((1 + confidence) / 2)
    low, high = 0.0, 1.0
    tail = 1 - confidence
    while _both_tails(high, freedom) > tail:
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _both_tails(middle, freedom) > tail else (low, middle)
    return (low + high) / 2


def _corrected_t(looked_at: int, freedom: float) -> float:
    return t_quantile(1 - (1 - CONFIDENCE) / looked_at, freedom)


def _both_tails(t: float, freedom: float) -> float:
    """P(|T| > t) by the regularised incomplete beta function."""
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b) by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), tiny)
    fraction = d
    for m in range(1, 300):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + factor * d, tiny)
            c = _not_zero(1 + factor / c, tiny)
            fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * fraction


def _not_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
