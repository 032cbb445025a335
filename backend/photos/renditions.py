"""Which images are derived from a photo, and the recipe that names each one."""

import hashlib
import json
from dataclasses import dataclass

from ml.vocabulary import ALIGNED_SIZE, ALIGNED_SMALL_SIZE, PREVIEW_MAX_SIDE, RenditionSpec

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
