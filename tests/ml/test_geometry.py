"""Similarity transforms: what is put in comes out, whatever the numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ml import geometry
from ml.types import Matrix, Points, Rejection
from ml.vocabulary import RejectionReason

coordinates = st.floats(-8000, 8000, allow_nan=False, width=64)


@st.composite
def similarities(draw: st.DrawFn) -> Matrix:
    return geometry.similarity(
        scale=draw(st.floats(0.02, 50)),
        rotation=draw(st.floats(-180, 180)),
        translation=(draw(coordinates), draw(coordinates)),
    )


@st.composite
def point_sets(draw: st.DrawFn, least: int = 2) -> Points:
    count = draw(st.integers(least, 40))
    points = draw(arrays(np.float64, (count, 2), elements=coordinates))
    # Points within a pixel of each other carry no direction that rounding would not swamp.
    assume(float(np.ptp(points, axis=0).max()) > 1.0)
    return points


@given(point_sets(), similarities())
def test_estimate_finds_the_transform_that_was_applied(points: Points, matrix: Matrix) -> None:
    target = geometry.apply(matrix, points)
    found = geometry.estimate(points, target)
    assert not isinstance(found, Rejection)
    assert np.abs(geometry.apply(found, points) - target).max() <= 1e-6 * geometry.scale(matrix) + 1e-6
    assert math.isclose(geometry.scale(found), geometry.scale(matrix), rel_tol=1e-6)


@given(point_sets(least=4), similarities())
def test_robust_estimate_of_exact_points_is_exact(points: Points, matrix: Matrix) -> None:
    target = geometry.apply(matrix, points)
    found = geometry.estimate_robust(points, target)
    assert not isinstance(found, Rejection)
    assert np.abs(geometry.apply(found.matrix, points) - target).max() <= 1e-6 * geometry.scale(matrix) + 1e-6


def test_robust_estimate_ignores_outliers() -> None:
    random = np.random.default_rng(7)
    points = random.uniform(0, 600, (64, 2))
    matrix = geometry.similarity(scale=1.7, rotation=23.0, translation=(40, -12))
    target = geometry.apply(matrix, points) + random.normal(0, 0.2, points.shape)
    target[:12] += random.uniform(30, 200, (12, 2))
    least_squares = geometry.estimate(points, target)
    robust = geometry.estimate_robust(points, target)
    assert not isinstance(least_squares, Rejection)
    assert not isinstance(robust, Rejection)
    wanted = geometry.apply(matrix, points)
    assert np.abs(geometry.apply(least_squares, points) - wanted).max() > 10
    assert np.abs(geometry.apply(robust.matrix, points) - wanted).max() < 0.5
    assert robust.weights[:12].max() == 0.0
    assert robust.weights[12:].min() > 0.1


@given(similarities(), point_sets())
def test_invert_undoes(matrix: Matrix, points: Points) -> None:
    back = geometry.apply(geometry.invert(matrix), geometry.apply(matrix, points))
    assert np.abs(back - points).max() <= 1e-6 * (1.0 + 1.0 / geometry.scale(matrix))


@given(similarities(), similarities(), point_sets())
def test_compose_is_one_after_the_other(outer: Matrix, inner: Matrix, points: Points) -> None:
    at_once = geometry.apply(geometry.compose(outer, inner), points)
    one_by_one = geometry.apply(outer, geometry.apply(inner, points))
    assert np.abs(at_once - one_by_one).max() <= 1e-9 * max(1.0, float(np.abs(one_by_one).max()))


@given(similarities(), similarities(), st.integers(0, 2**32 - 1))
def test_robust_estimate_moves_with_its_points(before: Matrix, after: Matrix, seed: int) -> None:
    """Equivariance: fitting moved points to moved targets gives the moved fit."""
    random = np.random.default_rng(seed)
    source = random.uniform(0, 500, (30, 2))
    target = source + random.normal(0, 3, source.shape)
    plain = geometry.estimate_robust(source, target)
    moved = geometry.estimate_robust(geometry.apply(before, source), geometry.apply(after, target))
    assert not isinstance(plain, Rejection)
    assert not isinstance(moved, Rejection)
    expected = geometry.compose(geometry.compose(after, plain.matrix), geometry.invert(before))
    at = geometry.apply(before, source)
    gap = np.abs(geometry.apply(moved.matrix, at) - geometry.apply(expected, at)).max()
    assert gap <= 1e-3 * geometry.scale(after) + 1e-6


def test_a_mirrored_face_is_never_matched_by_a_mirror() -> None:
    points = np.random.default_rng(1).uniform(0, 100, (20, 2))
    mirrored = points * np.array((-1.0, 1.0))
    found = geometry.estimate(points, mirrored)
    assert not isinstance(found, Rejection)
    assert np.linalg.det(found[:, :2]) > 0


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (np.zeros((0, 2)), np.zeros((0, 2))),
        (np.array([[5.0, 5.0]]), np.array([[1.0, 1.0]])),
        (np.full((9, 2), 321.0), np.random.default_rng(0).uniform(0, 9, (9, 2))),
        (np.random.default_rng(0).uniform(0, 9, (9, 2)), np.full((9, 2), 321.0)),
        (np.full((9, 2), np.nan), np.zeros((9, 2))),
        (np.random.default_rng(0).uniform(0, 9, (9, 2)), np.full((9, 2), np.inf)),
    ],
    ids=["none", "one", "source in one place", "target in one place", "not a number", "infinite"],
)
def test_points_that_fix_no_transform_are_a_rejection(source: Points, target: Points) -> None:
    for found in (geometry.estimate(source, target), geometry.estimate_robust(source, target)):
        assert isinstance(found, Rejection)
        assert found.reason is RejectionReason.DEGENERATE_LANDMARKS


def test_mismatched_points_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match=r"must be the same \(N, 2\)"):
        geometry.estimate(np.zeros((3, 2)), np.zeros((4, 2)))
    with pytest.raises(ValueError, match="weights"):
        geometry.estimate(np.zeros((3, 2)), np.zeros((3, 2)), np.array([1.0, -1.0, 1.0]))


def test_scale_and_rotation_read_what_similarity_wrote() -> None:
    matrix = geometry.similarity(scale=0.4, rotation=-33.0, translation=(7, 8))
    assert geometry.scale(matrix) == pytest.approx(0.4)
    assert geometry.rotation(matrix) == pytest.approx(-33.0)
    # Positive turns +x towards +y, which is clockwise on a screen.
    assert geometry.apply(geometry.similarity(scale=1, rotation=90), np.array([[1.0, 0.0]])) == pytest.approx(
        np.array([[0.0, 1.0]]), abs=1e-12
    )
