"""A worker as `up` starts it, with work that does its worst: ``python -m tests.processes.poisoned_worker``.

Its clocks run faster than in the product, whose ten seconds of a lease and two minutes of patience a test can't wait.
"""

import ctypes
import os
import time
from datetime import timedelta
from pathlib import Path

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
django.setup()

from backend.jobs import lease  # noqa: E402 (Django's settings come first)

lease.LEASE = timedelta(seconds=3)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from backend.jobs import heartbeat  # noqa: E402 (after the lease's length is set)
from backend.jobs.registry import handler  # noqa: E402

heartbeat.MAX_SILENT_SECONDS = 4

FILM_SECONDS = 300.0


def note(name: str) -> None:
    """A line for each try, which outlives the process."""
    with (Path(settings.DATA_DIR) / "tries").open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")


@handler("tests.crash")
def crash(_lease: lease.Lease, _key: str) -> None:
    note("crash")
    ctypes.string_at(0)


@handler("tests.hang", max_seconds=2)
def hang(_lease: lease.Lease, _key: str) -> None:
    """Waits in native code that lets other threads run, as decoders do."""
    note("hang")
    ctypes.CDLL(None).sleep(600)


@handler("tests.freeze")
def freeze(_lease: lease.Lease, _key: str) -> None:
    """Waits in native code that lets no other thread of Python run."""
    note("freeze")
    ctypes.PyDLL(None).sleep(600)


@handler("tests.swell")
def swell(_lease: lease.Lease, _key: str) -> None:
    """Asks for memory until there is none to be had."""
    note("swell")
    held = []
    while True:
        held.append(np.empty(256 * 1024**2, np.uint8))


@handler("tests.good")
def good(_lease: lease.Lease, key: str) -> None:
    note(f"good {key}")


@handler("tests.film", max_seconds=FILM_SECONDS)
def film(_lease: lease.Lease, _key: str) -> None:
    """Long enough to meet what another process queues meanwhile."""
    note("film")
    time.sleep(15)


@handler("tests.burst", max_seconds=FILM_SECONDS)
def burst(_lease: lease.Lease, _key: str) -> None:
    """Long work that crashes."""
    note("burst")
    ctypes.string_at(0)


if __name__ == "__main__":
    call_command("worker")
