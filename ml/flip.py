"""Is a photo mirrored against its series? A warning for a person to judge; nothing is ever flipped for it.

Front cameras save mirrored pictures, and a face's left and right are swapped in them. What tells is what is not
symmetric and stays: the parting and fall of the hair, brows, moles, folds. Each photo's rigid mesh is drawn onto one
symmetric face (a smooth map, for this comparison alone and never shown: it takes out turn and size, which would
otherwise count as asymmetry), and brightness is replaced by local contrast, which takes out most of the light. Then
small windows of the photo are looked for in the same place of another photo of the series, as they are and mirrored.

One other photo says little, since light from the side and a turned head are asymmetric too; the mean over several says
much. So the fewer there are, the clearer the answer must be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.canonical import eye_centres
from ml.face_model import RIGID_INDICES, RIGID_POINTS
from ml.pose import estimate_pose
from ml.types import FlipReport, Image, Landmarks

FLIP_VERSION: Final = "1"
"""Changes when :func:`detail` or :func:`detect` would answer differently."""

MAX_COMPARED: Final = 8
"""More add 36 ms each and no certainty that was measurable."""

MIN_COMPARED: Final = 4
"""How many others to hold a photo against at the least, so that a few that aren't comparable do no harm."""

THRESHOLDS: Final = {2: 0.05, 3: 0.02, MAX_COMPARED: 0.01}
"""Score above which a flip is suspected, by how many were compared at most; one alone is never enough.

The benchmark ``signals`` says what they find and what they cost.
"""

FACING: Final = 10.0
"""Degrees of yaw up to which a head counts as facing the camera.

In a series that mostly does, two heads turned farther are not compared: which way each happens to turn would speak
louder than the face. In a series that is itself turned to one side they are: the other side is another view.
"""

# The symmetric face: 64 pixels between the eyes; from the crown to the chin, and the temples.
_SIZE: Final = (192, 240)
_SPAN: Final = 64.0
_MIDDLE: Final = ((_SIZE[0] - 1) / 2, 132.0)
# What is compared: from the crown to the upper lip; the mouth and chin move. Without the hair above the forehead 16 %
# of comparisons with four other photos of one person, years apart, went wrong instead of 1 %.
_COMPARED: Final = np.s_[12:198, 16:176]
_LOCAL: Final = 4.0  # deviation of the window whose contrast is set to one, pixels
_NOISE: Final = 3.0  # grey levels; contrast below it stays low instead of becoming noise
_STEPS: Final = 32.0  # of the stored contrast, a unit
_WINDOW: Final = 17
_REACH: Final = 4  # pixels: the mesh's noise, and what a similarity of features takes
_STIFFNESS: Final = 50.0

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """What of one photo is compared: (240, 192) local contrast on the symmetric face, in thirty-seconds, and its yaw.

    Not a picture to show; 46 KB, so that a series need not be decoded again.
    """

    contrast: NDArray[np.int8]
    yaw: float

    def to_bytes(self) -> bytes:
        """The yaw as little-endian ``float32``, then the contrast row by row."""
        return np.array(self.yaw, dtype="<f4").tobytes() + self.contrast.tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Inverse of :meth:`to_bytes`. Raises ``ValueError`` when the length is another."""
        if len(stored) != 4 + _SIZE[0] * _SIZE[1]:
            raise ValueError(f"expected {4 + _SIZE[0] * _SIZE[1]} bytes, got {len(stored)}")
        contrast = np.frombuffer(stored, dtype=np.int8, offset=4).reshape(_SIZE[1], _SIZE[0]).copy()
        return cls(contrast=contrast, yaw=float(np.frombuffer(stored[:4], dtype="<f4")[0]))


def detail(image: Image, landmarks: Landmarks) -> Detail:
    """What of a photo is compared; independent of its series, so it can be kept. ``landmarks`` are in its pixels."""
    right, left = eye_centres(landmarks.points)
    span = float(np.hypot(*(left - right)))
    if not span > 0:
        raise ValueError("the eyes coincide")
    shrink = min(1.0, 1.3 * _SPAN / span)
    points = landmarks.points[RIGID_INDICES]
    if shrink < 1.0:
        size = (max(2, round(image.shape[1] * shrink)), max(2, round(image.shape[0] * shrink)))
        points = (points + 0.5) * (size[0] / image.shape[1], size[1] / image.shape[0]) - 0.5
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    places = (_spline() @ points.astype(np.float32)).reshape(_SIZE[1], _SIZE[0], 2)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    drawn = cv2.remap(grey, places[:, :, 0], places[:, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
    smooth = cv2.GaussianBlur(drawn, (0, 0), 1.0)
    fine = smooth - cv2.GaussianBlur(smooth, (0, 0), _LOCAL)
    contrast = fine / np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), _LOCAL) + _NOISE**2)
    stored = np.asarray(np.clip(np.round(contrast * _STEPS), -127, 127), dtype=np.int8)
    return Detail(contrast=stored, yaw=estimate_pose(landmarks).yaw)


def detect(photo: Detail, others: Sequence[Detail]) -> FlipReport:
    """``photo`` against up to ``MAX_COMPARED`` ``others`` of its series, evenly taken; no two turned heads.

    The score is the mean over the others of how much better the mirrored photo's windows are found than its own
    (difference of correlations, weighted by how asymmetric the other is there): −1 to 1, 0 with nothing to compare.
    """
    turned = bool(others) and abs(float(np.median([other.yaw for other in others]))) > FACING
    fit = [other for other in others if turned or min(abs(photo.yaw), abs(other.yaw)) <= FACING]
    chosen = np.unique(np.linspace(0, max(len(fit) - 1, 0), min(len(fit), MAX_COMPARED)).round().astype(int))
    scores = [_better_mirrored(_floats(photo), _floats(fit[index])) for index in chosen]
    score = float(np.mean(scores)) if scores else 0.0
    needed = max((bound for most, bound in THRESHOLDS.items() if len(scores) <= most), default=0.0)
    return FlipReport(
        version=FLIP_VERSION,
        score=score,
        compared=len(scores),
        suspected=len(scores) >= min(THRESHOLDS) and score > needed,
    )


def _floats(found: Detail) -> _Floats:
    return found.contrast.astype(np.float32) / np.float32(_STEPS)


def _better_mirrored(photo: _Floats, other: _Floats) -> float:
    asymmetric = np.clip(1.0 - _found(other, other[:, ::-1]), 0.0, 1.0)[_COMPARED]
    gain = (_found(other, photo[:, ::-1]) - _found(other, photo))[_COMPARED]
    total = float(asymmetric.sum())
    return float((gain * asymmetric).sum()) / total if total > 0 else 0.0


def _found(template: _Floats, picture: _Floats) -> _Floats:
    """For each window of ``template`` its best correlation with ``picture`` within ``_REACH`` pixels; (H, W)."""
    picture = np.ascontiguousarray(picture)
    window = (_WINDOW, _WINDOW)
    own = cv2.boxFilter(template * template, -1, window)
    energy = cv2.boxFilter(picture * picture, -1, window)
    best = np.full(template.shape, -1.0, dtype=np.float32)
    for down in range(-_REACH, _REACH + 1):
        for right in range(-_REACH, _REACH + 1):
            moved, there = (np.roll(values, (down, right), axis=(0, 1)) for values in (picture, energy))
            together = cv2.boxFilter(template * moved, -1, window) / np.sqrt(own * there + np.float32(1e-3))
            np.maximum(best, together, out=best)
    return best


@cache
def _spline() -> _Floats:
    """(H·W, N): weights of a smoothing thin-plate spline from the symmetric face's pixels to a photo's points.

    The N points lie where the rigid face, seen from the front, has them; a photo's places are ``weights @ points``.
    """
    anchors = RIGID_POINTS[:, :2] * (_SPAN, -_SPAN) + _MIDDLE
    count = len(anchors)
    affine = np.column_stack((np.ones(count), anchors))
    system = np.block([[_bending(anchors, anchors) + _STIFFNESS * np.eye(count), affine], [affine.T, np.zeros((3, 3))]])
    rows, columns = np.indices((_SIZE[1], _SIZE[0]))
    grid = np.column_stack((columns.ravel(), rows.ravel())).astype(np.float64)
    basis = np.column_stack((_bending(grid, anchors), np.ones(len(grid)), grid))
    return np.asarray(basis @ np.linalg.inv(system)[:, :count], dtype=np.float32)


def _bending(at: NDArray[np.float64], anchors: NDArray[np.float64]) -> NDArray[np.float64]:
    squared = ((at[:, None] - anchors[None]) ** 2).sum(axis=2)
    return np.asarray(squared * np.log(np.maximum(squared, 1e-12)), dtype=np.float64)
