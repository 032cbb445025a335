"""Pixels land where the matrix says, keep their shape, and don't shimmer when they shrink."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ml import geometry
from ml.canonical import SURROUND
from ml.types import Image, Matrix
from ml.warp import fit_inside, render
from tests.ml.pictures import assert_same_picture

FRAME = (400, 500)


def spots(size: tuple[int, int], centres: NDArray[np.float64], sigma: float) -> Image:
    """Gaussian spots on black, exact at any sub-pixel centre: what lands elsewhere or turns oval shows in moments."""
    plane = np.zeros((size[1], size[0]))
    reach = int(5 * sigma) + 1
    for cx, cy in centres:
        left, top = max(0, int(cx) - reach), max(0, int(cy) - reach)
        part = plane[top : int(cy) + reach, left : int(cx) + reach]
        y, x = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
        np.maximum(part, 250.0 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * sigma**2)), out=part)
    return np.repeat(plane.round().astype(np.uint8)[:, :, None], 3, axis=2)


def moments_near(image: Image, centre: NDArray[np.float64], reach: float) -> tuple[NDArray[np.float64], float]:
    """Centre of gravity of what is bright near ``centre``, and the ratio of its longest to its shortest axis."""
    y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]]
    weight = image[:, :, 0].astype(np.float64) * (np.hypot(x - centre[0], y - centre[1]) <= reach)
    mean = np.array([(weight * x).sum(), (weight * y).sum()]) / weight.sum()
    spread = np.cov(np.stack((x.ravel(), y.ravel())), aweights=weight.ravel())
    low, high = np.linalg.eigvalsh(spread)
    return mean, float(np.sqrt(high / low))


@pytest.mark.parametrize("rotation", [0.0, 7.3, -31.0, 90.0, 178.0])
@pytest.mark.parametrize("scale", [0.11, 0.2, 0.34, 0.5, 0.77, 1.0, 2.6])
def test_spots_land_where_the_matrix_says_and_stay_round(scale: float, rotation: float) -> None:
    centres = np.array([(x, y) for x in (100.4, 200.0, 310.7) for y in (120.2, 260.5, 380.0)])
    corners = np.array([(0.0, 0.0), (399.0, 0.0), (0.0, 499.0), (399.0, 499.0)])
    turned = geometry.similarity(scale=scale, rotation=rotation)
    covered = geometry.apply(geometry.invert(turned), corners)
    low = covered.min(axis=0) + np.array((0.37, 0.81))
    matrix = geometry.compose(turned, geometry.similarity(scale=1, rotation=0, translation=(low[0], low[1])))
    width, height = (int(v) for v in np.ceil(np.ptp(covered, axis=0)))
    source = spots((width, height), geometry.apply(geometry.invert(matrix), centres), sigma=6.0 / scale)
    output = render(source, matrix, FRAME, canonical_size=FRAME)
    for centre in centres:
        found, roundness = moments_near(output, centre, reach=24)
        assert np.hypot(*(found - centre)) <= 0.1
        assert roundness <= 1.01


def test_a_smaller_rendition_shows_the_same_frame() -> None:
    random = np.random.default_rng(3)
    source = cv2.GaussianBlur(random.integers(0, 256, (700, 600, 3), dtype=np.uint8), (0, 0), 6).astype(np.uint8)
    matrix = geometry.similarity(scale=0.9, rotation=5.0, translation=(-40, -20))
    large = render(source, matrix, (400, 500), canonical_size=(400, 500))
    small = render(source, matrix, (200, 250), canonical_size=(400, 500))
    shrunk = np.asarray(cv2.resize(large, (200, 250), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    assert_same_picture(small, shrunk, mean=1.0, most=12, name="smaller-rendition")


@pytest.mark.parametrize("scale", [0.07, 0.15, 0.23, 0.3, 0.45, 0.6])
def test_shrinking_averages_instead_of_skipping(scale: float) -> None:
    """A pattern finer than the output can show becomes even grey, not moiré."""
    height, width = int(300 / scale), int(240 / scale)
    stripes = ((np.arange(width)[None, :] + np.arange(height)[:, None]) % 2 * 255).astype(np.uint8)
    source = np.repeat(stripes[:, :, None], 3, axis=2)
    matrix = geometry.similarity(scale=scale, rotation=11.0, translation=(30, -10))
    inside = render(source, matrix, (240, 300), canonical_size=(240, 300))[80:220, 60:180]
    assert abs(float(inside.mean()) - 127.5) < 2
    assert float(inside.std()) < 8


def test_the_identity_changes_nothing() -> None:
    source = np.random.default_rng(0).integers(0, 256, (500, 400, 3), dtype=np.uint8)
    assert (render(source, np.eye(2, 3), FRAME, canonical_size=FRAME) == source).all()


def test_outside_the_photo_is_neutral_grey() -> None:
    source = np.full((50, 50, 3), 255, dtype=np.uint8)
    half = render(source, geometry.similarity(scale=1, rotation=0, translation=(-25, 0)), FRAME, canonical_size=FRAME)
    assert (half[0:50, 0:24] == 255).all()
    assert (half[:, 30:] == SURROUND).all()
    away = render(source, geometry.similarity(scale=1, rotation=0, translation=(9999, 0)), FRAME, canonical_size=FRAME)
    assert (away == SURROUND).all()


@pytest.mark.parametrize(
    "matrix",
    [
        np.array([[1.0, 0.01, 0], [0, 1, 0]]),
        np.array([[1.0, 0, 0], [0, 1.01, 0]]),
        np.array([[-1.0, 0, 0], [0, 1, 0]]),
        np.zeros((2, 3)),
        np.array([[np.nan, 0, 0], [0, 1, 0]]),
        np.eye(3),
    ],
    ids=["shear", "stretch", "mirror", "nothing", "not a number", "3x3"],
)
def test_a_face_is_never_reshaped(matrix: Matrix) -> None:
    source = np.zeros((20, 20, 3), dtype=np.uint8)
    with pytest.raises(ValueError, match="the matrix is not"):
        render(source, matrix, FRAME, canonical_size=FRAME)


def test_a_size_of_other_proportions_is_refused() -> None:
    with pytest.raises(ValueError, match="it would stretch"):
        render(np.zeros((20, 20, 3), dtype=np.uint8), np.eye(2, 3), (400, 400), canonical_size=FRAME)


def test_only_images_are_rendered() -> None:
    with pytest.raises(ValueError, match=r"expected \(H, W, 3\) uint8"):
        render(np.zeros((20, 20), dtype=np.uint8), np.eye(2, 3), FRAME, canonical_size=FRAME)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3024, 4032), (810, 1080)),
        ((4032, 3024), (1080, 810)),
        ((1081, 7), (1080, 7)),
        ((640, 480), (640, 480)),
        ((20000, 160), (1080, 9)),
    ],
)
def test_fit_inside_keeps_proportions_and_never_enlarges(size: tuple[int, int], expected: tuple[int, int]) -> None:
    shrunk = fit_inside(np.zeros((size[1], size[0], 3), dtype=np.uint8), 1080)
    assert (shrunk.shape[1], shrunk.shape[0]) == expected


def test_fit_inside_is_an_area_mean() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (1600, 1200, 3), dtype=np.uint8)
    source = cv2.GaussianBlur(noise, (0, 0), 4).astype(np.uint8)
    expected = np.asarray(cv2.resize(source, (225, 300), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    assert_same_picture(fit_inside(source, 300), expected, mean=0.7, most=4, name="fit-inside")
