"""Work that crashes, hangs, freezes or swells ends one worker at most: not the queue, and nobody else's work."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from backend.common import supervisor as module
from backend.common.supervisor import Child, Signalled, Supervisor
from tests.running import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone"),
]

ENQUEUE = """
import sys
import django
django.setup()
from django.db import transaction
from backend.jobs.services import enqueue
with transaction.atomic():
    for asked in sys.argv[1:]:
        handler, _, key = asked.partition(":")
        enqueue(handler=f"tests.{handler}", key=key or "one")
"""
SECONDS = 180.0


class Queue:
    """The rows of a running installation, read beside it, and its worker's lines."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def put(self, *asked: str) -> None:
        subprocess.run([sys.executable, "-c", ENQUEUE, *asked], cwd=ROOT, env=self.environment, check=True)

    def states(self) -> dict[str, str]:
        return {name: state for name, (state, _, _) in self.rows().items()}

    def rows(self) -> dict[str, tuple[str, int, str]]:
        """State, attempts and reason by the work's name, with its key where that counts."""
        with closing(sqlite3.connect(f"file:{self.folder / 'likeness.sqlite3'}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT handler, key, state, attempts, reason FROM jobs_job")
            return {
                name.removeprefix("tests.") + (f" {key}" if name == "tests.good" else ""): (state, attempts, reason)
                for name, key, state, attempts, reason in found
                if name.startswith("tests.")
            }

    def wait_for(self, **wanted: str) -> None:
        """Names with ``_`` for a space. Raises TimeoutError."""
        deadline = time.monotonic() + SECONDS
        names = {name.replace("_", " "): state for name, state in wanted.items()}
        while not names.items() <= self.states().items():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.rows()}\n{self.tries()}")
            time.sleep(0.1)

    def tries(self) -> list[str]:
        notes = self.folder / "tries"
        return notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    """A data folder, and a worker that a supervisor starts again whenever it ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "DATABASE_URL"))}
    environment = {**kept, "LIKENESS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "backend.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.1)
    said: list[str] = []
    supervisor = Supervisor(ROOT, environment, said.append)
    supervisor.start(Child("worker", [sys.executable, "-m", "tests.processes.poisoned_worker"]))
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    yield Queue(tmp_path, environment)
    supervisor.events.put(Signalled(signal.SIGTERM))
    watching.join()
    supervisor.stop()


def test_poison_before_honest_work_ends_as_parked_and_the_honest_work_as_done(queue: Queue) -> None:
    queue.put("crash", "hang", "freeze", "swell", "good:1", "good:2", "good:3")
    queue.wait_for(good_1="done", good_2="done", good_3="done")
    # None of the poison was tried a second time before each honest job had its turn.
    tried = Counter(queue.tries()[: queue.tries().index("good 3")])
    assert set(tried.values()) == {1}, queue.tries()
    queue.wait_for(crash="parked", hang="parked", freeze="parked", swell="parked")
    reasons = {name: reason for name, (_, _, reason) in queue.rows().items()}
    assert reasons["crash"] == reasons["freeze"] == "The worker stopped while it ran, each time."
    assert reasons["hang"] == "It ran longer than 2 s."
    assert "MemoryError at tests/processes/poisoned_worker.py:" in reasons["swell"]
    assert Counter(queue.tries()) == {
        "crash": 5, "freeze": 5, "swell": 5, "hang": 2, "good 1": 1, "good 2": 1, "good 3": 1,
    }  # fmt: skip
    queue.put("good:4")
    queue.wait_for(good_4="done")


def test_a_film_dies_of_somebodys_photo_once_and_not_each_time(queue: Queue) -> None:
    queue.put("film")
    while queue.tries() != ["film"]:
        time.sleep(0.02)
    queue.put("crash")
    queue.wait_for(film="done", crash="parked")
    tries = queue.tries()
    assert Counter(tries) == {"film": 2, "crash": 5}
    assert tries[-1] == "film", "it began again only when what had killed it was over"


def test_a_film_that_crashes_is_parked_and_takes_no_photo_along(queue: Queue) -> None:
    queue.put("burst", "good:1", "good:2", "good:3")
    queue.wait_for(burst="parked", good_1="done", good_2="done", good_3="done")
    assert Counter(queue.tries())["burst"] == 5
