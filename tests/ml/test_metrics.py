"""Measures of drawn points: what must not change, what must, and by how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import metrics
from ml.canonical import STABLE_INDICES, STABLE_POINTS
from ml.face_model import RIGID_INDICES, RIGID_POINTS
from ml.metrics import FRONTAL, GEOMETRIC, iris_scale, measure
from ml.pose import rotation_matrix
from ml.types import Landmarks, Pose
from ml.vocabulary import MEASURE_DRAWING, MEASURE_KIND, MEASURE_UNIT, Measure, MeasureKind

SPAN = 100.0


def drawn_head(seed: int = 0) -> np.ndarray:
    """(478, 3) in IOD, x to the subject's left, y up, z forward: a mesh-like head with a stable, uneven shape."""
    random = np.random.default_rng(seed)
    head = random.normal(0, 0.02, (478, 3))
    head[:, 1] -= 0.5
    head[STABLE_INDICES, :2] += (STABLE_POINTS - STABLE_POINTS.mean(axis=0)) / 256 * (1, -1)
    head[RIGID_INDICES] = RIGID_POINTS + random.normal(0, 0.01, RIGID_POINTS.shape)
    places: dict[int, tuple[float, float]] = {
        61: (-0.4, -1.15),
        291: (0.4, -1.15),
        152: (0.0, -1.9),
        148: (-0.1, -1.88),
        377: (0.1, -1.88),
    }
    jaw = (
        (172, 397, 0.95, -1.2),
        (136, 365, 0.8, -1.4),
        (150, 379, 0.65, -1.55),
        (149, 378, 0.45, -1.7),
        (176, 400, 0.25, -1.8),
    )
    for right, left, x, y in (*jaw, (132, 361, 1.1, -0.7), (58, 288, 1.05, -1.0)):
        places[right], places[left] = (-x, y), (x, y)
    for near, at in ((61, (76, 62, 78)), (291, (306, 292, 308))):
        places.update(dict.fromkeys(at, places[near]))
    for row, place in places.items():
        head[row, :2] += np.array(place) - (0, -0.5)
    for lids, x in (((160, 159, 158), -0.5), ((387, 386, 385), 0.5)):
        head[list(lids), :2] = np.column_stack((x + np.array((-0.08, 0.0, 0.08)), np.full(3, 0.09)))
    for lids, x in (((144, 145, 153), -0.5), ((373, 374, 380), 0.5)):
        head[list(lids), :2] = np.column_stack((x + np.array((-0.08, 0.0, 0.08)), np.full(3, -0.06)))
    for ring, x in (((469, 470, 471, 472), -0.5), ((474, 475, 476, 477), 0.5)):
        head[list(ring), :2] = np.array(((x + 0.09, 0), (x, 0.09), (x - 0.09, 0), (x, -0.09)))
    return head


def seen(head: np.ndarray, pose: Pose = FRONTAL, span: float = SPAN, at: tuple[float, float] = (300, 300)) -> Landmarks:
    turned = head @ rotation_matrix(pose.yaw, pose.pitch, pose.roll).T * span
    return Landmarks(points=turned[:, :2] * (1, -1) + at, depth=-turned[:, 2])


def mirrored(head: np.ndarray) -> np.ndarray:
    """The head whose left is the other's right, for the rows that measures and the pose use."""
    other = head * (-1.0, 1.0, 1.0)
    sided = (
        metrics._BROW, metrics._EYE_CORNERS, metrics._UPPER_LID, metrics._LOWER_LID, metrics._MOUTH_CORNER,
        metrics.OUTLINE, metrics._WIDTH, metrics._MIRRORED, ((97, 148), (326, 377)),
    )  # fmt: skip
    pairs = [pair for rows in sided for pair in zip(*rows, strict=True)]
    rows = np.arange(478)
    for right, left in pairs:
        rows[right], rows[left] = left, right
    return other[rows]


def test_every_measure_has_its_words() -> None:
    assert set(MEASURE_KIND) == set(MEASURE_UNIT) == set(MEASURE_DRAWING) == set(Measure)
    assert len(GEOMETRIC) == 10
    assert {code for code, kind in MEASURE_KIND.items() if kind is MeasureKind.GEOMETRIC} == {
        *GEOMETRIC,
        Measure.SYMMETRY,
    }
    assert all(0 <= row < 478 for lines in MEASURE_DRAWING.values() for line in lines for row in line)


@given(st.floats(0.2, 8.0), st.floats(-180, 180), st.floats(-2000, 2000), st.floats(-2000, 2000), st.integers(0, 20))
def test_moving_turning_and_enlarging_a_photo_changes_nothing(
    scale: float, roll: float, x: float, y: float, seed: int
) -> None:
    head = drawn_head(seed)
    plain = measure(seen(head))
    moved = measure(seen(head, Pose(0, 0, roll), span=SPAN * scale, at=(x, y)))
    assert moved == pytest.approx(plain, rel=1e-4, abs=1e-4)


@given(st.integers(0, 20))
def test_a_mirrored_face_swaps_its_sides(seed: int) -> None:
    head = drawn_head(seed)
    one = measure(seen(head), pose=FRONTAL)
    other = measure(seen(mirrored(head)), pose=FRONTAL)
    for code, value in one.items():
        partner = code.value.replace("left", "?").replace("right", "left").replace("?", "right")
        assert other[Measure(partner)] == pytest.approx(value, abs=1e-9)


@given(st.floats(-20, 20), st.floats(-15, 15), st.floats(-20, 20))
def test_a_known_turn_is_taken_out(yaw: float, pitch: float, roll: float) -> None:
    head = drawn_head()
    turned = seen(head, Pose(yaw, pitch, roll))
    assert measure(turned, pose=Pose(yaw, pitch, roll)) == pytest.approx(measure(seen(head), pose=FRONTAL), abs=1e-9)


@pytest.mark.parametrize(
    ("rows", "shift", "code"),
    [
        (metrics._BROW[1], (0, 0.05), Measure.BROW_HEIGHT_LEFT),
        (metrics._BROW[0], (0, 0.05), Measure.BROW_HEIGHT_RIGHT),
        (metrics._UPPER_LID[1], (0, 0.05), Measure.EYE_OPENING_LEFT),
        (metrics._MOUTH_CORNER[0], (0, -0.05), Measure.MOUTH_CORNER_RIGHT),
        (metrics._CHIN, (0, -0.05), Measure.LOWER_THIRD),
        (metrics._WIDTH[1], (0.05, 0), Measure.FACE_WIDTH),
    ],
)
def test_what_moves_is_measured_and_named(rows: tuple[int, ...], shift: tuple[float, float], code: Measure) -> None:
    head = drawn_head()
    before = measure(seen(head), pose=FRONTAL)
    head[list(rows), :2] += shift
    after = measure(seen(head), pose=FRONTAL)
    assert after[code] - before[code] == pytest.approx(0.05, abs=1e-3)
    others = {other: after[other] - before[other] for other in GEOMETRIC[:6] if other is not code}
    assert others == pytest.approx(dict.fromkeys(others, 0.0), abs=1e-9)


def test_a_steeper_jaw_is_a_larger_angle() -> None:
    head = drawn_head()
    before = measure(seen(head), pose=FRONTAL)
    head[list(metrics.OUTLINE[1][:7]), :2] += np.outer((0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.0), (-0.7, 0.7))
    after = measure(seen(head), pose=FRONTAL)
    assert before[Measure.JAW_ANGLE_LEFT] > 0
    assert after[Measure.JAW_ANGLE_LEFT] > before[Measure.JAW_ANGLE_LEFT] + 5
    assert after[Measure.JAW_ANGLE_RIGHT] == pytest.approx(before[Measure.JAW_ANGLE_RIGHT])


def test_skin_that_slides_along_the_jaws_edge_is_no_change() -> None:
    head = drawn_head()
    rows = list(metrics.OUTLINE[1])
    angles = np.radians(np.linspace(100, 0, len(rows)))

    def round_jaw(shift: float) -> dict[Measure, float]:
        moved = angles + np.radians(shift)
        head[rows, :2] = np.column_stack((np.sin(moved), -np.cos(moved))) + metrics.JAW_CENTRE
        return measure(seen(head), pose=FRONTAL)

    still, slid = round_jaw(0), round_jaw(5)
    assert still[Measure.JAW_ANGLE_LEFT] == pytest.approx(45, abs=1.5)
    assert slid[Measure.JAW_ANGLE_LEFT] == pytest.approx(still[Measure.JAW_ANGLE_LEFT], abs=0.2)


def test_millimetres_come_from_the_iris_with_their_uncertainty() -> None:
    scale = iris_scale(seen(drawn_head()))
    assert scale.mm_per_iod == pytest.approx(11.7 / 0.18, rel=0.03)
    assert scale.sd / scale.mm_per_iod == pytest.approx(0.5 / 11.7, rel=0.01)


def test_points_without_a_scale_are_refused() -> None:
    broken = Landmarks(points=np.zeros((478, 2)), depth=np.zeros(478))
    for function in (measure, iris_scale):
        with pytest.raises(ValueError, match=r"coincide"):
            function(broken)
