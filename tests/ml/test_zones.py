"""Zone boxes hold the landmarks of their zones, on the portrait and within the frame."""

import cv2
import numpy as np
import pytest

from ml import canonical, geometry
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import align, analyse
from ml.types import Alignment, Analysis, Points
from ml.vocabulary import ZONE_BOXES, Zone
from ml.warp import render
from tests.ml.pictures import portrait
from tests.running import ROOT

# Rows of the mesh on the subject's left, and those on the right that mirror them.
BROW = ([300, 293, 334, 296, 336, 285, 295, 282, 283, 276], [70, 63, 105, 66, 107, 55, 65, 52, 53, 46])
LOWER_LID = ([263, 249, 390, 373, 374, 380, 381, 382], [33, 7, 163, 144, 145, 153, 154, 155])
CHEEK = ([280, 425, 411, 352, 376, 427, 436], [50, 205, 187, 123, 147, 207, 216])
JAW = ([397, 365, 379, 378, 400, 377, 152], [172, 136, 150, 149, 176, 148, 152])
INSIDE: dict[Zone, list[int]] = {
    Zone.UPPER_THIRD: [10, 109, 338, 67, 297, 9],
    Zone.MIDDLE_THIRD: [9, 8, 2, 33, 263, 98, 327],
    Zone.LOWER_THIRD: [2, 61, 291, 0, 17, 152],
    Zone.FOREHEAD: [10, 109, 338, 67, 297, 9],
    Zone.BROW_LEFT: BROW[0],
    Zone.BROW_RIGHT: BROW[1],
    Zone.UNDER_EYE_LEFT: LOWER_LID[0],
    Zone.UNDER_EYE_RIGHT: LOWER_LID[1],
    Zone.CHEEK_LEFT: CHEEK[0],
    Zone.CHEEK_RIGHT: CHEEK[1],
    Zone.MOUTH: [61, 291, 0, 17, 37, 267, 84, 314],
    Zone.JAW_LEFT: JAW[0],
    Zone.JAW_RIGHT: JAW[1],
    Zone.NECK: [152],
}


@pytest.fixture(scope="module")
def found() -> tuple[Analysis, Alignment]:
    analysis = analyse(portrait(), face_detector())
    assert isinstance(analysis, Analysis)
    alignment = align(analysis, None)
    assert isinstance(alignment, Alignment)
    return analysis, alignment


@pytest.fixture(scope="module")
def mesh(found: tuple[Analysis, Alignment]) -> Points:
    """The portrait's landmarks in interocular distances from the middle between the eyes."""
    analysis, alignment = found
    placed = geometry.apply(alignment.matrix, analysis.landmarks.points)
    measured: Points = (placed - np.array(canonical.EYES_MIDDLE)) / canonical.INTEROCULAR_PX
    return measured


def test_every_zone_has_a_box_inside_the_frame() -> None:
    assert set(ZONE_BOXES) == set(Zone)
    middle, size = np.array(canonical.EYES_MIDDLE), np.array(canonical.SIZE)
    for zone, box in ZONE_BOXES.items():
        corners = np.array(box).reshape(2, 2) * canonical.INTEROCULAR_PX + middle
        assert (corners >= 0).all(), zone
        assert (corners <= size - 1).all(), zone
        assert (corners[0] < corners[1]).all(), zone


@pytest.mark.parametrize("zone", [zone for zone in Zone if zone.endswith("_left")])
def test_left_and_right_mirror_each_other(zone: Zone) -> None:
    left, top, right, bottom = ZONE_BOXES[zone]
    assert left + right > 0, "the subject's left is at the right of the picture"
    assert ZONE_BOXES[Zone(zone.replace("_left", "_right"))] == (-right, top, -left, bottom)


@pytest.mark.parametrize("zone", list(Zone))
def test_a_box_holds_what_it_is_called_after(zone: Zone, mesh: Points) -> None:
    left, top, right, bottom = ZONE_BOXES[zone]
    inside = mesh[INSIDE[zone]]
    assert (inside >= (left, top)).all(), inside.min(axis=0)
    assert (inside <= (right, bottom)).all(), inside.max(axis=0)


def test_a_box_leaves_out_what_belongs_to_the_other_side(mesh: Points) -> None:
    for zone in (Zone.BROW_LEFT, Zone.UNDER_EYE_LEFT, Zone.CHEEK_LEFT):
        left, top, right, bottom = ZONE_BOXES[zone]
        others = mesh[INSIDE[Zone(zone.replace("_left", "_right"))]]
        assert not ((others > (left, top)) & (others < (right, bottom))).all(axis=1).any(), zone


def test_the_boxes_drawn_over_the_portrait(found: tuple[Analysis, Alignment]) -> None:
    """Kept for looking at; eyes lie where the boxes count from."""
    picture = render(portrait(), found[1].matrix, canonical.SIZE, canonical_size=canonical.SIZE)
    drawn = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    for zone, box in ZONE_BOXES.items():
        corners = np.array(box).reshape(2, 2) * canonical.INTEROCULAR_PX + np.array(canonical.EYES_MIDDLE)
        (left, top), (right, bottom) = corners.round().astype(int).tolist()
        cv2.rectangle(drawn, (left, top), (right, bottom), (255, 255, 255), 2)
        cv2.putText(drawn, str(zone), (left + 6, top + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 2)
    target = ROOT / "test-results" / "zones.png"
    target.parent.mkdir(exist_ok=True)
    assert cv2.imwrite(str(target), drawn)
