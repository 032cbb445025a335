"""Photos whose truth is known: a photograph moved by a similarity, lit otherwise, turned in depth, and spoilt a little.

Every function takes a seeded generator, so that the same photos come out each time.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import geometry
from ml.benchmarks import analytic_head
from ml.canonical import STABLE_INDICES
from ml.types import Analysis, Image, Matrix, Points


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """``image`` shows the photograph again; ``truth`` maps the photograph's pixels to it."""

    image: Image
    truth: Matrix


def known_warp(image: Image, analysis: Analysis, random: np.random.Generator) -> Simulated:
    """Scale 0.75–1.25, rotation ±12°, shift ±0.15 IOD; then light, noise, blur and JPEG.

    Light: a gradient of up to e^±0.45 over the face, exposure 0.75–1.2, gamma 0.75–1.33, ±10 % a colour channel. Noise
    1–6 grey levels, blur up to 1.2 px, JPEG quality 60–92.
    """
    height, width = image.shape[:2]
    scale = max(float(random.uniform(0.75, 1.25)), 45 / analysis.interocular_px)
    matrix = geometry.similarity(scale=scale, rotation=float(random.uniform(-12, 12)))
    size = (int(width * scale), int(height * scale))
    shift = random.uniform(-0.15, 0.15, 2) * analysis.interocular_px * scale
    middle, from_middle = (np.array(size) - 1) / 2, (np.array((width, height)) - 1) / 2
    matrix[:, 2] = middle + shift - matrix[:, :2] @ from_middle
    source = image.astype(np.float32)
    if scale < 1:
        source = np.asarray(cv2.GaussianBlur(source, (0, 0), 0.5 * np.sqrt(scale**-2 - 1) + 1e-3), dtype=np.float32)
    moved = cv2.warpAffine(source, matrix, size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT)
    eyes = geometry.apply(matrix, np.stack((analysis.eye_right, analysis.eye_left)))
    return Simulated(_spoilt(np.asarray(moved, dtype=np.float64), eyes, random), matrix)


def other_light(image: Image, analysis: Analysis, random: np.random.Generator) -> Simulated:
    """Nothing moves; one hard light 15–50° to a side and −5 to 35° up, ±6 % a channel, noise 2, JPEG quality 85."""
    azimuth = float(random.uniform(15, 50) * random.choice([-1.0, 1.0]))
    tint = 1 + random.uniform(-0.06, 0.06, 3)
    linear = analytic_head.relit(image, analysis, azimuth, float(random.uniform(-5, 35)), random) * tint
    # A camera would expose for the face again.
    face = analysis.landmarks.points[:468]
    low = np.maximum(face.min(axis=0), 0).astype(int)
    high = face.max(axis=0).astype(int)
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    gain = np.clip(analytic_head.to_linear(image[box]).mean() / max(float(linear[box].mean()), 1e-4), 0.7, 1.8)
    noisy = analytic_head.to_srgb(linear * gain) + random.normal(0, 2, image.shape)
    return Simulated(through_jpeg(noisy, 85), geometry.similarity(scale=1, rotation=0))


def turned(image: Image, analysis: Analysis, random: np.random.Generator) -> Simulated:
    """The head turned in depth by up to ±5° of yaw and ±4° of pitch, then light, noise, blur and JPEG.

    No similarity undoes a turn; ``truth`` is the one nearest to what it does to the stable points.
    """
    yaw, pitch = random.uniform(-5, 5), random.uniform(-4, 4)
    moved, shifts = turned_by(image, analysis, yaw=float(yaw), pitch=float(pitch))
    stable = analysis.landmarks.points[STABLE_INDICES]
    truth = geometry.estimate(stable, stable + _read(shifts, stable[None])[0])
    if not isinstance(truth, np.ndarray):
        raise ValueError(truth.detail)
    eyes = np.stack((analysis.eye_right, analysis.eye_left))
    return Simulated(_spoilt(np.asarray(moved, dtype=np.float64), eyes, random), truth)


def turned_by(
    image: Image, analysis: Analysis, *, yaw: float, pitch: float
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The head turned in depth by degrees (signs of the picture: nose to the right, nose down); and each shift.

    Seen from far away: a point moves by its depth times the sine of the turn, and closer to the axis.
    """
    yaw, pitch = float(np.radians(yaw)), float(np.radians(pitch))
    head = analytic_head.surface()
    shift_x = (head.x * (np.cos(yaw) - 1) + head.height * np.sin(yaw)) * head.inside
    shift_y = ((head.y - 0.3) * (np.cos(pitch) - 1) + head.height * np.sin(pitch)) * head.inside
    shifts = on_photo(analysis, image, shift_x, shift_y)
    return moved_by(image, shifts), shifts


def on_photo(
    analysis: Analysis, image: Image, shift_x: NDArray[np.float64], shift_y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(H, W, 2) pixels: shifts given on the grid of ``analytic_head`` in interocular distances, on the photo."""
    to_grid = analytic_head.placed(analysis)
    per_pixel = analytic_head.PIXELS_PER_IOD / geometry.scale(to_grid)
    turn = to_grid[:, :2] / geometry.scale(to_grid)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (image.shape[1], image.shape[0])
    fields = [cv2.warpAffine(part * per_pixel, to_grid, size, flags=flags) for part in (shift_x, shift_y)]
    return np.asarray(np.stack(fields, axis=-1) @ turn)  # grid axes to the photo's


def moved_by(image: Image, shifts: NDArray[np.float64]) -> NDArray[np.float32]:
    """``image`` with what stands at a pixel moved by its shift."""
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float64)
    at = np.stack((columns, rows), axis=-1)
    source = at.copy()
    for _ in range(8):
        source = at - _read(shifts, source)
    mapped = source.astype(np.float32)
    moved = cv2.remap(
        image.astype(np.float32), mapped[..., 0], mapped[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(moved, dtype=np.float32)


def camera_noise(image: Image, analysis: Analysis, random: np.random.Generator) -> Image:
    """Nothing moves; the light, noise, blur and JPEG of :func:`known_warp`."""
    eyes = np.stack((analysis.eye_right, analysis.eye_left))
    return _spoilt(image.astype(np.float64), eyes, random)


def _read(field: NDArray[np.float64], at: Points) -> NDArray[np.float64]:
    """``field`` (H, W, 2) read at ``at`` (…, 2), linearly."""
    x, y = at[..., 0].astype(np.float32), at[..., 1].astype(np.float32)
    planes = [cv2.remap(field[..., axis], x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for axis in (0, 1)]
    return np.stack(planes, axis=-1)


def _spoilt(image: NDArray[np.float64], eyes: Points, random: np.random.Generator) -> Image:
    height, width = image.shape[:2]
    interocular = float(np.hypot(*(eyes[1] - eyes[0])))
    rows, columns = np.mgrid[:height, :width]
    angle = random.uniform(0, 2 * np.pi)
    across = (columns - eyes[:, 0].mean()) * np.cos(angle) + (rows - eyes[:, 1].mean()) * np.sin(angle)
    image = image * np.exp(random.uniform(-0.45, 0.45) * np.tanh(across / (2 * interocular)))[..., None]
    image = image * random.uniform(0.75, 1.2)
    image = 255 * np.clip(image / 255, 0, 1) ** random.uniform(0.75, 1.33)
    image = image * (1 + random.uniform(-0.1, 0.1, 3))
    blur = random.uniform(0, 1.2)
    if blur > 0.3:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), blur), dtype=np.float64)
    return through_jpeg(image + random.normal(0, random.uniform(1, 6), image.shape), int(random.integers(60, 93)))


def through_jpeg(image: NDArray[np.float64], quality: int) -> Image:
    """As a camera's file gives it back; ``image`` 0–255, not rounded."""
    rounded = np.clip(np.rint(image), 0, 255).astype(np.uint8)
    _, encoded = cv2.imencode(".jpg", rounded[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(decoded, dtype=np.uint8)[..., ::-1])
