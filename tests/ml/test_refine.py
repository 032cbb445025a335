"""Pixels have the last word only where they earn it: never further off than the landmarks, refused with a reason."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ml import canonical, geometry
from ml.benchmarks import simulate
from ml.landmarks.mediapipe import face_detector
from ml.landmarks.protocol import LandmarkDetector
from ml.pipeline import align, analyse, locate
from ml.refine import make_reference, refine
from ml.types import Alignment, Analysis, Baseline, Image, Matrix, Reference, RefinementReason
from ml.warp import render
from tests.ml.pictures import portrait

FACE = (slice(0, 260), slice(90, 350))


@pytest.fixture(scope="module")
def detector() -> LandmarkDetector:
    return face_detector()


@pytest.fixture(scope="module")
def close_up() -> Image:
    return np.asarray(cv2.resize(portrait()[FACE], None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


@pytest.fixture(scope="module")
def analysis(close_up: Image, detector: LandmarkDetector) -> Analysis:
    return found(close_up, detector)


@pytest.fixture(scope="module")
def baseline(close_up: Image, analysis: Analysis) -> Baseline:
    first = aligned(analysis, None)
    return Baseline(analysis.landmarks.points, first.matrix, make_reference(close_up, first.matrix))


def found(image: Image, detector: LandmarkDetector) -> Analysis:
    outcome = analyse(image, detector)
    assert isinstance(outcome, Analysis), outcome
    return outcome


def aligned(analysis: Analysis, baseline: Baseline | None, image: Image | None = None) -> Alignment:
    outcome = align(analysis, baseline, image)
    assert isinstance(outcome, Alignment), outcome
    return outcome


def off(analysis: Analysis, baseline: Baseline, truth: Matrix, matrix: Matrix) -> float:
    """Root mean square over the face in % of the interocular distance; ``truth`` leads from the baseline's photo."""
    face = analysis.landmarks.points[:468]
    apart = geometry.residuals(geometry.compose(matrix, truth), face, geometry.apply(baseline.matrix, face))
    return 100 * float(np.sqrt(np.mean(apart**2))) / canonical.INTEROCULAR_PX


@pytest.mark.parametrize("seed", range(6))
def test_a_known_warp_is_found_to_a_tenth_of_a_percent(
    close_up: Image, analysis: Analysis, baseline: Baseline, detector: LandmarkDetector, seed: int
) -> None:
    simulated = simulate.known_warp(close_up, analysis, np.random.default_rng(seed))
    seen = found(simulated.image, detector)
    by_landmarks, refined = aligned(seen, baseline), aligned(seen, baseline, simulated.image)
    before = off(analysis, baseline, simulated.truth, by_landmarks.matrix)
    after = off(analysis, baseline, simulated.truth, refined.matrix)
    assert refined.refinement.applied, refined.refinement
    assert after < min(0.1, before), (before, after)
    assert refined.refinement.measure_after is not None
    assert refined.refinement.measure_before is not None
    assert refined.refinement.measure_after > refined.refinement.measure_before
    geometry.require_similarity(refined.matrix)


@pytest.mark.parametrize("seed", range(3))
def test_light_from_the_side_moves_nothing(
    close_up: Image, analysis: Analysis, baseline: Baseline, detector: LandmarkDetector, seed: int
) -> None:
    simulated = simulate.other_light(close_up, analysis, np.random.default_rng(seed))
    located = locate(simulated.image, detector, baseline)
    assert isinstance(located, tuple), located
    assert off(analysis, baseline, simulated.truth, located[1].matrix) < 0.25


def test_a_photo_refined_against_itself_stays(close_up: Image, analysis: Analysis, baseline: Baseline) -> None:
    matrix = aligned(analysis, baseline, close_up).matrix
    assert off(analysis, baseline, geometry.similarity(scale=1, rotation=0), matrix) < 0.005


def test_refining_an_aligned_picture_moves_nothing(
    close_up: Image, baseline: Baseline, detector: LandmarkDetector
) -> None:
    picture = render(close_up, baseline.matrix, canonical.SIZE, canonical_size=canonical.SIZE)
    seen = found(picture, detector)
    matrix = aligned(seen, baseline, picture).matrix
    face = seen.landmarks.points[:468]
    moved = geometry.residuals(matrix, face, face)
    assert float(np.sqrt(np.mean(moved**2))) < 0.0005 * canonical.INTEROCULAR_PX


def test_the_aligned_picture_serves_as_reference_as_well_as_the_original(
    close_up: Image, analysis: Analysis, baseline: Baseline, detector: LandmarkDetector
) -> None:
    """So the baseline's original need not be decoded for every photo."""
    picture = render(close_up, baseline.matrix, canonical.SIZE, canonical_size=canonical.SIZE)
    from_picture = make_reference(picture, geometry.similarity(scale=1, rotation=0))
    simulated = simulate.known_warp(close_up, analysis, np.random.default_rng(11))
    refined = aligned(found(simulated.image, detector), replace(baseline, reference=from_picture), simulated.image)
    assert refined.refinement.applied
    assert off(analysis, baseline, simulated.truth, refined.matrix) < 0.1


def covered(image: Image, analysis: Analysis) -> Image:
    """A broad band over eyes and nose, as a hand or a mask."""
    changed = image.copy()
    x, y = ((analysis.eye_right + analysis.eye_left) / 2).astype(int)
    reach = int(analysis.interocular_px)
    changed[y - reach // 2 : y + reach, x - reach : x + reach] = (176, 140, 120)
    return changed


def mirrored(image: Image, analysis: Analysis) -> Image:
    del analysis
    return np.ascontiguousarray(image[:, ::-1])


def noise(image: Image, analysis: Analysis) -> Image:
    del analysis
    return np.random.default_rng(0).integers(0, 256, image.shape, dtype=np.uint8)


def flat(image: Image, analysis: Analysis) -> Image:
    del analysis
    return np.full_like(image, 90)


@pytest.mark.parametrize("change", [covered, mirrored, noise, flat])
def test_what_is_not_the_same_face_is_refused_and_the_landmarks_stand(
    close_up: Image, analysis: Analysis, baseline: Baseline, change: object
) -> None:
    assert callable(change)
    start = aligned(analysis, baseline).matrix
    matrix, refinement = refine(change(close_up, analysis), analysis.landmarks.points, start, baseline)
    assert not refinement.applied
    assert refinement.reason in {RefinementReason.TOO_DIFFERENT, RefinementReason.TOO_FAR}
    assert matrix is start


def test_another_face_is_refused(close_up: Image, analysis: Analysis, baseline: Baseline) -> None:
    """Drawn: the same head with its features redrawn elsewhere (eyes of other height, a longer nose)."""
    height = close_up.shape[0]
    rows = np.arange(height, dtype=np.float32)
    bent = rows + 0.12 * analysis.interocular_px * np.sin(rows / height * 14).astype(np.float32)
    columns, lines = np.meshgrid(np.arange(close_up.shape[1], dtype=np.float32), bent)
    other = cv2.remap(close_up, columns, lines, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    soft = np.asarray(cv2.GaussianBlur(other[:, ::-1], (0, 0), 1.0), dtype=np.uint8)
    _, refinement = refine(soft, analysis.landmarks.points, baseline.matrix, baseline)
    assert not refinement.applied


def test_without_a_reference_or_an_image_the_landmarks_stand(
    close_up: Image, analysis: Analysis, baseline: Baseline
) -> None:
    plain = replace(baseline, reference=None)
    for outcome in (aligned(analysis, plain, close_up), aligned(analysis, baseline), aligned(analysis, None, close_up)):
        assert outcome.refinement.reason is RefinementReason.NO_REFERENCE
        assert not outcome.refinement.applied


def test_a_reference_survives_storage(baseline: Baseline) -> None:
    assert baseline.reference is not None
    stored = baseline.reference.to_bytes()
    assert len(stored) < 100_000
    assert np.array_equal(Reference.from_bytes(stored).grey, baseline.reference.grey)


@pytest.mark.parametrize("stored", [b"", b"not a reference", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_bytes_that_are_no_reference_are_told(stored: bytes) -> None:
    with pytest.raises(ValueError, match="reference"):
        Reference.from_bytes(stored)


def test_the_fast_way_looks_once(close_up: Image, baseline: Baseline, detector: LandmarkDetector) -> None:
    located = locate(close_up, detector, baseline, fast=True)
    assert isinstance(located, tuple)
    assert np.isnan(located[0].agreement_iod)
    assert located[1].refinement.reason is RefinementReason.NO_REFERENCE
