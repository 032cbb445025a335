"""Alignments that a person sets by hand: by two points, or by the whole transform."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from ml import geometry
from ml.canonical import CANONICAL_VERSION, EYES_MIDDLE, INTEROCULAR_PX, SIZE
from ml.types import Alignment, Matrix, Rejection
from ml.vocabulary import HAND_POINTS, View

MANUAL_VERSION: Final = "hand-1"

Place = tuple[float, float]

_EYES: Final[Mapping[str, Place]] = {
    # The subject's right eye is at the left of the picture.
    "eye_right": (EYES_MIDDLE[0] - INTEROCULAR_PX / 2, EYES_MIDDLE[1]),
    "eye_left": (EYES_MIDDLE[0] + INTEROCULAR_PX / 2, EYES_MIDDLE[1]),
}
# The outer eye corner stands about 1.2 interocular distances before the notch of the ear and, with the head held
# level, a little higher (the line between them falls by about 10° towards the ear).
_CORNER_TO_EAR: Final = 1.2 * INTEROCULAR_PX
_FALL: Final = np.tan(np.radians(10.0))
# In the left profile the nose points to the left of the picture, and the ear is at its right.
_LEFT_PROFILE: Final[Mapping[str, Place]] = {
    "eye_corner": (400.0, EYES_MIDDLE[1]),
    "ear": (400.0 + _CORNER_TO_EAR, EYES_MIDDLE[1] + _CORNER_TO_EAR * float(_FALL)),
}


def default_places(view: View) -> dict[str, Place]:
    """Where the two points of ``view`` go in the canonical frame when no baseline says otherwise, in pixels."""
    if view is View.LATERAL_LEFT:
        return dict(_LEFT_PROFILE)
    if view is View.LATERAL_RIGHT:
        return {name: (SIZE[0] - 1 - x, y) for name, (x, y) in _LEFT_PROFILE.items()}
    return dict(_EYES)


def moved(points: Mapping[str, Place], matrix: Matrix) -> dict[str, Place]:
    """Named source points in the canonical frame."""
    places = geometry.apply(matrix, np.array(list(points.values()), dtype=np.float64))
    return {name: (float(x), float(y)) for name, (x, y) in zip(points, places, strict=True)}


def place_by_points(points: Mapping[str, Place], targets: Mapping[str, Place], view: View) -> Alignment | Rejection:
    """The one similarity that brings two named source points onto their places in the canonical frame.

    ``points`` are in upright source pixels, ``targets`` in canonical ones; both hold the names of
    ``HAND_POINTS[view]``. Rejections: ``degenerate_landmarks`` where the two points coincide.
    """
    names = HAND_POINTS[view]
    source = np.array([points[name] for name in names], dtype=np.float64)
    target = np.array([targets[name] for name in names], dtype=np.float64)
    matrix = geometry.estimate(source, target)
    if isinstance(matrix, Rejection):
        return matrix
    return _alignment(matrix)


def place_by_transform(*, scale: float, rotation: float, x: float, y: float) -> Alignment:
    """A transform set as its four numbers, which can be nothing but a similarity.

    ``scale`` in canonical pixels per source pixel, above 0; ``rotation`` in degrees, positive clockwise on the screen;
    ``x`` and ``y`` where the source's pixel (0, 0) goes, in canonical pixels.
    """
    return _alignment(geometry.similarity(scale=scale, rotation=rotation, translation=(x, y)))


def _alignment(matrix: Matrix) -> Alignment:
    return Alignment(
        matrix=matrix,
        canonical_version=CANONICAL_VERSION,
        alignment_version=MANUAL_VERSION,
        interocular_px=INTEROCULAR_PX / geometry.scale(matrix),
        residual_iod=0.0,
        inlier_share=1.0,
    )
