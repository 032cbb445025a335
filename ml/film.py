"""A time-lapse from aligned pictures: MP4 (H.264) or animated WebP, one frame at a time."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import numpy as np
from av.video.stream import VideoStream

from ml.types import Image
from ml.warp import fit_inside

FRAMES_PER_SECOND: Final = 6
FORMATS: Final = (".mp4", ".webp")

# Every frame of a WebP is a whole picture: at 720 px a film of 100 photos stays near 5 MB.
_WEBP_MAX_SIDE: Final = 720


class Film:
    """Writes frames to ``path`` as they come; use as a context manager.

    Keeps no frame. Ended by an exception, it leaves no file behind. Raises ``ValueError`` for another ending than
    ``.mp4`` or ``.webp``.
    """

    def __init__(self, path: Path) -> None:
        if path.suffix.lower() not in FORMATS:
            raise ValueError(f"a time-lapse ends in {' or '.join(FORMATS)}, not in {path.suffix or 'nothing'}")
        self.frames = 0
        self._path = path
        self._unfinished = path.with_name(f".{path.stem}.unfinished{path.suffix.lower()}")
        self._is_webp = path.suffix.lower() == ".webp"
        options = {"loop": "0"} if self._is_webp else {"movflags": "+faststart"}
        self._container = av.open(str(self._unfinished), "w", options=options)
        self._stream: VideoStream | None = None

    def add(self, picture: Image) -> None:
        """The next frame; all have one size. H.264 wants even sides, so an odd last row or column is left out."""
        shown = fit_inside(picture, _WEBP_MAX_SIDE) if self._is_webp else picture
        height, width = shown.shape[0] // 2 * 2, shown.shape[1] // 2 * 2
        if self._stream is None:
            self._stream = self._opened(width, height)
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(shown[:height, :width]), format="rgb24")
        frame.pts, frame.time_base = self.frames, Fraction(1, FRAMES_PER_SECOND)
        self.frames += 1
        self._container.mux(self._stream.encode(frame))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._stream is not None:
            self._container.mux(self._stream.encode(None))
        self._container.close()
        if kind is None and self._stream is not None:
            self._unfinished.replace(self._path)
        else:
            self._unfinished.unlink(missing_ok=True)

    def _opened(self, width: int, height: int) -> VideoStream:
        codec = "libwebp_anim" if self._is_webp else "libx264"
        options = {"quality": "80"} if self._is_webp else {"crf": "18", "preset": "medium", "threads": "1"}
        stream = self._container.add_stream(codec, rate=FRAMES_PER_SECOND, options=options)
        if not isinstance(stream, VideoStream):
            raise TypeError(f"{codec} is no video codec")
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuv420p"
        return stream
