"""All that ``manage.py doctor`` looks at: what serving needs, and what makes an installation safe and whole."""

import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from backend.common.frontend_build import BUILD_STAMP, DIST, digest_of, read_stamp, sources
from backend.jobs.wake import is_worker_listening
from backend.operations.checks import (
    LEAST_FREE,
    Finding,
    Level,
    check_database,
    check_model,
    check_queue,
    check_storage,
    well,
)
from backend.operations.key_checks import check_master_key
from backend.operations.selectors import newest_job_at, parked_by_handler

# The first SQLite without the WAL-reset bug, which can lose committed rows.
SAFE_SQLITE = (3, 51, 3)
# Some two thousand photos of a phone: time to think of another disk.
ROOM_TO_PLAN = 4 * 1024**3
# No version of Likeness is older: a clock before it has lost its battery or its network.
CLOCK_STARTS = datetime(2026, 11, 22, tzinfo=UTC)
CLOCK_TOLERANCE = timedelta(minutes=2)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
HAS_MODES = os.name != "nt"


def check_python() -> Finding:
    return well("python", f"Python {platform.python_version()}, Django's database: {connection.vendor}.")


def check_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Finding:
    shown = ".".join(map(str, version))
    if connection.vendor != "sqlite":
        return well("sqlite", "Not in use.")
    if version < SAFE_SQLITE:
        return Finding(
            "sqlite",
            Level.WARNING,
            "old",
            f"SQLite {shown} can lose committed rows (WAL reset), if seldom.",
            "Use a Python whose SQLite is 3.51.3 or later; on Linux, install requirements.lock again.",
        )
    return well("sqlite", f"SQLite {shown}.")


def check_room(wanted: int = ROOM_TO_PLAN) -> Finding:
    """Room for the next weeks, long before uploads are refused; the storage check tells of that."""
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as problem:
        return Finding("room", Level.WARNING, "unknown", f"Not to be told: {problem.strerror}.", "See storage.")
    if LEAST_FREE <= free < wanted:
        return Finding(
            "room",
            Level.WARNING,
            "little",
            f"{free / 1024**3:.1f} GB are left for photos.",
            "Make room on that disk soon, or move the data folder to a larger one (LIKENESS_DATA).",
        )
    return well("room", f"{free / 1024**3:.1f} GB are left.")


def check_privacy() -> Finding:
    """Whether the data folder is its owner's alone, and the owner the account that asks."""
    folder = Path(settings.DATA_DIR)
    try:
        seen = folder.stat()
    except OSError as problem:
        return Finding(
            "data folder", Level.ERROR, "missing", f"{folder}: {problem.strerror}.", "Correct LIKENESS_DATA."
        )
    if not HAS_MODES:
        return well("data folder", f"{folder} (its permissions are Windows' own).")
    if seen.st_mode & 0o077:
        return Finding(
            "data folder",
            Level.ERROR,
            "open",
            f"Others on this machine can look into {folder} (mode {seen.st_mode & 0o777:o}).",
            f"Run: chmod 700 {folder}",
        )
    if seen.st_uid != os.geteuid():
        return Finding(
            "data folder",
            Level.WARNING,
            "anothers",
            f"{folder} belongs to the account number {seen.st_uid}, and this command runs as {os.geteuid()}.",
            "Run Likeness and its commands as one account.",
        )
    return well("data folder", f"{folder} is readable by its owner alone.")


def check_keys() -> Finding:
    """Whether the files that hold keys are readable by their owner alone."""
    keys = [path for path in key_files() if path.exists()]
    if HAS_MODES and (opened := [path for path in keys if path.stat().st_mode & 0o077]):
        names = " ".join(map(str, opened))
        return Finding(
            "keys",
            Level.ERROR,
            "open",
            f"Others on this machine may have read: {names}",
            f"Run: chmod 600 {names}\nThen make new ones: remove secret_key (all sign in again); `up --lan --new-ca`.",
        )
    return well("keys", f"{len(keys)} files with keys, each its owner's alone.")


def key_files() -> Iterator[Path]:
    folder = Path(settings.DATA_DIR)
    yield from (folder / "secret_key", folder / "push_key.pem", settings.KEYSET_FILE, settings.MASTER_KEY_FILE)
    yield from sorted((folder / "lan").glob("*.pem"))


def check_worker() -> Finding:
    match is_worker_listening():
        case True:
            return well("worker", "One is running on this machine.")
        case None:
            return Finding(
                "worker",
                Level.WARNING,
                "unknown",
                "Whether one runs cannot be told here (no socket files, too long a path, or another account's).",
                "See whether the queue moves.",
            )
    return Finding(
        "worker",
        Level.WARNING,
        "not_running",
        "None is running on this machine: what is uploaded waits.",
        "Start Likeness (python3 manage.py up), or the worker alone (python3 manage.py worker).",
    )


def check_parked() -> Finding:
    try:
        parked = parked_by_handler()
    except DatabaseError:
        return Finding("parked jobs", Level.ERROR, "unknown", "The database did not tell.", "Mend the database first.")
    if not parked:
        return well("parked jobs", "None.")
    told = ", ".join(f"{count} × {name}" for name, count in parked.items())
    return Finding(
        "parked jobs",
        Level.WARNING,
        "parked",
        f"Given up after five tries: {told}.",
        "`python3 manage.py jobs` says why; with `--again all` they are tried once more.",
    )


def check_mail() -> Finding:
    if settings.EMAIL_HOST:
        return well("mail", f"Goes out by {settings.EMAIL_HOST}, port {settings.EMAIL_PORT} (not tried).")
    return Finding(
        "mail",
        Level.WARNING,
        "no_host",
        "Mails do not leave this machine: who forgets a password needs you.",
        "Set LIKENESS_EMAIL_HOST if others use this Likeness.",
    )


def check_origin() -> Finding:
    if settings.IS_HTTPS or urlsplit(settings.ORIGIN).hostname in LOOPBACK:
        return well("address", f"{settings.ORIGIN} (as set for this command; `up --lan` finds its own).")
    return Finding(
        "address",
        Level.WARNING,
        "not_encrypted",
        f"{settings.ORIGIN} is not encrypted: others in the network can read along, and phones give it no camera.",
        "Use `up --lan`, or a proxy with a certificate and LIKENESS_ORIGIN=https://…",
    )


def check_front_end() -> Finding:
    built = Path(settings.FRONTEND_DIST)
    mend = "Run: python3 manage.py up (it builds what changed)."
    if not (built / "index.html").exists():
        return Finding("front end", Level.ERROR, "not_built", f"No page lies in {built}.", mend)
    if built.resolve() == DIST.resolve() and read_stamp(BUILD_STAMP) != digest_of(sources()):
        return Finding("front end", Level.WARNING, "outdated", "It was built from other sources than these.", mend)
    return well("front end", f"Built, in {built}.")


def check_clock(now: datetime | None = None) -> Finding:
    """Whether the clock can be believed: photos, shares and consents end by it."""
    now = now or timezone.now()
    mend = "Set the clock, and let the machine keep it by the network (timedatectl set-ntp true)."
    if now < CLOCK_STARTS:
        return Finding("clock", Level.ERROR, "before_its_time", f"It shows {now:%Y-%m-%d}, which is past.", mend)
    try:
        newest = newest_job_at()
    except DatabaseError:
        newest = None
    if newest and newest > now + CLOCK_TOLERANCE:
        return Finding(
            "clock",
            Level.ERROR,
            "went_back",
            f"It shows {now:%Y-%m-%d %H:%M} UTC, and work was asked for at {newest:%Y-%m-%d %H:%M}.",
            mend,
        )
    return well("clock", f"{now:%Y-%m-%d %H:%M} UTC.")


CHECKS: tuple[Callable[[], Finding], ...] = (
    check_python,
    check_sqlite,
    check_clock,
    check_privacy,
    check_keys,
    check_master_key,
    check_storage,
    check_room,
    check_database,
    check_worker,
    check_queue,
    check_parked,
    check_model,
    check_front_end,
    check_origin,
    check_mail,
)
