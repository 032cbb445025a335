"""The embedded carrier: one process, one job at a time, no broker."""

import logging
import threading

from django.db import OperationalError, close_old_connections

from backend.jobs.processing import claim, forget_done, run
from backend.jobs.wake import WakeUp

logger = logging.getLogger(__name__)

# How long a nudge that was lost can delay a job, and how soon a dead worker's lease is seen.
IDLE_SECONDS = 2.0


def work_until(stop: threading.Event) -> None:
    """Run jobs as they come until ``stop`` is set; a job under way is finished first."""
    with WakeUp() as wake_up:
        forget_done()
        while not stop.is_set():
            if not _run_next():
                wake_up.wait(IDLE_SECONDS)


def _run_next() -> bool:
    close_old_connections()
    try:
        claimed = claim()
    except OperationalError:
        logger.exception("The database does not answer; trying again in %g s.", IDLE_SECONDS)
        return False
    if claimed is None:
        return False
    run(*claimed)
    return True
