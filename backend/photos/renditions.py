"""Which images are derived from a photo, and the recipe that names each one."""

import hashlib
import json
from dataclasses import dataclass
from math import hypot

from ml.vocabulary import ALIGNED_FULL_MAX_SIZE, ALIGNED_SIZE, ALIGNED_SMALL_SIZE, PREVIEW_MAX_SIDE, RenditionSpec

# Raise when the same inputs would give other pixels: resampling, colour handling or encoder changed.
RENDERER_VERSION = "1"
MEDIA_TYPE = "image/jpeg"


@dataclass(frozen=True)
class AlignedSpec:
    """Laid onto the canonical face, at ``size`` (width, height) in pixels.

    ``light_matched``: its exposure and white balance as a whole are brought towards the baseline's. A view of its own,
    always labelled.
    """

    size: tuple[int, int]
    quality: int
    light_matched: bool = False


@dataclass(frozen=True)
class PreviewSpec:
    """Upright and otherwise as taken, shrunk until the longest side fits."""

    max_side: int
    quality: int


ALIGNED_SPECS = {
    RenditionSpec.ALIGNED: AlignedSpec(ALIGNED_SIZE, quality=92),
    RenditionSpec.ALIGNED_SMALL: AlignedSpec(ALIGNED_SMALL_SIZE, quality=85),
    RenditionSpec.MATCHED_LIGHT: AlignedSpec(ALIGNED_SIZE, quality=92, light_matched=True),
}
PREVIEW_SPEC = PreviewSpec(PREVIEW_MAX_SIDE, quality=88)

# 4:5, in steps of whole pixels both ways.
_STEPS = ALIGNED_SIZE[0] // 4
_MOST_STEPS = ALIGNED_FULL_MAX_SIZE[0] // 4
# An original finer than this by less shows nothing that the aligned picture lacks.
_WORTH_MAKING = 1.1


def canonical_scale(matrix: list[list[float]]) -> float:
    """Canonical pixels per pixel of the original, of a similarity; above 1 the aligned picture is enlarged."""
    return hypot(matrix[0][0], matrix[1][0])


def full_specs(matrix: list[list[float]]) -> dict[RenditionSpec, AlignedSpec]:
    """The canonical frame at the original's own resolution: one of its pixels is about one pixel, up to a cap.

    Empty where the original is no finer than the aligned picture, which then holds all that there is to see.
    """
    steps = min(round(_STEPS / canonical_scale(matrix)), _MOST_STEPS)
    if steps < _WORTH_MAKING * _STEPS:
        return {}
    size = (4 * steps, 5 * steps)
    return {
        RenditionSpec.ALIGNED_FULL: AlignedSpec(size, quality=92),
        RenditionSpec.MATCHED_FULL: AlignedSpec(size, quality=92, light_matched=True),
    }


def recipe(
    *,
    sha256: str,
    spec: AlignedSpec | PreviewSpec,
    mirrored: bool,
    matrix: list[list[float]] | None = None,
    canonical_version: str | None = None,
    light: dict[str, object] | None = None,
) -> str:
    """The name of a rendition: a digest of all that decides its pixels."""
    ingredients = [RENDERER_VERSION, sha256, repr(spec), mirrored, canonical_version, matrix, light]
    return hashlib.sha256(json.dumps(ingredients).encode()).hexdigest()
