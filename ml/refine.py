"""The last percent: from where the landmarks put a face to where its pixels lie on those of the series' baseline.

Landmarks are sure to one or two percent of the interocular distance; skin, lashes and the bridge of the nose are sure
to a fiftieth of one. But only the same face in the same pose has the same pixels, so the pixels are believed only
when they show that they know better: on pixels that had no say in the fit, the two crops must resemble each other, and
more than they did before. Otherwise the landmark fit stands, and the result says why.

Only rigid zones are looked at: the orbits with the bone of the brow, and the nose. Not mouth, cheeks or hair.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import geometry
from ml.canonical import EYES_MIDDLE, INTEROCULAR_PX
from ml.photometric import Fixed, Level, Plane, band, features
from ml.types import UNREFINED, Baseline, Image, Matrix, Points, Reference, Refinement, RefinementReason
from ml.warp import render

# Coarse first, for reach; then fine, for precision. Photos of 40-200 px between the eyes hold nothing finer.
_COARSE: Final = Level(pixels_per_iod=64.0, blur=1.5, settled_iod=2e-3, most_iterations=20)
_FINE: Final = Level(pixels_per_iod=128.0, blur=1.25, settled_iod=1e-4, most_iterations=25)
# The crop at the fine level: 2.6 × 2 IOD, the eye line 0.72 IOD below its upper edge.
SIZE: Final = (336, 256)
REFERENCE_INTEROCULAR_PX: Final = _FINE.pixels_per_iod
_EYE_LINE: Final = 92.0

# A chessboard field of 0.1 IOD: large against what neighbouring pixels know of each other.
_TILE: Final = 12

# Correlation on held-out pixels below which the faces are too different (turn, expression, a hand, another person).
# Measured: the same photo with other light, noise and blur 0.80 at least; of 104 pairs of one person in other poses or
# on other days three above it; of 374 pairs of two people one (0.81), of 95 photos with their mirror images twelve.
_ALIKE: Final = 0.8

# Root mean square over the face, in IOD: how far pixels may overrule landmarks (whose own error is 0.9 % in the median
# and 3.5 % at worst under hard side light), and how far when the held-out pixels leave no doubt (the mesh on a face cut
# by the frame was 13 % off).
_FARTHEST: Final = 0.04
_FARTHEST_WHEN_SURE: Final = 0.20
_SURE: Final = 0.9

# How far the two halves of the chessboard may disagree, in IOD, as a part of the move, or in pixels of the photo: noise
# makes them disagree on a small face, and the whole is still right to a third of that. A head turned in depth, whose
# pixels no similarity brings together, shows here too.
_HALVES_APART: Final = 0.004
_HALVES_APART_OF_MOVE: Final = 0.4
_HALVES_APART_PX: Final = 0.35


def make_reference(image: Image, matrix: Matrix) -> Reference:
    """What later photos are compared with: the brightness of ``image``'s canonical crop.

    ``image`` is the baseline's original with its alignment ``matrix``, or its aligned rendition with the matrix that
    maps the rendition to the canonical frame.
    """
    return Reference(grey=_grey(image, matrix))


def refine(image: Image, face: Points, start: Matrix, baseline: Baseline) -> tuple[Matrix, Refinement]:
    """``start`` (source → canonical, by landmarks) made exact by pixels, or ``start`` itself and the reason.

    ``face`` (N, 2) are the landmarks in the source: where it is measured how far the place moved.
    """
    if baseline.reference is None:
        return start, UNREFINED
    theirs = baseline.reference.grey.astype(np.float32)
    zone = _rigid_zone(geometry.apply(geometry.compose(_TO_CROP, baseline.matrix), baseline.points))

    rough = Fixed(features(_halved(theirs), _COARSE), _halved(zone), _COARSE)
    ours = _grey(image, start).astype(np.float32)
    coarse = rough.place(features(_halved(ours), _COARSE), _IDENTITY)
    place = _in_canonical(_doubled(coarse.matrix), start)
    if _apart(place, start, face) > _FARTHEST_WHEN_SURE:
        return start, Refinement(applied=False, reason=RefinementReason.TOO_FAR, iterations=coarse.iterations)

    fixed = Fixed(features(theirs, _FINE), zone, _FINE)
    near = _grey(image, place).astype(np.float32)
    fine = fixed.place(features(near, _FINE), _IDENTITY)
    refined = _in_canonical(fine.matrix, place)
    before, after, halves_apart = _held_out(fixed, theirs, (ours, near), fine.matrix)
    moved = _apart(refined, start, face)
    if after < _ALIKE:
        reason = RefinementReason.TOO_DIFFERENT
    elif not fine.settled or halves_apart > _allowed_apart(moved, start):
        reason = RefinementReason.UNSETTLED
    elif moved > (_FARTHEST_WHEN_SURE if after >= _SURE else _FARTHEST):
        reason = RefinementReason.TOO_FAR
    elif after <= before:
        reason = RefinementReason.NO_GAIN
    else:
        reason = RefinementReason.APPLIED
    applied = reason is RefinementReason.APPLIED
    result = Refinement(
        applied=applied,
        reason=reason,
        moved_iod=moved,
        measure_before=before,
        measure_after=after,
        iterations=coarse.iterations + fine.iterations,
    )
    return (refined if applied else start), result


def _allowed_apart(moved: float, start: Matrix) -> float:
    """How far the halves may disagree, in IOD."""
    pixel = geometry.scale(start) / INTEROCULAR_PX
    return max(_HALVES_APART, _HALVES_APART_OF_MOVE * moved, _HALVES_APART_PX * pixel)


def _held_out(fixed: Fixed, theirs: Plane, ours: tuple[Plane, Plane], place: Matrix) -> tuple[float, float, float]:
    """Correlation before and after, and how far the halves disagree (IOD); ``ours`` at the start and near the end.

    Each half of the chessboard finds its own place from ``place`` on and is judged on the other half, in a coarser band
    of brightness that no fit looks at.
    """
    target, started, moved = (band(plane, fixed.level) for plane in (theirs, *ours))
    planes = features(ours[1], fixed.level)
    halves = fixed.tiles(_TILE)
    places = [fixed.place(planes, place, half).matrix for half in halves]
    before = [fixed.correlation(target, started, half) for half in halves]
    after = [
        fixed.correlation(target, fixed.moved(moved, found), held_out)
        for found, held_out in zip(places, halves[::-1], strict=True)
    ]
    width, height = SIZE
    corners = np.array([(0, 0), (width, 0), (0, height), (width, height)], dtype=np.float64)
    apart = geometry.apply(places[0], corners) - geometry.apply(places[1], corners)
    spread = float(np.sqrt(np.mean(np.sum(apart**2, axis=1)))) / fixed.level.pixels_per_iod
    return float(np.mean(before)), float(np.mean(after)), spread


def _to_crop() -> Matrix:
    scale = _FINE.pixels_per_iod / INTEROCULAR_PX
    eyes = np.array(((SIZE[0] - 1) / 2, _EYE_LINE)) - scale * np.array(EYES_MIDDLE)
    return geometry.similarity(scale=scale, rotation=0.0, translation=(float(eyes[0]), float(eyes[1])))


_TO_CROP: Final = _to_crop()
_FROM_CROP: Final = geometry.invert(_TO_CROP)
_IDENTITY: Final = geometry.similarity(scale=1.0, rotation=0.0)
# Half the resolution by 2 × 2 means: pixel centres move by a quarter of a small pixel.
_HALF: Final = geometry.similarity(scale=0.5, rotation=0.0, translation=(-0.25, -0.25))


def _grey(image: Image, matrix: Matrix) -> NDArray[np.uint8]:
    crop = render(image, geometry.compose(_TO_CROP, matrix), SIZE, canonical_size=SIZE)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _halved(plane: Plane) -> Plane:
    size = (plane.shape[1] // 2, plane.shape[0] // 2)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _doubled(motion: Matrix) -> Matrix:
    """A motion of the halved crop as one of the whole."""
    return geometry.compose(geometry.invert(_HALF), geometry.compose(motion, _HALF))


def _in_canonical(moved: Matrix, start: Matrix) -> Matrix:
    """``moved`` is a motion of the crop; applied after ``start``."""
    return geometry.compose(_FROM_CROP, geometry.compose(moved, geometry.compose(_TO_CROP, start)))


def _apart(one: Matrix, other: Matrix, face: Points) -> float:
    """Root mean square distance over the face between two places, in IOD."""
    return float(np.sqrt(np.mean(geometry.residuals(one, face, geometry.apply(other, face)) ** 2))) / INTEROCULAR_PX


# Outlines by the mesh's points: each orbit with brow and upper cheekbone's rim, and the nose with the glabella.
_RIGHT: Final = (70, 63, 105, 66, 107, 55, 46, 111, 117, 118, 119, 120, 121, 128, 226, 113, 189, 244, 130, 112, 243)
_LEFT: Final = (300, 293, 334, 296, 336, 285, 276, 340, 346, 347, 348, 349, 350, 357, 446, 342, 413, 464, 359, 341, 463)
_NOSE: Final = (9, 107, 336, 55, 285, 193, 417, 128, 357, 114, 343, 198, 420, 129, 358, 64, 294, 98, 327, 2, 48, 278)
_SOFT_EDGE: Final = 3.0


def _rigid_zone(points: Points) -> Plane:
    """(H, W) weight 0–1: 1 on the orbits and the nose of the face whose ``points`` lie in the crop."""
    zone = np.zeros((SIZE[1], SIZE[0]), dtype=np.uint8)
    fraction_bits = 3
    for outline in (_RIGHT, _LEFT, _NOSE):
        corners = np.rint(points[list(outline)] * 2**fraction_bits).astype(np.int32)
        cv2.fillConvexPoly(zone, cv2.convexHull(corners), 255, shift=fraction_bits)
    soft = cv2.GaussianBlur(zone, (0, 0), _SOFT_EDGE, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(soft / np.float32(255), dtype=np.float32)
