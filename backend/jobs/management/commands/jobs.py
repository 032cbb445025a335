"""``manage.py jobs``: what waits, what runs, what was given up and why; and another try for the latter."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil

from backend.jobs import services
from backend.jobs.models import Job
from backend.jobs.selectors import parked, running, waiting

ALL = "all"


class Command(BaseCommand):
    help = "List what waits, runs and was given up (parked) and why; try parked work again, or forget it."

    def add_arguments(self, parser: CommandParser) -> None:
        wish = parser.add_mutually_exclusive_group()
        wish.add_argument("--again", metavar="ID|all", help="try parked work again, as often as new work")
        wish.add_argument("--forget", metavar="ID|all", help="drop parked work; what it would have done stays undone")
        wish.add_argument(
            "--words", metavar="ID", help="all that was said when a job failed last; it may quote personal data"
        )

    def handle(self, *, again: str | None, forget: str | None, words: str | None, **_options: Any) -> None:
        if words:
            job_id = self.read_id(words)
            job = Job.objects.filter(pk=job_id).first() if job_id else None
            if job is None:
                raise CommandError(f"There is no job {words}.")
            self.stdout.write(job.last_error or "Nothing was said.")
        elif again:
            self.tell(services.try_again(job_id=self.read_id(again)), again, "will be tried again")
        elif forget:
            self.tell(services.forget(job_id=self.read_id(forget)), forget, "forgotten")
        else:
            for line in (*_waiting(), *_running(), *_parked()):
                self.stdout.write(line)

    def read_id(self, said: str) -> UUID | None:
        """None for all. Raises CommandError."""
        if said == ALL:
            return None
        try:
            return UUID(said)
        except ValueError:
            raise CommandError(f"{said} is no job's id. `manage.py jobs` lists them.") from None

    def tell(self, count: int, said: str, done: str) -> None:
        if not count and said != ALL:
            raise CommandError(f"No parked job has the id {said}. `manage.py jobs` lists them.")
        self.stdout.write(f"{count} {done}.")


def _waiting() -> Iterator[str]:
    """Many of a kind wait: a line for each work, with its next one."""
    by_work = sorted(waiting(), key=lambda job: job.handler)
    yield f"Waiting: {len(by_work)}"
    now = timezone.now()
    for handler, jobs in groupby(by_work, key=lambda job: job.handler):
        those = list(jobs)
        first = min(job.run_at for job in those)
        due = f"due in {timeuntil(first, now, depth=1)}" if first > now else f"due for {timesince(first, now, depth=1)}"
        yield f"  {handler:<24} {len(those):>6}   the first {due}"


def _running() -> Iterator[str]:
    jobs = list(running())
    yield f"Running: {len(jobs)}"
    for job in jobs:
        since = f"for {timesince(job.started_at, depth=1)}" if job.started_at else ""
        yield f"  {job.pk}  {job.handler:<24} try {job.attempts}, {since}"


def _parked() -> Iterator[str]:
    jobs = list(parked())
    yield f"Parked: {len(jobs)}"
    for job in jobs:
        since = f"{timesince(job.finished_at, depth=1)} ago" if job.finished_at else ""
        yield f"  {job.pk}  {job.handler:<24} {job.attempts} tries, {since}: {job.reason or 'see --words'}"
