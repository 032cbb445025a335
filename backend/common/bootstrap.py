"""The environment, made from the lock with the standard library alone.

``manage.py`` calls :func:`enter_environment` before Django is known to exist. When ``.venv`` holds
what the lock names, that costs one small file read and one ``exec``. Otherwise the environment is
made, installed with pip by hash, and stamped last: an interrupted start is never taken for a whole one.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from backend.common.machine import Machine, why_no_venv, why_unsupported
from backend.common.pip_progress import PipProgress

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "likeness-stamp.json"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"

# Downloads, unpacked packages (0.9 GB with the tests') and pip's own temporary copies.
DISK_NEEDED = 2_000_000_000


class Refusal(Exception):
    """Why the command cannot go on, and what the person can do; shown without a traceback."""


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted_stamp(locks: list[Path]) -> dict[str, str]:
    """What the stamp must say: where and for which Python the environment was made, and each lock's SHA-256.

    A moved or copied environment names its old place in every script, so its place is part of the stamp.
    """
    python = "{}.{}".format(*sys.version_info[:2])
    return {
        "place": str(ENVIRONMENT),
        "python": f"{python} {sys.platform} {platform.machine()}",
        **{lock.name: digest(lock) for lock in locks},
    }


def read_stamp() -> dict[str, str]:
    """The stamp, or nothing when there is none that can be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_current(stamp: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """True when the stamp grants everything wanted; further locks in the stamp don't matter."""
    return all(stamp.get(name) == value for name, value in wanted.items())


def environment_python() -> Path:
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_inside() -> bool:
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


@contextlib.contextmanager
def only_one(path: Path, waiting: str) -> Iterator[IO[bytes]]:
    """Hold a lock on a file that exists; a second process prints ``waiting`` and waits for its turn.

    The system releases the lock when its holder dies, however it dies.
    """
    try:
        file = path.open("r+b")
    except OSError as problem:
        raise Refusal(f"Cannot write to {path}: {problem.strerror}. Make the folder your own, or copy it.") from problem
    with file:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 (Windows alone has it)

            # A byte far past the end: locking it hides nothing of the file from readers.
            file.seek(1 << 30)
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
                    break
                except OSError:
                    say(waiting)
        else:
            import fcntl  # noqa: PLC0415 (Windows lacks it)

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(waiting)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def say(line: str) -> None:
    """Progress goes to stderr, so that a command's own output can be piped."""
    print(line, file=sys.stderr, flush=True)


def make_environment() -> None:
    """An empty virtual environment with pip, in place of whatever stood there."""
    if ENVIRONMENT.is_symlink() or (ENVIRONMENT.exists() and not (ENVIRONMENT / "pyvenv.cfg").exists()):
        raise Refusal(f"{ENVIRONMENT} is in the way and is no virtual environment. Move it, then run this again.")
    missing = why_no_venv(
        importlib.util.find_spec("ensurepip") is not None, sys.version_info[:2], bool(shutil.which("apt-get"))
    )
    if missing:
        raise Refusal(missing)
    free = shutil.disk_usage(ROOT).free
    if free < DISK_NEEDED:
        raise Refusal(
            f"Not enough room: the environment needs about {DISK_NEEDED / 1e9:.0f} GB in {ROOT}, "
            f"and {free / 1e9:.1f} GB are free. Nothing was installed."
        )
    say(f"Making the environment in {ENVIRONMENT} (once; a minute or two) …")
    try:
        if ENVIRONMENT.exists():
            shutil.rmtree(ENVIRONMENT)
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(ENVIRONMENT)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise Refusal(f"Could not make {ENVIRONMENT}: {problem}") from problem


def is_runnable() -> bool:
    """Whether the environment's Python starts, has this very version, and has pip."""
    version = "{}.{}".format(*sys.version_info[:2])
    probe = "import sys, pip; print('{}.{}'.format(*sys.version_info[:2]))"
    try:
        answer = subprocess.run(
            [environment_python(), "-c", probe], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


def install(lock: Path, held: IO[bytes]) -> None:
    """Install a lock file by hash. ``held`` stays open in pip, so that the lock outlives a killed parent."""
    command = [str(environment_python()), "-u", "-m", "pip", "install", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--no-color"]
    command += ["--progress-bar", "off", "-r", str(lock)]
    # A person's pip settings may send packages elsewhere; these must land in the environment.
    elsewhere = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "PYTHONHOME"}
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere} | {"PIP_USER": "0"}
    progress = PipProgress(lock)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        pass_fds=() if os.name == "nt" else (held.fileno(),),
    ) as pip:
        for line in pip.stdout or ():
            progress.read(line.rstrip())
    progress.close(whole=pip.returncode == 0)
    if pip.returncode:
        raise Refusal(progress.explain())


def prepare(locks: list[Path]) -> None:
    """Bring the environment to what the locks name; one process at a time."""
    reason = why_unsupported(Machine.here())
    if reason:
        raise Refusal(reason)
    with only_one(LOCK, "Another start is preparing the environment; waiting for it …") as held:
        wanted, stamp = wanted_stamp(locks), read_stamp()
        if is_current(stamp, wanted) and environment_python().exists():
            return
        is_moved = bool(stamp) and stamp.get("place") != wanted["place"]
        if is_moved or not is_runnable():
            if is_inside():
                raise Refusal(f"The environment this Python belongs to is broken: {ENVIRONMENT}\nUse python3 instead.")
            make_environment()
            stamp = {}
        STAMP.unlink(missing_ok=True)
        for lock in locks:
            if stamp.get(lock.name) != wanted[lock.name]:
                install(lock, held)
        # Written whole under another name first: a stamp is either there or not.
        half = STAMP.with_suffix(".new")
        half.write_text(json.dumps(stamp | wanted, indent=1), encoding="utf-8")
        half.replace(STAMP)


def enter_environment(command: str, arguments: list[str]) -> None:
    """Return when this process runs in the locked environment; otherwise make it and start over inside it.

    ``LIKENESS_ENVIRONMENT=own`` leaves the packages to whoever starts the command (a container image).
    Raises ``Refusal`` with words.
    """
    if os.environ.get("LIKENESS_ENVIRONMENT") == "own":
        if importlib.util.find_spec("django") is None:
            raise Refusal("LIKENESS_ENVIRONMENT=own, but this Python has no Django. Install requirements.lock in it.")
        return
    locks = [LOCK, TEST_LOCK] if command == "test" else [LOCK]
    if not (is_current(read_stamp(), wanted_stamp(locks)) and environment_python().exists()):
        prepare(locks)
    if is_inside():
        os.environ.pop("LIKENESS_ENTERED", None)
        return
    if os.environ.get("LIKENESS_ENTERED") == str(ENVIRONMENT):
        raise Refusal(f"Python did not enter {ENVIRONMENT}. Unset PYTHONHOME and PYTHONEXECUTABLE, then try again.")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    environment["LIKENESS_ENTERED"] = str(ENVIRONMENT)
    again = [str(environment_python()), str(ROOT / "manage.py"), *arguments[1:]]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        # Windows has no exec that keeps the console attached.
        sys.exit(subprocess.call(again, env=environment))
    os.execve(again[0], again, environment)
