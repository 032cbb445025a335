"""A time-lapse from aligned pictures: MP4 (H.264) or animated WebP, one frame at a time.

Each picture is one frame, shown until the next one: hard cuts, since a cross-fade would show a face that nobody has.
Nothing but the encoder's few frames is ever held, however long the film.
"""

import struct
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from ml.imaging import encode_webp
from ml.types import Image
from ml.warp import fit_inside

FRAMES_PER_SECOND: Final = 6
FORMATS: Final = (".mp4", ".webp")

# Every frame of a WebP is a whole picture: at 900 px a film of 100 photos stays near 4 MB.
_WEBP_MAX_SIDE: Final = 900
_WEBP_QUALITY: Final = 80
# H.264 near the threshold of visible loss, every picture coded on its own: no pixel of one day is predicted from
# another's, a player can jump to each, and it takes half the time of coding by differences for 9 % more bytes (measured
# on noisy aligned frames). ``veryfast`` takes a third of the time of ``medium`` for 3 % more bytes.
_H264_OPTIONS: Final = {
    "crf": "18",
    "preset": "veryfast",
    "threads": "2",
    "x264-params": "keyint=1:rc-lookahead=0:colorprim=bt709:transfer=bt709:colormatrix=bt709",
}


class _Writer(Protocol):
    def add(self, picture: Image) -> None: ...

    def finish(self) -> None: ...

    def abandon(self) -> None: ...


class Film:
    """Writes frames to ``path`` as they come; use as a context manager.

    Each picture is shown for ``seconds_a_frame``, a time of its own included for the last one. Keeps no frame. Ended
    by an exception, it leaves no file behind. Raises ``ValueError`` for another ending than ``.mp4`` or ``.webp``.
    """

    def __init__(self, path: Path, *, seconds_a_frame: float = 1 / FRAMES_PER_SECOND) -> None:
        if path.suffix.lower() not in FORMATS:
            raise ValueError(f"a time-lapse ends in {' or '.join(FORMATS)}, not in {path.suffix or 'nothing'}")
        self.frames = 0
        # (width, height) of the film, once there is a frame.
        self.size: tuple[int, int] | None = None
        self._path = path
        self._unfinished = path.with_name(f".{path.stem}.unfinished{path.suffix.lower()}")
        seconds = Fraction(seconds_a_frame).limit_denominator(1000)
        self._is_webp = path.suffix.lower() == ".webp"
        self._writer: _Writer = (_Webp if self._is_webp else _H264)(self._unfinished, seconds)

    def add(self, picture: Image) -> None:
        """The next frame; all have one size. H.264 wants even sides, so an odd last row or column is left out."""
        shown = fit_inside(picture, _WEBP_MAX_SIDE) if self._is_webp else picture
        height, width = shown.shape[0] // 2 * 2, shown.shape[1] // 2 * 2
        self.size = self.size or (width, height)
        if self.size != (width, height):
            raise ValueError(f"a frame of {width} × {height} pixels in a film of {self.size[0]} × {self.size[1]}")
        self._writer.add(np.ascontiguousarray(shown[:height, :width]))
        self.frames += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self.frames:
                self._writer.finish()
                self._unfinished.replace(self._path)
            else:
                self._writer.abandon()
        finally:
            self._unfinished.unlink(missing_ok=True)


class _H264:
    """MP4 with its index in front, so that it plays while it is still being fetched."""

    def __init__(self, path: Path, seconds: Fraction) -> None:
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._stream: VideoStream | None = None
        self._seconds = seconds
        self._frames = 0

    def add(self, picture: Image) -> None:
        if self._stream is None:
            self._stream = self._opened(picture.shape[1], picture.shape[0])
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        # Players take video of this size for BT.709; converted by another standard, skin would change its colour.
        frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
        frame.pts, frame.time_base = self._frames, self._seconds
        self._frames += 1
        self._mux(self._stream, frame)

    def finish(self) -> None:
        if self._stream is not None:
            self._mux(self._stream, None)
        self._container.close()

    def abandon(self) -> None:
        self._container.close()

    def _mux(self, stream: VideoStream, frame: av.VideoFrame | None) -> None:
        for packet in stream.encode(frame):
            # Without it the last picture would be gone as soon as it is there.
            packet.duration = int(self._seconds / packet.time_base) if packet.time_base else 0
            self._container.mux(packet)

    def _opened(self, width: int, height: int) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=1 / self._seconds, options=_H264_OPTIONS)
        if not isinstance(stream, VideoStream):
            raise TypeError("libx264 is no video codec")
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuv420p"
        return stream


class _Webp:
    """Animated WebP, put together from whole WebP pictures: libwebp's own animation encoder would hold them all.

    The container is RIFF, as Google's "WebP Container Specification" has it: VP8X (canvas), ANIM (loops), and an ANMF
    chunk for each frame.
    """

    _ANIMATED, _NO_BLENDING = 0x02, 0x02

    def __init__(self, path: Path, seconds: Fraction) -> None:
        self._file: BinaryIO = path.open("wb")
        self._milliseconds = round(seconds * 1000)
        self._started = False

    def add(self, picture: Image) -> None:
        size = _three_bytes(picture.shape[1] - 1) + _three_bytes(picture.shape[0] - 1)
        if not self._started:
            self._started = True
            # Its length follows in the end.
            self._file.write(b"RIFF\0\0\0\0WEBP")
            self._chunk(b"VP8X", bytes([self._ANIMATED, 0, 0, 0]) + size)
            # A black background that no frame leaves in sight, and no end to the loops.
            self._chunk(b"ANIM", struct.pack("<IH", 0, 0))
        still = encode_webp(picture, _WEBP_QUALITY)
        where = _three_bytes(0) + _three_bytes(0)
        head = where + size + _three_bytes(self._milliseconds) + bytes([self._NO_BLENDING])
        # Without its own "RIFF", length and "WEBP".
        self._chunk(b"ANMF", head + still[12:])

    def finish(self) -> None:
        length = self._file.tell()
        self._file.seek(4)
        self._file.write(struct.pack("<I", length - 8))
        self._file.close()

    def abandon(self) -> None:
        self._file.close()

    def _chunk(self, name: bytes, content: bytes) -> None:
        self._file.write(name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2))


def _three_bytes(number: int) -> bytes:
    return number.to_bytes(3, "little")
