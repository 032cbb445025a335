"""Asking for work."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from backend.jobs.models import Job
from backend.jobs.wake import wake_worker

# Rows an INSERT takes: SQLite allows 32,766 variables, a job has a dozen.
BATCH = 500


def enqueue(*, handler: str, key: str, delay: timedelta = timedelta(0)) -> None:
    """Queue work in the caller's transaction: it is there if and only if its cause is.

    ``handler`` is a name from the registry, so that the web process never imports the code of the work; ``key``
    names what it is about, mostly an id. The same pair already waiting is not queued twice.
    """
    enqueue_all(handler=handler, keys=[key], delay=delay)


def enqueue_all(*, handler: str, keys: Iterable[str], delay: timedelta = timedelta(0)) -> None:
    """Queue one job for each key, in their order."""
    run_at = timezone.now() + delay
    Job.objects.bulk_create(
        [Job(handler=handler, key=key, run_at=run_at) for key in keys], ignore_conflicts=True, batch_size=BATCH
    )
    transaction.on_commit(wake_worker)
