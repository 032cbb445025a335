"""The noise floor, a change and a trend, against what is known of Gaussian numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.noise import _MOVED, all_usable, change, noise_floor, t_quantile, trend, usable
from ml.priors import PRIORS
from ml.types import Expression
from ml.vocabulary import Measure

WIDTH = Measure.FACE_WIDTH
finite = st.floats(-2, 2)
sittings = st.lists(st.lists(finite, min_size=1, max_size=4), max_size=8)


@pytest.mark.parametrize(
    ("confidence", "freedom", "expected"),
    [(0.95, 1, 12.7062), (0.95, 10, 2.22814), (0.99, 5, 4.03214), (0.999, 10, 4.58689), (0.95, 1e9, 1.95996)],
)
def test_students_t_is_that_of_the_tables(confidence: float, freedom: float, expected: float) -> None:
    assert t_quantile(confidence, freedom) == pytest.approx(expected, rel=1e-4)


def test_without_photos_the_prior_speaks_and_says_so() -> None:
    floor, prior = noise_floor(WIDTH, []), PRIORS[WIDTH]
    assert (floor.personal, floor.prior_weight, floor.sittings) == (False, 1.0, 0)
    assert floor.sem == pytest.approx(math.hypot(prior.within_sd, prior.between_sd))


def test_one_sitting_says_nothing_of_what_sittings_add() -> None:
    prior = PRIORS[WIDTH]
    floor = noise_floor(WIDTH, [[1.5, 1.5, 1.5]])
    assert floor.between_sd == pytest.approx(prior.between_sd)
    assert floor.within_sd < prior.within_sd
    assert not floor.personal


def test_many_sittings_make_the_floor_the_persons_own() -> None:
    random = np.random.default_rng(5)
    own = [(random.normal(0, 0.05) + random.normal(1.7, 0.02, 3)).tolist() for _ in range(200)]
    floor = noise_floor(WIDTH, own)
    assert floor.personal
    assert floor.between_sd == pytest.approx(0.05, rel=0.15)
    assert floor.within_sd == pytest.approx(0.02, rel=0.15)
    assert floor.mdc == pytest.approx(1.96 * math.sqrt(2) * floor.sem, rel=0.02)


def test_a_slow_change_is_no_noise() -> None:
    random = np.random.default_rng(6)
    still = [[1.7 + random.normal(0, 0.01)] for _ in range(40)]
    drifting = [[value[0] + 0.004 * index] for index, value in enumerate(still)]
    assert noise_floor(WIDTH, drifting).sem == pytest.approx(noise_floor(WIDTH, still).sem, rel=0.1)


@given(sittings, st.floats(1.0, 5.0))
def test_more_spread_never_lowers_the_floor(values: list[list[float]], factor: float) -> None:
    wider = [[value * factor for value in sitting] for sitting in values]
    assert noise_floor(WIDTH, wider).mdc >= noise_floor(WIDTH, values).mdc * (1 - 1e-9)


@given(sittings, finite)
def test_the_floor_does_not_depend_on_the_level(values: list[list[float]], level: float) -> None:
    shifted = [[value + level for value in sitting] for sitting in values]
    assert noise_floor(WIDTH, shifted).mdc == pytest.approx(noise_floor(WIDTH, values).mdc, rel=1e-6)


@given(finite, finite, st.integers(1, 14))
def test_a_change_turns_its_sign_with_the_order(before: float, after: float, looked_at: int) -> None:
    floor = noise_floor(WIDTH, [])
    there = change(WIDTH, [before], [after], floor, looked_at)
    back = change(WIDTH, [after], [before], floor, looked_at)
    assert there.value == -back.value == after - before
    assert (there.mdc, there.exceeds) == (back.mdc, back.exceeds)


def test_looking_at_more_measures_and_at_fewer_photos_raises_the_bar() -> None:
    floor = noise_floor(WIDTH, [])
    bars = [change(WIDTH, [1.0], [1.0], floor, looked_at).mdc for looked_at in (1, 5, 11)]
    assert bars == sorted(bars)
    assert bars[0] == pytest.approx(floor.mdc)
    assert change(WIDTH, [1.0] * 3, [1.0] * 3, floor, 1).mdc < bars[0]


def test_unchanged_pairs_are_rarely_flagged_by_any_measure() -> None:
    """Whoever the person: here each varies by another amount around the prior, as the prior's freedom says."""
    random = np.random.default_rng(7)
    measures, flagged, pairs = list(Measure), 0, 1500
    for _ in range(pairs):
        any_exceeds = False
        for code in measures:
            prior = PRIORS[code]
            sd = math.hypot(prior.within_sd, prior.between_sd)
            sd *= math.sqrt(prior.freedom / random.chisquare(prior.freedom))
            before, after = random.normal(0, sd, 2).tolist()
            any_exceeds |= change(code, [before], [after], noise_floor(code, []), len(measures)).exceeds
        flagged += any_exceeds
    assert flagged / pairs <= 0.06


def test_change_refuses_what_it_cannot_compare() -> None:
    floor = noise_floor(WIDTH, [])
    for before, after, code, looked_at in (
        ([], [1.0], WIDTH, 1),
        ([1.0], [1.0], Measure.SYMMETRY, 1),
        ([1], [1], WIDTH, 0),
    ):
        with pytest.raises(ValueError, match=r"side|floor"):
            change(code, before, after, floor, looked_at)


@given(finite, st.integers(3, 20))
def test_the_trend_of_a_constant_is_zero(value: float, count: int) -> None:
    found = trend([float(day) for day in range(count)], [value] * count, noise_floor(WIDTH, []))
    assert found is not None
    assert (found.per_30_days, found.exceeds) == (0.0, False)
    assert found.low < 0 < found.high


def test_a_line_beyond_the_noise_is_found_even_with_one_photo_gone_astray() -> None:
    days = [float(day) for day in range(0, 100, 5)]
    values = [1.5 + 0.003 * day for day in days]
    values[7] += 0.5
    found = trend(days, values, noise_floor(WIDTH, []))
    assert found is not None
    assert found.per_30_days == pytest.approx(0.09, rel=0.1)


def test_three_points_on_a_line_by_luck_are_not_certain() -> None:
    found = trend([0, 10, 20], [1.500, 1.505, 1.510], noise_floor(WIDTH, []))
    assert found is not None
    assert not found.exceeds


def test_two_days_are_no_trend() -> None:
    assert trend([0, 0, 10], [1.0, 1.1, 1.2], noise_floor(WIDTH, [])) is None


def test_the_trends_interval_holds_what_it_promises() -> None:
    random = np.random.default_rng(8)
    floor, tries = noise_floor(WIDTH, []), 1000
    days = sorted(random.uniform(0, 180, 8).tolist())
    missed = 0
    for _ in range(tries):
        found = trend(days, random.normal(1.7, floor.sem, 8).tolist(), floor)
        assert found is not None
        missed += found.exceeds
    assert missed / tries <= 0.065


CALM = Expression(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
SMILING = Expression(0.6, 0.0, 0.0, 0.0, 0.2, 0.0, 0.0)


def test_a_smile_takes_the_mouth_out_of_the_comparison_and_leaves_the_brows() -> None:
    assert not usable(Measure.MOUTH_CORNER_LEFT, CALM, SMILING)
    assert usable(Measure.BROW_HEIGHT_LEFT, CALM, SMILING)
    assert usable(Measure.MOUTH_CORNER_LEFT, SMILING, SMILING)
    assert not usable(Measure.BROW_HEIGHT_LEFT, CALM, None)


@pytest.mark.parametrize("measure", Measure)
def test_many_photos_at_once_are_told_what_each_is_told(measure: Measure) -> None:
    steps = [
        replace(CALM, **{part: step / 100}) for part in Expression.__dataclass_fields__ for step in range(0, 40, 3)
    ]
    for before in (CALM, SMILING, None):
        after = [None, SMILING, *steps]
        assert all_usable(measure, before, after) == [
            before is not None
            and one is not None
            and all(abs(getattr(one, part) - getattr(before, part)) <= most for part, most in _MOVED[measure])
            for one in after
        ]
