"""How far each method ends from a truth that is known, over the face, in % of the interocular distance."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from ml import geometry
from ml.benchmarks.peer import Facelapse
from ml.benchmarks.photographs import Photograph
from ml.benchmarks.simulate import Simulated
from ml.canonical import eye_centres
from ml.landmarks.protocol import LandmarkDetector
from ml.landmarks.search import extent
from ml.pipeline import align, analyse, locate
from ml.refine import make_reference
from ml.types import Analysis, Baseline, Image, Matrix, Rejection

Simulation = Callable[[Image, Analysis, np.random.Generator], Simulated]

_FACE_POINTS = 468


@dataclass
class Errors:
    """By method, with the photograph of each; how often each method found nothing; what became of refinement."""

    by_method: dict[str, list[float]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    not_found: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    accepted_and_worse: int = 0

    def add(self, method: str, name: str, value: float) -> None:
        """One more error, in % IOD."""
        self.by_method.setdefault(method, []).append(value)
        self.names.setdefault(method, []).append(name)


def measure(
    photographs: Iterable[Photograph],
    simulation: Simulation,
    times: int,
    detector: LandmarkDetector,
    peer: Facelapse | None,
) -> Errors:
    """Each photograph simulated ``times`` times, always the same way, and brought back by each method."""
    errors = Errors()
    for photograph in photographs:
        first = align(photograph.analysis, None)
        if isinstance(first, Rejection):
            continue
        reference = make_reference(photograph.image, first.matrix)
        baseline = Baseline(photograph.analysis.landmarks.points, first.matrix, reference)
        eyes = _two_eyes(photograph.image, detector)
        theirs = peer.place(photograph.image) if peer else None
        for number in range(times):
            random = np.random.default_rng((zlib.crc32(photograph.name.encode()), number))
            simulated = simulation(photograph.image, photograph.analysis, random)
            error = _Error(photograph, simulated)
            _ours(errors, error, baseline, detector)
            _other(errors, error, "two eyes", eyes, _two_eyes(simulated.image, detector))
            if peer:
                _other(errors, error, "facelapse", theirs, peer.place(simulated.image))
    return errors


@dataclass(frozen=True, slots=True)
class _Error:
    photograph: Photograph
    simulated: Simulated

    def percent(self, to_frame: Matrix, moved_to_frame: Matrix) -> float:
        """Root mean square over the mesh: the photograph's frame against the simulated one's, brought together."""
        face = self.photograph.analysis.landmarks.points[:_FACE_POINTS]
        moved = geometry.apply(moved_to_frame, geometry.apply(self.simulated.truth, face))
        apart = np.hypot(*(moved - geometry.apply(to_frame, face)).T)
        unit = geometry.scale(to_frame) * self.photograph.analysis.interocular_px
        return 100 * float(np.sqrt(np.mean(apart**2))) / unit


def _ours(errors: Errors, error: _Error, baseline: Baseline, detector: LandmarkDetector) -> None:
    name, image = error.photograph.name, error.simulated.image
    analysis, located = analyse(image, detector), locate(image, detector, baseline)
    landmarks = analysis if isinstance(analysis, Rejection) else align(analysis, baseline)
    if isinstance(landmarks, Rejection) or isinstance(located, Rejection):
        errors.not_found["ours"] += 1
        return
    full = located[1]
    before, after = (error.percent(baseline.matrix, found.matrix) for found in (landmarks, full))
    errors.add("our landmarks alone", name, before)
    errors.add("ours", name, after)
    refinement = full.refinement
    errors.reasons[refinement.reason.value] += 1
    if refinement.applied:
        errors.accepted_and_worse += after > before
    else:
        measures = (refinement.measure_before or 0.0, refinement.measure_after or 0.0)
        errors.refused.append(
            f"{name}: {refinement.reason.value}, held-out correlation {measures[0]:.3f} to {measures[1]:.3f}, "
            f"would move {100 * refinement.moved_iod:.2f} % IOD, landmarks are {before:.2f} % off"
        )


def _other(errors: Errors, error: _Error, method: str, first: Matrix | None, second: Matrix | None) -> None:
    if first is None or second is None:
        errors.not_found[method] += 1
    else:
        errors.add(method, error.photograph.name, error.percent(first, second))


def _two_eyes(image: Image, detector: LandmarkDetector) -> Matrix | None:
    """As photo-a-day aligners do it: one detection, the eye centres to fixed places."""
    faces = detector.detect(image)
    return two_eye_matrix(np.stack(eye_centres(max(faces, key=extent).points))) if faces else None


def two_eye_matrix(eyes: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Matrix | None:
    """The similarity that lays two eye centres (2, 2) at fixed places."""
    found = geometry.estimate(eyes, np.array([(400.0, 600.0), (656.0, 600.0)]))
    return None if isinstance(found, Rejection) else found
