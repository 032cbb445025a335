"""A whole Likeness, started by ``manage.py up`` as the README says, on a data folder of its own."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from django.core.files.storage import Storage, default_storage
from django.test import override_settings

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 240


def free_port() -> int:
    """A port that nobody listens on, below those that systems hand out to connections: none is taken meanwhile."""
    while True:
        port = random.randint(15_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class RunningApp:
    """``with RunningApp(folder) as app``: the web server and the worker answer until the block ends.

    ``before`` goes in front of the command, such as strace with its options; ``options`` are further ones of ``up``.
    """

    def __init__(
        self, folder: Path, *, before: list[str] | None = None, options: list[str] | None = None, **environment: str
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = folder / "up.log"
        self._before = before or []
        self._options = options or []
        self._environment = {**os.environ, "LIKENESS_DATA": str(folder / "data"), **environment}
        self._environment.pop("LIKENESS_ORIGIN", None)
        self._environment.pop("DJANGO_SETTINGS_MODULE", None)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._start()
        return self

    def _start(self) -> None:
        up = [sys.executable, "manage.py", "up", "--no-build", "--port", str(self.port)]
        command = [*self._before, *up, *self._options]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self._wait_until_it_answers()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        # strace keeps SIGTERM from itself; the command that it runs is its first child.
        main = descendants(self.process.pid)[0] if self._before else self.process.pid
        os.kill(main, signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def kill(self) -> None:
        """End every process at once and unasked, as a power cut does; what the system has not yet written stays."""
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """After `kill`: on the same port and data."""
        self._start()

    def contents(self, files: Iterable[Path]) -> Iterator[bytes]:
        """What is encrypted in files of its store."""
        with self.store() as store:
            for path in files:
                with store.open(str(path.relative_to(self.folder / "data" / "media"))) as file:
                    yield file.read()

    @contextmanager
    def store(self) -> Iterator[Storage]:
        """As its own processes see it."""
        data = self.folder / "data"
        keys = {"KEYSET_FILE": data / "keys" / "keyset.json", "MASTER_KEY_FILE": data / "master_key"}
        with override_settings(DATA_DIR=data, MEDIA_ROOT=data / "media", **keys):
            yield default_storage

    def web_pid(self) -> int:
        """The process that answers requests: the web server's own child."""
        commands = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in descendants(self.process.pid)}
        # A copy of its parent, command and all.
        return [child for child, command in commands.items() if b"web" in command.split(b"\0")][-1]

    def worker_pid(self, *, seconds: float = 30.0) -> int:
        """The process that runs jobs. Raises TimeoutError when there is none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for child in descendants(self.process.pid):
                # It can be gone between the two looks.
                with suppress(FileNotFoundError, ProcessLookupError):
                    command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
                    if b"backend.common.leash" in command and b"worker" in command:
                        return child
            time.sleep(0.05)
        raise TimeoutError("no worker runs")

    def kill_worker(self) -> None:
        """SIGKILL, and back once it is gone: what it has not written by then, it never will."""
        pid = self.worker_pid()
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while _runs(pid):
            assert time.monotonic() < deadline, "a killed process runs on"
            time.sleep(0.001)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if "Likeness is running" in self.log.read_text(encoding="utf-8"):
                return
            time.sleep(0.1)
        self.process.kill()
        self.process.wait()
        raise RuntimeError(f"`up` did not start:\n{self.log.read_text(encoding='utf-8')}")


def _runs(pid: int) -> bool:
    """A zombie, which nobody has waited for yet, does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def descendants(pid: int) -> list[int]:
    """Children, theirs, and so on, by Linux's /proc."""
    found = []
    # A process or a thread of it can be gone between two looks.
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):
                for child in map(int, task.read_text().split()):
                    found += [child, *descendants(child)]
    return found
