"""Measures of brightness: darkness below the eyes, lines of the forehead. **Not verified**: see below.

Both are ratios within one photo, so exposure drops out, and a plane fitted to the light on cheeks and forehead takes
out its slope. What lamps do beyond a plane (a brow's shadow, light from below, a flash's shine) stays in; a benchmark
with simulated light can't show how much, and no series of one face under other real light was at hand. So the app
shows them as not verified (``MEASURES_VERIFIED`` leaves them out) and draws no conclusion from them.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import geometry
from ml.canonical import eye_centres
from ml.types import Image, Landmarks, Points, Rejection
from ml.vocabulary import MEASURE_DRAWING, Measure
from ml.warp import render

_PIXELS_PER_IOD: Final = 96.0
_SIZE: Final = (288, 288)
_EYES: Final = (143.5, 120.0)
_LUMA: Final = np.array((0.2126, 0.7152, 0.0722))
_DIM: Final = 1e-3  # linear light; keeps the logarithm of black finite
_CHEEKS: Final = ((117, 118, 101, 36, 205, 50), (346, 347, 330, 266, 425, 280))  # right, left
_LINES_BAND: Final = (0.02, 0.1)  # IOD: from fine lines to furrows

_Plane = NDArray[np.float64]


def shades(image: Image, landmarks: Landmarks) -> dict[Measure, float]:
    """The three measures of brightness; empty where the face has no size or a zone lies outside the photo."""
    eyes = np.array(((-0.5, 0.0), (0.5, 0.0))) * _PIXELS_PER_IOD + _EYES
    matrix = geometry.estimate(np.stack(eye_centres(landmarks.points)), eyes)
    if isinstance(matrix, Rejection):
        return {}
    points = geometry.apply(matrix, landmarks.points)
    shown = render(image, matrix, _SIZE, canonical_size=_SIZE)
    light = np.log2((shown / 255.0) ** 2.2 @ _LUMA + _DIM)
    cheeks = [_inside(points, rows) for rows in _CHEEKS]
    forehead = _inside(points, MEASURE_DRAWING[Measure.FOREHEAD_LINES][0])
    below = {
        code: _inside(points, MEASURE_DRAWING[code][0])
        for code in (Measure.UNDER_EYE_DARKNESS_RIGHT, Measure.UNDER_EYE_DARKNESS_LEFT)
    }
    if not all(zone.any() for zone in (*cheeks, forehead, *below.values())):
        return {}
    level = light - _slope(light, cheeks[0] | cheeks[1] | forehead)
    found = {
        code: float(np.median(level[cheek]) - np.median(level[zone]))
        for (code, zone), cheek in zip(below.items(), cheeks, strict=True)
    }
    fine, coarse = (cv2.GaussianBlur(light, (0, 0), share * _PIXELS_PER_IOD / 2) for share in _LINES_BAND)
    detail = np.asarray(fine - coarse, dtype=np.float64)
    plain = max(float(np.std(detail[cheeks[0] | cheeks[1]])), 1e-6)
    return found | {Measure.FOREHEAD_LINES: float(np.std(detail[forehead])) / plain}


def _slope(light: _Plane, zone: NDArray[np.bool_]) -> _Plane:
    """The plane nearest to ``light`` over ``zone`` (least squares), everywhere."""
    rows, columns = np.indices(light.shape)
    basis = np.stack((np.ones(light.shape), columns / _SIZE[0], rows / _SIZE[1]), axis=-1)
    factors = np.linalg.lstsq(basis[zone], light[zone], rcond=None)[0]
    return np.asarray(basis @ factors, dtype=np.float64)


def _inside(points: Points, rows: tuple[int, ...]) -> NDArray[np.bool_]:
    mask = np.zeros((_SIZE[1], _SIZE[0]), dtype=np.uint8)
    cv2.fillPoly(mask, [np.rint(points[list(rows)]).astype(np.int32)], 1)
    return mask.astype(bool)
