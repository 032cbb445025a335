"""Pixels, moved once: from the source straight to the output, by a similarity, with anti-aliasing.

Everything outside the photo is a neutral mid-grey, so that nothing is invented there.
"""

from typing import Final

import cv2
import numpy as np

from ml import geometry
from ml.canonical import SURROUND
from ml.types import Image, Matrix

# Gaussian prefilter before sampling at a scale k < 1: sigma = SOFTNESS·sqrt(1/k² − 1) source pixels. At 0.45 and
# k = 0.5 what would alias onto zero frequency is cut to 5 %; larger is softer, smaller shimmers.
_SOFTNESS: Final = 0.45
# Below this scale the source is first averaged over whole n×n blocks (exact area mean): a wide Gaussian over 12
# megapixels costs five times as much, and looks the same.
_BLOCK_BELOW: Final = 0.5
# Cubic sampling reads two pixels beyond, the Gaussian four sigma.
_CUBIC_REACH: Final = 3


def render(image: Image, matrix: Matrix, size: tuple[int, int], *, canonical_size: tuple[int, int]) -> Image:
    """Resample ``image`` into the canonical frame, at ``size`` (width, height).

    ``matrix`` maps source → canonical pixels of ``canonical_size``; ``size`` is that frame at another resolution and
    must have its proportions. Raises ``ValueError`` when ``matrix`` is not a similarity (shear, stretch, mirror) or
    when ``size`` would stretch.
    """
    geometry.require_similarity(matrix)
    _require_image(image)
    width, height = size
    if width < 1 or height < 1 or abs(width * canonical_size[1] - height * canonical_size[0]) > max(canonical_size) / 2:
        raise ValueError(f"size {size} has other proportions than the canonical {canonical_size}: it would stretch")
    zoom = width / canonical_size[0]
    to_output = geometry.similarity(scale=zoom, rotation=0.0, translation=((zoom - 1) / 2, (zoom - 1) / 2))
    return _sample(image, geometry.compose(to_output, matrix), size)


def fit_inside(image: Image, max_side: int) -> Image:
    """``image`` with its longer side at most ``max_side`` pixels, by area mean.

    Never enlarged: what is small enough comes back as the same array.
    """
    _require_image(image)
    if max_side < 1:
        raise ValueError("max_side must be at least 1")
    height, width = image.shape[:2]
    shrink = max_side / max(width, height)
    if shrink >= 1.0:
        return image
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    # Exact halving first: area means over whole pixels take a quarter of the time of those over parts of pixels
    # (12 megapixels to 1,080 px: 13 instead of 49 ms), and look the same.
    while height % 2 == 0 and width % 2 == 0 and max(width, height) >= 2 * max_side:
        width, height = width // 2, height // 2
        image = np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _sample(image: Image, matrix: Matrix, size: tuple[int, int]) -> Image:
    """One prefilter and one cubic sampling of the part of ``image`` that the output can see."""
    scale = geometry.scale(matrix)
    block = max(1, int(1.0 / scale)) if scale < _BLOCK_BELOW else 1
    inner_scale = scale * block
    sigma = _SOFTNESS * float(np.sqrt(max(0.0, inner_scale**-2 - 1.0)))
    margin = block * (_CUBIC_REACH + int(np.ceil(4 * sigma)))
    window = _visible(image, matrix, size, margin)
    if window is None:
        return np.full((size[1], size[0], 3), SURROUND, dtype=np.uint8)
    left, top, right, bottom = window
    part = image[top:bottom, left:right]
    # What is left over at the right and bottom of the last whole block is filled by repeating the edge.
    if block > 1:
        pad_x, pad_y = -part.shape[1] % block, -part.shape[0] % block
        whole = cv2.copyMakeBorder(part, 0, pad_y, 0, pad_x, cv2.BORDER_REPLICATE)
        blocks = (whole.shape[1] // block, whole.shape[0] // block)
        part = np.asarray(cv2.resize(whole, blocks, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if sigma > 0.0:
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)
    # From block pixels back to source pixels: x = block·(u + 0.5) − 0.5 + left.
    shift = (block - 1) / 2
    from_part = geometry.similarity(scale=block, rotation=0.0, translation=(left + shift, top + shift))
    sampled = cv2.warpAffine(
        np.ascontiguousarray(part),
        geometry.compose(matrix, from_part),
        size,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=SURROUND,
    )
    return np.asarray(sampled, dtype=np.uint8)


def _visible(image: Image, matrix: Matrix, size: tuple[int, int], margin: int) -> tuple[int, int, int, int] | None:
    """Half-open box (left, top, right, bottom) of the source that the output can see, or nothing."""
    width, height = size
    corners = np.array(
        [(-0.5, -0.5), (width - 0.5, -0.5), (-0.5, height - 0.5), (width - 0.5, height - 0.5)], dtype=np.float64
    )
    seen = geometry.apply(geometry.invert(matrix), corners)
    low = np.floor(seen.min(axis=0)) - margin
    high = np.ceil(seen.max(axis=0)) + margin + 1
    left, top = (int(v) for v in np.maximum(low, 0))
    right, bottom = (int(v) for v in np.minimum(high, (image.shape[1], image.shape[0])))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _require_image(image: Image) -> None:
    channels = 3
    if image.ndim != channels or image.shape[2] != channels or image.dtype != np.uint8 or 0 in image.shape:
        raise ValueError(f"expected (H, W, 3) uint8, got {image.shape} {image.dtype}")
