"""Files of which the beginning is there. How much of one lies here is what the server has of it: no row says it too.

So that a crash at any point leaves the two nothing to disagree about.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import IO, Protocol

from django.core.files.storage import default_storage
from django.http import UnreadablePostError

from backend.photos.storage import flush_folder, make_private, no_room_is_said

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
    with suppress(FileNotFoundError), _path(name).open("r+b") as file:
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_size
    return None


def write_on(name: str, at: int, source: Source, most: int) -> int:
    """Append up to ``most`` bytes of ``source`` at ``at``, which has to be the file's end, and answer the new end.

    What came before a cut stays. No lock is held while waiting for bytes, so that a line that died silently hinders
    nobody: whoever writes first at a place has it, the other one gets WrittenElsewhere. Raises DomainError
    ``disk_full``.
    """
    end, last = at, at + most
    try:
        file = _path(name).open("r+b")
    except FileNotFoundError:
        raise WrittenElsewhere from None
    with file, no_room_is_said():
        _expect_end(file, at)
        while block := _read(source, min(BLOCK, last - end)):
            with _alone(file):
                _expect_end(file, end)
                file.seek(end)
                file.write(block)
                file.flush()
            end += len(block)
        os.fsync(file.fileno())
    return end


def _expect_end(file: IO[bytes], end: int) -> None:
    if os.fstat(file.fileno()).st_size != end:
        raise WrittenElsewhere


def _read(source: Source, size: int) -> bytes:
    """Empty once the body has ended, or the line was cut: what came until then is kept."""
    with suppress(UnreadablePostError):
        return source.read(size)
    return b""


@contextmanager
def whole(name: str) -> Iterator[IO[bytes] | None]:
    """The file while nobody else writes or reads it here; None where it is gone, perhaps since another one had it."""
    try:
        file = _path(name).open("r+b")
    except FileNotFoundError:
        yield None
        return
    with file, _alone(file):
        # Whoever had it before may have removed it while this one waited.
        yield file if _path(name).exists() else None


def expires_at(name: str) -> datetime | None:
    """A day after something was last written to it; None where there is no file."""
    with suppress(FileNotFoundError):
        return datetime.fromtimestamp(_path(name).stat().st_mtime, UTC) + KEPT
    return None


def remove(name: str) -> None:
    """Twice is harmless."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(default_storage.path(f"uploads/{name}"))


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
