"""The embedded carrier: one process, no broker. One job at a time, and one long one beside it."""

import logging
import threading
from datetime import datetime
from types import TracebackType
from typing import Self

from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone

from backend.jobs.lease import Lease
from backend.jobs.models import Job
from backend.jobs.processing import claim, forget_done, run
from backend.jobs.selectors import is_left_behind
from backend.jobs.wake import WakeUp, wake_worker

logger = logging.getLogger(__name__)

# How long a nudge that was lost can delay a job, and how soon a dead worker's lease is seen.
IDLE_SECONDS = 2.0


def work_until(stop: threading.Event) -> None:
    """Run jobs as they come until ``stop`` is set; what is under way is finished first."""
    began = timezone.now()
    with WakeUp() as wake_up, SecondLane() as long_work:
        forget_done()
        while not stop.is_set():
            if not _is_left_behind(began):
                # What killed a worker runs with nothing beside it: a film must not die of somebody's photo each time.
                long_work.start_next()
            if not _run_next():
                wake_up.wait(IDLE_SECONDS)


class SecondLane:
    """Runs long work, one job at a time, in a thread of its own, so that nobody's photo waits behind a film.

    The block's end waits for the job under way; an exception does not, since the loop's own jobs wait for a new worker.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._is_busy = False

    def start_next(self) -> None:
        """Begin the long job that has waited longest, unless one is under way. Returns at once."""
        if self._is_busy:
            return
        claimed = _claim(long=True)
        if claimed:
            self._is_busy = True
            self._thread = threading.Thread(target=self._run, args=claimed, name="long work", daemon=True)
            self._thread.start()

    def _run(self, job: Job, lease: Lease) -> None:
        try:
            run(job, lease)
        finally:
            connections.close_all()
            self._is_busy = False
            # The loop may sleep, and another long job may wait.
            wake_worker()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._thread:
            self._thread.join()


def _run_next() -> bool:
    claimed = _claim(long=False)
    if claimed is None:
        return False
    run(*claimed)
    return True


def _claim(*, long: bool) -> tuple[Job, Lease] | None:
    close_old_connections()
    try:
        return claim(long=long)
    except OperationalError:
        logger.exception("The database does not answer; trying again in %g s.", IDLE_SECONDS)
        return None


def _is_left_behind(began: datetime) -> bool:
    try:
        return is_left_behind(began)
    except OperationalError:
        # The next claim says so.
        return True
