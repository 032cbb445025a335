"""A file that grows, and small things by themselves, under Tink's AEAD.

A growing file is a row of records: the length of a sealed block in four bytes, then the block, bound to its place by
associated data. What a crash cut short at the end is not counted, and overwritten by what comes next.
"""

import os
from bisect import bisect_right
from dataclasses import dataclass
from typing import IO, Any, Final

from tink import TinkError

from backend.common.at_rest.keyset import keyset
from backend.common.at_rest.problems import Unreadable
from backend.common.at_rest.seekable import SeekableContent

# Of small things, before what Tink writes.
MARK: Final = b"LKP1"
_LENGTH_BYTES: Final = 4
# Tink's prefix (5), nonce (12) and tag (16).
_OVERHEAD: Final = 33
# Of a block; a longer one was never written.
MOST: Final = 1024 * 1024


def seal(content: bytes, place: str) -> bytes:
    """``place`` says what it is of; it opens as nothing else."""
    return MARK + bytes(keyset().pieces.encrypt(content, place.encode()))


def open_sealed(content: bytes, place: str) -> bytes:
    """What was sealed; as it is, what was kept before things were sealed. Raises Unreadable."""
    if not content.startswith(MARK):
        return content
    try:
        return bytes(keyset().pieces.decrypt(content[len(MARK) :], place.encode()))
    except TinkError as problem:
        raise Unreadable(f"{place} was altered, or belongs to other keys") from problem


@dataclass(frozen=True)
class End:
    """Where the whole records end: of the content, and on the disk."""

    content: int
    stored: int


class Blocks:
    """The records of ``file``, open for reading and writing without a buffer; ``name`` is bound into each."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        # Of each record: where its content begins, where it lies, and its length there.
        self._records: list[tuple[int, int, int]] = []
        self.end = self._walk()

    def _walk(self) -> End:
        content = stored = 0
        length_on_disk = os.fstat(self._file.fileno()).st_size
        while stored + _LENGTH_BYTES <= length_on_disk:
            self._file.seek(stored)
            length = int.from_bytes(self._file.read(_LENGTH_BYTES), "big")
            after = stored + _LENGTH_BYTES + length
            if not _OVERHEAD < length <= MOST + _OVERHEAD or after > length_on_disk:
                break
            self._records.append((content, stored + _LENGTH_BYTES, length))
            content, stored = content + length - _OVERHEAD, after
        return End(content, stored)

    def append(self, block: bytes) -> None:
        """At the end of the whole records; what lay behind them goes. The caller flushes."""
        sealed = keyset().pieces.encrypt(block, self._place(self.end.content))
        self._file.seek(self.end.stored)
        left = memoryview(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
        while left:
            # A disk that fills up takes part of it first.
            left = left[self._file.write(left) :]
        self._file.truncate()
        self._records.append((self.end.content, self.end.stored + _LENGTH_BYTES, len(sealed)))
        self.end = End(self.end.content + len(block), self.end.stored + _LENGTH_BYTES + len(sealed))

    def block_at(self, at: int) -> tuple[int, bytes]:
        """Where the block that holds the content's byte ``at`` begins, and its content. Raises Unreadable."""
        begin, stored, length = self._records[bisect_right(self._records, at, key=lambda record: record[0]) - 1]
        self._file.seek(stored)
        try:
            return begin, bytes(keyset().pieces.decrypt(self._file.read(length), self._place(begin)))
        except TinkError as problem:
            raise Unreadable(f"{self._name} was altered, or belongs to other keys") from problem

    def _place(self, at: int) -> bytes:
        return f"{self._name} {at}".encode()


class BlockReader(SeekableContent):
    """The content of ``blocks`` as a file; the one it lies in is closed by whoever opened it."""

    def __init__(self, blocks: Blocks) -> None:
        super().__init__(blocks.end.content)
        self._blocks = blocks
        self._block = (0, b"")

    def readinto(self, buffer: Any) -> int:
        if self.at >= self.size:
            return 0
        begin, block = self._block
        if not begin <= self.at < begin + len(block):
            begin, block = self._block = self._blocks.block_at(self.at)
        taken = block[self.at - begin : self.at - begin + len(buffer)]
        buffer[: len(taken)] = taken
        self.at += len(taken)
        return len(taken)
