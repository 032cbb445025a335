"""A photograph in which one thing has changed by a known amount: its pixels are moved before anything looks at them.

For the benchmark only; the product never reshapes a face.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.canonical import eye_centres
from ml.metrics import FRONTAL, GEOMETRIC, measure
from ml.types import Image, Landmarks, Points
from ml.vocabulary import Measure

_Field = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Push:
    """``rows`` of the mesh move along ``direction`` (x to the subject's left, y up; of any length), each by its
    ``share``; what lies between them moves as they do, what lies around them less with distance (Gaussian of ``reach``
    IOD).
    """

    rows: tuple[int, ...]
    direction: tuple[float, float]
    reach: float
    share: tuple[float, ...] = ()


_BROWS: Final = ((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), (300, 293, 334, 296, 336, 276, 283, 282, 295, 285))
_LIDS: Final = ((161, 160, 159, 158, 157), (388, 387, 386, 385, 384))
_CORNERS: Final = ((61, 76, 62, 78), (291, 306, 292, 308))
_JAWS: Final = ((58, 172, 136, 150, 149, 176), (288, 397, 365, 379, 378, 400))
_SIDES: Final = ((93, 132, 58, 172, 136), (323, 361, 288, 397, 365))
_CHIN: Final = (148, 152, 377, 176, 400, 175, 171, 396)

# The jaw is pushed across its edge. Straight up, half of a push runs along the edge, where nobody could see it: of the
# change of slope that such a push makes in the mesh's points, the outline shows 58 % (median of 25 photographs, 13–79).
_PUSHES: Final[dict[Measure, tuple[_Push, ...]]] = {
    Measure.BROW_HEIGHT_LEFT: (_Push(_BROWS[1], (0, 1), 0.09),),
    Measure.BROW_HEIGHT_RIGHT: (_Push(_BROWS[0], (0, 1), 0.09),),
    Measure.EYE_OPENING_LEFT: (_Push(_LIDS[1], (0, 1), 0.05),),
    Measure.EYE_OPENING_RIGHT: (_Push(_LIDS[0], (0, 1), 0.05),),
    Measure.MOUTH_CORNER_LEFT: (_Push(_CORNERS[1], (0, -1), 0.12),),
    Measure.MOUTH_CORNER_RIGHT: (_Push(_CORNERS[0], (0, -1), 0.12),),
    Measure.JAW_ANGLE_LEFT: (_Push(_JAWS[1], (-1, 1), 0.15, (1.1, 1.0, 0.75, 0.5, 0.25, 0.05)),),
    Measure.JAW_ANGLE_RIGHT: (_Push(_JAWS[0], (1, 1), 0.15, (1.1, 1.0, 0.75, 0.5, 0.25, 0.05)),),
    Measure.LOWER_THIRD: (_Push(_CHIN, (0, -1), 0.2),),
    Measure.FACE_WIDTH: (_Push(_SIDES[1], (1, 0), 0.2), _Push(_SIDES[0], (-1, 0), 0.2)),
}


def changed(image: Image, landmarks: Landmarks, code: Measure, amount: float) -> tuple[Image, dict[Measure, float]]:
    """``image`` with ``code`` changed by ``amount`` (its stored unit), and by how much each measure really changed."""
    before = measure(landmarks, pose=FRONTAL)
    push = 0.02
    for _ in range(20):  # measures are close to linear in the push
        after = _after(landmarks, code, push)
        got = after[code] - before[code]
        push *= amount / got
        if abs(got - amount) < 1e-6 * abs(amount):
            break
    after = _after(landmarks, code, push)
    pushed, (low_corner, high_corner) = image.copy(), _reached(landmarks.points, code, image)
    (left, top), (right, bottom) = low_corner.tolist(), high_corner.tolist()
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float64)
    at = np.stack((columns, rows), axis=-1).reshape(-1, 2)
    source = at.copy()
    for _ in range(5):
        source = at - _shift(source, landmarks.points, code, push)
    x, y = (source[:, axis].reshape(rows.shape).astype(np.float32) for axis in (0, 1))
    pushed[top:bottom, left:right] = cv2.remap(image, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return pushed, {each: after[each] - before[each] for each in GEOMETRIC}


def _after(landmarks: Landmarks, code: Measure, push: float) -> dict[Measure, float]:
    moved = landmarks.points + _shift(landmarks.points, landmarks.points, code, push)
    return measure(Landmarks(moved, landmarks.depth), pose=FRONTAL)


def _reached(face: Points, code: Measure, image: Image) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The half-open box (low, high) of pixels that a push can move."""
    right, left = eye_centres(face)
    span = float(np.hypot(*(left - right)))
    rows = [row for push in _PUSHES[code] for row in push.rows]
    margin = (max(push.reach for push in _PUSHES[code]) * 3.5 + 0.2) * span
    most = np.array((image.shape[1], image.shape[0]))
    low = np.clip(np.floor(face[rows].min(axis=0) - margin), 0, most - 1).astype(np.int64)
    return low, np.clip(np.ceil(face[rows].max(axis=0) + margin), low + 1, most).astype(np.int64)


def _shift(at: Points, face: Points, code: Measure, amount: float) -> _Field:
    """(N, 2) pixels by which the picture moves at ``at``, when the push is ``amount`` IOD."""
    right, left = eye_centres(face)
    along = left - right
    span = float(np.hypot(*along))
    across = along / span
    up = np.array((across[1], -across[0]))
    total = np.zeros_like(at)
    for push in _PUSHES[code]:
        places, shares = _dense(face[list(push.rows)], push.share or (1.0,) * len(push.rows))
        strongest = np.zeros(len(at))
        numerator, weight = np.zeros(len(at)), np.zeros(len(at))
        low, high = (
            face[list(push.rows)].min(axis=0) - 3.5 * push.reach * span,
            face[list(push.rows)].max(axis=0) + 3.5 * push.reach * span,
        )
        near = ((at > low) & (at < high)).all(axis=1)
        for place, share in zip(places, shares, strict=True):
            distance = np.sum((at[near] - place) ** 2, axis=1) / (push.reach * span) ** 2
            gauss = np.exp(-distance / 2)
            strongest[near] = np.maximum(strongest[near], gauss)
            numerator[near] += share * gauss
            weight[near] += gauss
        pull = strongest * numerator / np.maximum(weight, 1e-12)
        direction = push.direction[0] * across + push.direction[1] * up
        total += amount * span * pull[:, None] * direction
    return total


def _dense(points: Points, shares: tuple[float, ...]) -> tuple[Points, _Field]:
    """The points and three more between every two of them, with their shares between."""
    values = np.column_stack((points, np.array(shares)))
    between = [one + step * (other - one) for one, other in combinations(values, 2) for step in (0.25, 0.5, 0.75)]
    table = np.vstack((values, between))
    return table[:, :2], table[:, 2]
