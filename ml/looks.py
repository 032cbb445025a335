"""Measuring one photo: many looks at its face, then its parts found again by their pixels from the series' baseline.

Alignment needs a face quickly; a measure may take a second (0.2 s for the looks, 0.1–0.3 s for the parts). It runs
after alignment, as its own step.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ml import geometry
from ml.canonical import eye_centres
from ml.landmarks.protocol import LandmarkDetector
from ml.metrics import FRONTAL, measure
from ml.pose import estimate_pose
from ml.regions import Crop, crop, find_again
from ml.shades import shades
from ml.types import Image, Landmarks, Matrix, Points, Rejection
from ml.vocabulary import Measure
from ml.warp import render

_CROP_SIDE: Final = 384
# Crop width in face widths, and turn in degrees.
_LOOKS: Final = tuple((span, tilt) for span in (1.5, 1.7, 1.9, 2.1) for tilt in (-9.0, 0.0, 9.0))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A face looked at many times: the ``mean`` (median) of the looks and each by itself, in pixels of the source; and
    its ``crop``, in which the parts of later photos' faces are looked for.
    """

    mean: Landmarks
    looks: tuple[Landmarks, ...]
    crop: Crop


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Values as stored (IOD, degrees, ratio), and by how much one look's mesh differs from another's (SD of looks).

    ``by_pixels`` that the geometric values follow the baseline's pixels; else they are the mesh's alone.
    """

    values: dict[Measure, float]
    looks_sd: dict[Measure, float]
    looks: int
    by_pixels: bool


def look(image: Image, landmarks: Landmarks, detector: LandmarkDetector) -> Seen | Rejection:
    """The face at ``landmarks`` seen again in crops of the full-resolution ``image``; about 15 ms a look.

    Where no look finds it again, ``landmarks`` are the only look. ``Rejection(degenerate_landmarks)`` when they show
    no face's size.
    """
    found = [
        face for span, tilt in _LOOKS if (face := _one_look(image, landmarks.points, span, tilt, detector)) is not None
    ]
    looks = tuple(found) or (landmarks,)
    mean = Landmarks(
        points=np.median([face.points for face in looks], axis=0),
        depth=np.median([face.depth for face in looks], axis=0),
    )
    cut = crop(image, mean)
    return cut if isinstance(cut, Rejection) else Seen(mean=mean, looks=looks, crop=cut)


def measure_photo(
    image: Image, landmarks: Landmarks, detector: LandmarkDetector, *, baseline: Seen | None = None
) -> Measured | Rejection:
    """All measures of the face at ``landmarks`` (as alignment found it), in pixels of the upright ``image``.

    ``baseline`` is the series' baseline, as :func:`look` saw it; nothing for the baseline itself. The face is measured
    as it would look in the baseline's pose, and its parts are where the baseline's pixels are found again
    (``ml.regions``). So values of one series compare when all were measured against the same baseline, and a new
    baseline means measuring anew.
    """
    seen = look(image, landmarks, detector)
    if isinstance(seen, Rejection):
        return seen
    own = estimate_pose(seen.mean)
    spreads = [measure(face, pose=own, towards=own) for face in seen.looks]
    values, by_pixels = measure(seen.mean, pose=own, towards=own), False
    if baseline is not None:
        photo = crop(image, seen.mean, onto=baseline.crop)
        if isinstance(photo, Rejection):
            values = measure(seen.mean, pose=own, towards=estimate_pose(baseline.mean))
        else:
            mesh = find_again(baseline.crop, photo).mesh
            # The crop is level and in the baseline's pose: measured as it stands there.
            values = measure(Landmarks(points=mesh[:, :2], depth=mesh[:, 2]), pose=FRONTAL)
            by_pixels = True
    spread = {code: float(np.std([found[code] for found in spreads])) for code in values}
    return Measured(
        values=values | shades(image, seen.mean), looks_sd=spread, looks=len(seen.looks), by_pixels=by_pixels
    )


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
