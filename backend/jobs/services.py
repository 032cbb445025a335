"""Asking for work."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from backend.jobs.models import Job
from backend.jobs.wake import wake_worker


def enqueue(*, handler: str, key: str, delay: timedelta = timedelta(0)) -> None:
    """Queue work in the caller's transaction: it is there if and only if its cause is.

    ``handler`` is a name from the registry, so that the web process never imports the code of the work; ``key``
    names what it is about, mostly an id. The same pair already waiting is not queued twice.
    """
    Job.objects.bulk_create(
        [Job(handler=handler, key=key, run_at=timezone.now() + delay)],
        ignore_conflicts=True,
    )
    transaction.on_commit(wake_worker)
