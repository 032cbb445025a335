"""Choosing among faces, and alignments that a person sets by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import geometry
from ml.canonical import INTEROCULAR_PX, SIZE
from ml.faces import choose_face
from ml.manual import default_places, moved, place_by_points, place_by_transform
from ml.types import Alignment, FaceBox, Rejection
from ml.vocabulary import HAND_POINTS, RejectionReason, View

LEFT, RIGHT = FaceBox(0, 0, 100, 120), FaceBox(300, 10, 90, 110)


def test_one_face_is_meant() -> None:
    assert choose_face([LEFT], chosen=None, expected=None) == 0


def test_a_point_that_a_person_chose_goes_before_all() -> None:
    assert choose_face([LEFT, RIGHT], chosen=(330, 50), expected=LEFT) == 1


def test_the_face_that_stands_where_the_series_stand_is_proposed() -> None:
    assert choose_face([LEFT, RIGHT], chosen=None, expected=FaceBox(310, 20, 95, 115)) == 1


@pytest.mark.parametrize(
    ("faces", "chosen", "expected", "reason"),
    [
        pytest.param([], None, None, RejectionReason.NO_FACE, id="none"),
        pytest.param([LEFT, RIGHT], None, None, RejectionReason.SEVERAL_FACES, id="nothing tells"),
        pytest.param([LEFT, RIGHT], (200, 300), None, RejectionReason.NO_FACE, id="chosen beside both"),
        pytest.param([LEFT, RIGHT], None, FaceBox(150, 5, 95, 115), RejectionReason.SEVERAL_FACES, id="between them"),
        pytest.param([LEFT, RIGHT], None, FaceBox(0, 0, 300, 360), RejectionReason.SEVERAL_FACES, id="other size"),
    ],
)
def test_where_nothing_tells_the_person_is_asked(
    faces: list[FaceBox],
    chosen: tuple[float, float] | None,
    expected: FaceBox | None,
    reason: RejectionReason,
) -> None:
    found = choose_face(faces, chosen=chosen, expected=expected)
    assert isinstance(found, Rejection)
    assert found.reason == reason
    assert found.faces == tuple(faces)


@pytest.mark.parametrize("view", list(View))
def test_every_view_has_its_two_places(view: View) -> None:
    assert tuple(default_places(view)) == HAND_POINTS[view]


def test_profiles_mirror_each_other() -> None:
    left, right = default_places(View.LATERAL_LEFT), default_places(View.LATERAL_RIGHT)
    for name, (x, y) in left.items():
        assert right[name] == (SIZE[0] - 1 - x, y)


place = st.tuples(st.floats(-4000, 4000), st.floats(-4000, 4000))


@given(place, place, st.sampled_from(list(View)))
def test_two_points_land_where_they_belong(first: tuple[float, float], second: tuple[float, float], view: View) -> None:
    names = HAND_POINTS[view]
    points = dict(zip(names, (first, second), strict=True))
    found = place_by_points(points, default_places(view), view)
    if np.hypot(first[0] - second[0], first[1] - second[1]) < 1:
        return
    assert isinstance(found, Alignment)
    geometry.require_similarity(found.matrix)
    for name, (x, y) in moved(points, found.matrix).items():
        assert (x, y) == pytest.approx(default_places(view)[name], abs=1e-6)


def test_two_points_in_one_place_are_refused() -> None:
    points = {"eye_right": (10.0, 10.0), "eye_left": (10.0, 10.0)}
    assert isinstance(place_by_points(points, default_places(View.FRONTAL), View.FRONTAL), Rejection)


def test_a_transform_is_its_four_numbers() -> None:
    found = place_by_transform(scale=2.0, rotation=90.0, x=5.0, y=7.0)
    assert np.allclose(found.matrix, [[0, -2, 5], [2, 0, 7]])
    assert found.interocular_px == INTEROCULAR_PX / 2
