"""Rendered heads whose pose is known by geometry: a z-buffer in numpy, over meshes that owe nothing to the detector.

A folder of heads (``LIKENESS_HEADS``, or ``shared/heads`` beside the repository) holds one ``*.npz`` a head. Each
has, for parts ``0 … parts − 1`` in drawing order (opaque first): ``vertices_i`` (N, 3) millimetres, x to the subject's
left, y up, z forward, origin midway between the eyes; ``triangles_i`` (T, 3); ``uv_i`` (T, 3, 2), origin at the bottom
left; ``texture_i`` (H, W, 3 or 4) ``uint8`` sRGB. In that frame the head looks along +z: yaw, pitch and roll are zero.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.pose import rotation_matrix
from ml.types import Image

Vectors = NDArray[np.float64]

_SMOOTH: Final = 2  # drawn at this many times the size, then averaged
_AMBIENT: Final = 0.35
_GAMMA: Final = 2.2


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A textured mesh, its colours in linear light; ``alpha`` lets through what lies behind."""

    vertices: Vectors
    triangles: NDArray[np.int64]
    uv: Vectors
    colour: NDArray[np.float32]
    alpha: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Parts in drawing order, in one frame."""

    name: str
    parts: tuple[Part, ...]


def load(path: Path) -> Head:
    """A head from its file, as the module's docstring describes it."""
    with np.load(path) as stored:
        parts = tuple(
            Part(
                stored[f"vertices_{i}"].astype(np.float64),
                stored[f"triangles_{i}"].astype(np.int64),
                stored[f"uv_{i}"].astype(np.float64),
                *_linear(stored[f"texture_{i}"]),
            )
            for i in range(int(stored["parts"]))
        )
    return Head(path.stem, parts)


def _linear(texture: Image) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    table = ((np.arange(256) / 255.0) ** _GAMMA).astype(np.float32)
    four = texture.shape[2] == 4
    return table[texture[:, :, :3]], (texture[:, :, 3] / 255.0).astype(np.float32) if four else None


def draw(
    head: Head,
    angles: tuple[float, float, float],
    *,
    distance_mm: float,
    side: int = 720,
    light: tuple[float, float, float] = (0.3, 0.4, 1.0),
    background: tuple[int, int, int] = (150, 150, 155),
) -> Image:
    """The head turned by (yaw, pitch, roll) degrees, seen by a pinhole camera whose axis meets it between the eyes.

    The frame is 360 mm wide at the eyes' distance. ``light`` is the direction to a distant lamp, camera axes (x right,
    y up, z to the camera).
    """
    size = side * _SMOOTH
    turn = rotation_matrix(*angles)
    canvas = np.empty((size, size, 3))
    canvas[:] = (np.array(background) / 255.0) ** _GAMMA
    nearest = np.full((size, size), -np.inf)
    towards = np.array(light) / np.linalg.norm(light)
    for part in head.parts:
        _draw_part(part, turn, distance_mm, towards, (canvas, nearest))
    small = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small, 0, 1) ** (1 / _GAMMA) * 255 + 0.5, dtype=np.uint8)


def _draw_part(part: Part, turn: Vectors, distance: float, towards: Vectors, onto: tuple[Vectors, Vectors]) -> None:
    canvas, nearest = onto
    size = canvas.shape[0]
    seen = part.vertices @ turn.T
    inverse = 1.0 / (distance - seen[:, 2])
    scale = size / 360.0 * distance
    x = (size - 1) / 2 + seen[:, 0] * inverse * scale
    y = 0.45 * size - seen[:, 1] * inverse * scale
    normals = _normals(seen, part.triangles)
    shade = _AMBIENT + (1 - _AMBIENT) * np.clip(normals @ towards, 0, 1)
    tall, wide = part.colour.shape[:2]
    tx, ty = x[part.triangles], y[part.triangles]
    areas = (tx[:, 1] - tx[:, 0]) * (ty[:, 2] - ty[:, 0]) - (tx[:, 2] - tx[:, 0]) * (ty[:, 1] - ty[:, 0])
    # y grows downwards, so what faces the camera has a negative area; sheets of hair are seen from both sides.
    drawn = np.abs(areas) > 1e-9 if part.alpha is not None else areas < -1e-9
    low = np.maximum(np.ceil(np.stack((tx.min(axis=1), ty.min(axis=1)), axis=1)), 0).astype(int)
    high = np.minimum(np.stack((tx.max(axis=1), ty.max(axis=1)), axis=1), size - 1).astype(int)
    drawn &= (low <= high).all(axis=1)
    for index in np.flatnonzero(drawn):
        corners, uv, area, cx, cy = part.triangles[index], part.uv[index], areas[index], tx[index], ty[index]
        (left, top), (right, bottom) = low[index], high[index]
        px, py = np.meshgrid(np.arange(left, right + 1), np.arange(top, bottom + 1))
        w1 = ((px - cx[0]) * (cy[2] - cy[0]) - (cx[2] - cx[0]) * (py - cy[0])) / area
        w2 = ((cx[1] - cx[0]) * (py - cy[0]) - (px - cx[0]) * (cy[1] - cy[0])) / area
        weights = np.stack((1 - w1 - w2, w1, w2), axis=-1)
        inside = (weights >= -1e-9).all(axis=-1)
        if not inside.any():
            continue
        weights = weights[inside] * inverse[corners]
        nearness = weights.sum(axis=1)
        rows, columns = py[inside], px[inside]
        wins = nearness >= nearest[rows, columns]
        if not wins.any():
            continue
        rows, columns, nearness = rows[wins], columns[wins], nearness[wins]
        weights = weights[wins] / nearness[:, None]
        at = weights @ uv
        u = np.clip(at[:, 0] * wide - 0.5, 0, wide - 1.001)
        v = np.clip((1 - at[:, 1]) * tall - 0.5, 0, tall - 1.001)
        ui, vi = u.astype(int), v.astype(int)
        fu, fv = (u - ui)[:, None], (v - vi)[:, None]
        colour = (part.colour[vi, ui] * (1 - fu) + part.colour[vi, ui + 1] * fu) * (1 - fv) + (
            part.colour[vi + 1, ui] * (1 - fu) + part.colour[vi + 1, ui + 1] * fu
        ) * fv
        colour *= (weights @ shade[corners])[:, None]
        if part.alpha is None:
            canvas[rows, columns] = colour
            nearest[rows, columns] = nearness
        else:
            cover = part.alpha[vi, ui][:, None]
            canvas[rows, columns] = canvas[rows, columns] * (1 - cover) + colour * cover


def _normals(vertices: Vectors, triangles: NDArray[np.int64]) -> Vectors:
    """One unit normal a vertex, the mean of its triangles' weighted by area."""
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    summed = np.zeros_like(vertices)
    for i in range(3):
        np.add.at(summed, triangles[:, i], face)
    length = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(summed / np.maximum(length, 1e-12), dtype=np.float64)
