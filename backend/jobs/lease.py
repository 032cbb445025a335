"""The lease: who may write the result of a job, and until when."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from backend.jobs.models import Job, JobState

# How long a killed worker's job waits for the next one; long against a heartbeat, short for a person who waits.
LEASE = timedelta(seconds=10)
MAX_ATTEMPTS = 5


class LeaseLost(Exception):
    """Another worker has taken the job over; whatever this one made must not be written."""


@dataclass(frozen=True)
class Lease:
    """A worker's claim on one job, proven by a token that only its holder knows."""

    job_id: uuid.UUID
    token: uuid.UUID

    def hold(self) -> None:
        """Extend the lease. Inside the transaction that writes a result, this is the fence.

        The update locks the row (on SQLite, the database) until that transaction ends, so that no other worker
        can take the job between this look and the commit. Raises LeaseLost.
        """
        held = Job.objects.filter(pk=self.job_id, token=self.token, state=JobState.RUNNING).update(
            lease_until=timezone.now() + LEASE
        )
        if not held:
            raise LeaseLost(f"job {self.job_id} has been taken over")

    def note_hanging(self, reason: str) -> None:
        """Write down that the work hangs, before its worker ends. It is tried once more and no more often.

        Each such try costs everybody's work two minutes; whoever it was for can ask for it again.
        """
        Job.objects.filter(pk=self.job_id, token=self.token, state=JobState.RUNNING).update(
            attempts=Greatest("attempts", Value(MAX_ATTEMPTS - 1)), reason=reason, last_error=reason
        )
