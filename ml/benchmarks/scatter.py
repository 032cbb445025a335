"""Plots as PNG, drawn with what is there: each pair a mark, the tolerances as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from ml.vocabulary import VerdictLevel

_SIZE: Final = (900, 560)
_EDGE: Final = (80, 50, 30, 70)  # left, top, right, bottom
_INK: Final = (40, 40, 40)
_FAINT: Final = (190, 190, 190)
# Told apart by shape as well: circle, triangle, cross.
_COLOURS: Final = {
    VerdictLevel.GOOD: (120, 110, 20),
    VerdictLevel.CAUTION: (0, 130, 230),
    VerdictLevel.NOT_COMPARABLE: (40, 40, 200),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One pair: what was done, what was measured of it (nothing where it could not be), what the verdict said."""

    done: float
    measured: float | None
    level: VerdictLevel


def plot(path: Path, title: str, axes: tuple[str, str], marks: Sequence[Mark], lines: Sequence[float]) -> None:
    """``lines`` are levels of what is measured at which the verdict changes."""
    canvas = np.full((_SIZE[1], _SIZE[0], 3), 255, dtype=np.uint8)
    left, top, right, bottom = _EDGE
    wide, high = _SIZE[0] - left - right, _SIZE[1] - top - bottom
    most_done = max([mark.done for mark in marks] + [1e-9]) * 1.05
    most = max([mark.measured or 0.0 for mark in marks] + [*lines, 1e-9]) * 1.05

    def at(done: float, measured: float) -> tuple[int, int]:
        return left + round(wide * done / most_done), top + high - round(high * measured / most)

    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        place = at(share * most_done, 0)
        _text(canvas, f"{share * most_done:.3g}", (place[0] - 12, top + high + 22))
        place = at(0, share * most)
        cv2.line(canvas, place, (left + wide, place[1]), (235, 235, 235), 1)
        _text(canvas, f"{share * most:.3g}", (12, place[1] + 5))
    for line in lines:
        start = at(0, line)
        cv2.line(canvas, start, (left + wide, start[1]), _FAINT, 2)
    for mark in marks:
        _mark(canvas, at(mark.done, mark.measured or 0.0), mark)
    cv2.rectangle(canvas, (left, top), (left + wide, top + high), _INK, 1)
    _text(canvas, title, (left, 30), 0.62)
    _text(canvas, f"done: {axes[0]}    measured: {axes[1]}", (left, _SIZE[1] - 18))
    for index, level in enumerate(VerdictLevel):
        place = (left + wide - 330 + 110 * index, 26)
        _mark(canvas, place, Mark(0, 0, level))
        _text(canvas, level.value.replace("_", " "), (place[0] + 12, place[1] + 5), 0.42)
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), canvas)


def _mark(canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], place: tuple[int, int], mark: Mark) -> None:
    colour, (x, y) = _COLOURS[mark.level], place
    if mark.level is VerdictLevel.GOOD:
        cv2.circle(canvas, place, 5, colour, 2, cv2.LINE_AA)
    elif mark.level is VerdictLevel.CAUTION:
        corners = np.array([(x - 6, y + 5), (x + 6, y + 5), (x, y - 6)])
        cv2.polylines(canvas, [corners], isClosed=True, color=colour, thickness=2, lineType=cv2.LINE_AA)
    else:
        cv2.line(canvas, (x - 5, y - 5), (x + 5, y + 5), colour, 2, cv2.LINE_AA)
        cv2.line(canvas, (x - 5, y + 5), (x + 5, y - 5), colour, 2, cv2.LINE_AA)


def _text(
    canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], words: str, place: tuple[int, int], size: float = 0.48
) -> None:
    plain = words.replace("°", " deg").replace("–", "-")
    cv2.putText(canvas, plain, place, cv2.FONT_HERSHEY_SIMPLEX, size, _INK, 1, cv2.LINE_AA)
