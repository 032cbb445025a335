"""How the queue stands. No actor: numbers about work, of nobody's record."""

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from backend.comparisons.handlers import RENDER
from backend.jobs.models import Job, JobState
from backend.privacy.handlers import SEAL
from backend.sharing.handlers import MAKE

# Work that may run longer than a photo's, one at a time: its waiting is no sign of trouble. The web process does not
# load the registry, which says so of each; a test holds the two together.
LONG_WORK = frozenset({RENDER, SEAL, MAKE})


def longest_wait() -> timedelta:
    """How long the oldest work that somebody waits for has been due; zero when none is."""
    now = timezone.now()
    waiting = Q(state=JobState.QUEUED, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    oldest = (
        Job.objects.filter(waiting, background=False)
        .exclude(handler__in=LONG_WORK)
        .aggregate(oldest=Min("run_at"))["oldest"]
    )
    return now - oldest if oldest else timedelta(0)


def parked_by_handler() -> dict[str, int]:
    """How many jobs were given up after all their tries, by the name of their work."""
    counted = Job.objects.filter(state=JobState.PARKED).values("handler").annotate(count=Count("pk"))
    return {row["handler"]: row["count"] for row in counted.order_by("handler")}


def newest_job_at() -> datetime | None:
    """When work was asked for last, by the clock of that moment."""
    newest: datetime | None = Job.objects.aggregate(newest=Max("created_at"))["newest"]
    return newest
