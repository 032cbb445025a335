"""Hiding part of a face before a picture is shown to others: cut to a zone, eyes covered, face covered.

Each makes recognition harder; none makes anybody anonymous. What covers is solid, so that nothing can be read through
it, and is drawn where the face was found as well as where a face stands on the canonical frame: should the two differ,
both are covered.
"""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np

from ml import geometry
from ml.canonical import EYES_MIDDLE, INTEROCULAR_PX, SIZE, SURROUND, eye_centres
from ml.manual import default_places
from ml.types import Image, Landmarks, Matrix, Points
from ml.vocabulary import ZONE_BOXES, View, Zone
from ml.warp import render

VEIL_VERSION: Final = "1"

# In interocular distances from the middle between the eye centres. Outer corners of the eyes stand at ±0.72, brows from
# -0.55 to -0.05: the bar reaches to the temples and takes the lower half of the brows along.
_BAR_HALF_LENGTH: Final = 1.15
_BAR_HALF_HEIGHT: Final = 0.42
# From the hairline to below the chin (1.68-2.07), ear to ear.
_FACE_MIDDLE: Final = 0.4
_FACE_HALF: Final = (1.45, 1.9)
# Around the mesh, whose edge runs along the face's.
_FACE_MARGIN: Final = 0.2
# A detector's box ends at brows and chin.
_BOX_MARGIN: Final = 0.35
_COVER: Final = (32, 32, 32)
_FINER: Final = 2.0
"""A close-up is enlarged by this much at most: more would be invented."""


def zone_size(zone: Zone, largest: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of a close-up that fits into ``largest``."""
    left, top, right, bottom = _zone_box(zone)
    zoom = min(largest[0] / (right - left), largest[1] / (bottom - top), _FINER)
    return max(1, int((right - left) * zoom)), max(1, int((bottom - top) * zoom))


def zone_aligned(image: Image, matrix: Matrix, zone: Zone, size: tuple[int, int]) -> Image:
    """The zone of a frontal face cut from the canonical frame, at ``size`` from :func:`zone_size`.

    ``matrix`` maps source → canonical pixels.
    """
    left, top, right, bottom = _zone_box(zone)
    # Whole pixels make the proportions a little other: it is cut there, and never stretched.
    zoom = max(size[0] / (right - left), size[1] / (bottom - top))
    shift = ((0.5 - left) * zoom - 0.5, (0.5 - top) * zoom - 0.5)
    onto = geometry.compose(geometry.similarity(scale=zoom, rotation=0.0, translation=shift), matrix)
    return render(image, onto, size, canonical_size=size)


def zone_unaligned(image: Image, matrix: Matrix, zone: Zone, least_width: int) -> Image:
    """The zone as the source has it: its box, and neutral grey in the corners that a turned head leaves.

    Enlarged to ``least_width`` where it is smaller, so that it and what stands beneath it can be seen.
    """
    left, top, right, bottom = _zone_box(zone)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    seen = geometry.apply(geometry.invert(matrix), corners)
    limit = np.array((image.shape[1], image.shape[0]))
    low = np.clip(np.floor(seen.min(axis=0)), 0, limit - 1).astype(int)
    high = np.clip(np.ceil(seen.max(axis=0)) + 1, low + 1, limit).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    inside = np.zeros(part.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(inside, np.round(seen - low).astype(np.int32), 1)
    shown = np.full_like(part, SURROUND)
    shown[inside == 1] = part[inside == 1]
    zoom = least_width / shown.shape[1]
    if zoom <= 1:
        return shown
    return np.asarray(cv2.resize(shown, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def with_eyes_covered(image: Image, to_picture: Matrix, found: Landmarks | None, view: View) -> Image:
    """A copy with a solid bar over both eyes.

    ``to_picture`` maps canonical pixels → those of ``image``; ``found`` holds the face's landmarks in the latter.
    """
    covered = image.copy()
    bars = [_bar(geometry.apply(to_picture, _canonical_eyes(view)))]
    if found is not None:
        bars.append(_bar(np.stack(eye_centres(found.points))))
    for bar in bars:
        cv2.fillConvexPoly(covered, np.round(bar).astype(np.int32), _COVER)
    return covered


def with_face_covered(image: Image, to_picture: Matrix, found: Landmarks | None) -> Image:
    """A copy with the whole face under a solid oval; hair, neck and what is around stay."""
    covered = image.copy()
    iod = INTEROCULAR_PX * geometry.scale(to_picture)
    middle = np.array([(EYES_MIDDLE[0], EYES_MIDDLE[1] + _FACE_MIDDLE * INTEROCULAR_PX)])
    centre = geometry.apply(to_picture, middle)[0]
    axes = (round(_FACE_HALF[0] * iod), round(_FACE_HALF[1] * iod))
    turn = float(np.degrees(geometry.rotation(to_picture)))
    cv2.ellipse(covered, (round(centre[0]), round(centre[1])), axes, turn, 0, 360, _COVER, thickness=-1)
    if found is not None:
        hull = cv2.convexHull(np.round(found.points).astype(np.int32))
        cv2.fillConvexPoly(covered, hull, _COVER)
        cv2.polylines(covered, [hull], isClosed=True, color=_COVER, thickness=max(1, round(2 * _FACE_MARGIN * iod)))
    return covered


def with_boxes_covered(image: Image, boxes: Iterable[Points]) -> Image:
    """A copy with other people's faces covered whole: each ``(4, 2)`` corners in the picture, with a margin around."""
    covered = image.copy()
    for corners in boxes:
        middle = corners.mean(axis=0)
        wider = middle + (corners - middle) * (1 + 2 * _BOX_MARGIN)
        cv2.fillConvexPoly(covered, np.round(wider).astype(np.int32), _COVER)
    return covered


def _zone_box(zone: Zone) -> tuple[float, float, float, float]:
    """In canonical pixels, held inside the frame."""
    left, top, right, bottom = (value * INTEROCULAR_PX for value in ZONE_BOXES[zone])
    x, y = EYES_MIDDLE
    return max(0.0, x + left), max(0.0, y + top), min(SIZE[0], x + right), min(SIZE[1], y + bottom)


def _canonical_eyes(view: View) -> Points:
    """Two points one interocular distance apart on the line of the eyes; in a profile around the corner of the eye."""
    places = default_places(view)
    if "eye_corner" in places:
        x, y = places["eye_corner"]
        return np.array([(x - INTEROCULAR_PX / 2, y), (x + INTEROCULAR_PX / 2, y)])
    return np.array([places["eye_right"], places["eye_left"]])


def _bar(eyes: Points) -> Points:
    """Corners of the bar over two eye centres."""
    along = eyes[1] - eyes[0]
    down = np.array((-along[1], along[0]))
    middle = eyes.mean(axis=0)
    half, high = _BAR_HALF_LENGTH * along, _BAR_HALF_HEIGHT * down
    return np.array([middle - half - high, middle + half - high, middle + half + high, middle - half + high])
