"""A whole Likeness, started by ``manage.py up`` as the README says, on a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RunningApp:
    """``with RunningApp(folder) as app``: the web server and the worker answer until the block ends.

    ``before`` goes in front of the command, such as strace with its options.
    """

    def __init__(self, folder: Path, *, before: list[str] | None = None, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = folder / "up.log"
        self._before = before or []
        self._environment = {**os.environ, "LIKENESS_DATA": str(folder / "data"), **environment}
        self._environment.pop("LIKENESS_ORIGIN", None)
        self._environment.pop("DJANGO_SETTINGS_MODULE", None)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [*self._before, sys.executable, "manage.py", "up", "--no-build", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self._wait_until_it_answers()
        return self

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

    def worker_pid(self, *, seconds: float = 30.0) -> int:
        """The process that runs jobs. Raises TimeoutError when there is none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for child in descendants(self.process.pid):
                command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
                if b"backend.common.leash" in command and b"worker" in command:
                    return child
            time.sleep(0.05)
        raise TimeoutError("no worker runs")

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


def descendants(pid: int) -> list[int]:
    """Children, theirs, and so on, by Linux's /proc."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found
