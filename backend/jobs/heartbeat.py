"""Keeps a lease alive while its work runs, and ends a worker whose work hangs."""

import faulthandler
import logging
import os
import sys
import threading
import time
from types import TracebackType
from typing import Self

from django.db import OperationalError, connection

from backend.jobs.lease import LEASE, Lease, LeaseLost

logger = logging.getLogger(__name__)

BEAT_SECONDS = LEASE.total_seconds() / 3
# The slowest honest job on one photo, of 60 megapixels on a small computer, takes a few seconds.
MAX_JOB_SECONDS = 120
EXIT_HUNG = 75


class Heartbeat:
    """Extends ``lease`` from a thread of its own until the block ends.

    Work that runs past ``max_seconds`` hangs in native code, where no exception reaches it: the process ends
    itself, its supervisor starts another, and the job counts one attempt more.
    """

    def __init__(self, lease: Lease, max_seconds: float = MAX_JOB_SECONDS) -> None:
        self._lease = lease
        self._max_seconds = max_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        deadline = time.monotonic() + self._max_seconds
        try:
            while not self._ended.wait(BEAT_SECONDS):
                if time.monotonic() > deadline:
                    logger.critical("A job has run for %d s; this worker stops.", self._max_seconds)
                    faulthandler.dump_traceback(file=sys.stderr)
                    os._exit(EXIT_HUNG)
                self._hold()
        except LeaseLost:
            # The fence in the work's own transaction is what stops it from writing.
            logger.warning("The lease of job %s is lost.", self._lease.job_id)
        finally:
            connection.close()

    def _hold(self) -> None:
        try:
            self._lease.hold()
        except OperationalError:
            # A busy database costs this beat; two more come before the lease runs out.
            logger.warning("The lease of job %s was not extended this time.", self._lease.job_id, exc_info=True)
