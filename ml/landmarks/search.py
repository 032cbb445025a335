"""Where to look for faces: the whole frame first, and only when that shows none, harder looks.

The detector misses faces that fill the frame or leave it (it wants some surround), faces below about a tenth of the
frame's width, and some that are upside down.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

import cv2
import numpy as np

from ml.canonical import SURROUND
from ml.landmarks.protocol import LandmarkDetector
from ml.types import Image, Landmarks
from ml.warp import fit_inside

_PAD_SHARE: Final = 0.25
_FRAME_SIDE: Final = 1024
# 4 × 4 windows of 2/5 of each side, so that they overlap by half and a face of 1/5 of the side is whole in one.
_WINDOWS_A_SIDE: Final = 4
_WINDOW_SHARE: Final = 0.4
_WINDOW_SIDE: Final = 640
# Two finds whose middles are nearer than this share of the face's extent are the same face.
_SAME_FACE: Final = 0.5


def searches() -> tuple[Callable[[Image, LandmarkDetector], list[Landmarks]], ...]:
    """The ways to look, cheapest first; each gives candidates in pixels of the image it was given."""
    return (_in_frame, _in_padded_frame, _in_turned_frame, _in_windows)


def extent(face: Landmarks) -> float:
    """How large a face is in the image: root mean square distance of its mesh from its middle, in pixels.

    Steadier than the interocular distance when heads are turned.
    """
    return float(np.sqrt(np.mean(np.sum((face.points - face.points.mean(axis=0)) ** 2, axis=1))))


def distinct(faces: list[Landmarks]) -> list[Landmarks]:
    """``faces`` from largest to smallest, without those that are the same face found again."""
    kept: list[Landmarks] = []
    for face in sorted(faces, key=extent, reverse=True):
        middle = face.points.mean(axis=0)
        if all(np.hypot(*(other.points.mean(axis=0) - middle)) > _SAME_FACE * extent(other) for other in kept):
            kept.append(face)
    return kept


def _in_frame(image: Image, detector: LandmarkDetector) -> list[Landmarks]:
    return distinct(detector.detect(image))


def _in_padded_frame(image: Image, detector: LandmarkDetector) -> list[Landmarks]:
    """With a grey surround: finds faces that fill the frame, and faces cut by its edge."""
    shrunk = fit_inside(image, _FRAME_SIDE)
    pad = round(max(shrunk.shape[:2]) * _PAD_SHARE)
    padded = np.asarray(
        cv2.copyMakeBorder(shrunk, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=SURROUND), dtype=np.uint8
    )
    zoom = image.shape[1] / shrunk.shape[1]
    return distinct([_placed(face, zoom, -pad, -pad) for face in detector.detect(padded)])


def _in_turned_frame(image: Image, detector: LandmarkDetector) -> list[Landmarks]:
    """Upside down: finds faces in photos whose orientation was lost."""
    shrunk = fit_inside(image, _FRAME_SIDE)
    zoom = image.shape[1] / shrunk.shape[1]
    last = np.array((shrunk.shape[1] - 1, shrunk.shape[0] - 1))
    turned = detector.detect(np.ascontiguousarray(shrunk[::-1, ::-1]))
    upright = [Landmarks(points=last - face.points, depth=face.depth) for face in turned]
    return distinct([_placed(face, zoom, 0, 0) for face in upright])


def _in_windows(image: Image, detector: LandmarkDetector) -> list[Landmarks]:
    """Window by window: finds faces small in the frame."""
    return distinct(
        [
            _placed(face, zoom, left, top)
            for window, zoom, left, top in _windows(image)
            for face in detector.detect(window)
        ]
    )


def _windows(image: Image) -> Iterator[tuple[Image, float, float, float]]:
    height, width = image.shape[:2]
    window_width, window_height = max(1, int(width * _WINDOW_SHARE)), max(1, int(height * _WINDOW_SHARE))
    tops = np.linspace(0, height - window_height, _WINDOWS_A_SIDE).astype(int)
    lefts = np.linspace(0, width - window_width, _WINDOWS_A_SIDE).astype(int)
    for top, left in product(tops.tolist(), lefts.tolist()):
        cut = image[top : top + window_height, left : left + window_width]
        window = fit_inside(cut, _WINDOW_SIDE)
        zoom = cut.shape[1] / window.shape[1]
        yield window, zoom, left / zoom, top / zoom


def _placed(face: Landmarks, zoom: float, left: float, top: float) -> Landmarks:
    """From pixels of a shrunk part to pixels of the whole: shift by (left, top) shrunk pixels, then enlarge."""
    points = (face.points + 0.5 + np.array((left, top))) * zoom - 0.5
    return Landmarks(points=points, depth=face.depth * zoom)
