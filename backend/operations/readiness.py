"""Whether this process can serve, asked anew at most every two seconds: anybody may ask, as often as they like."""

import threading
import time

from backend.operations.checks import NEEDED, Finding, Level

KEPT_SECONDS = 2.0
# A check that hangs (a database that does not answer) must not collect every thread of the server.
PATIENCE_SECONDS = 1.0


class Readiness:
    """The last findings, and who is finding the next ones."""

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        self._kept_seconds = kept_seconds
        self._lock = threading.Lock()
        self._findings: list[Finding] = []
        self._found_at = 0.0

    def findings(self) -> list[Finding]:
        """One for each check that serving needs; a single one, ``slow``, while another request is still looking."""
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            return [Finding("checks", Level.ERROR, "slow", "The checks have not ended yet.", "Look at the database.")]
        try:
            if not self._findings or time.monotonic() - self._found_at > self._kept_seconds:
                self._findings = [check() for check in NEEDED]
                self._found_at = time.monotonic()
            return self._findings
        finally:
            self._lock.release()


readiness = Readiness()
