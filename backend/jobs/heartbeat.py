"""Keeps a lease alive while its work runs, and ends a worker whose work hangs."""

import faulthandler
import logging
import os
import sys
import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, OperationalError, connection

from backend.jobs.lease import LEASE, Lease, LeaseLost

logger = logging.getLogger(__name__)

BEAT_SECONDS = LEASE.total_seconds() / 3
# The slowest honest job on one photo, of 60 megapixels on a small computer, takes a few seconds.
MAX_JOB_SECONDS = 120
# Native code that hangs with the interpreter's lock lets no thread of Python look at the clock.
MAX_SILENT_SECONDS = 90
SECONDS_TO_NOTE = 5
EXIT_HUNG = 75


class _Watchdog:
    """Ends this process, from outside the interpreter, when no work under way has had a beat for long.

    There is one for a process; ``begin`` and ``end`` count the works.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def begin(self) -> None:
        with self._lock:
            self._count += 1
            self.beat()

    def beat(self) -> None:
        # To the system's stderr: Python's may have been replaced by one without a file.
        faulthandler.dump_traceback_later(MAX_SILENT_SECONDS, exit=True, file=2)

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count:
                faulthandler.cancel_dump_traceback_later()


_watchdog = _Watchdog()


class Heartbeat:
    """Extends ``lease`` from a thread of its own until the block ends.

    Work that runs past ``max_seconds`` hangs in native code, where no exception reaches it: the process ends
    itself, its supervisor starts another, and the job counts one attempt more. Where not even this thread gets a turn,
    the watchdog ends the process.
    """

    def __init__(self, lease: Lease, max_seconds: float = MAX_JOB_SECONDS) -> None:
        self._lease = lease
        self._max_seconds = max_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        _watchdog.begin()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        _watchdog.end()

    def _beat(self) -> None:
        deadline = time.monotonic() + self._max_seconds
        try:
            while not self._ended.wait(BEAT_SECONDS):
                _watchdog.beat()
                if time.monotonic() > deadline:
                    self._end_this_worker()
                self._hold()
        except LeaseLost:
            # The fence in the work's own transaction is what stops it from writing.
            logger.warning("The lease of job %s is lost.", self._lease.job_id)
        finally:
            connection.close()

    def _end_this_worker(self) -> None:
        logger.critical("Job %s has run for %d s; this worker stops.", self._lease.job_id, self._max_seconds)
        # In a thread of its own: what hangs may itself hold the row.
        noting = threading.Thread(target=self._note_hanging, name="last words", daemon=True)
        noting.start()
        noting.join(SECONDS_TO_NOTE)
        faulthandler.dump_traceback(file=sys.stderr)
        os._exit(EXIT_HUNG)

    def _note_hanging(self) -> None:
        try:
            self._lease.note_hanging(f"It ran longer than {self._max_seconds:g} s.")
        except DatabaseError:
            logger.exception("That job %s hangs could not be written down.", self._lease.job_id)

    def _hold(self) -> None:
        try:
            self._lease.hold()
        except OperationalError:
            # A busy database costs this beat; two more come before the lease runs out.
            logger.warning("The lease of job %s was not extended this time.", self._lease.job_id, exc_info=True)
