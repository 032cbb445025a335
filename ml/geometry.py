"""Similarity transforms in the plane: rotation, one uniform scale, translation; four numbers, no mirror.

A plane similarity is ``q = a·p + b`` over complex numbers, with ``p = x + iy``: ``|a|`` is the scale, ``arg a`` the
rotation. That form cannot express a reflection or a shear, so none can creep in. For points in the plane Umeyama's
least squares (IEEE PAMI 13(4), 1991) with reflection excluded is one complex division.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.types import Matrix, Points, Rejection
from ml.vocabulary import RejectionReason

# Tukey's biweight with 4.685 robust standard deviations keeps 95 % of least squares' efficiency on Gaussian noise.
_TUKEY: Final = 4.685
# For 2-D Gaussian noise of deviation s per axis, the median distance is s·sqrt(2 ln 2).
_MEDIAN_DISTANCE_TO_SIGMA: Final = 1.0 / float(np.sqrt(2.0 * np.log(2.0)))
_MAX_ITERATIONS: Final = 50
# Points whose spread is below this share of their coordinates' size carry no direction: rounding decides.
_MIN_RELATIVE_SPREAD: Final = 1e-9
_MIN_POINTS: Final = 2
_SIMILARITY_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A robust fit: ``matrix``, the final robust ``weights`` (N,) in 0–1, and ``residuals`` (N,) in target pixels."""

    matrix: Matrix
    weights: NDArray[np.float64]
    residuals: NDArray[np.float64]


def estimate(source: Points, target: Points, weights: NDArray[np.float64] | None = None) -> Matrix | Rejection:
    """Weighted least-squares similarity that maps ``source`` (N, 2) onto ``target`` (N, 2).

    ``weights`` (N,) are not negative. Fewer than two distinct points, or points that aren't finite, give
    ``Rejection(degenerate_landmarks)``. Mismatched shapes are the caller's mistake: ``ValueError``.
    """
    _require_points(source, target)
    w = np.ones(len(source)) if weights is None else np.asarray(weights, dtype=np.float64)
    if w.shape != (len(source),) or np.any(w < 0):
        raise ValueError("weights must be one number per point, none of them negative")
    total = float(w.sum())
    if len(source) < _MIN_POINTS or not np.isfinite(total) or total <= 0:
        return Rejection(RejectionReason.DEGENERATE_LANDMARKS, "fewer than two points to fit")
    if not (np.isfinite(source).all() and np.isfinite(target).all()):
        return Rejection(RejectionReason.DEGENERATE_LANDMARKS, "a coordinate is not finite")
    p = source[:, 0] + 1j * source[:, 1]
    q = target[:, 0] + 1j * target[:, 1]
    p_mean, q_mean = complex((w @ p) / total), complex((w @ q) / total)
    p_centred, q_centred = p - p_mean, q - q_mean
    spread = float(w @ (p_centred.real**2 + p_centred.imag**2)) / total
    magnitude = max(float(np.abs(p).max()), 1e-300)
    if spread <= (_MIN_RELATIVE_SPREAD * magnitude) ** 2:
        return Rejection(RejectionReason.DEGENERATE_LANDMARKS, "the source points coincide")
    a = complex((w * p_centred.conj()) @ q_centred) / (total * spread)
    target_spread = float(w @ (q_centred.real**2 + q_centred.imag**2)) / total
    if abs(a) <= _MIN_RELATIVE_SPREAD * max(float(np.sqrt(target_spread / spread)), 1e-300):
        return Rejection(RejectionReason.DEGENERATE_LANDMARKS, "the target points coincide or show no direction")
    return _matrix(a, q_mean - a * p_mean)


def estimate_robust(
    source: Points, target: Points, weights: NDArray[np.float64] | None = None, *, noise: float = 0.0
) -> Fit | Rejection:
    """The same, by iteratively reweighted least squares with Tukey's biweight, so that points gone astray don't pull.

    ``weights`` (N,) are prior trust in each point; the robust weights multiply them. The noise scale is re-estimated
    from the median residual in every round, which makes the result equivariant: moving, turning or scaling either
    point set moves the answer with it.

    ``noise``, a standard deviation in target pixels, is what the points are expected to differ by in earnest: the fit
    that found the points gone astray is then relaxed until all within 4.7 times that much have their say.
    """
    prior = np.ones(len(source)) if weights is None else np.asarray(weights, dtype=np.float64)
    matrix = estimate(source, target, prior)
    if isinstance(matrix, Rejection):
        return matrix
    # Residuals below this are rounding, not disagreement: without a floor they would be told apart as outliers.
    rounding = 1e-9 * float(max(np.abs(target).max(), scale(matrix) * np.abs(source).max()))
    fit = _reweighted(matrix, source, target, prior, floor=rounding, rounding=rounding)
    if noise > rounding and not isinstance(fit, Rejection):
        return _reweighted(fit.matrix, source, target, prior, floor=noise, rounding=rounding)
    return fit


def _reweighted(
    matrix: Matrix, source: Points, target: Points, prior: NDArray[np.float64], *, floor: float, rounding: float
) -> Fit | Rejection:
    """From ``matrix`` on, until no point moves by more than ``rounding``; the noise scale is ``floor`` at least."""
    robust = np.ones(len(source))
    used = prior > 0
    for _ in range(_MAX_ITERATIONS):
        distances = residuals(matrix, source, target)
        sigma = max(float(np.median(distances[used])) * _MEDIAN_DISTANCE_TO_SIGMA, floor)
        ratio = np.minimum(distances / (_TUKEY * sigma), 1.0)
        robust = (1.0 - ratio**2) ** 2
        following = estimate(source, target, prior * robust)
        if isinstance(following, Rejection):
            return following
        moved = float(np.abs(apply(following, source) - apply(matrix, source)).max())
        matrix = following
        if moved <= rounding:
            break
    return Fit(matrix=matrix, weights=robust, residuals=residuals(matrix, source, target))


def apply(matrix: Matrix, points: Points) -> Points:
    """Map ``points`` (N, 2) by ``matrix`` (2, 3)."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def invert(matrix: Matrix) -> Matrix:
    """The similarity that undoes ``matrix``. Raises ``ValueError`` when it isn't a similarity."""
    require_similarity(matrix)
    a, b = _complex(matrix)
    return _matrix(1.0 / a, -b / a)


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """``outer ∘ inner``: first ``inner``, then ``outer``. Both must be similarities (``ValueError``)."""
    require_similarity(outer)
    require_similarity(inner)
    (a2, b2), (a1, b1) = _complex(outer), _complex(inner)
    return _matrix(a2 * a1, a2 * b1 + b2)


def residuals(matrix: Matrix, source: Points, target: Points) -> NDArray[np.float64]:
    """Distances (N,) in target pixels between the mapped ``source`` and ``target``."""
    difference = apply(matrix, source) - target
    return np.hypot(difference[:, 0], difference[:, 1])


def scale(matrix: Matrix) -> float:
    """Uniform scale: canonical pixels per source pixel."""
    return float(np.hypot(matrix[0, 0], matrix[1, 0]))


def rotation(matrix: Matrix) -> float:
    """Rotation in degrees, −180 to 180; positive turns +x towards +y (clockwise on a screen)."""
    return float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))


def similarity(*, scale: float, rotation: float, translation: tuple[float, float] = (0.0, 0.0)) -> Matrix:
    """The matrix of ``scale`` and ``rotation`` (degrees) about the origin, then ``translation`` (x, y) in pixels."""
    angle = np.radians(rotation)
    return _matrix(complex(scale * np.cos(angle), scale * np.sin(angle)), complex(*translation))


def require_similarity(matrix: Matrix) -> None:
    """Raise ``ValueError`` unless ``matrix`` is a finite 2×3 similarity: one scale, no shear, no mirror."""
    if matrix.shape != (2, 3) or not np.isfinite(matrix).all():
        raise ValueError("the matrix is not a finite 2×3 matrix")
    (m00, m01), (m10, m11) = matrix[:, :2]
    size = float(np.hypot(m00, m10))
    if size <= 0.0 or max(abs(m00 - m11), abs(m01 + m10)) > _SIMILARITY_TOLERANCE * size:
        raise ValueError("the matrix is not a similarity (it shears, stretches or mirrors): a face is never reshaped")


def _require_points(source: Points, target: Points) -> None:
    columns = 2
    if source.ndim != columns or source.shape[1:] != (columns,) or source.shape != target.shape:
        raise ValueError(f"source {source.shape} and target {target.shape} must be the same (N, 2)")


def _complex(matrix: Matrix) -> tuple[complex, complex]:
    return complex(matrix[0, 0], matrix[1, 0]), complex(matrix[0, 2], matrix[1, 2])


def _matrix(a: complex, b: complex) -> Matrix:
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]], dtype=np.float64)
