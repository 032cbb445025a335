"""Simulated photos for the demo: one public-domain portrait, seen by a hand-held phone on many days.

Only the camera and the light change; the face is the same in each, so that whatever the demo shows as different is
noise. The portrait is NASA's of Eileen Collins (public domain), which the scikit-image package carries.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.imaging import decode, encode_jpeg
from ml.types import Image, Rejection

# Part of the portrait that the simulated phone frames, in its 512 × 512 pixels: head and shoulders.
FRAME_CENTRE = (222.0, 138.0)
FRAME_WIDTH = 226.0
PHOTO_SIZE = (1200, 1500)
JPEG_QUALITY = 90
# Distance of the simulated camera in frame widths; an arm's length frames about half a metre.
CAMERA_DISTANCE = 1.4


class PortraitMissing(Exception):
    """The locked scikit-image package, or the picture in it, is not there."""


@dataclass(frozen=True)
class Shot:
    """How one simulated photo was taken; angles in degrees, offsets in frame widths, light as factors."""

    turn: float
    nod: float
    roll: float
    zoom: float
    shift: tuple[float, float]
    side_light: float
    exposure: float
    warmth: float


# Turn, nod, roll; log zoom; shift across and down; side light, log exposure, warmth.
_DAY_TO_DAY = np.array((2.5, 2.0, 2.5, 0.05, 0.03, 0.02, 0.12, 0.10, 0.03))
# Of the day-to-day differences, what is left between two shots a minute apart.
_SHOT_TO_SHOT = 0.3


def shots(sittings: Sequence[int], seed: int = 12) -> Iterator[Shot]:
    """The same shots every time: the differences of a careful person with a phone, smaller inside a sitting.

    ``sittings`` says how many shots each of them has.
    """
    random = np.random.default_rng(seed)
    for count in sittings:
        day = random.normal(0, _DAY_TO_DAY)
        for number in range(count):
            turn, nod, roll, zoom, right, down, side_light, exposure, warmth = (
                day + random.normal(0, _SHOT_TO_SHOT * _DAY_TO_DAY) if number else day
            ).tolist()
            yield Shot(
                turn=turn,
                nod=nod,
                roll=roll,
                zoom=math.exp(zoom),
                shift=(right, down),
                side_light=side_light,
                exposure=math.exp(exposure),
                warmth=warmth,
            )


def load_portrait() -> Image:
    """The portrait, (512, 512, 3). Raises PortraitMissing."""
    found = find_spec("skimage")
    path = Path(found.origin).parent / "data" / "astronaut.png" if found and found.origin else None
    if path is None or not path.exists():
        raise PortraitMissing("scikit-image's astronaut.png is not installed. Install requirements.lock again.")
    with path.open("rb") as file:
        image = decode(file)
    if isinstance(image, Rejection):
        raise PortraitMissing(f"{path} cannot be read. Install requirements.lock again.")
    return image


def take(portrait: Image, shot: Shot) -> bytes:
    """JPEG bytes of one simulated photo, 1200 × 1500."""
    picture = cv2.warpPerspective(
        portrait, _camera(shot), PHOTO_SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return encode_jpeg(_lit(picture.astype(np.float32), shot), JPEG_QUALITY)


def _camera(shot: Shot) -> NDArray[np.float64]:
    """Homography from portrait pixels to photo pixels: the portrait as a flat print before a pinhole camera."""
    turn, nod, roll = (math.radians(angle) for angle in (shot.turn, shot.nod, shot.roll))
    about_y = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(nod), -math.sin(nod)], [0, math.sin(nod), math.cos(nod)]])
    about_z = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    rotation = about_z @ about_x @ about_y
    print_to_world = np.column_stack((rotation[:, 0], rotation[:, 1], [0, 0, CAMERA_DISTANCE / shot.zoom]))
    width, height = PHOTO_SIZE
    focal = width * CAMERA_DISTANCE
    lens = np.array(
        [[focal, 0, width * (0.5 + shot.shift[0])], [0, focal, height * 0.5 + width * shot.shift[1]], [0, 0, 1]]
    )
    to_print = np.array(
        [
            [1 / FRAME_WIDTH, 0, -FRAME_CENTRE[0] / FRAME_WIDTH],
            [0, 1 / FRAME_WIDTH, -FRAME_CENTRE[1] / FRAME_WIDTH],
            [0, 0, 1],
        ]
    )
    return np.asarray(lens @ print_to_world @ to_print, dtype=np.float64)


def _lit(picture: NDArray[np.float32], shot: Shot) -> Image:
    """Light that is stronger from one side, brighter or dimmer, warmer or cooler."""
    across = np.linspace(-1, 1, picture.shape[1], dtype=np.float32)[None, :, None]
    tint = np.array([1 + shot.warmth, 1, 1 - shot.warmth], dtype=np.float32)
    lit = picture * np.float32(shot.exposure) * (1 + np.float32(shot.side_light) * across) * tint
    return np.clip(lit, 0, 255).astype(np.uint8)
