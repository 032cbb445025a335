"""Where a film is written before it is stored: encoders want a plain file, which must not reach the disk."""

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings

from backend.common.durable import make_private

# Below it the memory may not hold a film; it is then written beside the database, in plain, and removed after.
ENOUGH: Final = 512 * 1024 * 1024


def make_workshop(name: str) -> Path:
    """A new folder for one piece of work: in memory where the system has such a place with room, else on the disk."""
    memory = _in_memory()
    has_room = memory is not None and _make_own(memory) and shutil.disk_usage(memory).free >= ENOUGH
    place = (memory if memory is not None and has_room else _on_disk()) / name
    place.mkdir(parents=True, mode=0o700)
    return place


def clear_workshops(name: str) -> None:
    """Remove a folder wherever it was made, and the folders above it that hold nothing else."""
    for root in roots():
        place = root / name
        shutil.rmtree(place, ignore_errors=True)
        with suppress(OSError):
            while (place := place.parent) != root:
                place.rmdir()


def roots() -> list[Path]:
    """All folders in which workshops may lie."""
    memory = _in_memory()
    return [_on_disk(), *([] if memory is None else [memory])]


def _on_disk() -> Path:
    return Path(settings.DATA_DIR) / "tmp"


def _in_memory() -> Path | None:
    """Several installations may run on one machine."""
    if settings.WORKSHOP_DIR is None or not settings.WORKSHOP_DIR.is_dir():
        return None
    own = hashlib.sha256(str(settings.DATA_DIR).encode()).hexdigest()[:12]
    return Path(settings.WORKSHOP_DIR) / f"likeness-{own}"


def _make_own(folder: Path) -> bool:
    """Whether it is this account's alone: anybody may make folders there."""
    make_private(folder)
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
