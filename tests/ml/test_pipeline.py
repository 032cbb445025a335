"""From a picture to its place: one face is found and brought home, everything else is a reason."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ml import canonical, geometry
from ml.landmarks.mediapipe import face_detector
from ml.landmarks.protocol import LandmarkDetector
from ml.pipeline import ALIGNMENT_VERSION, align, analyse
from ml.types import Alignment, Analysis, Baseline, Image, Landmarks, Rejection
from ml.vocabulary import RejectionReason
from ml.warp import render
from tests.ml.pictures import portrait

FACE = (slice(0, 260), slice(90, 350))


@pytest.fixture(scope="module")
def detector() -> LandmarkDetector:
    return face_detector()


@pytest.fixture(scope="module")
def close_up() -> Image:
    """The portrait's head, twice as large: 520 × 520, about 84 px between the eyes."""
    return np.asarray(cv2.resize(portrait()[FACE], None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


@pytest.fixture(scope="module")
def analysis(close_up: Image, detector: LandmarkDetector) -> Analysis:
    found = analyse(close_up, detector)
    assert isinstance(found, Analysis), found
    return found


def aligned(analysis: Analysis, baseline: Baseline | None = None) -> Alignment:
    outcome = align(analysis, baseline)
    assert isinstance(outcome, Alignment), outcome
    return outcome


def on_canvas(pictures: list[tuple[Image, int, int]], size: tuple[int, int]) -> Image:
    canvas = np.full((size[1], size[0], 3), 90, dtype=np.uint8)
    for picture, left, top in pictures:
        canvas[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return canvas


def shrunk(image: Image, share: float) -> Image:
    return np.asarray(cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def reason(outcome: Analysis | Rejection) -> RejectionReason:
    assert isinstance(outcome, Rejection)
    return outcome.reason


def test_an_analysis_says_what_it_found(analysis: Analysis) -> None:
    assert analysis.size == (520, 520)
    assert analysis.interocular_px == pytest.approx(84, abs=4)
    assert analysis.eye_right[0] < analysis.eye_left[0], "the subject's right eye is on the picture's left"
    assert analysis.agreement_iod < 0.03


def test_without_a_baseline_the_face_stands_where_the_canonical_face_does(analysis: Analysis) -> None:
    alignment = aligned(analysis)
    eyes = geometry.apply(alignment.matrix, np.stack((analysis.eye_right, analysis.eye_left)))
    # A person's proportions differ from the mean face's; the robust fit shares that out.
    assert np.hypot(*(eyes.mean(axis=0) - canonical.EYES_MIDDLE)) < 0.04 * canonical.INTEROCULAR_PX
    assert np.hypot(*(eyes[1] - eyes[0])) == pytest.approx(canonical.INTEROCULAR_PX, rel=0.04)
    assert abs(np.degrees(np.arctan2(*(eyes[1] - eyes[0])[::-1]))) < 1.5
    assert alignment.residual_iod < 0.03
    assert alignment.inlier_share > 0.6
    assert (alignment.canonical_version, alignment.alignment_version) == (
        canonical.CANONICAL_VERSION,
        ALIGNMENT_VERSION,
    )
    geometry.require_similarity(alignment.matrix)


def test_a_photo_aligned_to_itself_does_not_move(analysis: Analysis) -> None:
    first = aligned(analysis)
    again = aligned(analysis, Baseline(points=analysis.landmarks.points, matrix=first.matrix))
    assert np.abs(again.matrix - first.matrix).max() < 1e-8
    assert again.residual_iod < 1e-9
    assert again.inlier_share == 1.0


def test_aligning_an_aligned_picture_moves_nothing(
    close_up: Image, analysis: Analysis, detector: LandmarkDetector
) -> None:
    first = aligned(analysis)
    picture = render(close_up, first.matrix, canonical.SIZE, canonical_size=canonical.SIZE)
    seen_again = analyse(picture, detector)
    assert isinstance(seen_again, Analysis)
    matrix = aligned(seen_again).matrix
    assert geometry.scale(matrix) == pytest.approx(1.0, abs=0.01)
    assert abs(geometry.rotation(matrix)) < 0.5
    corners = np.array([(540.0, 400.0), (300.0, 900.0), (780.0, 900.0)])
    moved = np.hypot(*(geometry.apply(matrix, corners) - corners).T)
    assert moved.max() < 0.015 * canonical.INTEROCULAR_PX


@pytest.mark.parametrize(("scale", "rotation"), [(0.8, 0.0), (1.0, 17.0), (1.3, -9.0), (1.0, 90.0), (1.0, 180.0)])
def test_the_same_photo_held_otherwise_comes_to_the_same_place(
    close_up: Image, analysis: Analysis, detector: LandmarkDetector, scale: float, rotation: float
) -> None:
    """The truth is known here: the second picture is the first one moved by a similarity."""
    turn = geometry.similarity(scale=scale, rotation=rotation)
    turn[:, 2] = np.array((349.5, 349.5)) - turn[:, :2] @ np.array((259.5, 259.5))
    other = render(close_up, turn, (700, 700), canonical_size=(700, 700))
    seen = analyse(other, detector)
    assert isinstance(seen, Analysis)
    first = aligned(analysis)
    second = aligned(seen, Baseline(points=analysis.landmarks.points, matrix=first.matrix))
    truth = geometry.compose(first.matrix, geometry.invert(turn))
    face = seen.landmarks.points
    apart = np.hypot(*(geometry.apply(second.matrix, face) - geometry.apply(truth, face)).T)
    assert np.sqrt(np.mean(apart**2)) < 0.02 * canonical.INTEROCULAR_PX


def test_expression_does_not_move_the_face(analysis: Analysis) -> None:
    first = aligned(analysis)
    smiling = analysis.landmarks.points.copy()
    mouth_and_chin = (61, 291, 0, 17, 13, 14, 152, 175, 199, 78, 308)
    smiling[list(mouth_and_chin)] += (0.0, 0.2 * analysis.interocular_px)
    changed = replace(analysis, landmarks=Landmarks(points=smiling, depth=analysis.landmarks.depth))
    assert np.abs(aligned(changed).matrix - first.matrix).max() < 1e-9


def test_a_hand_over_one_eye_does_not_pull_the_face_away(analysis: Analysis) -> None:
    baseline = Baseline(points=analysis.landmarks.points, matrix=aligned(analysis).matrix)
    covered = analysis.landmarks.points.copy()
    eye = [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160]
    covered[eye] += (0.1 * analysis.interocular_px, -0.15 * analysis.interocular_px)
    changed = replace(analysis, landmarks=Landmarks(points=covered, depth=analysis.landmarks.depth))
    found = aligned(changed, baseline)
    assert np.abs(found.matrix - baseline.matrix).max() < 1e-6
    assert found.inlier_share < 0.9


def test_no_face(detector: LandmarkDetector) -> None:
    assert reason(analyse(np.full((400, 400, 3), 128, dtype=np.uint8), detector)) is RejectionReason.NO_FACE


def test_two_faces_of_similar_size_are_several(close_up: Image, detector: LandmarkDetector) -> None:
    both = on_canvas([(close_up, 0, 100), (shrunk(close_up, 0.8), 540, 100)], (1000, 700))
    assert reason(analyse(both, detector)) is RejectionReason.SEVERAL_FACES


def test_a_face_in_the_background_is_ignored(close_up: Image, detector: LandmarkDetector) -> None:
    both = on_canvas([(close_up, 0, 100), (shrunk(close_up, 0.4), 600, 100)], (900, 700))
    found = analyse(both, detector)
    assert isinstance(found, Analysis)
    assert found.eye_left[0] < 520


def test_a_face_too_small_to_compare(close_up: Image, detector: LandmarkDetector) -> None:
    tiny = on_canvas([(shrunk(close_up, 0.4), 150, 150)], (600, 600))
    assert reason(analyse(tiny, detector)) is RejectionReason.FACE_TOO_SMALL


def test_a_face_small_in_a_large_frame_is_found(close_up: Image, detector: LandmarkDetector) -> None:
    """Alone the detector misses it; window by window it doesn't."""
    frame = on_canvas([(shrunk(close_up, 0.6), 900, 500)], (1600, 1200))
    found = analyse(frame, detector)
    assert isinstance(found, Analysis)
    assert 900 < found.eye_right[0] < found.eye_left[0] < 1212


def test_a_face_that_leaves_the_frame_is_cut_off(close_up: Image, detector: LandmarkDetector) -> None:
    half = np.ascontiguousarray(close_up[:, 250:])
    assert reason(analyse(half, detector)) is RejectionReason.FACE_CUT_OFF


class Scripted:
    """A detector that finds one mesh at a fixed place, wherever one looks."""

    version = "scripted"

    def __init__(self, points: np.ndarray) -> None:
        self.points = points

    def detect(self, image: Image) -> list[Landmarks]:
        del image
        return [Landmarks(points=self.points, depth=np.zeros(len(self.points)))]


@pytest.mark.parametrize("points", [np.full((478, 2), 200.0), np.full((478, 2), np.nan)], ids=["collapsed", "nan"])
def test_a_mesh_without_extent_is_no_face(points: np.ndarray) -> None:
    outcome = analyse(np.zeros((400, 400, 3), dtype=np.uint8), Scripted(points))
    assert reason(outcome) is RejectionReason.NO_FACE


def test_looks_that_contradict_each_other_are_no_face() -> None:
    """A mesh at the same place in every crop, whatever the crop shows, is not in the picture."""
    mesh = np.random.default_rng(0).uniform(100, 300, (478, 2))
    mesh[[33, 133]], mesh[[263, 362]] = (130, 180), (250, 180)
    outcome = analyse(np.zeros((400, 400, 3), dtype=np.uint8), Scripted(mesh))
    assert reason(outcome) is RejectionReason.NO_FACE


def test_degenerate_landmarks_are_a_reason(analysis: Analysis) -> None:
    collapsed = Landmarks(points=np.full((478, 2), 77.0), depth=np.zeros(478))
    outcome = align(replace(analysis, landmarks=collapsed), None)
    assert isinstance(outcome, Rejection)
    assert outcome.reason is RejectionReason.DEGENERATE_LANDMARKS
