"""Where the derivatives of a grant lie."""

from contextlib import suppress

from django.core.files.storage import default_storage


def picture_key(folder: str, recipe: str) -> str:
    return f"shares/{folder}/{recipe}.jpg"


def film_key(folder: str, sha256: str) -> str:
    return f"shares/{folder}/{sha256}.mp4"


def remove_files(folder: str, *, but: frozenset[str] = frozenset()) -> None:
    """Remove all files of one grant but those under the keys ``but``. Removing them twice is harmless."""
    prefix = f"shares/{folder}"
    with suppress(FileNotFoundError):
        _, names = default_storage.listdir(prefix)
        for name in names:
            if f"{prefix}/{name}" not in but:
                default_storage.delete(f"{prefix}/{name}")
    if not but:
        # An object store has no folders to remove; its delete of one does nothing.
        default_storage.delete(prefix)
