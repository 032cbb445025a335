"""Where films lie, and where they are while they are written."""

from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage

from backend.common.at_rest import workshop


def make_workshop(folder: str, token: UUID) -> Path:
    """A place for one try at a film, once what killed tries left behind is gone.

    The try's ``token`` is in its name: a worker that lost its lease and does not know yet writes elsewhere.
    """
    clear_workshop(folder)
    return workshop.make_workshop(f"timelapses/{folder}/{token.hex}")


def clear_workshop(folder: str) -> None:
    """Remove every try at a film."""
    workshop.clear_workshops(f"timelapses/{folder}")


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
