"""pip's output, condensed to a line of progress, and its failures told in words."""

import re
import sys
import time
from pathlib import Path

# Shown one by one where there is no terminal: a reader of a log sees that a long download is one.
BIG_DOWNLOAD = re.compile(r"^Downloading (\S+?)-\S+ \((\d{2,}(?:\.\d+)? MB)\)")
COLLECTING = re.compile(r"^(?:Collecting|Requirement already satisfied:) ([\w.-]+)")
LINES_KEPT = 15
SECONDS_BETWEEN_LINES = 10.0


class PipProgress:
    """Reads pip's lines one after another and shows how far it is."""

    def __init__(self, lock: Path) -> None:
        self.lock = lock
        # Markers leave out a few for other systems, hence "about".
        self.total = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line[:80])
        self.seen = 0
        self.last: list[str] = []
        self.is_terminal = sys.stderr.isatty()
        self.shown_at = time.monotonic()

    def read(self, line: str) -> None:
        """Take one line of pip's output."""
        if line.strip():
            self.last = [*self.last[1 - LINES_KEPT :], line]
        if match := COLLECTING.match(line.strip()):
            self.seen += 1
            self._show(f"package {self.seen} of about {self.total}: {match[1]}")
        elif match := BIG_DOWNLOAD.match(line.strip()):
            self._show(f"downloading {match[1]} ({match[2]})", always=True)
        elif line.startswith("Installing collected packages"):
            self._show("unpacking …", always=True)

    def _show(self, text: str, *, always: bool = False) -> None:
        if self.is_terminal:
            sys.stderr.write(f"\r\x1b[K  {text[:100]}")
        elif always or time.monotonic() - self.shown_at > SECONDS_BETWEEN_LINES:
            sys.stderr.write(f"  {text}\n")
            self.shown_at = time.monotonic()
        sys.stderr.flush()

    def close(self, *, whole: bool) -> None:
        """End the line of progress."""
        if self.is_terminal:
            sys.stderr.write("\r\x1b[K")
        if whole:
            sys.stderr.write(f"  {self.lock.name}: installed, each file checked by its hash\n")
        sys.stderr.flush()

    def explain(self) -> str:
        """Words for a failed run: pip's last lines, what they mean, what to do."""
        said = "\n".join(self.last)
        if "DO NOT MATCH THE HASHES" in said:
            what = (
                "A downloaded file is not the one that was locked. Nothing of it was installed.\n"
                "If your network or mirror changes files, use another; otherwise get a fresh copy of Likeness."
            )
        elif "No space left" in said:
            what = "The disk is full. Make about 2 GB free, then run the same command again."
        elif "No matching distribution" in said and "Retrying" not in said:
            what = (
                "The package index has no file for this machine and Python. If you use a mirror, ask it for the "
                "package named above."
            )
        else:
            what = (
                "Is the network up? The packages come from pypi.org, or from the mirror in your pip settings "
                "(PIP_INDEX_URL, HTTPS_PROXY). Run the same command again: it goes on where it was."
            )
        return f"pip could not install {self.lock.name}:\n{said}\n\n{what}"
