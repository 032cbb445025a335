"""The canonical face: where a face stands in an aligned picture, and the points that put it there.

The frame is 1080 × 1350 pixels (4:5, the portrait shape of phones' photo grids), with 256 px between the eye centres.
At a mean interocular distance of 63 mm that is 4.06 px/mm: the frame shows 266 × 332 mm, the eye line 155 mm below the
upper edge and 177 mm above the lower one. A head needs about 115 mm from eye line to vertex, 20–30 mm for hair, and
115 mm from eye line to chin, so hair and half of the neck fit ("from just above the head to mid-neck", as clinical
photography asks of a frontal view), with room for a face turned to the side. 256 px is also what a phone's selfie can
fill without enlarging (400–700 px between the eyes at 12 megapixels).
"""

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from ml.types import Points
from ml.vocabulary import ALIGNED_SIZE, CANONICAL_EYES_MIDDLE, CANONICAL_INTEROCULAR_PX

CANONICAL_VERSION: Final = "1"
"""Changes with any number in this file or that it takes from the vocabulary; stored with every alignment and part of
every rendition's recipe."""

SIZE: Final = ALIGNED_SIZE
INTEROCULAR_PX: Final = CANONICAL_INTEROCULAR_PX
EYES_MIDDLE: Final = CANONICAL_EYES_MIDDLE
"""The middle between the eye centres, (x, y) canonical pixels: centred, and a little above the middle."""

SURROUND: Final = (128, 128, 128)
"""What lies outside a photo: mid-grey in sRGB near L* = 54; a neutral surround doesn't change how skin looks."""

EYE_CORNERS: Final = ((33, 133), (263, 362))
"""The corners of the subject's right and left eye in MediaPipe's mesh: outer, inner."""

# Points that expression and the turn of the head move least, with their place on a mean face and the trust they get.
# (index on the subject's right, on the left, x, y, weight); x from the midline towards the subject's left and y
# downwards from the eye line, in interocular distances, given for the left side and mirrored for the right; the same
# index twice lies on the midline. Places are the median of 56 near-frontal faces (mean offset from the midline below
# 0.06), made symmetric; spread between people 0.01–0.07.
# Left out: mouth, chin and brows (expression); nose tip, cheeks and temples (far from the plane of the eyes, so that a
# turned head moves them). Upper lids count half because of blinks. Measured against all 468 points on 109 real pairs
# of three people (median distance left at eyes and nose, % of the interocular distance, person by person): 3.9, 5.1 and
# 6.9 instead of 4.6, 6.6 and 7.4.
_STABLE: Final = (
    # eye corners
    (33, 263, 0.722, -0.017, 1.0),
    (133, 362, 0.278, 0.017, 1.0),
    # lower eye rims
    (7, 249, 0.686, 0.006, 1.0),
    (163, 390, 0.648, 0.021, 1.0),
    (144, 373, 0.594, 0.033, 1.0),
    (145, 374, 0.515, 0.039, 1.0),
    (153, 380, 0.434, 0.032, 1.0),
    (154, 381, 0.356, 0.023, 1.0),
    (155, 382, 0.303, 0.020, 1.0),
    # upper eye rims
    (246, 466, 0.701, -0.035, 0.5),
    (161, 388, 0.673, -0.056, 0.5),
    (160, 387, 0.624, -0.080, 0.5),
    (159, 386, 0.544, -0.095, 0.5),
    (158, 385, 0.461, -0.090, 0.5),
    (157, 384, 0.374, -0.056, 0.5),
    (173, 398, 0.309, -0.012, 0.5),
    # sides of the nose
    (122, 351, 0.093, 0.102, 0.5),
    (196, 419, 0.089, 0.215, 0.5),
    (174, 399, 0.158, 0.263, 0.5),
    (188, 412, 0.156, 0.152, 0.5),
    (193, 417, 0.119, -0.039, 0.5),
    (245, 465, 0.162, 0.074, 0.5),
    (114, 343, 0.223, 0.221, 0.5),
    (128, 357, 0.219, 0.147, 0.5),
    # base of the nose
    (98, 327, 0.302, 0.702, 0.5),
    (48, 278, 0.327, 0.612, 0.5),
    (64, 294, 0.333, 0.649, 0.5),
    (129, 358, 0.362, 0.592, 0.5),
    (97, 326, 0.143, 0.749, 0.5),
    (2, 2, 0.000, 0.766, 0.5),
    (94, 94, 0.000, 0.750, 0.5),
    # bridge of the nose
    (168, 168, 0.000, -0.049, 0.25),
    (6, 6, 0.000, 0.079, 0.25),
    (197, 197, 0.000, 0.200, 0.25),
    (195, 195, 0.000, 0.310, 0.25),
    # glabella: bone of the brow between the eyes
    (8, 8, 0.000, -0.173, 0.5),
    (9, 9, 0.000, -0.311, 0.5),
)


def _template() -> tuple[NDArray[np.intp], Points, NDArray[np.float64]]:
    places: dict[int, tuple[float, float, float]] = {}
    for right, left, x, y, weight in _STABLE:
        places[right] = (-x, y, weight)
        places[left] = (x, y, weight)
    table = np.array(list(places.values()), dtype=np.float64)
    points = table[:, :2] * INTEROCULAR_PX + np.array(EYES_MIDDLE)
    return np.array(list(places), dtype=np.intp), points, table[:, 2].copy()


STABLE_INDICES: NDArray[np.intp]
"""(N,) rows of the mesh that alignment uses."""
STABLE_POINTS: Points
"""(N, 2) where they lie on the canonical face, in canonical pixels."""
STABLE_WEIGHTS: NDArray[np.float64]
"""(N,) trust in each, 0–1."""
STABLE_INDICES, STABLE_POINTS, STABLE_WEIGHTS = _template()
for _constant in (STABLE_INDICES, STABLE_POINTS, STABLE_WEIGHTS):
    _constant.flags.writeable = False


def eye_centres(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The subject's right and left eye centre, ``(2,)`` each: the middle of the two corners of the eye."""
    right = points[list(EYE_CORNERS[0])].mean(axis=0)
    left = points[list(EYE_CORNERS[1])].mean(axis=0)
    return cast("NDArray[np.float64]", right), cast("NDArray[np.float64]", left)
