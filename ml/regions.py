"""Finding the parts of a face again in a later photo by their pixels: brows, lids, corners of the mouth, jaw, chin.

A detector of landmarks knows how faces look, and draws what it finds towards that: of a change made in the pixels its
mesh follows 17–53 % at the lids, brows and jaw, 42–85 % at the mouth, chin and width (four portraits, benchmark
``measures``). So the mesh only tells where to look; how far a part moved is told by the pixels, patch by patch
(Lucas–Kanade on the light-invariant features of ``ml.photometric``, coarse to fine). What pixels can't tell, plain
skin or the direction along an edge, counts as unmoved: each patch weighs that by how clearly its pixels speak.

A head that turned moves its parts too. The turn is fitted to patches that expression moves little, with the
baseline's own mesh as the body in three dimensions, and taken out: what is left moved in the face itself. Depth too
flat in the mesh makes the turn too large by as much, and the product is right.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import geometry
from ml.canonical import STABLE_INDICES, eye_centres
from ml.photometric import Level, Plane, features
from ml.types import Image, Landmarks, Matrix, Points, Rejection
from ml.warp import render

_Vectors = NDArray[np.float64]

PIXELS_PER_IOD: Final = 128.0
SIZE: Final = (384, 432)
"""Of the crop: 3 × 3.4 IOD, the eye line 1.1 IOD below its upper edge."""
_EYES: Final = ((SIZE[0] - 1) / 2, 1.1 * PIXELS_PER_IOD)
_LEVELS: Final = tuple(Level(ppi, 1.25, 1e-3, 12) for ppi in (32.0, 64.0, 128.0))

# How far a part may have moved, IOD, before its pixels are asked: 2 mm. A mesh under hard light is as far off.
_PRIOR_SD: Final = 0.03
# The jaw's edge moves farther when its slope changes: 6.5° are 0.09 IOD at its end. Held to 0.03 it was followed by
# 22 % of that, to 0.08 by 97 % (medians of 38 photographs).
_EDGE_PRIOR_SD: Final = 0.08
# Where the pixels tell no better than this, IOD, a part counts as unmoved. Measured on the pairs of the benchmark with
# the farthest outliers: patches that went astray 0.0042–0.0073 but for one, the others 0.0002–0.0029.
_CLEAR_SD: Final = 0.004
# Where else the edge of the face is looked for: a mesh follows it by a fifth, and a coarse patch reaches 0.05 IOD.
_AROUND: Final = (
    (0.0, -0.06),
    (0.0, 0.06),
    (-0.06, 0.0),
    (0.06, 0.0),
    *((x, y) for x in (-0.075, 0.075) for y in (-0.075, 0.075)),
)
# Neighbouring pixels know the same: this many count as one.
_PIXELS_AS_ONE: Final = 16.0
_ROBUST: Final = 2.0
_MAD_TO_SIGMA: Final = 1.4826


@dataclass(frozen=True, slots=True)
class Patch:
    """``rows`` of the mesh move together; looked at is their hull and ``reach`` IOD around it. ``prior_sd`` is how far
    they may have moved, IOD, before the pixels are asked.
    """

    rows: tuple[int, ...]
    reach: float
    prior_sd: float = _PRIOR_SD


def _discs(rows: tuple[int, ...], reach: float, prior_sd: float = _PRIOR_SD) -> tuple[Patch, ...]:
    return tuple(Patch((row,), reach, prior_sd) for row in rows)


MEASURED: Final = (
    Patch((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), 0.05),
    Patch((300, 293, 334, 296, 336, 276, 283, 282, 295, 285), 0.05),
    Patch((161, 160, 159, 158, 157), 0.03),
    Patch((388, 387, 386, 385, 384), 0.03),
    Patch((163, 144, 145, 153, 154), 0.03),
    Patch((390, 373, 374, 380, 381), 0.03),
    Patch((61, 76, 62, 78), 0.10),
    Patch((291, 306, 292, 308), 0.10),
    Patch((2, 97, 326), 0.05),
    Patch((148, 152, 377), 0.12),
    *_discs((176, 149, 150, 136, 172), 0.12, _EDGE_PRIOR_SD),
    *_discs((58, 132), 0.12),
    *_discs((400, 378, 379, 365, 397), 0.12, _EDGE_PRIOR_SD),
    *_discs((288, 361), 0.12),
)
"""What the measures of ``ml.metrics`` are taken from; the jaw's edge piece by piece from the chin outwards."""
RIGID: Final = (
    *_discs((33, 133, 263, 362), 0.07),
    *_discs((116, 117, 118, 119, 101, 36, 345, 346, 347, 348, 330, 266), 0.10),
    *_discs((122, 196, 188, 174, 217, 129, 64, 98, 351, 419, 412, 399, 437, 358, 294, 327), 0.08),
    *_discs((168, 6, 197, 195, 5, 4, 9, 8, 151), 0.08),
)
"""What expression moves little: corners of the eyes, nose, cheekbones, forehead between the brows."""


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A face in the frame of this module: its features at each level, and its mesh (478, 3) in the crop's pixels."""

    planes: tuple[list[Plane], ...]
    mesh: _Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The baseline's mesh (478, 3) as the photo shows it in the baseline's pose, crop's pixels, and the turn taken out
    (degrees about the vertical and the horizontal axis, small).
    """

    mesh: _Vectors
    turn: tuple[float, float]


def crop(image: Image, landmarks: Landmarks, onto: Crop | None = None) -> Crop | Rejection:
    """The face cut out level, its eyes in fixed places; with ``onto``, as a baseline's face lies there."""
    points = landmarks.points
    if onto is None:
        at = np.array(((-0.5, 0.0), (0.5, 0.0))) * PIXELS_PER_IOD + _EYES
        matrix: Matrix | Rejection = geometry.estimate(np.stack(eye_centres(points)), at)
    else:
        target = onto.mesh[STABLE_INDICES, :2]
        fit = geometry.estimate_robust(points[STABLE_INDICES], target, noise=0.035 * PIXELS_PER_IOD)
        matrix = fit if isinstance(fit, Rejection) else fit.matrix
    if isinstance(matrix, Rejection):
        return matrix
    grey = cv2.cvtColor(render(image, matrix, SIZE, canonical_size=SIZE), cv2.COLOR_RGB2GRAY).astype(np.float32)
    planes = []
    for level in _LEVELS:
        zoom = level.pixels_per_iod / PIXELS_PER_IOD
        small = cv2.resize(grey, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA) if zoom < 1 else grey
        planes.append(features(np.asarray(small, dtype=np.float32), level))
    mesh = np.column_stack((geometry.apply(matrix, points), landmarks.depth * geometry.scale(matrix)))
    return Crop(planes=tuple(planes), mesh=mesh)


def find_again(baseline: Crop, photo: Crop) -> Found:
    """Where the parts of the baseline's face are in the photo, once the turn of the head is taken out."""
    moved = [_follow(baseline, photo, patch) for patch in RIGID]
    rows = [patch.rows[0] for patch in RIGID]
    motion = _motion(baseline.mesh[rows], np.array([shift for shift, _ in moved]), np.array([sd for _, sd in moved]))
    mesh = baseline.mesh.copy()
    last = np.zeros(2)
    for patch in MEASURED:
        chosen = list(patch.rows)
        unchanged = _moved(baseline.mesh[chosen], motion)
        expected = unchanged.mean(axis=0)
        shift, sd = _follow(baseline, photo, patch, expected, last)
        if sd > _CLEAR_SD * PIXELS_PER_IOD:
            # Half a line moved and half of it not would be a slope: an unclear piece goes with the one before it.
            shift = expected + (last if len(chosen) == 1 else 0.0)
        mesh[chosen, :2] += shift - unchanged
        last = shift - expected
    # The corners of the eyes carry every measure's frame: they are where the rigid body has them.
    return Found(mesh=mesh, turn=(float(np.degrees(motion[4])), float(np.degrees(motion[5]))))


def _moved(mesh: _Vectors, motion: _Vectors) -> _Vectors:
    """(N, 2) pixels: shift, growth, turn in the plane, and parallax of a small turn about the y and x axes."""
    x, y, depth = mesh[:, 0] - _EYES[0], mesh[:, 1] - _EYES[1], mesh[:, 2]
    shift_x, shift_y, growth, roll, about_y, about_x = motion
    return np.column_stack(
        (shift_x + growth * x - roll * y + about_y * depth, shift_y + growth * y + roll * x + about_x * depth)
    )


def _motion(mesh: _Vectors, shifts: _Vectors, sds: _Vectors) -> _Vectors:
    """The six small numbers of :func:`_moved`, by weighted least squares with Tukey's biweight."""
    basis = [_moved(mesh, unit) for unit in np.eye(6)]
    rows = np.stack(basis, axis=-1).reshape(-1, 6)
    wanted = shifts.reshape(-1)
    prior = 1.0 / (sds**2 + (0.002 * PIXELS_PER_IOD) ** 2)
    weights = prior / prior.max()
    robust = np.ones(len(mesh))
    motion = np.zeros(6)
    for _ in range(20):
        root = np.sqrt(np.repeat(weights * robust, 2))
        motion = np.asarray(np.linalg.lstsq(rows * root[:, None], wanted * root, rcond=None)[0], dtype=np.float64)
        left = np.hypot(*(wanted - rows @ motion).reshape(-1, 2).T) * np.sqrt(weights)
        sigma = max(float(np.median(left)) * 0.8493, 1e-6)
        robust = (1.0 - np.minimum(left / (4.685 * sigma), 1.0) ** 2) ** 2
    return motion


def _follow(
    baseline: Crop,
    photo: Crop,
    patch: Patch,
    expected: _Vectors | None = None,
    neighbour: _Vectors | None = None,
) -> tuple[_Vectors, float]:
    """The patch's shift (2,) in the crop's pixels, and its standard deviation (mean of both directions).

    Looked for from where the mesh has it and, when stated, from where it is ``expected``; a piece of the jaw's edge
    also around there and where its ``neighbour`` went. The best match counts. What pixels leave open is as expected,
    or else as the mesh says.
    """
    rows = list(patch.rows)
    by_mesh = np.asarray(photo.mesh[rows, :2].mean(axis=0) - baseline.mesh[rows, :2].mean(axis=0), dtype=np.float64)
    centre = by_mesh if expected is None else expected
    starts = [by_mesh] if expected is None else [expected, by_mesh]
    if expected is not None and neighbour is not None and len(rows) == 1:
        starts += [expected + neighbour, *(expected + np.array(step) * PIXELS_PER_IOD for step in _AROUND)]
    return min((_descend(baseline, photo, patch, start, centre) for start in starts), key=lambda found: found[2])[:2]


def _descend(
    baseline: Crop, photo: Crop, patch: Patch, start: _Vectors, centre: _Vectors
) -> tuple[_Vectors, float, float]:
    """From ``start``, coarse to fine: the shift, its deviation, and how badly it matches."""
    shift, covariance, cost = start, np.eye(2), 0.0
    for number, level in enumerate(_LEVELS):
        zoom = level.pixels_per_iod / PIXELS_PER_IOD
        points = (baseline.mesh[list(patch.rows), :2] + 0.5) * zoom - 0.5
        # Coarse levels need some pixels to hold on to.
        reach = max(patch.reach * level.pixels_per_iod, 3.0)
        found, covariance, cost = _shift(
            baseline.planes[number],
            photo.planes[number],
            _window(points, reach),
            (shift * zoom, centre * zoom, patch.prior_sd * level.pixels_per_iod),
            level,
        )
        shift, covariance = found / zoom, covariance / zoom**2
    return shift, float(np.sqrt(np.trace(covariance) / 2)), cost


def _window(points: Points, reach: float) -> tuple[tuple[float, float], Plane]:
    """The middle (x, y) of a patch and its weights (h, w): 1 on the hull of ``points``, 0 at ``reach`` from it."""
    low, high = points.min(axis=0) - reach - 1, points.max(axis=0) + reach + 1
    middle = (low + high) / 2
    width, height = (int(2 * np.ceil(side / 2)) + 1 for side in high - low)
    zone = np.zeros((height, width), dtype=np.uint8)
    inside = points - middle + ((width - 1) / 2, (height - 1) / 2)
    cv2.fillConvexPoly(zone, cv2.convexHull(np.rint(inside * 8).astype(np.int32)), 1, shift=3)
    zone[
        np.clip(np.rint(inside[:, 1]).astype(int), 0, height - 1),
        np.clip(np.rint(inside[:, 0]).astype(int), 0, width - 1),
    ] = 1
    away = cv2.distanceTransform(1 - zone, cv2.DIST_L2, 5)
    weights = np.clip(1.0 - away / reach, 0.0, 1.0)
    return (float(middle[0]), float(middle[1])), np.asarray(weights, dtype=np.float32)


def _shift(
    fixed: list[Plane],
    moving: list[Plane],
    window: tuple[tuple[float, float], Plane],
    start: tuple[_Vectors, _Vectors, float],
    level: Level,
) -> tuple[_Vectors, _Vectors, float]:
    """(2,), its covariance (2, 2) in pixels of the level, and the weighted mean square that is left.

    ``start`` is where to begin, where the patch is expected, and how surely (SD).
    """
    (x, y), weights = window
    size = (weights.shape[1], weights.shape[0])
    values = np.stack([cv2.getRectSubPix(plane, size, (x, y)) for plane in fixed])
    slope_x, slope_y = np.gradient(values, axis=2), np.gradient(values, axis=1)
    centre, sd = start[1:]
    shift: _Vectors = start[0]
    precision = np.eye(2) / sd**2
    used = weights > 0.02
    inverse, cost = np.eye(2) * sd**2, 0.0
    for _ in range(level.most_iterations):
        seen = np.stack(
            [cv2.getRectSubPix(plane, size, (float(x + shift[0]), float(y + shift[1]))) for plane in moving]
        )
        apart = seen - values
        squared = np.sum(apart**2, axis=0)
        sigma_squared = (_ROBUST * _MAD_TO_SIGMA) ** 2 * float(np.median(squared[used])) / 2 + 1e-6
        robust = weights / (1 + squared / sigma_squared) ** 2
        cost = float(np.sum(weights * np.minimum(squared, 2.0)))
        noise = float(np.sum(robust * squared) / (2 * robust.sum())) * _PIXELS_AS_ONE + 1e-9
        hessian = np.array(
            [[np.sum(robust * a * b) for b in (slope_x, slope_y)] for a in (slope_x, slope_y)], dtype=np.float64
        )
        pull = np.array([np.sum(robust * slope * apart) for slope in (slope_x, slope_y)], dtype=np.float64)
        inverse = np.asarray(np.linalg.inv(hessian / noise + precision), dtype=np.float64)
        step = inverse @ (pull / noise + precision @ (shift - centre))
        shift = np.asarray(shift - np.clip(step, -2.0, 2.0), dtype=np.float64)
        if float(np.abs(step).max()) < level.settled_iod * level.pixels_per_iod:
            break
    return shift, inverse, cost
