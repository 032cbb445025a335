"""What stands beneath a picture of a time-lapse: when it was taken, what else there is, and what was done to it.

Beneath and never on it: nothing covers the face, and no edge of the photo is hidden.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ml.imaging import text_mask, text_width
from ml.types import Image

# Shares of the picture's width; 1080 px gives a date of 48 px and a smallest line of 26 px, as on a phone's screen.
_LARGE, _SMALL = 48 / 1080, 26 / 1080
_MARGIN: Final = 32 / 1080
_GAP: Final = 14 / 1080
_STRIP: Final = 22 / 1080

_GROUND: Final = 20
_TEXT: Final = 240
_QUIET: Final = 176
_TRACK: Final = 72


@dataclass(frozen=True)
class Strip:
    """The film's time from its first photo (0) to its last (1): where sessions were, and where this photo is."""

    marks: tuple[float, ...]
    here: float


@dataclass(frozen=True)
class Caption:
    """``headline`` large at the start and ``aside`` at its end, then a strip, then small lines; any may be empty."""

    headline: str = ""
    aside: str = ""
    strip: Strip | None = None
    lines: tuple[str, ...] = ()


def with_caption(picture: Image, caption: Caption) -> Image:
    """``picture`` with its caption beneath, in greys. Captions with the same parts have the same height."""
    width = picture.shape[1]
    below = caption_height(width, caption)
    frame = np.empty((picture.shape[0] + below, width, 3), dtype=np.uint8)
    frame[: picture.shape[0]] = picture
    _draw(frame[picture.shape[0] :], caption)
    return frame


def caption_height(width: int, caption: Caption) -> int:
    """Pixels that the caption takes beneath a picture ``width`` pixels wide; even, as video wants it."""
    gap = _px(_GAP, width)
    height = gap + sum(_rows(width, caption)) + gap
    return height + height % 2


def _rows(width: int, caption: Caption) -> list[int]:
    """The height of each row that is there, gaps included."""
    gap = _px(_GAP, width)
    rows = []
    if caption.headline or caption.aside:
        rows.append(round(_px(_LARGE, width) * 1.25))
    if caption.strip:
        rows.append(_px(_STRIP, width) + gap)
    rows += [round(_px(_SMALL, width) * 1.4)] * sum(len(_wrapped(line, width)) for line in caption.lines)
    return rows


def _draw(ground: Image, caption: Caption) -> None:
    width = ground.shape[1]
    ground[:] = _GROUND
    margin, small, large = _px(_MARGIN, width), _px(_SMALL, width), _px(_LARGE, width)
    top = _px(_GAP, width)
    if caption.headline or caption.aside:
        _write(ground, caption.headline, large, (margin, top), _TEXT)
        aside = (width - margin - text_width(caption.aside, small), top + large - small)
        _write(ground, caption.aside, small, aside, _QUIET)
        top += round(large * 1.25)
    if caption.strip:
        _draw_strip(ground, caption.strip, top + _px(_GAP, width) // 2)
        top += _px(_STRIP, width) + _px(_GAP, width)
    for line in (part for whole in caption.lines for part in _wrapped(whole, width)):
        _write(ground, line, small, (margin, top), _QUIET)
        top += round(small * 1.4)


def _draw_strip(ground: Image, strip: Strip, top: int) -> None:
    """A line from the first photo to the last, a short mark for each session, and a tall one for this photo."""
    width = ground.shape[1]
    start, end = _px(_MARGIN, width), width - _px(_MARGIN, width)
    tall = _px(_STRIP, width)
    thin = max(1, tall // 10)

    def column(share: float, thick: int) -> slice:
        middle = start + round(min(1.0, max(0.0, share)) * (end - start))
        return slice(max(0, middle - thick // 2), middle - thick // 2 + thick)

    middle = top + tall // 2
    ground[middle - thin // 2 : middle - thin // 2 + thin, start:end] = _TRACK
    for mark in strip.marks:
        ground[top + tall // 4 : top + tall - tall // 4, column(mark, thin)] = _QUIET
    ground[top : top + tall, column(strip.here, 3 * thin)] = _TEXT


def _write(ground: Image, text: str, size: int, place: tuple[int, int], grey: int) -> None:
    if not text:
        return
    left, top = max(0, place[0]), max(0, place[1])
    room = ground[top:, left:]
    mask = text_mask(text, size)[: room.shape[0], : room.shape[1], None].astype(np.uint16)
    part = room[: mask.shape[0], : mask.shape[1]]
    part[:] = (part * (255 - mask) + grey * mask + 127) // 255


def _wrapped(line: str, width: int) -> list[str]:
    """``line`` in as many lines as the width asks for, broken between words."""
    size, room = _px(_SMALL, width), width - 2 * _px(_MARGIN, width)
    lines: list[str] = []
    for word in line.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _px(share: float, width: int) -> int:
    return max(1, round(share * width))
