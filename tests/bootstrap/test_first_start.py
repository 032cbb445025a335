"""`python3 manage.py` from nothing, as a person starts it: a bare interpreter, an empty home, no network.

The copy under test has an empty lock and a Django of three lines, so that everything but the
downloads is the real thing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BARE_PYTHON = getattr(sys, "_base_executable", sys.executable)
NEEDED = ["manage.py", *(f"backend/common/{name}.py" for name in ("__init__", "bootstrap", "machine", "pip_progress"))]
STAND_IN = "import sys\ndef execute_from_command_line(arguments): print('entered', sys.prefix, *arguments[1:])\n"

Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "likeness"
    for name in [*NEEDED, "backend/__init__.py"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for lock in ("requirements.lock", "requirements-test.lock"):
        (folder / lock).write_text("# empty\n")
    stand_in = folder / "django" / "core" / "management"
    stand_in.mkdir(parents=True)
    (stand_in / "__init__.py").write_text(STAND_IN)
    return folder


def environment_of(home: Path) -> dict[str, str]:
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PIP_CONFIG_FILE": os.devnull, "LANG": "C.UTF-8"}


@pytest.fixture
def start(clone: Path, tmp_path: Path) -> Start:
    """Run ``manage.py`` of the clone with a bare Python, after ``pretending`` (statements) something."""

    def run(*arguments: str, pretending: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        program = (
            f"import runpy, sys\n{pretending}\nsys.argv = ['manage.py', *{list(arguments)!r}]\n"
            f"runpy.run_path({str(clone / 'manage.py')!r}, run_name='__main__')"
        )
        return subprocess.run(
            [BARE_PYTHON, "-s", "-S", "-c", program],
            cwd=tmp_path,
            env=environment_of(tmp_path / "home") | more,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def environment(clone: Path) -> Path:
    return clone / ".venv"


@pytest.mark.parametrize(
    ("pretending", "words"),
    [
        (
            "sys.version_info, sys.version = (3, 9, 2, 'final', 0), '3.9.2'",
            "needs Python 3.11, 3.12 or 3.13; this is 3.9",
        ),
        (
            "sys.version_info, sys.version = (3, 14, 0, 'final', 0), '3.14.0'",
            "needs Python 3.11, 3.12 or 3.13; this is 3.14",
        ),
        (
            "import platform; platform.system = lambda: 'Linux'; platform.machine = lambda: 'aarch64'",
            "does not run on Linux on aarch64",
        ),
        (
            "import platform; platform.system = lambda: 'Linux'; platform.machine = lambda: 'x86_64'\n"
            "platform.libc_ver = lambda: ('', '')",
            "musl",
        ),
        (
            "import importlib.util as u; found = u.find_spec\n"
            "u.find_spec = lambda name: None if name == 'ensurepip' else found(name)",
            "-venv",
        ),
        ("import shutil; shutil.disk_usage = lambda path: type('U', (), {'free': 10**8})", "Not enough room"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_made(
    start: Start, clone: Path, pretending: str, words: str
) -> None:
    answer = start("up", pretending=pretending)
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.returncode == 1
    assert not environment(clone).exists()


def seconds_of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def test_first_start_second_start_and_a_moved_folder(start: Start, clone: Path, tmp_path: Path) -> None:
    first = start("up", "--port", "8001")
    assert first.returncode == 0, first.stderr
    assert "Making the environment" in first.stderr
    assert first.stdout.split() == ["entered", str(environment(clone)), "up", "--port", "8001"]

    # The processor's seconds: a busy machine is no defect.
    began = seconds_of_children()
    second = start("up")
    assert (second.returncode, second.stderr) == (0, "")
    assert seconds_of_children() - began < 3

    # A changed lock installs again, into the same environment.
    (clone / "requirements.lock").write_text("# another\n")
    changed = start("up")
    assert "requirements.lock: installed" in changed.stderr
    assert "Making the environment" not in changed.stderr

    # `test` wants more; the next `up` is content with that.
    assert "requirements-test.lock: installed" in start("test").stderr
    assert start("up").stderr == ""

    # A copy's scripts name the original's Python: made anew.
    moved = tmp_path / "moved"
    shutil.move(clone, moved)
    again = subprocess.run(
        [BARE_PYTHON, "-s", "-S", moved / "manage.py", "help"],
        env=environment_of(tmp_path / "home"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Making the environment" in again.stderr
    assert again.stdout.split()[:2] == ["entered", str(moved / ".venv")]


def test_no_network_says_so_and_leaves_no_stamp(start: Start, clone: Path) -> None:
    (clone / "requirements.lock").write_text(f"absl-py==2.5.1 \\\n    --hash=sha256:{'0' * 64}\n")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    answer = start("up", **nowhere)
    assert answer.returncode == 1
    assert "pip could not install requirements.lock" in answer.stderr
    assert "Is the network up?" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (environment(clone) / "likeness-stamp.json").exists()
    # The half-made environment is not taken for a whole one.
    assert "pip could not install" in start("up", **nowhere).stderr


def test_a_broken_environment_is_made_anew(start: Start, clone: Path) -> None:
    start("up")
    stamp = environment(clone) / "likeness-stamp.json"
    assert json.loads(stamp.read_text())["place"] == str(environment(clone))
    python = environment(clone) / "bin" / "python"
    python.unlink()
    answer = start("up")
    assert "Making the environment" in answer.stderr
    assert answer.stdout.startswith("entered")


def test_a_folder_that_is_no_environment_is_left_alone(start: Start, clone: Path) -> None:
    environment(clone).mkdir()
    (environment(clone) / "precious").write_text("photo")
    answer = start("up")
    assert "is in the way" in answer.stderr
    assert (environment(clone) / "precious").read_text() == "photo"


def test_two_starts_at_once_make_it_once(clone: Path, tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            [BARE_PYTHON, "-s", "-S", clone / "manage.py", "up"],
            env=environment_of(tmp_path / "home"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    said = "".join(errors for _, errors in answers)
    assert said.count("Making the environment") == 1
    assert "waiting for it" in said
    assert all(re.match("entered .* up", output) for output, _ in answers)


def test_own_environment_is_not_touched(start: Start, clone: Path) -> None:
    assert start("help", LIKENESS_ENVIRONMENT="own").stdout.startswith("entered")
    shutil.rmtree(clone / "django")
    answer = start("help", LIKENESS_ENVIRONMENT="own")
    assert "this Python has no Django" in answer.stderr
    assert not environment(clone).exists()
