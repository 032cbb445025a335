"""Where files lie. A key that exists holds a whole file, whatever happened while it was written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from backend.common.durable import flush_folder, make_private
from backend.common.errors import DomainError

CHUNK = 1024 * 1024


class DurableFileSystemStorage(FileSystemStorage):
    """Files on a local disk: written beside their place, flushed to the disk, then renamed into it.

    Overwrites, since keys are named by their content. Files are readable by their owner alone.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700, **options})

    def save(self, name: str | None, content: "File[Any] | IO[Any]", max_length: int | None = None) -> str:
        """Write ``content`` under exactly ``name``. Raises DomainError ``disk_full`` when there is no room."""
        if not name:
            raise ValueError("a file needs a key")
        path = Path(self.path(name))
        make_private(path.parent)
        with no_room_is_said():
            part = path.with_name(f"{path.name}.{os.getpid()}.part")
            try:
                _write_through(part, content)
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            # Every folder from the store's root down can be new, and a new folder's name lives in its parent.
            for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
                flush_folder(folder)
        return name


def _write_through(path: Path, content: "File[Any] | IO[Any]") -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        content.seek(0)
        while chunk := content.read(CHUNK):
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def no_room_is_said() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise DomainError(
            "disk_full",
            "The server's disk is full. Nothing was saved; the photo is still on your device. "
            "Make room on the server, then send it again.",
            http_status=507,
        ) from problem


def remove_folder(folder: str) -> None:
    """Remove all files of one photo. Removing them twice is harmless."""
    prefix = f"photos/{folder}"
    with suppress(FileNotFoundError):
        _, names = default_storage.listdir(prefix)
        for name in names:
            default_storage.delete(f"{prefix}/{name}")
    # An object store has no folders to remove; its delete of one does nothing.
    default_storage.delete(prefix)
