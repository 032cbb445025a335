"""What an installation needs in order to serve: each check looks once, cheaply, and says what it found."""

import errno
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from backend.operations.selectors import longest_wait
from ml.landmarks.model import MODEL_SHA256, FaceModelError, model_path

# Three uploads of the largest kind with their renditions; below it, the next one may be refused.
LEAST_FREE = 256 * 1024 * 1024
# A gallery of five hundred photos is aligned within ten minutes on two cores.
LONGEST_WAIT = timedelta(minutes=15)


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One check's outcome. ``code`` is stable and names no path and no person: it may be told to anybody.

    ``said`` and ``mend`` are for whoever runs the machine: what was found, and what to do about it (empty when well).
    """

    name: str
    level: Level
    code: str
    said: str
    mend: str = ""


def well(name: str, said: str) -> Finding:
    return Finding(name, Level.OK, "ok", said)


def check_database() -> Finding:
    """Whether the database answers and has this version's tables, no fewer and no newer ones."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as problem:
        return Finding(
            "database",
            Level.ERROR,
            "unreachable",
            f"The database does not answer: {problem}",
            "Start the database server, or look at DATABASE_URL and the data folder.",
        )
    known = _migrations_on_disk()
    if missing := len(known - applied):
        return Finding(
            "database",
            Level.ERROR,
            "not_migrated",
            f"{missing} migrations have not run.",
            "Run: python3 manage.py migrate (`up` does it by itself).",
        )
    apps = {app for app, _ in known}
    if unknown := [name for app, name in applied - known if app in apps]:
        return Finding(
            "database",
            Level.ERROR,
            "newer",
            f"The database has {len(unknown)} migrations that this version does not know.",
            "Install the version of Likeness that last ran on it, or a later one.",
        )
    return well("database", f"It answers ({connection.vendor}) and has all {len(known)} migrations.")


@lru_cache(maxsize=1)
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations)


def check_storage(least_free: int = LEAST_FREE) -> Finding:
    """Whether a file can be written where photos lie, with at least ``least_free`` bytes of room left."""
    media, data = Path(settings.MEDIA_ROOT), Path(settings.DATA_DIR)
    folder = media if media.is_dir() else data
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * 4096)
            trial.flush()
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        if problem.errno not in {errno.ENOSPC, errno.EDQUOT}:
            return Finding(
                "storage",
                Level.ERROR,
                "not_writable",
                f"Nothing can be written to {folder}: {problem.strerror}.",
                f"Give {folder} back to the account that runs Likeness (chown, chmod 700), or mount it writable.",
            )
        free = 0
    if free < least_free:
        return Finding(
            "storage",
            Level.ERROR,
            "no_room",
            f"{_megabytes(free)} are left in {folder}; uploads need {_megabytes(least_free)}.",
            "Make room on that disk, or move the data folder to a larger one (LIKENESS_DATA).",
        )
    return well("storage", f"{folder} can be written to; {_megabytes(free)} are left.")


def check_queue(limit: timedelta = LONGEST_WAIT) -> Finding:
    """Whether work that somebody waits for has waited no longer than ``limit``."""
    try:
        wait = longest_wait()
    except DatabaseError:
        return Finding("queue", Level.ERROR, "unknown", "The database did not tell.", "Mend the database first.")
    if wait > limit:
        return Finding(
            "queue",
            Level.ERROR,
            "late",
            f"Work has waited for {_minutes(wait)} min, longer than {_minutes(limit)}.",
            "Start the worker (`up` runs one; alone: python3 manage.py worker) and look at its lines.",
        )
    return well("queue", f"The longest wait is {_minutes(wait)} min.")


def check_model() -> Finding:
    """Whether the face model is the file that this version works with. Read anew only when the file changed."""
    mend = "Install requirements.lock again, or correct LIKENESS_FACE_MODEL."
    try:
        path = model_path()
        seen = path.stat()
        digest = _digest(path, seen.st_mtime_ns, seen.st_size)
    except (FaceModelError, OSError) as problem:
        return Finding("model", Level.ERROR, "missing", f"The face model cannot be read: {problem}", mend)
    if digest != MODEL_SHA256:
        return Finding("model", Level.ERROR, "another_file", f"{path} is another file: SHA-256 {digest}.", mend)
    return well("model", f"SHA-256 {digest[:12]}…, as it should be.")


@lru_cache(maxsize=2)
def _digest(path: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _megabytes(count: int) -> str:
    return f"{count // 1024**2:,} MB"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


# What serving depends on, in the order in which it is told.
NEEDED: tuple[Callable[[], Finding], ...] = (check_database, check_storage, check_queue, check_model)
