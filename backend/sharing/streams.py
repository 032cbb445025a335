"""Bytes that stop when what permits them does."""

from collections.abc import Callable, Iterator
from typing import IO, Any, Final

CHUNK: Final = 64 * 1024


class CutOff(Exception):
    """The guard said no in the middle of a stream: the connection ends short of what was announced."""


class GuardedFile:
    """A file whose every ``CHUNK`` of bytes is given only while ``is_open()``; else reading raises CutOff."""

    def __init__(self, file: IO[Any], is_open: Callable[[], bool]) -> None:
        self._file, self._is_open = file, is_open
        self._unasked = CHUNK

    def read(self, size: int = CHUNK) -> bytes:
        if self._unasked >= CHUNK:
            if not self._is_open():
                self._file.close()
                raise CutOff
            self._unasked = 0
        wanted = CHUNK - self._unasked
        part: bytes = self._file.read(wanted if size < 0 else min(size, wanted))
        self._unasked += len(part)
        return part

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> "GuardedFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        with self:
            while part := self.read():
                yield part
