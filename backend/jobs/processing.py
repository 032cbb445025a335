"""The worker's side: claim a job, run it under its lease, finish it or let it wait for another try."""

import logging
import traceback
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from backend.common.log_lines import kind_and_place, working_on
from backend.jobs.heartbeat import Heartbeat
from backend.jobs.lease import LEASE, MAX_ATTEMPTS, Lease, LeaseLost
from backend.jobs.models import REASON_MAX_LENGTH, Job, JobState
from backend.jobs.registry import Handler, find_handler, names_of_long_work

logger = logging.getLogger(__name__)

# 2, 4, 8, 16 seconds between the tries: what passes by itself has passed within half a minute.
BACK_OFF_BASE = timedelta(seconds=2)
KEEP_DONE = timedelta(days=7)
MAX_ERROR_LENGTH = 4000


@dataclass(frozen=True)
class Failure:
    """``reason`` names nobody: it is shown to whoever runs the machine. ``words`` may quote anything."""

    reason: str
    words: str

    def as_columns(self) -> dict[str, str]:
        return {"reason": self.reason[:REASON_MAX_LENGTH], "last_error": self.words[-MAX_ERROR_LENGTH:]}


UNKNOWN = "No handler has this name."
DIED = "The worker stopped while it ran, each time."


def claim(*, long: bool | None = None) -> tuple[Job, Lease] | None:
    """Take the job that has waited longest, or one whose worker let its lease run out; by compare-and-swap.
    Work for the background comes after all other. ``long``: long work alone, or all but that; both unless it is said.

    Two workers that reach for the same row both try the update; its filter lets one of them through. A job under which
    a worker died takes its place behind what was waiting when it was begun: others go before it kills the next one.
    """
    now = timezone.now()
    due = Q(state=JobState.QUEUED, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    if long is not None:
        is_long = Q(handler__in=names_of_long_work())
        due &= is_long if long else ~is_long
    in_order = Job.objects.filter(due).order_by("background", "run_at", "created_at").only("pk", "token")
    while candidate := in_order.first():
        token = uuid.uuid4()
        taken = Job.objects.filter(due, pk=candidate.pk, token=candidate.token).update(
            state=JobState.RUNNING,
            token=token,
            lease_until=now + LEASE,
            started_at=now,
            run_at=now,
            attempts=F("attempts") + 1,
        )
        if taken:
            return Job.objects.get(pk=candidate.pk), Lease(candidate.pk, token)
    return None


def run(job: Job, lease: Lease) -> None:
    """Run a claimed job to its end. A failure of the work is recorded on the job, never raised."""
    with working_on(job.pk):
        _run(job, lease)


def _run(job: Job, lease: Lease) -> None:
    found = find_handler(job.handler)
    if found is None:
        _park(job, lease, None, Failure(UNKNOWN, f"No handler is called {job.handler}."))
        return
    if job.attempts > MAX_ATTEMPTS:
        # The worker died under it each time, before it could record why.
        _park(job, lease, found, Failure(job.reason or DIED, job.last_error or DIED))
        return
    try:
        with Heartbeat(lease, found.max_seconds):
            found.work(lease, job.key)
            _finish(lease)
    except LeaseLost:
        logger.warning("%s: taken over by another worker; nothing was written", job)
    except Exception as problem:
        logger.exception("%s failed", job)
        _retry_or_park(job, lease, found, Failure(kind_and_place(problem), traceback.format_exc()))


def forget_done() -> None:
    """Finished jobs are kept a week, for whoever wants to know how long things took."""
    Job.objects.filter(state=JobState.DONE, finished_at__lt=timezone.now() - KEEP_DONE).delete()


def _finish(lease: Lease) -> None:
    with transaction.atomic():
        lease.hold()
        Job.objects.filter(pk=lease.job_id).update(
            state=JobState.DONE, token=None, lease_until=None, finished_at=timezone.now(), reason="", last_error=""
        )


def _retry_or_park(job: Job, lease: Lease, found: Handler, failure: Failure) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _park(job, lease, found, failure)
        return
    wait = BACK_OFF_BASE * 2 ** (job.attempts - 1)
    with transaction.atomic():
        if Job.objects.filter(handler=job.handler, key=job.key, state=JobState.QUEUED).exists():
            # The same work was asked for again meanwhile; that row is the next try.
            Job.objects.filter(pk=job.pk, token=lease.token).delete()
            return
        Job.objects.filter(pk=job.pk, token=lease.token).update(
            state=JobState.QUEUED,
            token=None,
            lease_until=None,
            run_at=timezone.now() + wait,
            **failure.as_columns(),
        )


def _park(job: Job, lease: Lease, found: Handler | None, failure: Failure) -> None:
    with transaction.atomic():
        parked = Job.objects.filter(pk=job.pk, token=lease.token).update(
            state=JobState.PARKED,
            token=None,
            lease_until=None,
            finished_at=timezone.now(),
            **failure.as_columns(),
        )
        if parked and found and found.on_parked:
            found.on_parked(job.key)
    logger.error("%s is parked after %d attempts", job, job.attempts)
