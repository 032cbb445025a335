"""``Matched light``: a photo as it would look in the baseline's light, for a view of its own, always labelled.

One number for each of red, green and blue multiplies linear light, everywhere in the picture alike: exposure and white
balance, as a camera's own settings do. No local edit, no curve: the same colour goes to the same colour wherever it
stands, and a darker one never gets brighter than a lighter one. Contrast, shadows and what skin looks like beside its
surroundings stay as they were taken. The numbers are bounded: where the light differs by more, the rest stays visible.

They come from the skin (median of the face without eyes, brows and lips), and from the background where both photos
show one that tells the same story; another room says nothing about the light on the face, and is left out.

Both belong to the photo itself, before it is placed in the canonical frame: the grey that surrounds a placed photo is
no background and must not be tinted. Factors are measured on any size of it and applied to the size that is rendered.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.quality import face_masks
from ml.types import Image, Points
from ml.warp import fit_inside

TONE_VERSION: Final = "1"
"""Changes with any number or rule below; part of the rendition's recipe."""

MAX_STOPS: Final = 1.0
"""Exposure moves by at most twice or half: beyond it, noise and clipping would be what one sees."""
MAX_BALANCE: Final = 1.25
"""White balance: no channel moves by more than a quarter against the three's mean (about 2,000 K near daylight)."""

_MEASURED_SIDE: Final = 512
# The background's gains count (as much as the skin's) when they are within this factor of the skin's in each channel.
_AGREES: Final = 1.2
# Shares of the masks below which there is nothing to measure; medians over fewer pixels jump.
_MIN_PIXELS: Final = 200
# Values too near the ends say nothing about the light.
_LOW, _HIGH = 8, 247
# Farther from the face than this share of its width counts as background (hair and shoulders in between).
_APART: Final = 0.35

_Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """Median linear light (red, green, blue; 0–1) of a photo's skin and background; ``None`` where none is seen."""

    skin: _Triple | None
    background: _Triple | None


@dataclass(frozen=True, slots=True)
class LightMatch:
    """What was done: factors on linear red, green, blue; ``exposure_stops`` their common part as log2.

    ``background_used`` when the backgrounds agreed with the skin; ``bounded`` when more would have been needed.
    """

    version: str
    gains: _Triple
    exposure_stops: float
    background_used: bool
    bounded: bool

    def to_json(self) -> dict[str, object]:
        """The fields by their names."""
        return {
            "version": self.version,
            "gains": [round(gain, 5) for gain in self.gains],
            "exposure_stops": round(self.exposure_stops, 4),
            "background_used": self.background_used,
            "bounded": self.bounded,
        }


def light_of(image: Image, points: Points) -> Light:
    """What a photo tells of its light; ``points`` (478, 2) the face's mesh in its pixels. Small enough to be kept."""
    small = fit_inside(image, _MEASURED_SIDE)
    scale = np.array((small.shape[1] / image.shape[1], small.shape[0] / image.shape[0]))
    placed = (points + 0.5) * scale - 0.5
    skin, _ = face_masks(small.shape, placed)
    low, high = placed.min(axis=0), placed.max(axis=0)
    apart = _APART * float(high[0] - low[0])
    rows, columns = np.indices(small.shape[:2])
    # Beside and above the face, not below: there are the neck, the shoulders and clothes.
    beside = (columns < low[0] - apart) | (columns > high[0] + apart) | (rows < low[1] - 2 * apart)
    return Light(skin=_median(small[skin]), background=_median(small[beside & (rows < high[1])]))


def match_light(photo: Light, reference: Light) -> LightMatch:
    """The factors that bring ``photo`` towards ``reference``, bounded; ones when a face shows no usable skin."""
    if photo.skin is None or reference.skin is None:
        return LightMatch(TONE_VERSION, (1.0, 1.0, 1.0), 0.0, background_used=False, bounded=False)
    wanted = np.log2(np.array(reference.skin)) - np.log2(np.array(photo.skin))
    used = False
    if photo.background is not None and reference.background is not None:
        behind = np.log2(np.array(reference.background)) - np.log2(np.array(photo.background))
        used = bool(np.abs(behind - wanted).max() <= np.log2(_AGREES))
        if used:
            wanted = (wanted + behind) / 2
    exposure = float(wanted.mean())
    balance = wanted - exposure
    widest = float(np.abs(balance).max())
    most = float(np.log2(MAX_BALANCE))
    kept = float(np.clip(exposure, -MAX_STOPS, MAX_STOPS))
    # All three shrink together: its hue stays right where its strength must not.
    factor = min(1.0, most / widest) if widest > 0 else 1.0
    red, green, blue = (float(gain) for gain in 2.0 ** (kept + balance * factor))
    bounded = kept != exposure or factor < 1.0
    return LightMatch(TONE_VERSION, (red, green, blue), kept, background_used=used, bounded=bounded)


def apply_light(image: Image, match: LightMatch) -> Image:
    """``image`` with its linear light multiplied; what exceeds white becomes white. Ones give the same pixels."""
    if match.gains == (1.0, 1.0, 1.0):
        return image.copy()
    out = np.empty_like(image)
    for channel, gain in enumerate(match.gains):
        table = np.round(_encoded(np.minimum(_LINEAR * gain, 1.0)) * 255.0).astype(np.uint8)
        out[:, :, channel] = table[image[:, :, channel]]
    return out


def matched_light(image: Image, points: Points, reference: Image, reference_points: Points) -> tuple[Image, LightMatch]:
    """``image`` in the light of ``reference``, and what was done; each mesh in its own image's pixels."""
    match = match_light(light_of(image, points), light_of(reference, reference_points))
    return apply_light(image, match), match


def _median(pixels: NDArray[np.uint8]) -> _Triple | None:
    usable = pixels[((pixels >= _LOW) & (pixels <= _HIGH)).all(axis=1)]
    if len(usable) < _MIN_PIXELS:
        return None
    red, green, blue = (float(_LINEAR[int(value)]) for value in np.median(usable, axis=0))
    return red, green, blue


def _decoded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """IEC 61966-2-1 (sRGB) to linear light, 0–1."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _encoded(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


_LINEAR: Final = _decoded(np.arange(256) / 255.0)
