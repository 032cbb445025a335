"""How the queue stands. No actor: numbers about work, of nobody's record."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from backend.comparisons.handlers import RENDER
from backend.jobs.models import Job, JobState
from backend.jobs.selectors import parked, running
from backend.photos.models import Photo
from backend.privacy.handlers import SEAL
from backend.sharing.handlers import MAKE
from ml.vocabulary import PhotoState

# Work that may run longer than a photo's, one at a time: its waiting is no sign of trouble. The web process does not
# load the registry, which says so of each; a test holds the two together.
LONG_WORK = frozenset({RENDER, SEAL, MAKE})


def longest_wait() -> timedelta:
    """How long the oldest work that somebody waits for has been due; zero when none is."""
    now = timezone.now()
    oldest = (
        Job.objects.filter(_waiting(now), background=False)
        .exclude(handler__in=LONG_WORK)
        .aggregate(oldest=Min("run_at"))["oldest"]
    )
    return now - oldest if oldest else timedelta(0)


def _waiting(now: datetime) -> Q:
    """Due and not under way: queued, or left behind by a worker that died."""
    return Q(state=JobState.QUEUED, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)


def waiting_by_handler() -> dict[str, tuple[int, timedelta]]:
    """How many jobs wait, and how long the oldest has been due, by the name of their work."""
    now = timezone.now()
    rows = Job.objects.filter(_waiting(now)).values("handler").annotate(count=Count("pk"), oldest=Min("run_at"))
    return {row["handler"]: (row["count"], now - row["oldest"]) for row in rows.order_by("handler")}


def photos_by_state() -> dict[str, int]:
    """How many photos there are in each state, those without any included."""
    counted = {row["state"]: row["count"] for row in Photo.objects.values("state").annotate(count=Count("pk"))}
    return {state: counted.get(state, 0) for state in PhotoState}


def parked_by_handler() -> dict[str, int]:
    """How many jobs were given up after all their tries, by the name of their work."""
    counted = Job.objects.filter(state=JobState.PARKED).values("handler").annotate(count=Count("pk"))
    return {row["handler"]: row["count"] for row in counted.order_by("handler")}


def newest_job_at() -> datetime | None:
    """When work was asked for last, by the clock of that moment."""
    newest: datetime | None = Job.objects.aggregate(newest=Max("created_at"))["newest"]
    return newest


# Each has a row with a button.
MOST_SHOWN: Final = 200


def queue_stands() -> dict[str, Any]:
    """For the page of the queue: ids, names of work, counts, times and reasons; no key, which names a record."""
    columns = ("pk", "handler", "attempts", "started_at", "finished_at", "reason")
    now = timezone.now()
    due = Job.objects.filter(state=JobState.QUEUED, run_at__lte=now).values("handler")
    return {
        "parked": parked().only(*columns)[:MOST_SHOWN],
        "parked_count": parked().count(),
        "running": running().only(*columns),
        "waiting": due.annotate(count=Count("pk"), oldest=Min("run_at")).order_by("oldest"),
    }
