"""A stored file: its mark, then Tink's streaming AEAD with the file's key in the store as associated data.

So a file can't be put in another one's place, nor be cut short, without being found out when it is read.
"""

import io
from typing import IO, Any, Final, cast

from tink import TinkError

from backend.common.at_rest.keyset import FILE_MARK, keyset
from backend.common.at_rest.problems import Unreadable
from backend.common.at_rest.seekable import SeekableContent

CHUNK: Final = 1024 * 1024
# Tink's AES256_GCM_HKDF_1MB: a header of its length (1), salt (32) and nonce prefix (7), then segments of 1 MiB,
# the first one shorter by the header, each with a tag of 16.
_SEGMENT: Final = 1024 * 1024
_HEADER: Final = 40
_TAG: Final = 16


def plain_size(stored: int) -> int:
    """Bytes of the content of an encrypted file that has ``stored`` bytes."""
    sealed = stored - len(FILE_MARK)
    segments = -(-sealed // _SEGMENT)
    return sealed - _HEADER - segments * _TAG


class Encrypting(io.RawIOBase):
    """What ``content`` becomes under ``name``, as a file that is read once, from its beginning."""

    def __init__(self, content: IO[bytes], name: str) -> None:
        self._content = content
        self._sink = _Sink()
        self._sink.write(FILE_MARK)
        self._stream: IO[bytes] | None = keyset().files.new_encrypting_stream(self._sink, name.encode())
        self._has_begun = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At least ``size`` bytes while there are so many; empty at the end."""
        self._has_begun = True
        while self._stream is not None and (size < 0 or self._sink.length < size):
            if chunk := self._content.read(CHUNK):
                self._stream.write(chunk)
            else:
                self._stream.close()
                self._stream = None
        return self._sink.take(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only to where it is at the beginning. Raises OSError."""
        if (offset, whence) != (0, io.SEEK_SET) or self._has_begun:
            raise io.UnsupportedOperation("what was read of a stream is gone")
        return 0


class _Sink(io.RawIOBase):
    """Takes what Tink writes until it is fetched."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.length = 0

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        self.length += len(part)
        return len(part)

    def close(self) -> None:
        """Tink closes what it wrote to; what was written is still to be fetched."""

    def take(self, size: int) -> bytes:
        whole = b"".join(self._parts)
        taken, left = (whole, b"") if size < 0 else (whole[:size], whole[size:])
        self._parts, self.length = [left] if left else [], len(left)
        return taken


class Decrypting(SeekableContent):
    """The content of the encrypted file ``stored``, which stands open and is closed with this one.

    Going back begins anew at the front, so that seeking is cheap near it. Reading raises Unreadable.
    """

    def __init__(self, stored: IO[bytes], name: str) -> None:
        super().__init__(plain_size(stored.seek(0, io.SEEK_END)))
        self._stored, self._name = stored, name
        self._stream: IO[bytes] | None = None
        # Where the stream stands.
        self._reached = 0
        if self.size < 0:
            raise Unreadable(f"{name} was cut short")

    def readinto(self, buffer: Any) -> int:
        if self.at >= self.size and self.size > 0:
            return 0
        try:
            taken = self._reach().read(len(buffer))
        except TinkError as problem:
            raise Unreadable(f"{self._name} was altered, or belongs to other keys") from problem
        buffer[: len(taken)] = taken
        self._reached = self.at = self.at + len(taken)
        return len(taken)

    def close(self) -> None:
        if not self.closed:
            self._stored.close()
        super().close()

    def _reach(self) -> IO[bytes]:
        """The stream where the next byte is the one that is wanted."""
        if self._stream is None or self.at < self._reached:
            self._stored.seek(len(FILE_MARK))
            source = cast(IO[bytes], _KeptOpen(self._stored))
            self._stream = cast(IO[bytes], keyset().files.new_decrypting_stream(source, self._name.encode()))
            self._reached = 0
        while self._reached < self.at and (skipped := self._stream.read(min(CHUNK, self.at - self._reached))):
            self._reached += len(skipped)
        return self._stream


class _KeptOpen(io.RawIOBase):
    """Tink closes what it reads from; the file is still needed for going back."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)
