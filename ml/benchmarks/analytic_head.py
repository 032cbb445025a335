"""A head given by formulae: its surface towards the camera, in interocular distances.

An ellipsoid with the size of a mean head (1.18 IOD to each side, 1.65 up and down at 63 mm between the eyes), a nose,
orbits with the eyeballs, the brow's bone, lips, chin and cheekbones as Gaussian bumps. It owes nothing to the mesh of
any detector: only where it is laid on a photo (eye centres, so scale and roll) comes from one, and what is
simulated with it has the same truth wherever it lies. x points to the right of the picture, y down, z to the camera.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import geometry
from ml.types import Analysis, Image, Matrix

Field = NDArray[np.float64]

PIXELS_PER_IOD: Final = 120.0
_LEFT, _TOP, _WIDTH, _HEIGHT = -1.5, -1.6, 3.0, 3.8
SIZE: Final = (int(_WIDTH * PIXELS_PER_IOD), int(_HEIGHT * PIXELS_PER_IOD))

_AMBIENT: Final = 0.22
_SHADOW_STEPS: Final = 90
_SHADOW_REACH: Final = 0.9
_RELIEF_SLOPE: Final = 0.14


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """``height`` (H, W) in IOD on a grid of 120 pixels an IOD, ``inside`` 0–1: 1 on the head, 0 beyond its outline."""

    x: Field
    y: Field
    height: Field
    inside: Field


def surface() -> Surface:
    """The head without a photo's relief."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    x, y = _LEFT + columns / PIXELS_PER_IOD, _TOP + rows / PIXELS_PER_IOD
    room = 1 - (x / 1.18) ** 2 - ((y - 0.3) / 1.65) ** 2
    height = 1.3 * np.sqrt(np.maximum(room, 0))

    def bump(at_x: float, at_y: float, wide: float, high: float) -> Field:
        shape = np.exp(-(((x - at_x) / wide) ** 2) / 2 - ((y - at_y) / high) ** 2 / 2)
        return np.asarray(shape, dtype=np.float64)

    along_nose = np.clip((y + 0.12) / 0.72, 0, 1)
    below_tip = np.where(y > 0.6, np.exp(-(((y - 0.6) / 0.07) ** 2) / 2), 1.0)
    height += 0.40 * along_nose * below_tip * np.exp(-((x / (0.07 + 0.09 * along_nose)) ** 2) / 2)
    for side in (-1, 1):
        height += 0.10 * bump(side * 0.17, 0.6, 0.07, 0.08)  # wing of the nose
        height -= 0.16 * bump(side * 0.5, 0.0, 0.22, 0.15)  # orbit
        height += 0.07 * bump(side * 0.5, 0.0, 0.12, 0.08)  # eyeball
        height += 0.07 * bump(side * 0.45, -0.3, 0.3, 0.09)  # bone of the brow
        height += 0.06 * bump(side * 0.62, 0.5, 0.2, 0.2)  # cheekbone
    height += 0.07 * bump(0, 1.05, 0.25, 0.12) + 0.1 * bump(0, 1.55, 0.2, 0.15)  # lips, chin
    edge = np.clip(room / 0.08, 0, 1)
    return Surface(x=x, y=y, height=height, inside=edge * edge * (3 - 2 * edge))


def placed(analysis: Analysis) -> Matrix:
    """Photo → grid: the eye centres at ±0.5 IOD on the line y = 0."""
    eyes = np.stack((analysis.eye_right, analysis.eye_left))
    at = np.array([((-0.5 - _LEFT), -_TOP), ((0.5 - _LEFT), -_TOP)]) * PIXELS_PER_IOD
    matrix = geometry.estimate(eyes, at)
    if not isinstance(matrix, np.ndarray):
        raise ValueError(f"the eyes coincide: {matrix.detail}")
    return matrix


def relit(
    image: Image, analysis: Analysis, azimuth: float, elevation: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """``image`` (H, W, 3, linear light on return, before noise) under one hard light and a fifth of ambient light.

    ``azimuth`` degrees to the right of the camera, ``elevation`` above it. Each pixel is multiplied by its new shading
    over the shading of a frontal light (Lambert), with the shadows that the head casts on itself. Folds and pores that
    frontal light doesn't show come out: a relief at random, of 0.01–0.08 IOD, with slopes of 8° (rms). Taking the
    photo's own dark marks for dents instead would shift each of them towards the light by definition.
    """
    head = surface()
    matrix = placed(analysis)
    linear = to_linear(image)
    rough = random.normal(0, 1, head.height.shape)
    relief = cv2.GaussianBlur(rough, (0, 0), 1.2) - cv2.GaussianBlur(rough, (0, 0), 9.6)
    height = head.height + _RELIEF_SLOPE / PIXELS_PER_IOD / np.gradient(relief)[0].std() * relief
    slope_y, slope_x = (part * PIXELS_PER_IOD for part in np.gradient(height))
    length = np.sqrt(1 + slope_x**2 + slope_y**2)
    a, b = np.radians(azimuth), np.radians(elevation)
    light = np.array((np.sin(a) * np.cos(b), -np.sin(b), np.cos(a) * np.cos(b)))
    lambert = np.maximum(0, -slope_x * light[0] - slope_y * light[1] + light[2]) / length
    shading = _AMBIENT + 1.25 * (1 - _AMBIENT) * lambert * _lit(head.height, light)
    frontal = _AMBIENT + (1 - _AMBIENT) * np.maximum(0.25, 1 / length)
    ratio = head.inside * shading / frontal + (1 - head.inside) * 0.6
    size = (image.shape[1], image.shape[0])
    over = cv2.warpAffine(
        ratio,
        matrix,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0.6,
    )
    return np.asarray(linear * over[..., None], dtype=np.float64)


def _lit(height: Field, light: NDArray[np.float64]) -> Field:
    """0 where the head's own shadow falls, 1 in the light; the edge is as sharp as the sun's."""
    lit = np.ones_like(height)
    for step in np.linspace(0.015, _SHADOW_REACH, _SHADOW_STEPS):
        shift = -step * light[:2] / light[2] * PIXELS_PER_IOD
        back = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], dtype=np.float64)
        towards = cv2.warpAffine(height, back, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        lit = np.minimum(lit, np.clip((height + step + 0.012 - towards) / 0.008, 0, 1))
    return lit


def to_linear(image: NDArray[np.generic]) -> NDArray[np.float64]:
    """sRGB 0–255 to linear light 0–1 (IEC 61966-2-1)."""
    share = np.asarray(image, dtype=np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of :func:`to_linear`, 0–255 and not rounded."""
    share = np.clip(linear, 0, 1)
    return 255 * np.where(share <= 0.0031308, share * 12.92, 1.055 * share ** (1 / 2.4) - 0.055)
