"""Keeps child processes running, and ends them together.

One queue carries all that can happen (a child ended, a signal came), so the loop sleeps in between.
"""

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

SECONDS_TO_STOP = 15.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# A child that lived this long failed anew rather than again.
LIVED_WELL = 60.0


@dataclass(eq=False)
class Child:
    """A process to keep alive. ``name`` stands in messages for people; times are ``time.monotonic`` seconds."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float | None = None


@dataclass(frozen=True)
class Ended:
    child: Child
    process: subprocess.Popen[bytes]


@dataclass(frozen=True)
class Signalled:
    number: int


class StartError(Exception):
    """A child ended, or did not answer, while it was being started for the first time."""


@dataclass
class Supervisor:
    """``start`` children, ``watch`` until a signal, ``stop`` them. ``say`` takes a line for stderr."""

    folder: Path
    environment: Mapping[str, str]
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    events: "queue.SimpleQueue[Ended | Signalled]" = field(default_factory=queue.SimpleQueue)
    is_stopping: bool = False

    def listen(self) -> None:
        """Turn Ctrl-C, SIGTERM and a closed terminal into events of the loop."""

        def put(number: int, _frame: FrameType | None) -> None:
            # SimpleQueue.put may be called from a signal handler; Queue.put may not.
            self.events.put(Signalled(number))

        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), put)

    def start(self, child: Child) -> None:
        """Start a child, on a pipe that tells it when this process is gone."""
        if child not in self.children:
            self.children.append(child)
        child.restart_at = None
        child.started = time.monotonic()
        # A session of its own: Ctrl-C in the terminal reaches this process alone, which stops the others in order.
        process = subprocess.Popen(
            child.command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            start_new_session=sys.platform != "win32",
        )
        child.process = process

        def wait() -> None:
            process.wait()
            if process.stdin:
                process.stdin.close()
            self.events.put(Ended(child, process))

        threading.Thread(target=wait, name=f"wait for {child.name}", daemon=True).start()

    def wait_until(self, is_ready: Callable[[], bool], seconds: float, what: str) -> bool:
        """Wait for ``is_ready`` while the children start. False when a signal came first.

        Raises ``StartError`` when a child ends or ``seconds`` pass.
        """
        deadline = time.monotonic() + seconds
        while not is_ready():
            if time.monotonic() > deadline:
                raise StartError(f"{what} did not answer within {seconds:.0f} seconds.")
            match self._next(0.2):
                case Signalled():
                    return False
                case Ended(child, process):
                    raise StartError(f"The {child.name} ended while starting (exit code {process.returncode}).")
        return True

    def watch(self) -> None:
        """Restart what ends, later each time, until a signal comes."""
        while True:
            now = time.monotonic()
            waiting = [child for child in self.children if child.restart_at is not None]
            for child in waiting:
                if child.restart_at is not None and child.restart_at <= now:
                    self.start(child)
                    self.say(f"The {child.name} was started again.")
            pauses = [child.restart_at - now for child in self.children if child.restart_at is not None]
            match self._next(max(0.0, min(pauses)) if pauses else None):
                case Signalled():
                    return
                case Ended(child, process) if process is child.process:
                    self._plan_restart(child, process.returncode)

    def _plan_restart(self, child: Child, code: int) -> None:
        lived = time.monotonic() - child.started
        child.failures = 1 if lived > LIVED_WELL else child.failures + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (child.failures - 1))
        child.restart_at = time.monotonic() + pause
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        self.say(f"The {child.name} ended {how} after {lived:.0f} s; starting it again in {pause:.0f} s.")

    def stop(self) -> None:
        """SIGTERM to all, then SIGKILL to whoever is left after 15 s or at a second Ctrl-C."""
        left = {child.process for child in self.children if child.process and child.process.poll() is None}
        for process in left:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        while left and time.monotonic() < deadline:
            match self._next(max(0.0, deadline - time.monotonic())):
                case Signalled():
                    break
                case _:
                    left = {process for process in left if process.poll() is None}
        for process in left:
            self.say(f"Process {process.pid} did not stop in time and was killed.")
            process.kill()
            process.wait()
        self.children.clear()

    def _next(self, seconds: float | None) -> "Ended | Signalled | None":
        """The next event, or None when ``seconds`` pass without one."""
        try:
            return self.events.get(timeout=seconds)
        except queue.Empty:
            return None
