"""The solver by itself: a motion put in comes out, and nothing else."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ml import geometry
from ml.photometric import Fixed, Level, Plane, features

LEVEL = Level(pixels_per_iod=128.0, blur=1.25, settled_iod=1e-5, most_iterations=40)
SIZE = (256, 192)


def texture() -> Plane:
    random = np.random.default_rng(3)
    rough = random.normal(0, 1, (SIZE[1], SIZE[0])).astype(np.float32)
    smooth = cv2.GaussianBlur(rough, (0, 0), 3.0)
    return np.asarray(np.clip(120 + 300 * smooth, 5, 250), dtype=np.float32)


TEXTURE = texture()
ZONE = np.zeros((SIZE[1], SIZE[0]), dtype=np.float32)
ZONE[30:-30, 30:-30] = 1
FIXED = Fixed(features(TEXTURE, LEVEL), ZONE, LEVEL)
IDENTITY = geometry.similarity(scale=1, rotation=0)


def about_middle(scale: float, rotation: float, x: float, y: float) -> np.ndarray:
    matrix = geometry.similarity(scale=scale, rotation=rotation)
    middle = np.array(((SIZE[0] - 1) / 2, (SIZE[1] - 1) / 2))
    matrix[:, 2] = middle + np.array((x, y)) - matrix[:, :2] @ middle
    return matrix


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.98, 1.02),
    st.floats(-1.2, 1.2),
    st.floats(-3, 3),
    st.floats(-3, 3),
    st.floats(0.4, 1.8),
    st.floats(-0.004, 0.004),
)
def test_a_motion_comes_out_whatever_the_light(
    scale: float, rotation: float, x: float, y: float, exposure: float, slope: float
) -> None:
    truth = about_middle(scale, rotation, x, y)
    moved = cv2.warpAffine(TEXTURE, truth, SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    lit = np.asarray(moved * exposure * np.exp(slope * np.arange(SIZE[0])), dtype=np.float32)
    placed = FIXED.place(features(np.maximum(lit, 0), LEVEL), IDENTITY)
    assert placed.settled
    geometry.require_similarity(placed.matrix)
    back = geometry.compose(placed.matrix, truth)
    corners = np.array([(40.0, 40.0), (216.0, 40.0), (40.0, 152.0), (216.0, 152.0)])
    assert np.abs(geometry.apply(back, corners) - corners).max() < 0.1


def test_what_is_already_in_place_stays() -> None:
    placed = FIXED.place(features(TEXTURE, LEVEL), IDENTITY)
    assert np.abs(placed.matrix - IDENTITY).max() < 1e-6
    assert placed.iterations == 1


def test_nothing_to_see_does_not_settle_anywhere_wild() -> None:
    placed = FIXED.place(features(np.full_like(TEXTURE, 80), LEVEL), IDENTITY)
    assert np.isfinite(placed.matrix).all()
