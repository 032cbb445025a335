"""`up` keeps its children running, and none outlives it."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.common.supervisor import Child, StartError, Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(600)"]


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie, which nobody has waited for yet, does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until_gone(pids: list[int], seconds: float) -> list[int]:
    """The processes still there after ``seconds`` at most."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(ROOT, os.environ, said.append)
    yield made
    made.stop()


def test_a_child_that_ends_at_its_first_start_is_an_error(supervisor: Supervisor) -> None:
    supervisor.start(Child("worker", [sys.executable, "-S", "-c", "raise SystemExit(3)"]))
    with pytest.raises(StartError, match=r"The worker ended while starting \(exit code 3\)"):
        supervisor.wait_until(lambda: False, 10, "it")


def test_what_does_not_answer_is_an_error(supervisor: Supervisor) -> None:
    with pytest.raises(StartError, match="it did not answer within 0 seconds"):
        supervisor.wait_until(lambda: False, 0.1, "it")


def test_pauses_grow_and_begin_anew_after_a_good_life(supervisor: Supervisor, said: list[str]) -> None:
    child = Child("worker", SLEEPER)
    for _ in range(7):
        child.started = time.monotonic()
        supervisor._plan_restart(child, -9)
    child.started = time.monotonic() - 3600
    supervisor._plan_restart(child, 1)
    pauses = [line.split("again in ")[1] for line in said]
    assert pauses == ["1 s.", "2 s.", "4 s.", "8 s.", "16 s.", "30 s.", "30 s.", "1 s."]
    assert said[0].startswith("The worker ended by signal 9 after 0 s")
    assert "with exit code 1 after 3600 s" in said[-1]


def test_stop_ends_the_stubborn_too(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.common.supervisor.SECONDS_TO_STOP", 1.0)
    supervisor = Supervisor(ROOT, os.environ, said.append)
    ready = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({!r}, 'w'); time.sleep(600)"
    mark = ROOT / ".venv" / f"stubborn-{os.getpid()}"
    stubborn, mild = Child("worker", [sys.executable, "-S", "-c", ready.format(str(mark))]), Child("web", SLEEPER)
    supervisor.start(stubborn)
    supervisor.start(mild)
    try:
        assert supervisor.wait_until(mark.exists, 20, "it")
    finally:
        mark.unlink(missing_ok=True)
    processes = [child.process for child in (stubborn, mild) if child.process]
    supervisor.stop()
    assert [process.poll() for process in processes] == [-signal.SIGKILL, -signal.SIGTERM]
    assert any("was killed" in line for line in said)


# `up` in small: two children on a leash, one of which has a child of its own as granian has.
KEEPER = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from backend.common.supervisor import Child, Supervisor
    supervisor = Supervisor(Path.cwd(), os.environ, lambda line: print(line, file=sys.stderr, flush=True))
    supervisor.listen()
    for name in ("web", "worker"):
        supervisor.start(Child(name, [sys.executable, "-c", sys.argv[1]]))
    supervisor.watch()
    supervisor.stop()
    print("stopped", flush=True)
""")
LEASHED = textwrap.dedent("""
    import multiprocessing, os, time
    from backend.common import leash
    def grandchild():
        leash.end_after(lambda: multiprocessing.connection.wait([multiprocessing.parent_process().sentinel]))
        os.write(1, b"%d\\n" % os.getpid())  # one write: two processes share the pipe
        time.sleep(600)
    leash.end_after(leash.wait_for_end_of_input)
    multiprocessing.get_context("fork").Process(target=grandchild).start()
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(600)
""")


@pytest.fixture
def keeper() -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, LEASHED], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    pids: list[int] = []
    with process:
        try:
            assert process.stdout is not None
            pids += [int(process.stdout.readline()) for _ in range(4)]
            yield process, pids
        finally:
            process.kill()
            for pid in wait_until_gone(pids, 1):
                os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_in_order(keeper: tuple["subprocess.Popen[str]", list[int]], number: int) -> None:
    process, pids = keeper
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output.strip()) == (0, "stopped"), errors
    assert wait_until_gone(pids, 5) == []


def test_no_child_outlives_a_killed_up(keeper: tuple["subprocess.Popen[str]", list[int]]) -> None:
    process, pids = keeper
    assert all(map(is_alive, pids))
    process.kill()
    assert wait_until_gone(pids, 10) == []


def test_a_killed_child_is_started_again(keeper: tuple["subprocess.Popen[str]", list[int]]) -> None:
    process, pids = keeper
    assert process.stdout is not None
    assert process.stderr is not None
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    again = [int(process.stdout.readline()) for _ in range(4)]
    assert all(map(is_alive, again))
    assert not set(again) & set(pids)
    pids[:] = again
    assert "starting it again in 1 s" in process.stderr.readline()
