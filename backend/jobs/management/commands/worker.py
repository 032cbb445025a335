"""``manage.py worker``: runs queued jobs until it is told to stop."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from backend.jobs.limits import limit_this_worker
from backend.jobs.loop import work_until
from backend.jobs.registry import load_handlers, names_at_start
from backend.jobs.services import enqueue
from backend.jobs.wake import wake_worker

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run queued jobs (alignment and the like). `up` starts one; SIGTERM lets it finish the job under way."

    def handle(self, *_args: Any, **_options: Any) -> None:
        stop = threading.Event()

        def end(*_: Any) -> None:
            stop.set()
            wake_worker()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        limit_this_worker()
        load_handlers()
        for name in names_at_start():
            enqueue(handler=name, key="")
        logger.info("worker: waiting for jobs")
        work_until(stop)
        logger.info("worker: stopped")
