"""Plots of the benchmark ``measures``, drawn with OpenCV and saved as PNG."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from ml.types import Image, Landmarks
from ml.vocabulary import MEASURE_DRAWING

_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_INK: Final = (40, 40, 40)
_COLOURS: Final = ((170, 90, 20), (150, 150, 160))  # BGR: first and second series


def bars(path: Path, title: str, values: Mapping[str, Sequence[float]]) -> None:
    """Horizontal bars, one group a name."""
    row, left, width = 44, 260, 900
    canvas = np.full((60 + row * len(values), width, 3), 255, dtype=np.uint8)
    cv2.putText(canvas, title, (16, 30), _FONT, 0.6, _INK, 1, cv2.LINE_AA)
    most = max(max(group) for group in values.values())
    for index, (name, group) in enumerate(values.items()):
        top = 50 + index * row
        cv2.putText(canvas, name, (16, top + 22), _FONT, 0.5, _INK, 1, cv2.LINE_AA)
        for number, value in enumerate(group):
            y = top + 4 + number * 16
            end = left + int((width - left - 80) * value / most)
            cv2.rectangle(canvas, (left, y), (end, y + 13), _COLOURS[number], -1)
            cv2.putText(canvas, f"{value:.2f}", (end + 6, y + 12), _FONT, 0.42, _INK, 1, cv2.LINE_AA)
    cv2.imwrite(str(path), canvas)


def histogram(path: Path, title: str, series: Sequence[Sequence[float]], most: float = 6.0, bins: int = 48) -> None:
    """Counts of each series, one panel above the other, with a line at 1."""
    width, height, left = 900, 200, 40
    canvas = np.full((50 + height * len(series), width, 3), 255, dtype=np.uint8)
    cv2.putText(canvas, title, (16, 30), _FONT, 0.55, _INK, 1, cv2.LINE_AA)
    step = (width - 2 * left) / bins
    for number, values in enumerate(series):
        counts = np.histogram(np.clip(values, 0, most - 1e-9), bins=bins, range=(0, most))[0]
        base = 50 + height * (number + 1) - 30
        for index, count in enumerate(counts):
            x = int(left + index * step)
            high = int((height - 50) * count / max(int(counts.max()), 1))
            cv2.rectangle(canvas, (x, base - high), (int(x + step - 2), base), _COLOURS[number], -1)
        one = int(left + bins / most * step)
        cv2.line(canvas, (one, base - height + 45), (one, base), (40, 40, 220), 1)
        for tick in range(int(most) + 1):
            x = int(left + tick * bins / most * step)
            cv2.putText(canvas, str(tick), (x - 4, base + 18), _FONT, 0.45, _INK, 1, cv2.LINE_AA)
    cv2.imwrite(str(path), canvas)


def drawing(path: Path, image: Image, landmarks: Landmarks) -> None:
    """What the app draws over a face for each measure, a panel each."""
    panels = []
    low = np.maximum(landmarks.points.min(axis=0) - 20, 0).astype(int)
    high = landmarks.points.max(axis=0).astype(int) + 20
    for name, lines in MEASURE_DRAWING.items():
        panel = image[low[1] : high[1], low[0] : high[0], ::-1].copy()
        scale = 300 / panel.shape[1]
        panel = np.asarray(cv2.resize(panel, (300, 380), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        tall = 380 / (high[1] - low[1])
        for line in lines:
            at = (landmarks.points[list(line)] - low) * (scale, tall)
            cv2.polylines(panel, [np.rint(at).astype(np.int32)], False, (60, 220, 60), 2, cv2.LINE_AA)
        cv2.putText(panel, name, (8, 18), _FONT, 0.5, (255, 255, 255), 2, cv2.LINE_AA)
        panels.append(panel)
    while len(panels) % 5:
        panels.append(np.full_like(panels[0], 255))
    rows = [np.hstack(panels[start : start + 5]) for start in range(0, len(panels), 5)]
    cv2.imwrite(str(path), np.vstack(rows))
