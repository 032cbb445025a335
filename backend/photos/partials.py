"""Files of which the beginning is there. How much of one lies here is what the server has of it: no row says it too.

So that a crash at any point leaves the two nothing to disagree about. They lie encrypted, like all that is stored.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import IO, Protocol, cast

from django.conf import settings
from django.http import UnreadablePostError

from backend.common.at_rest.pieces import BlockReader, Blocks
from backend.common.durable import flush_folder, make_private
from backend.photos.storage import no_room_is_said

# Small, so that a cut costs no more than is on the wire, and memory stays flat.
BLOCK = 64 * 1024
# After the last byte that came. The phone keeps the photo until the server has all of it, and begins again then.
KEPT = timedelta(hours=24)
_lock = Lock()


class Source(Protocol):
    """What a request's body can do."""

    def read(self, size: int, /) -> bytes: ...


class WrittenElsewhere(Exception):
    """The file does not end where the writer thought: another request writes it, or has finished with it."""


def make(name: str) -> None:
    """An empty file under a name that was never used. Raises DomainError ``disk_full``."""
    path = _path(name)
    with no_room_is_said():
        make_private(path.parent)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        flush_folder(path.parent)
        flush_folder(path.parent.parent)


def length(name: str) -> int | None:
    """How many bytes survive whatever happens next; None where there is no file.

    A process that was killed may have left bytes that only the system's memory holds: they are flushed before they are
    counted.
    """
    with suppress(FileNotFoundError), _open(name) as file:
        os.fsync(file.fileno())
        return Blocks(file, name).end.content
    return None


def write_on(name: str, at: int, source: Source, most: int) -> int:
    """Append up to ``most`` bytes of ``source`` at ``at``, which has to be the file's end, and answer the new end.

    What came before a cut stays. No lock is held while waiting for bytes, so that a line that died silently hinders
    nobody: whoever writes first at a place has it, the other one gets WrittenElsewhere. Raises DomainError
    ``disk_full``.
    """
    try:
        file = _open(name)
    except FileNotFoundError:
        raise WrittenElsewhere from None
    with file, no_room_is_said():
        blocks = _expect_end(Blocks(file, name), at)
        while block := _read(source, min(BLOCK, at + most - blocks.end.content)):
            with _alone(file):
                if os.fstat(file.fileno()).st_size != blocks.end.stored:
                    # Somebody wrote meanwhile, or a crash left half of a block.
                    blocks = _expect_end(Blocks(file, name), blocks.end.content)
                blocks.append(block)
        os.fsync(file.fileno())
    return blocks.end.content


def _expect_end(blocks: Blocks, end: int) -> Blocks:
    if blocks.end.content != end:
        raise WrittenElsewhere
    return blocks


def _read(source: Source, size: int) -> bytes:
    """Empty once the body has ended, or the line was cut: what came until then is kept."""
    with suppress(UnreadablePostError):
        return source.read(size)
    return b""


@contextmanager
def whole(name: str) -> Iterator[IO[bytes] | None]:
    """The file while nobody else writes or reads it here; None where it is gone, perhaps since another one had it."""
    try:
        file = _open(name)
    except FileNotFoundError:
        yield None
        return
    with file, _alone(file):
        # Whoever had it before may have removed it while this one waited.
        is_there = _path(name).exists()
        yield cast(IO[bytes], io.BufferedReader(BlockReader(Blocks(file, name)), BLOCK)) if is_there else None


def expires_at(name: str) -> datetime | None:
    """A day after something was last written to it; None where there is no file."""
    with suppress(FileNotFoundError):
        return datetime.fromtimestamp(_path(name).stat().st_mtime, UTC) + KEPT
    return None


def remove(name: str) -> None:
    """Twice is harmless."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads" / name


def _open(name: str) -> IO[bytes]:
    """Without a buffer, so that what is written is the system's at once."""
    return cast(IO[bytes], _path(name).open("r+b", buffering=0))


@contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    """One at a time, among all processes; a lock that dies with its holder."""
    if sys.platform == "win32":
        # Which has no such lock, and one web process.
        with _lock:
            yield
    else:
        import fcntl  # noqa: PLC0415 (Windows lacks it)

        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
