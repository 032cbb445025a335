"""Files that survive a power cut: whole under their name, or not there."""

import os
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """A file for its owner's eyes. Raises FileExistsError where another one stands there, or came first."""
    draft = _write_draft(path, content)
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    flush_folder(path.parent)


def write_over(path: Path, content: bytes) -> None:
    """At any moment the old file or the new one."""
    _write_draft(path, content).replace(path)
    flush_folder(path.parent)


def _write_draft(path: Path, content: bytes) -> Path:
    make_private(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def make_private(folder: Path) -> None:
    """Each new folder on the way is its owner's alone; ``mkdir(parents=True)`` would say so of the last only."""
    if not folder.exists():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
