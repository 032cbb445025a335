"""Asking for work."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Least
from django.utils import timezone

from backend.jobs.models import Job, JobState
from backend.jobs.wake import wake_worker

# Rows an INSERT takes: SQLite allows 32,766 variables, a job has a dozen.
BATCH = 500


def enqueue(*, handler: str, key: str, delay: timedelta = timedelta(0), background: bool = False) -> None:
    """Queue work in the caller's transaction: it is there if and only if its cause is.

    ``handler`` is a name from the registry, so that the web process never imports the code of the work; ``key``
    names what it is about, mostly an id. The same pair already waiting is not queued twice. ``background`` work lets
    everything else that is due go first.
    """
    enqueue_all(handler=handler, keys=[key], delay=delay, background=background)


def cancel(*, handler: str, key: str) -> None:
    """Take back work that still waits, in the caller's transaction."""
    Job.objects.filter(handler=handler, key=key, state=JobState.QUEUED).delete()


def enqueue_all(
    *, handler: str, keys: Iterable[str], delay: timedelta = timedelta(0), background: bool = False
) -> None:
    """Queue one job for each key, in their order. One that waits for another try is due again, with all its tries."""
    keys, run_at = list(keys), timezone.now() + delay
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        waiting = Job.objects.filter(handler=handler, key__in=some, state=JobState.QUEUED)
        waiting.update(run_at=Least("run_at", Value(run_at)), attempts=0)
        if not background:
            waiting.update(background=False)
        jobs = [Job(handler=handler, key=key, run_at=run_at, background=background) for key in some]
        Job.objects.bulk_create(jobs, ignore_conflicts=True)
    if not delay:
        # A nudge that fails must not undo what has been committed.
        transaction.on_commit(wake_worker, robust=True)


def try_again(*, job_id: UUID | None = None) -> int:
    """Let parked work be tried as often as new work: one job, or all of them. Returns how many there were."""
    with transaction.atomic():
        parked = _parked(job_id)
        count = len(parked)
        for job in parked:
            if Job.objects.filter(handler=job.handler, key=job.key, state=JobState.QUEUED).exists():
                # The same work waits already, asked for anew or as an older failure of it.
                job.delete()
                continue
            job.state, job.attempts, job.run_at, job.finished_at = JobState.QUEUED, 0, timezone.now(), None
            job.save(update_fields=["state", "attempts", "run_at", "finished_at"])
        transaction.on_commit(wake_worker, robust=True)
    return count


def forget(*, job_id: UUID | None = None) -> int:
    """Drop parked work for good: one job, or all of it. Returns how many there were."""
    with transaction.atomic():
        parked = _parked(job_id)
        Job.objects.filter(pk__in=[job.pk for job in parked]).delete()
    return len(parked)


def _parked(job_id: UUID | None) -> list[Job]:
    parked = Job.objects.select_for_update().filter(state=JobState.PARKED).order_by("created_at")
    return list(parked if job_id is None else parked.filter(pk=job_id))
