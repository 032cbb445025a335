"""Numbers for Prometheus, in its text format 0.0.4. Counts and ages alone: no id, no name, no account."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError

from backend.common.request_counts import answer_counts
from backend.jobs.wake import is_worker_listening
from backend.operations.checks import Level
from backend.operations.readiness import readiness
from backend.operations.selectors import parked_by_handler, photos_by_state, waiting_by_handler

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition() -> str:
    """All numbers. What the database would say is left out while it does not answer; its check is 0 then."""
    lines = [*_process(), *_checks(), *_disk()]
    with suppress(DatabaseError):
        # All of them or none: partly told, they would look like an empty queue.
        lines += _database()
    return "\n".join(lines) + "\n"


def _process() -> Iterator[str]:
    counts = sorted(answer_counts().items())
    yield from _metric(
        "likeness_requests_total",
        "counter",
        "Requests that this process has answered.",
        {f'status="{status}"': count for status, count in counts},
    )


def _checks() -> Iterator[str]:
    well = {f'check="{found.name}"': int(found.level != Level.ERROR) for found in readiness.findings()}
    yield from _metric("likeness_check_ok", "gauge", "Whether what serving needs is there, as /readyz says.", well)
    if (listens := is_worker_listening()) is not None:
        yield from _metric("likeness_worker_up", "gauge", "Whether a worker runs on this machine.", {"": int(listens)})


def _disk() -> Iterator[str]:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        # The storage check tells of a folder that is gone.
        return
    yield from _metric("likeness_disk_free_bytes", "gauge", "Room left where the data lie.", {"": free})


def _database() -> Iterable[str]:
    waiting = waiting_by_handler()
    counts = {f'handler="{name}"': count for name, (count, _) in waiting.items()}
    ages = {f'handler="{name}"': wait.total_seconds() for name, (_, wait) in waiting.items()}
    parked = {f'handler="{name}"': count for name, count in parked_by_handler().items()}
    photos = {f'state="{state}"': count for state, count in photos_by_state().items()}
    return [
        *_metric("likeness_jobs_waiting", "gauge", "Jobs that are due and not under way.", counts),
        *_metric("likeness_jobs_oldest_wait_seconds", "gauge", "How long the oldest of them has been due.", ages),
        *_metric("likeness_jobs_parked", "gauge", "Jobs that were given up after all their tries.", parked),
        *_metric("likeness_photos", "gauge", "Photos by their state.", photos),
    ]


def _metric(name: str, kind: str, meaning: str, samples: Mapping[str, float]) -> Iterator[str]:
    """A family with its samples by their labels; the label values are names from the code, which need no escaping."""
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples.items():
        yield f"{name}{{{labels}}} {value}" if labels else f"{name} {value}"
