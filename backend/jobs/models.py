"""The queue: one row a job, in the same database and transaction as its cause."""

from django.db import models
from django.db.models import Q

from backend.common.models import BaseModel

REASON_MAX_LENGTH = 300


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


class Job(BaseModel):
    """Work for a worker. ``token`` is the fence: only the worker that holds it may finish the job."""

    handler = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Nobody looks at a screen for it: it runs when nothing else is due.
    background = models.BooleanField(default=False)
    run_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Of the last failure: its kind and place for whoever runs the machine, and all that was said, which may quote a
    # person's data and is shown on no page.
    reason = models.CharField(max_length=REASON_MAX_LENGTH, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, token__isnull=False, lease_until__isnull=False)
                | ~Q(state=JobState.RUNNING),
                name="job_running_has_lease",
            ),
            # Asking twice for the same work while it waits is asking once.
            models.UniqueConstraint(
                fields=["handler", "key"], condition=Q(state=JobState.QUEUED), name="job_waits_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["background", "run_at"], condition=Q(state=JobState.QUEUED), name="job_queued_in_order"
            ),
            models.Index(fields=["lease_until"], condition=Q(state=JobState.RUNNING), name="job_running_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.key} ({self.state}, attempt {self.attempts})"
