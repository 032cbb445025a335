"""What the steps of the pipeline hand to each other: frozen dataclasses of arrays and numbers."""

from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ml.vocabulary import RejectionReason

Image: TypeAlias = NDArray[np.uint8]
"""``(H, W, 3)`` RGB ``uint8``, upright, sRGB."""

Points: TypeAlias = NDArray[np.float64]
"""``(N, 2)`` as ``(x, y)`` pixels, pixel centres at integers."""

Matrix: TypeAlias = NDArray[np.float64]
"""``(2, 3)``, source → canonical, always a similarity."""

LANDMARK_COUNT: Final = 478
"""MediaPipe's face mesh: 468 points of the surface, then five of each iris (right, left)."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a photo goes no further. ``detail`` is for the log and the curious, never shown as the message."""

    reason: RejectionReason
    detail: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """The face mesh of one face in one image.

    ``points`` is ``(478, 2)`` pixels, ``depth`` ``(478,)`` in pixels of the same scale, smaller = nearer to the
    camera, relative to the head's centre.
    """

    points: Points
    depth: NDArray[np.float64]

    def to_bytes(self) -> bytes:
        """478 × (x, y, depth) as little-endian ``float32``: 5,736 bytes, exact to 0.001 px in an 8,000-px photo."""
        return np.column_stack((self.points, self.depth)).astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Inverse of :meth:`to_bytes`. Raises ``ValueError`` when the length is not that of 478 points."""
        values = np.frombuffer(stored, dtype="<f4").astype(np.float64)
        if values.size != LANDMARK_COUNT * 3:
            raise ValueError(f"expected {LANDMARK_COUNT} landmarks of 3 numbers, got {values.size} numbers")
        table = values.reshape(LANDMARK_COUNT, 3)
        return cls(points=table[:, :2].copy(), depth=table[:, 2].copy())


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The one face of a photo, in pixels of the upright source.

    ``size`` is ``(width, height)`` of the source. ``eye_right`` and ``eye_left`` are the subject's eye centres,
    ``(2,)`` each. ``agreement_iod`` tells how far the repeated detections differ from their median (root mean square
    over the mesh, worst of the three, share of the interocular distance): small is sure.
    """

    size: tuple[int, int]
    landmarks: Landmarks
    eye_right: NDArray[np.float64]
    eye_left: NDArray[np.float64]
    interocular_px: float
    agreement_iod: float
    detector_version: str


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The photo others are aligned to: its landmarks, ``(478, 2)`` source pixels, and its own alignment matrix."""

    points: Points
    matrix: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Where a photo lies in the canonical frame.

    ``matrix`` maps source → canonical. ``interocular_px`` is measured in the source. ``residual_iod`` is the median
    distance left between the stable points and their targets, as a share of the canonical interocular distance;
    ``inlier_share`` the part of the stable points that the robust fit kept (weight above one half), 0–1.
    """

    matrix: Matrix
    canonical_version: str
    alignment_version: str
    interocular_px: float
    residual_iod: float
    inlier_share: float
