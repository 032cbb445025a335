"""How far a film is, told as it is made, and whether anybody still wants it."""

import time

from django.db import transaction

from backend.comparisons.models import Timelapse
from backend.jobs.lease import Lease
from ml.vocabulary import TimelapseState

# Often enough for a bar that moves, seldom enough to cost nothing.
EVERY_SECONDS = 0.5


class Unwanted(Exception):
    """The film was deleted while it was made, by a person or with one of its photos."""


class Progress:
    """Writes ``frames_done`` every half second. Raises Unwanted or LeaseLost when there is nothing to go on for."""

    def __init__(self, lease: Lease, timelapse: Timelapse) -> None:
        self._lease, self._timelapse = lease, timelapse
        self._told_at = 0.0
        self.tell(0)

    def tell(self, frames_done: int) -> None:
        now = time.monotonic()
        if now - self._told_at < EVERY_SECONDS:
            return
        self._told_at = now
        with transaction.atomic():
            self._lease.hold()
            wanted = Timelapse.objects.filter(pk=self._timelapse.pk).update(
                state=TimelapseState.RENDERING, frames_done=frames_done
            )
        if not wanted:
            raise Unwanted
