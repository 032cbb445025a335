"""The Chromium that the browser tests drive: found on the machine, or installed where that is allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Chromium\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Where `playwright install chromium` puts its own, on Linux, macOS and Windows.
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
PLAYWRIGHT_BINARIES = ("chrome-*/chrome", "chrome-*/*.app/Contents/MacOS/*", "chrome-*/chrome.exe")

HOW_TO_INSTALL = (
    "The browser tests need Chromium, and none was found.\n"
    "  Debian:  apt-get install chromium  (as root; this command does it itself when it is root)\n"
    "  Ubuntu:  install Google Chrome's package, or: .venv/bin/python -m playwright install --with-deps chromium\n"
    "  macOS, Windows:  install Google Chrome\n"
    "One that lies elsewhere is named by LIKENESS_CHROMIUM=/path/to/chromium."
)


class ChromiumMissing(Exception):
    """No Chromium, and why none could be installed; the message names the package."""


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield from map(Path, PLACES)
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for folder in (own, *PLAYWRIGHT_FOLDERS) if own else PLAYWRIGHT_FOLDERS:
        for pattern in PLAYWRIGHT_BINARIES:
            # The newest revision sorts last.
            yield from sorted(Path(folder).expanduser().glob(f"chromium-*/{pattern}"), reverse=True)


def _starts(path: Path) -> bool:
    """Whether it is a browser that starts: Ubuntu's `chromium-browser` may be a note to install a snap."""
    if not path.is_file():
        return False
    if sys.platform == "win32":
        # Chrome on Windows opens a window for --version instead of answering.
        return True
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def find_chromium() -> Path | None:
    """The first Chromium that starts. LIKENESS_CHROMIUM goes before all; raises ``ChromiumMissing`` if it is wrong."""
    if named := os.environ.get("LIKENESS_CHROMIUM"):
        if not _starts(Path(named)):
            raise ChromiumMissing(f"LIKENESS_CHROMIUM={named} is no browser that starts. Correct it, or unset it.")
        return Path(named)
    return next((path for path in _candidates() if _starts(path)), None)


def find_or_install_chromium(say: Callable[[str], None]) -> Path:
    """A Chromium that starts, from apt when there is none and this is root. Raises ``ChromiumMissing``."""
    if found := find_chromium():
        return found
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise ChromiumMissing(HOW_TO_INSTALL)
    say("Installing Chromium with apt-get (about a minute) …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    said = ""
    # Fonts with it: without any, a page has no text to look at.
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]):
        done = subprocess.run(
            [apt, "-q", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        said = "\n".join(done.stdout.strip().splitlines()[-10:])
    if found := find_chromium():
        return found
    raise ChromiumMissing(f"{HOW_TO_INSTALL}\napt-get said:\n{said}")
