"""Measuring one photo: many looks at its face, each a little different, so that the detector's own noise averages out.

Alignment needs a face quickly; a measure may take a second. It runs after alignment, as its own step.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ml import geometry
from ml.canonical import eye_centres
from ml.landmarks.protocol import LandmarkDetector
from ml.metrics import FRONTAL, measure
from ml.pose import estimate_pose
from ml.types import Image, Landmarks, Matrix, Points
from ml.vocabulary import Measure
from ml.warp import render

_CROP_SIDE: Final = 384
# Crop width in face widths, and turn in degrees.
_LOOKS: Final = tuple((span, tilt) for span in (1.5, 1.7, 1.9, 2.1) for tilt in (-9.0, 0.0, 9.0))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A face looked at many times: the ``mean`` of the looks, and each look by itself, in pixels of the source."""

    mean: Landmarks
    looks: tuple[Landmarks, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Values as stored (IOD, degrees, ratio), and by how much one look differs from another (SD of the looks)."""

    values: dict[Measure, float]
    looks_sd: dict[Measure, float]
    looks: int


def look(image: Image, landmarks: Landmarks, detector: LandmarkDetector) -> Seen:
    """The face at ``landmarks`` seen again in crops of the full-resolution ``image``; about 15 ms a look.

    Where no look finds it again, ``landmarks`` are the only look.
    """
    found = [
        face for span, tilt in _LOOKS if (face := _one_look(image, landmarks.points, span, tilt, detector)) is not None
    ]
    looks = tuple(found) or (landmarks,)
    mean = Landmarks(
        points=np.median([face.points for face in looks], axis=0),
        depth=np.median([face.depth for face in looks], axis=0),
    )
    return Seen(mean=mean, looks=looks)


def measure_photo(
    image: Image, landmarks: Landmarks, detector: LandmarkDetector, *, baseline: Seen | None = None
) -> Measured:
    """The geometric measures of the face at ``landmarks`` (as alignment found it), in pixels of the upright ``image``.

    ``baseline`` is the series' baseline, as :func:`look` saw it: the face is measured in its pose. Values of one series
    are comparable when all were measured against the same baseline.
    """
    seen = look(image, landmarks, detector)
    towards = FRONTAL if baseline is None else estimate_pose(baseline.mean)
    by_look = [measure(face, towards=towards) for face in seen.looks]
    values = measure(seen.mean, towards=towards)
    spread = {code: float(np.std([found[code] for found in by_look])) for code in values}
    return Measured(values=values, looks_sd=spread, looks=len(seen.looks))


def _one_look(image: Image, around: Points, span: float, tilt: float, detector: LandmarkDetector) -> Landmarks | None:
    right, left = eye_centres(around)
    roll = float(np.degrees(np.arctan2(left[1] - right[1], left[0] - right[0])))
    low, high = around.min(axis=0), around.max(axis=0)
    centre, width = (low + high) / 2, float((high - low).max())
    to_crop: Matrix = geometry.similarity(scale=_CROP_SIDE / (width * span), rotation=tilt - roll)
    to_crop[:, 2] = (_CROP_SIDE - 1) / 2 - to_crop[:, :2] @ centre
    side = (_CROP_SIDE, _CROP_SIDE)
    faces = detector.detect(render(image, to_crop, side, canonical_size=side))
    if not faces:
        return None
    back = geometry.invert(to_crop)
    moved = [Landmarks(geometry.apply(back, face.points), face.depth * geometry.scale(back)) for face in faces]
    return min(moved, key=lambda face: float(np.abs(face.points.mean(axis=0) - around.mean(axis=0)).max()))
