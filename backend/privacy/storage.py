"""Where sealed copies lie, and how one is streamed into its place."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.core.files.storage import default_storage


class Chunks(io.RawIOBase):
    """What is produced piece by piece, as a file that is read once; knows its digest and size when it was."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        """The next piece, of whatever length; empty at the end."""
        chunk = next((chunk for chunk in self._chunks if chunk), b"")
        self._digest.update(chunk)
        self.size += len(chunk)
        return chunk

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only to where it is at the beginning. Raises OSError."""
        if (offset, whence, self.size) != (0, io.SEEK_SET, 0):
            raise io.UnsupportedOperation("what was read of a stream is gone")
        return 0


def remove_copy(folder: str) -> None:
    """Remove a copy, and what a killed try left of one. Removing it twice is harmless."""
    prefix = f"sealed/{folder}"
    with suppress(FileNotFoundError):
        _, names = default_storage.listdir(prefix)
        for name in names:
            default_storage.delete(f"{prefix}/{name}")
    # An object store has no folders to remove; its delete of one does nothing.
    default_storage.delete(prefix)
