"""What a worker may take of the machine, so that hostile work ends with it and takes nothing else along."""

import faulthandler
import sys
from pathlib import Path

# Memory that a worker may fill. What asks for more gets a MemoryError, which is a failed try like any other. Decoding
# the largest photo (60 megapixels, a PNG with transparency) was measured to take 0.9 GB at its peak.
MOST_BYTES = 4 * 1024**3
# The system ends the process that it finds most worth ending, of -1000 to 1000: rather this one than the web server
# or the database.
OOM_SCORE = 500


def limit_this_worker(most_bytes: int = MOST_BYTES) -> None:
    """For the rest of its life; and a crash in native code says on stderr which line of Python called it.

    Memory is limited on Linux alone: other systems do not hold to it.
    """
    faulthandler.enable()
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 (not on Windows)

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        # Raising one's own needs no right.
        Path("/proc/self/oom_score_adj").write_text(str(OOM_SCORE), encoding="ascii")
