"""Which way a head is turned, from its mesh: a rigid face fitted under a pinhole camera.

Signs, for an unmirrored photo as one sees it on a screen; all zero looks straight into the camera::

    yaw +      the subject turns to their own left: the nose moves to the right of the picture
    pitch +    the chin goes up: the nose moves up
    roll +     the head tilts to the subject's left shoulder: the top of the head moves to the right, clockwise

Angles are relative to **the ray from the camera to the face**, not to the camera's optical axis. The fit knows the
face's points only relative to each other, as if each photo were a crop centred on the face; so the same picture of a
face gives the same angles wherever it stands in the frame, and whatever was cut off around it. What that leaves out is
real but not the head's: a face 20° off the axis of a wide lens is stretched there by the projection.

The camera stands ``CAMERA_DISTANCE`` interocular distances away (0.63 m at 63 mm): a stated assumption, since one
photo does not tell distance from shape. Drawn heads at 0.4 m and 1.5 m differ by about 3° in pitch for that, and by
less than 1° in yaw and roll. A person's own proportions shift the zero of pitch, the same way in every photo: by 0° to
−11° over fourteen drawn heads, −1° on the one that is a scan of a real one. So differences between photos of one person
are far more certain than the angle itself (pitch 2.2° instead of 7°, benchmark ``signals``).

What the place in the frame still changes is the mesh's own noise: after the closer looks 0.25° in the median of the
worst angle and 0.42° at most (24 photographs), from a single detection in the whole frame 0.8° and more.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.canonical import eye_centres
from ml.face_model import RIGID_INDICES, RIGID_POINTS
from ml.types import Landmarks, Pose

CAMERA_DISTANCE: Final = 10.0
"""From the camera to the eyes, in interocular distances."""

# How much the detector's own depth counts against its place in the picture. Without it drawn heads' pitch comes out
# 20 % too small (the detector flattens what it sees towards its mean face), with this much 8 %; more costs yaw.
DEPTH_WEIGHT: Final = 0.5
_TUKEY: Final = 4.685
_MEDIAN_DISTANCE_TO_SIGMA: Final = 1.0 / float(np.sqrt(2.0 * np.log(2.0)))
_FLOOR: Final = 1e-9  # interocular distances; below it residuals are rounding
_PLAIN_STEPS: Final = 5
_MAX_STEPS: Final = 60
_SETTLED: Final = 1e-9  # radians
# Turned further than this, the eyes' distance in the picture says more about the turn than about the camera.
MAX_YAW: Final = 60.0

_Vectors = NDArray[np.float64]


def rotation_matrix(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """(3, 3): from the head's frame (x to the subject's left, y up, z forward) to the camera's (x right, y up, z to
    the camera); first pitch, then yaw, then roll, in degrees, each about an axis of the camera.
    """
    (cy, cp, cr), (sy, sp, sr) = (f(np.radians((yaw, pitch, roll))) for f in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, sr, 0], [-sr, cr, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, dtype=np.float64)


def estimate_pose(landmarks: Landmarks) -> Pose:
    """Degrees of turn of the face, by a robust fit to the rigid part of its mesh (Gauss–Newton, Tukey's biweight).

    Raises ``ValueError`` for points that aren't finite or whose eyes coincide: ``analyse`` lets no such face through.
    """
    right, left = eye_centres(landmarks.points)
    span = float(np.hypot(*(left - right)))
    if not (np.isfinite(landmarks.points).all() and np.isfinite(landmarks.depth).all() and span > 0):
        raise ValueError("the landmarks are not finite, or the eyes coincide")
    flipped = (landmarks.points[RIGID_INDICES] - (right + left) / 2) / span * np.array((1.0, -1.0))
    depth = -landmarks.depth[RIGID_INDICES] / span
    level = float(np.degrees(np.arctan2(left[1] - right[1], left[0] - right[0])))
    return _angles(_fit(np.column_stack((flipped, depth)), rotation_matrix(0.0, 0.0, level)))


def distance_ratio(
    interocular_px: float, baseline_interocular_px: float, pose: Pose, baseline_pose: Pose
) -> float | None:
    """How far the camera stood, as a multiple of its distance in the baseline: 1.1 is 10 % further away.

    Pixels between the eyes fall as 1 / distance, and by cos(yaw) when the head turns; the rest cancels **for the same
    camera, lens, zoom and picture size only**. Another camera, a crop or a resized file makes the number meaningless,
    and nothing in two pictures tells: the caller compares their sizes and camera names. Nothing when either head is
    turned by more than 60°. Raises ``ValueError`` when a distance is not positive.
    """
    if not (interocular_px > 0 and baseline_interocular_px > 0):
        raise ValueError("interocular distances must be positive")
    if max(abs(pose.yaw), abs(baseline_pose.yaw)) > MAX_YAW:
        return None
    facing = interocular_px / float(np.cos(np.radians(pose.yaw)))
    return baseline_interocular_px / float(np.cos(np.radians(baseline_pose.yaw))) / facing


def _fit(seen: _Vectors, turn: _Vectors) -> _Vectors:
    """Rotation that, with a scale and a shift, brings the rigid face to ``seen`` (N, 3): x right, y up, depth."""
    unknowns = 6  # three of turn, scale, two of shift; the depth's own shift is taken out by its mean
    scale, shift = 1.0, np.zeros(2)
    weights = np.ones(len(seen))
    count = len(seen)
    for step in range(_MAX_STEPS):
        turned = RIGID_POINTS @ turn.T
        nearness = 1.0 / (1.0 - turned[:, 2] / CAMERA_DISTANCE)
        projected = turned[:, :2] * nearness[:, None]
        residual = seen[:, :2] - scale * projected - shift
        if step >= _PLAIN_STEPS:
            distances = np.hypot(residual[:, 0], residual[:, 1])
            sigma = max(float(np.median(distances)) * _MEDIAN_DISTANCE_TO_SIGMA, _FLOOR)
            weights = (1.0 - np.minimum(distances / (_TUKEY * sigma), 1.0) ** 2) ** 2
        share = weights / weights.sum()
        # Left-multiplied small turns about the camera's axes: the point p moves by axis × p.
        moved = np.stack([np.cross(axis, turned) for axis in np.eye(3)], axis=2)  # (N, xyz, axis)
        slope = moved[:, :2] * nearness[:, None, None]
        slope = slope + (turned[:, :2] * (nearness**2 / CAMERA_DISTANCE)[:, None])[:, :, None] * moved[:, 2:3]
        in_picture = np.zeros((count, 2, unknowns))
        in_picture[:, :, :3], in_picture[:, :, 3] = scale * slope, projected
        in_picture[:, 0, 4] = in_picture[:, 1, 5] = 1.0
        in_depth = np.zeros((count, unknowns))
        in_depth[:, :3], in_depth[:, 3] = scale * moved[:, 2], turned[:, 2]
        in_depth -= share @ in_depth
        depth_residual = seen[:, 2] - scale * turned[:, 2]
        depth_residual -= share @ depth_residual
        root, depth_root = np.sqrt(weights), np.sqrt(weights * DEPTH_WEIGHT)
        rows = np.concatenate(
            ((in_picture * root[:, None, None]).reshape(-1, unknowns), in_depth * depth_root[:, None])
        )
        wanted = np.concatenate(((residual * root[:, None]).ravel(), depth_residual * depth_root))
        change = np.asarray(np.linalg.lstsq(rows, wanted, rcond=None)[0], dtype=np.float64)
        turn = _small_turn(change[:3]) @ turn
        scale, shift = scale + float(change[3]), shift + change[4:]
        if step > _PLAIN_STEPS and float(np.abs(change[:3]).max()) < _SETTLED:
            break
    return turn


def _small_turn(vector: _Vectors) -> _Vectors:
    """Rodrigues' formula: (3, 3) for the turn by |vector| radians about it."""
    angle = float(np.linalg.norm(vector))
    x, y, z = vector / angle if angle > 0 else vector
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross, dtype=np.float64)


def _angles(turn: _Vectors) -> Pose:
    """The inverse of :func:`rotation_matrix` for yaw within ±90°."""
    yaw = float(np.degrees(np.arcsin(np.clip(-turn[2, 0], -1.0, 1.0))))
    pitch = float(np.degrees(np.arctan2(-turn[2, 1], turn[2, 2])))
    roll = float(np.degrees(np.arctan2(-turn[1, 0], turn[0, 0])))
    return Pose(yaw=yaw, pitch=pitch, roll=roll)
