"""What is measured in a photo of a face: ten geometric measures, their summary, and three of brightness.

Geometric measures are taken from the mesh in the head's frame: turned back by the pose (``ml.pose``) with the mesh's
own depth, or to another photo's pose, levelled by the line between the eye centres and divided by their distance. So
they don't change when a photo is moved, turned in its plane or enlarged. Turning the mesh back by its estimated pose
adds that estimate's noise (19 photographs in other light: MDC 1.1 mm instead of 0.7): photos of a series are better
measured by ``ml.looks.measure_photo``, which finds the baseline's parts again and needs no pose. Lengths are in
interocular distances (IOD); :func:`iris_scale` gives millimetres with their uncertainty. Left and right are the
subject's; heights are along the face's vertical.

=================  ==========================================================================================
``brow_height``    brow's middle line (mean of ten outline points) above the middle of the same eye's corners
``eye_opening``    upper above lower lid's edge, mean of three places around the pupil (palpebral fissure height)
``mouth_corner``   corner of the mouth (four points) below the line through the eye centres; more is lower
``jaw_angle``      slope of the jaw's lower edge against the line of the eyes, degrees; 0 is level, more is steeper: the
                   straight line through the outline where rays 25–65° from the face's vertical cut it, which start
                   0.75 IOD below the eyes. An outline has no points of its own: skin that slides along it is no change
``lower_third``    base of the nose to the chin's lowest point (subnasale–menton of the facial thirds)
``face_width``     between the outlines, mean of three fixed levels: base of the nose, mouth, below the mouth
``symmetry``       mean distance between each of 24 points and its partner mirrored at the midline; 0 is a mirror image
``under_eye_darkness``  log2 of the light on the cheek over that below the eye, the light's slope taken out
``forehead_lines``  local deviation of log brightness on the forehead, in a band of 0.02–0.1 IOD, over the cheeks'
=================  ==========================================================================================

Sources: brow, lid and mouth as in facial photogrammetry (Farkas 1994: palpebral fissure height, subnasale–menton,
brow to canthi); thirds and jaw-line after Powell & Humphreys (1984).
The corners of the eye are used where those use the pupil, since a gaze moves that.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.canonical import eye_centres
from ml.pose import estimate_pose, rotation_matrix
from ml.types import Landmarks, Pose
from ml.vocabulary import Measure

METRICS_VERSION: Final = "2"
"""Changes with any definition below; stored with every value."""

GEOMETRIC: Final = (
    Measure.BROW_HEIGHT_LEFT,
    Measure.BROW_HEIGHT_RIGHT,
    Measure.EYE_OPENING_LEFT,
    Measure.EYE_OPENING_RIGHT,
    Measure.MOUTH_CORNER_LEFT,
    Measure.MOUTH_CORNER_RIGHT,
    Measure.JAW_ANGLE_LEFT,
    Measure.JAW_ANGLE_RIGHT,
    Measure.LOWER_THIRD,
    Measure.FACE_WIDTH,
)
"""The ten; ``symmetry`` sums them and others up."""

IRIS_MM: Final = (11.7, 0.5)
"""Diameter of the visible iris and its deviation between adults, millimetres (Rüfer et al. 2005: 11.71 ± 0.42)."""

FRONTAL: Final = Pose(yaw=0.0, pitch=0.0, roll=0.0)

# Rows of the mesh, the subject's right side; partners on the left in the same order.
_BROW: Final = ((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), (300, 293, 334, 296, 336, 276, 283, 282, 295, 285))
_EYE_CORNERS: Final = ((33, 133), (263, 362))
_UPPER_LID: Final = ((160, 159, 158), (387, 386, 385))
_LOWER_LID: Final = ((144, 145, 153), (373, 374, 380))
_MOUTH_CORNER: Final = ((61, 76, 62, 78), (291, 306, 292, 308))
OUTLINE: Final = ((132, 58, 172, 136, 150, 149, 176, 148, 152), (361, 288, 397, 365, 379, 378, 400, 377, 152))
"""Rows of the mesh on the edge of the face, from the ear down to the chin: the subject's right side, left side."""
JAW_CENTRE: Final = (0.0, -0.75)
"""Where the rays begin that cut the jaw's edge: in the head's frame, IOD."""
JAW_RAYS: Final = tuple(range(25, 66, 5))
"""Degrees from straight down towards the ear."""
_NOSE_BASE: Final = (2, 97, 326)
_CHIN: Final = (148, 152, 377)
_WIDTH: Final = ((132, 58, 172), (361, 288, 397))
_MIRRORED: Final = (
    (*_BROW[0], *_EYE_CORNERS[0], *_UPPER_LID[0], *_LOWER_LID[0], *_MOUTH_CORNER[0], 64, 98),
    (*_BROW[1], *_EYE_CORNERS[1], *_UPPER_LID[1], *_LOWER_LID[1], *_MOUTH_CORNER[1], 294, 327),
)
# Centre and ring of each iris in the mesh.
_IRISES: Final = ((469, 470, 471, 472), (474, 475, 476, 477))

_Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MillimetreScale:
    """``mm_per_iod`` millimetres an interocular distance, with the standard deviation ``sd`` that the iris' own
    variation between people and the mesh's ring leave. The same for all photos of one person: it does not blur changes.
    """

    mm_per_iod: float
    sd: float


def measure(landmarks: Landmarks, *, pose: Pose | None = None, towards: Pose = FRONTAL) -> dict[Measure, float]:
    """The geometric measures, in IOD and degrees.

    ``pose`` is the head's, estimated when not given; ``towards`` the pose in which it is measured. Raises
    ``ValueError`` for points that aren't finite or whose eyes coincide.
    """
    head = _in_pose(landmarks, estimate_pose(landmarks) if pose is None else pose, towards)
    sides = ((1, Measure.BROW_HEIGHT_LEFT, Measure.EYE_OPENING_LEFT, Measure.MOUTH_CORNER_LEFT, Measure.JAW_ANGLE_LEFT),
             (0, Measure.BROW_HEIGHT_RIGHT, Measure.EYE_OPENING_RIGHT, Measure.MOUTH_CORNER_RIGHT,
              Measure.JAW_ANGLE_RIGHT))  # fmt: skip
    found: dict[Measure, float] = {}
    for side, brow, opening, mouth, jaw in sides:
        corners = _mean(head, _EYE_CORNERS[side])
        found[brow] = float(_mean(head, _BROW[side])[1] - corners[1])
        lids = head[list(_UPPER_LID[side])] - head[list(_LOWER_LID[side])]
        found[opening] = float(np.mean(np.hypot(*lids[:, :2].T) * np.sign(lids[:, 1])))
        found[mouth] = float(-_mean(head, _MOUTH_CORNER[side])[1])
        outwards = 1.0 if side else -1.0
        found[jaw] = _slope(_jaw(head[list(OUTLINE[side]), :2], outwards), outwards)
    found[Measure.LOWER_THIRD] = float(_mean(head, _NOSE_BASE)[1] - _mean(head, _CHIN)[1])
    found[Measure.FACE_WIDTH] = float(_mean(head, _WIDTH[1])[0] - _mean(head, _WIDTH[0])[0])
    found[Measure.SYMMETRY] = _asymmetry(head)
    return {code: found[code] for code in (*GEOMETRIC, Measure.SYMMETRY)}


def iris_scale(landmarks: Landmarks) -> MillimetreScale:
    """Millimetres from the irises' diameter, which hardly differs between adults: 11.7 ± 0.5 mm.

    Raises ``ValueError`` when the rings or the eyes coincide.
    """
    right, left = eye_centres(landmarks.points)
    span = float(np.hypot(*(left - right)))
    diameters = []
    for rows in _IRISES:
        ring = landmarks.points[list(rows)]
        diameters.append(float(np.mean(np.hypot(*(ring - ring.mean(axis=0)).T))) * 2)
    mean = float(np.mean(diameters))
    if not (mean > 0 and span > 0):
        raise ValueError("the irises or the eyes coincide")
    scale = IRIS_MM[0] * span / mean
    between_eyes = abs(diameters[1] - diameters[0]) / 2 / mean
    return MillimetreScale(mm_per_iod=scale, sd=scale * float(np.hypot(IRIS_MM[1] / IRIS_MM[0], between_eyes)))


def _in_pose(landmarks: Landmarks, pose: Pose, towards: Pose) -> _Vectors:
    """(478, 3) in IOD, as the head would stand in the pose ``towards``, levelled: x to the subject's left, y up, z to
    the camera; origin midway between the eye centres.
    """
    flipped = np.column_stack((landmarks.points[:, 0], -landmarks.points[:, 1], -landmarks.depth))
    turn = rotation_matrix(towards.yaw, towards.pitch, 0.0) @ rotation_matrix(pose.yaw, pose.pitch, pose.roll).T
    turned = flipped @ turn.T
    right, left = (turned[list(rows)].mean(axis=0) for rows in _EYE_CORNERS)
    turned = turned - (right + left) / 2
    along = (left - right)[:2]
    span = float(np.hypot(*along))
    if not (span > 0 and np.isfinite(turned).all()):
        raise ValueError("the landmarks are not finite, or the eyes coincide")
    (c, s), level = along / span, turned.copy()
    level[:, 0], level[:, 1] = c * turned[:, 0] + s * turned[:, 1], -s * turned[:, 0] + c * turned[:, 1]
    return np.asarray(level / span, dtype=np.float64)


def _mean(head: _Vectors, rows: tuple[int, ...]) -> _Vectors:
    return np.asarray(head[list(rows)].mean(axis=0), dtype=np.float64)


def _jaw(outline: _Vectors, outwards: float) -> _Vectors:
    """(9, 2) where the rays cut the smooth curve (Catmull and Rom's) through ``outline`` (9, 2)."""
    ends = np.vstack((2 * outline[0] - outline[1], outline, 2 * outline[-1] - outline[-2]))
    a, b, c, d = (ends[start : len(ends) - 3 + start, None] for start in range(4))
    t = np.linspace(0.0, 1.0, 24, endpoint=False)[:, None]
    curve = (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2
    away = (np.vstack((curve.reshape(-1, 2), outline[-1:])) - JAW_CENTRE) * (outwards, 1.0)
    # From the chin outwards; where the curve runs back, its first crossing counts.
    angles = np.maximum.accumulate(np.arctan2(away[::-1, 0], -away[::-1, 1]))
    rays = np.radians(JAW_RAYS)
    reach = np.interp(rays, angles, np.hypot(*away[::-1].T))
    return np.column_stack((outwards * reach * np.sin(rays), -reach * np.cos(rays))) + JAW_CENTRE


def _slope(edge: _Vectors, outwards: float) -> float:
    """Degrees by which the straight line through ``edge`` (total least squares) rises towards the ear."""
    centred = (edge - edge.mean(axis=0)) * (outwards, 1.0)
    direction = np.linalg.svd(centred, full_matrices=False)[2][0]
    return float(np.degrees(np.arctan2(direction[1] * np.sign(direction[0]), abs(direction[0]))))


def _asymmetry(head: _Vectors) -> float:
    """Mean distance of partners after mirroring at the line that brings them nearest (least squares), IOD."""
    right, left = (head[list(rows)][:, :2] for rows in _MIRRORED)
    mirrored = left * (-1.0, 1.0)
    a, b = right - right.mean(axis=0), mirrored - mirrored.mean(axis=0)
    angle = np.arctan2(float(np.sum(b[:, 0] * a[:, 1] - b[:, 1] * a[:, 0])), float(np.sum(a * b)))
    c, s = np.cos(angle), np.sin(angle)
    return float(np.mean(np.hypot(*(a - b @ np.array([[c, s], [-s, c]])).T)))
