"""The same face photographed again, differing in one known thing by a known amount.

Every function takes a photograph and gives ``(H, W, 3)`` in grey levels 0–255, not rounded; :func:`retake` then adds
what no two shots share. Sizes are what is *done*: degrees turned, stops of light, a share of the interocular distance
(IOD) that lips or lids move. Nothing is measured by what the benchmark tests.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import geometry
from ml.benchmarks import analytic_head
from ml.benchmarks.photographs import Photograph
from ml.benchmarks.simulate import moved_by, on_photo, through_jpeg, turned_by
from ml.types import Image

Field = NDArray[np.float64]

_MOUTH_CORNERS: Final = (61, 291)
_LIPS: Final = (13, 14)
_BROWS: Final = (105, 334)
_EYES: Final = ((159, 145, 33, 133), (386, 374, 263, 362))  # upper lid, lower lid, corners


def retake(image: NDArray[np.generic], random: np.random.Generator) -> Image:
    """Another shot: ±1.5 % size, ±2° in the plane, shifted by 2 % of the frame; exposure ±0.15 stops, colour ±2 %,
    noise 1–4 levels, JPEG quality 75–92.
    """
    height, width = image.shape[:2]
    matrix = geometry.similarity(scale=float(random.uniform(0.985, 1.015)), rotation=float(random.uniform(-2, 2)))
    middle = (np.array((width, height)) - 1) / 2
    matrix[:, 2] = middle + random.uniform(-0.02, 0.02, 2) * width - matrix[:, :2] @ middle
    moved = cv2.warpAffine(
        image.astype(np.float32), matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    linear = analytic_head.to_linear(np.clip(moved, 0, 255))
    linear *= 2.0 ** float(random.uniform(-0.15, 0.15)) * (1 + random.uniform(-0.02, 0.02, 3))
    noisy = analytic_head.to_srgb(linear) + random.normal(0, random.uniform(1, 4), image.shape)
    return through_jpeg(noisy, int(random.integers(75, 93)))


def unchanged(photo: Photograph, _size: float, _random: np.random.Generator) -> Field:
    """As it is."""
    return photo.image.astype(np.float64)


def yaw(photo: Photograph, size: float, random: np.random.Generator) -> Field:
    """Turned to a side by degrees."""
    side = float(random.choice((-1.0, 1.0)))
    return turned_by(photo.image, photo.analysis, yaw=side * size, pitch=0.0)[0].astype(np.float64)


def pitch(photo: Photograph, size: float, random: np.random.Generator) -> Field:
    """Turned up or down by degrees."""
    side = float(random.choice((-1.0, 1.0)))
    return turned_by(photo.image, photo.analysis, yaw=0.0, pitch=side * size)[0].astype(np.float64)


def distance(photo: Photograph, size: float, random: np.random.Generator) -> Field:
    """The camera ``size`` per cent farther away or closer, by the face's size in a frame that stays the same.

    Perspective is left as it was: the drawn heads show it.
    """
    factor = 1 + size / 100
    scale = factor if random.random() < 0.5 else 1 / factor
    return zoomed(photo.image.astype(np.float64), scale)


def zoomed(image: Field, scale: float) -> Field:
    """Everything ``scale`` times as large about the middle, in a frame of the same size; edges are mirrored out."""
    height, width = image.shape[:2]
    matrix = geometry.similarity(scale=scale, rotation=0.0)
    middle = (np.array((width, height)) - 1) / 2
    matrix[:, 2] = middle - matrix[:, :2] @ middle
    source = image.astype(np.float32)
    if scale < 1:
        source = np.asarray(cv2.GaussianBlur(source, (0, 0), 0.5 * np.sqrt(scale**-2 - 1) + 1e-3), dtype=np.float32)
    moved = cv2.warpAffine(source, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, dtype=np.float64)


def light(photo: Photograph, size: float, random: np.random.Generator) -> Field:
    """One hard light from 20–50° to a side, its field over the head scaled to ``size`` stops root mean square.

    A camera exposes for the face again: the field's mean over the head is taken out.
    """
    azimuth = float(random.uniform(20, 50) * random.choice((-1.0, 1.0)))
    grey = np.full_like(photo.image, 128)
    lit = analytic_head.relit(grey, photo.analysis, azimuth, float(random.uniform(-5, 35)), random)
    stops = np.log2(np.maximum(lit[..., 0], 1e-4) / analytic_head.to_linear(np.array(128.0)))
    head = _head_mask(photo)
    stops = np.asarray(cv2.GaussianBlur(stops, (0, 0), 0.02 * photo.analysis.interocular_px))
    stops = stops - stops[head].mean()
    stops *= size / float(np.sqrt(np.mean(stops[head] ** 2)))
    return analytic_head.to_srgb(analytic_head.to_linear(photo.image) * 2.0 ** stops[..., None])


def exposure(photo: Photograph, size: float, random: np.random.Generator) -> Field:
    """``size`` stops brighter or darker, everywhere."""
    stops = size * float(random.choice((-1.0, 1.0)))
    return analytic_head.to_srgb(analytic_head.to_linear(photo.image) * 2.0**stops)


def colour(photo: Photograph, size: float, random: np.random.Generator) -> Field:
    """Red up and blue down by ``size`` per cent of linear light, or the other way round: a lamp, a window."""
    gain = 1 + size / 100
    gains = np.array((gain, 1.0, 1 / gain) if random.random() < 0.5 else (1 / gain, 1.0, gain))
    return analytic_head.to_srgb(analytic_head.to_linear(photo.image) * gains)


def blur(photo: Photograph, size: float, _random: np.random.Generator) -> Field:
    """Gaussian, of ``size`` per cent of the interocular distance."""
    sigma = size / 100 * photo.analysis.interocular_px
    return np.asarray(cv2.GaussianBlur(photo.image.astype(np.float64), (0, 0), max(sigma, 1e-3)))


def smile(photo: Photograph, size: float, _random: np.random.Generator) -> Field:
    """Both corners of the mouth ``size`` per cent of the IOD outwards and up, the cheeks a third of it up."""
    grid, move = analytic_head.surface(), size / 100 / np.sqrt(2)
    shift_x, shift_y = np.zeros_like(grid.x), np.zeros_like(grid.x)
    for corner, outwards in zip(_places(photo, _MOUTH_CORNERS), (-1.0, 1.0), strict=True):
        near = _bump(grid, corner, 0.16, 0.14)
        shift_x += outwards * move * near
        shift_y -= move * near
        shift_y -= move / 3 * _bump(grid, corner + np.array((outwards * 0.25, -0.45)), 0.22, 0.18)
    return _moved(photo, shift_x, shift_y)


def mouth(photo: Photograph, size: float, _random: np.random.Generator) -> Field:
    """The lower lip and chin ``size`` per cent of the IOD down, and a dark gap between the lips."""
    grid, move = analytic_head.surface(), size / 100
    upper, lower = _places(photo, _LIPS)
    line = float((upper[1] + lower[1]) / 2)
    below = 1 / (1 + np.exp(-(grid.y - line) / 0.012))
    wide = np.exp(-(((grid.x - lower[0]) / 0.36) ** 4))
    shift_y = move * below * np.exp(-((np.maximum(grid.y - line - 0.5, 0) / 0.25) ** 2)) * wide
    opened = _moved(photo, np.zeros_like(shift_y), shift_y)
    inside = ((grid.x - lower[0]) / 0.26) ** 2 + ((grid.y - line - move / 2) / (move / 2 + 1e-6)) ** 2
    gap = np.clip((1.0 - inside) * 3, 0, 1) * (move > 0.01)
    return opened * (1 - 0.85 * _on_photo(photo, gap)[..., None])


def brows(photo: Photograph, size: float, _random: np.random.Generator) -> Field:
    """Both brows ``size`` per cent of the IOD up."""
    grid = analytic_head.surface()
    right, left = (_bump(grid, place, 0.36, 0.13) for place in _places(photo, _BROWS))
    return _moved(photo, np.zeros_like(grid.x), -size / 100 * (right + left))


def eyes(photo: Photograph, size: float, _random: np.random.Generator) -> Field:
    """Both upper lids ``size`` per cent of the way down to the lower ones."""
    grid = analytic_head.surface()
    shift_y = np.zeros_like(grid.x)
    for rows in _EYES:
        upper, lower, outer, inner = _places(photo, rows)
        high = max(float(lower[1] - upper[1]), 0.02)
        middle, half = (outer + inner) / 2, abs(float(outer[0] - inner[0])) / 2
        window = np.clip(1 - ((grid.x - middle[0]) / (1.15 * half)) ** 2, 0, 1) ** 0.5
        crease = float(upper[1]) - 1.2 * high
        falling = np.interp(grid.y, (crease, float(upper[1]), float(lower[1])), (0.0, 1.0, 0.0))
        shift_y += min(size / 100, 0.97) * high * falling * window
    return _moved(photo, np.zeros_like(shift_y), shift_y)


def _moved(photo: Photograph, shift_x: Field, shift_y: Field) -> Field:
    return moved_by(photo.image, on_photo(photo.analysis, photo.image, shift_x, shift_y)).astype(np.float64)


def _places(photo: Photograph, rows: tuple[int, ...]) -> Field:
    """Where mesh points lie on the head's grid, interocular distances."""
    grid = geometry.apply(analytic_head.placed(photo.analysis), photo.analysis.landmarks.points[list(rows)])
    origin = analytic_head.surface()
    return np.asarray(grid / analytic_head.PIXELS_PER_IOD + (origin.x[0, 0], origin.y[0, 0]))


def _bump(grid: analytic_head.Surface, at: Field, wide: float, high: float) -> Field:
    return np.asarray(np.exp(-(((grid.x - at[0]) / wide) ** 2) / 2 - ((grid.y - at[1]) / high) ** 2 / 2))


def _on_photo(photo: Photograph, values: Field) -> Field:
    """What is given on the head's grid, on the photo; nothing beside it."""
    size = (photo.image.shape[1], photo.image.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(values, analytic_head.placed(photo.analysis), size, flags=flags))


def _head_mask(photo: Photograph) -> NDArray[np.bool_]:
    return np.asarray(_on_photo(photo, analytic_head.surface().inside) > 0.9)
