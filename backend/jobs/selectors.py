"""How the queue stands. No actor: work has no owner, and what it is about is told by an id alone."""

from datetime import datetime

from django.db.models import QuerySet

from backend.jobs.models import Job, JobState
from backend.jobs.registry import names_of_long_work


def waiting() -> QuerySet[Job]:
    """Queued, what is due first coming first."""
    return Job.objects.filter(state=JobState.QUEUED).order_by("run_at", "created_at")


def running() -> QuerySet[Job]:
    """Under way, or left behind by a worker that died a moment ago; the longest first."""
    return Job.objects.filter(state=JobState.RUNNING).order_by("started_at", "created_at")


def parked() -> QuerySet[Job]:
    """Given up after all tries, the newest first."""
    return Job.objects.filter(state=JobState.PARKED).order_by("-finished_at", "-created_at")


def is_left_behind(began: datetime) -> bool:
    """Whether short work that was begun before ``began``, when this worker started, has not ended: its worker died.

    Asked in a worker alone, which knows the handlers.
    """
    left = Job.objects.filter(state=JobState.RUNNING, started_at__lt=began)
    return left.exclude(handler__in=names_of_long_work()).exists()
