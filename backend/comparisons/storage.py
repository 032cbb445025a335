"""Where films lie, and where they are while they are written."""

import shutil
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage


def make_workshop(folder: str, token: UUID) -> Path:
    """A place on the local disk for one try at a film, once what killed tries left behind is gone.

    The try's ``token`` is in its name: a worker that lost its lease and does not know yet writes elsewhere.
    """
    clear_workshop(folder)
    place = _workshops(folder) / token.hex
    place.mkdir(parents=True, mode=0o700)
    return place


def clear_workshop(folder: str) -> None:
    """Remove every try at a film, and the folders that held nothing else."""
    shutil.rmtree(_workshops(folder), ignore_errors=True)
    with suppress(OSError):
        _workshops(folder).parent.rmdir()


def remove_film(folder: str, *, but: str = "") -> None:
    """Remove all files of one film but the one under the key ``but``. Removing them twice is harmless."""
    prefix = f"timelapses/{folder}"
    with suppress(FileNotFoundError):
        _, names = default_storage.listdir(prefix)
        for name in names:
            if f"{prefix}/{name}" != but:
                default_storage.delete(f"{prefix}/{name}")
    if not but:
        # An object store has no folders to remove; its delete of one does nothing.
        default_storage.delete(prefix)


def _workshops(folder: str) -> Path:
    return Path(settings.DATA_DIR) / "tmp" / "timelapses" / folder
