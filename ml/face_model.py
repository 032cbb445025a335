"""A rigid face in three dimensions: the parts that expression moves little, as the mesh's detector was taught them.

From MediaPipe's canonical face model (Google, Apache-2.0): the ``geometry_pipeline_metadata_landmarks.binarypb`` inside
the published ``face_landmarker.task``, 468 vertices in a metric frame. Kept are those of the brow's bone, the forehead,
temples, cheekbones, nose and eye corners; left out are lids, mouth, chin and jaw. Scaled so that the eye centres (the
middles of the corners) lie one unit apart, moved so that the origin is midway between them, made exactly symmetric.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

# (mesh row on the subject's right, on the left, x, y, z), interocular distances: x to the subject's left, y up, z
# forward; given for the left side. The same row twice lies on the midline.
_RIGID: Final = (
    (33, 263, 0.7054, 0.0062, -0.0464),
    (133, 362, 0.2946, -0.0062, 0.0464),
    (98, 327, 0.2230, -0.6885, 0.2817),
    (129, 358, 0.2834, -0.5717, 0.2197),
    (64, 294, 0.2527, -0.6160, 0.3160),
    (109, 338, 0.3001, 0.8904, 0.1284),
    (67, 297, 0.5592, 0.8539, 0.0418),
    (103, 332, 0.8145, 0.7713, -0.1278),
    (54, 284, 0.9964, 0.6332, -0.3237),
    (21, 251, 1.1247, 0.4459, -0.5341),
    (127, 356, 1.2286, -0.0412, -0.8681),
    (34, 264, 1.1447, -0.0574, -0.5383),
    (234, 454, 1.2161, -0.3096, -0.9364),
    (93, 323, 1.1967, -0.5829, -0.9357),
    (143, 372, 1.0167, -0.0617, -0.3022),
    (116, 345, 1.0258, -0.2678, -0.2818),
    (117, 346, 0.8344, -0.2664, -0.0780),
    (118, 347, 0.7033, -0.3019, 0.0090),
    (119, 348, 0.5237, -0.2797, 0.0646),
    (50, 280, 0.7562, -0.5278, 0.0109),
    (101, 330, 0.5280, -0.3998, 0.1029),
    (36, 266, 0.4514, -0.5308, 0.1535),
    (205, 425, 0.6082, -0.6604, 0.1066),
    (122, 351, 0.0894, -0.0503, 0.3334),
    (196, 419, 0.0820, -0.1652, 0.4257),
    (188, 412, 0.1502, -0.1138, 0.2747),
    (174, 399, 0.1430, -0.2202, 0.3631),
    (217, 437, 0.1992, -0.2891, 0.2923),
    (107, 336, 0.2214, 0.3788, 0.2936),
    (66, 296, 0.4380, 0.3929, 0.2460),
    (105, 334, 0.6326, 0.3943, 0.1588),
    (63, 293, 0.7911, 0.3456, 0.0454),
    (70, 300, 0.9078, 0.2586, -0.1007),
    (168, 168, 0.0000, 0.1026, 0.2809),
    (6, 6, 0.0000, -0.0240, 0.3686),
    (197, 197, 0.0000, -0.1422, 0.4524),
    (195, 195, 0.0000, -0.2484, 0.5250),
    (5, 5, 0.0000, -0.3584, 0.5993),
    (4, 4, 0.0000, -0.4899, 0.6539),
    (1, 1, 0.0000, -0.5953, 0.6363),
    (2, 2, 0.0000, -0.7479, 0.4114),
    (94, 94, 0.0000, -0.6900, 0.4976),
    (9, 9, 0.0000, 0.3588, 0.3046),
    (8, 8, 0.0000, 0.2213, 0.2886),
    (151, 151, 0.0000, 0.6221, 0.2478),
    (10, 10, 0.0000, 0.8945, 0.1612),
)


def _template() -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    places: dict[int, tuple[float, float, float]] = {}
    for right, left, x, y, z in _RIGID:
        places[right] = (-x, y, z)
        places[left] = (x, y, z)
    return np.array(list(places), dtype=np.intp), np.array(list(places.values()), dtype=np.float64)


RIGID_INDICES: NDArray[np.intp]
"""(N,) rows of the mesh."""
RIGID_POINTS: NDArray[np.float64]
"""(N, 3) where they lie in the head's frame, in interocular distances."""
RIGID_INDICES, RIGID_POINTS = _template()
for _constant in (RIGID_INDICES, RIGID_POINTS):
    _constant.flags.writeable = False
