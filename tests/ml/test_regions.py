"""Parts of a real face found again by their pixels: in other light, and where one of them was moved."""

import numpy as np
import pytest

from ml.benchmarks import simulate
from ml.benchmarks.injected import changed
from ml.benchmarks.photographs import Photograph, photograph, portrait_path
from ml.landmarks.mediapipe import face_detector
from ml.looks import Seen, look, measure_photo
from ml.metrics import FRONTAL, measure
from ml.regions import crop, find_again
from ml.types import Image, Landmarks, Rejection
from ml.vocabulary import MEASURE_KIND, Measure, MeasureKind


@pytest.fixture(scope="module")
def portrait() -> Photograph:
    path = portrait_path()
    found = photograph(path, face_detector()) if path else None
    if found is None:
        pytest.skip("the portrait that scikit-image ships is missing")
    return found


@pytest.fixture(scope="module")
def baseline(portrait: Photograph) -> Seen:
    seen = look(portrait.image, portrait.analysis.landmarks, face_detector())
    assert isinstance(seen, Seen)
    return seen


def values(image: Image, near: Landmarks, baseline: Seen | None) -> dict[Measure, float]:
    measured = measure_photo(image, near, face_detector(), baseline=baseline)
    assert not isinstance(measured, Rejection)
    assert measured.by_pixels is (baseline is not None)
    return measured.values


def test_the_same_photo_measures_the_same(portrait: Photograph, baseline: Seen) -> None:
    own = values(portrait.image, portrait.analysis.landmarks, None)
    again = values(portrait.image, portrait.analysis.landmarks, baseline)
    assert set(own) == set(Measure)
    assert again == pytest.approx(own, abs=1e-6)


def test_other_light_moves_no_part_of_the_face_by_a_millimetre(portrait: Photograph, baseline: Seen) -> None:
    own = values(portrait.image, portrait.analysis.landmarks, None)
    relit = simulate.other_light(portrait.image, portrait.analysis, np.random.default_rng(3)).image
    after = values(relit, portrait.analysis.landmarks, baseline)
    for code in Measure:
        if MEASURE_KIND[code] is MeasureKind.GEOMETRIC and "jaw" not in code:
            assert after[code] == pytest.approx(own[code], abs=1 / 63), code


@pytest.mark.parametrize(
    ("code", "amount"),
    [
        (Measure.BROW_HEIGHT_LEFT, 0.03),
        (Measure.EYE_OPENING_RIGHT, 0.02),
        (Measure.MOUTH_CORNER_LEFT, 0.03),
        (Measure.LOWER_THIRD, 0.05),
        (Measure.FACE_WIDTH, -0.06),
        (Measure.JAW_ANGLE_LEFT, 3.0),
        (Measure.JAW_ANGLE_RIGHT, -3.0),
    ],
)
def test_an_injected_shift_is_recovered_and_named(
    portrait: Photograph, baseline: Seen, code: Measure, amount: float
) -> None:
    image, _ = changed(portrait.image, baseline.mean, code, amount)
    before = measure(Landmarks(baseline.crop.mesh[:, :2], baseline.crop.mesh[:, 2]), pose=FRONTAL)
    again = crop(image, baseline.mean, onto=baseline.crop)
    assert not isinstance(again, Rejection)
    mesh = find_again(baseline.crop, again).mesh
    after = measure(Landmarks(mesh[:, :2], mesh[:, 2]), pose=FRONTAL)
    assert after[code] - before[code] == pytest.approx(amount, rel=0.25)
    brows_and_mouth = {c for c in Measure if c.startswith(("brow", "mouth"))} - {code}
    assert all(abs(after[c] - before[c]) < 0.25 * abs(amount) for c in brows_and_mouth)
