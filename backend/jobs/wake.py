"""A nudge from whoever enqueues to the worker on the same machine, so that nobody polls in a hurry.

The nudge is a datagram on a socket file in the data folder: no port, no other host. Losing one costs the idle
interval of the worker, never a job: the truth is in the rows.
"""

import contextlib
import logging
import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

logger = logging.getLogger(__name__)

# sun_path holds 108 bytes on Linux and 104 on macOS, its closing zero included.
MAX_SOCKET_PATH = 103


def socket_path() -> Path:
    return Path(settings.DATA_DIR) / "run" / "worker.sock"


def _usable(path: Path) -> bool:
    return hasattr(socket, "AF_UNIX") and len(os.fsencode(path)) <= MAX_SOCKET_PATH


def wake_worker() -> None:
    """Tell the worker that something waits. Without one, or without such sockets, nothing happens."""
    path = socket_path()
    if not _usable(path):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        # Nobody listens, or its buffer is full: either way the worker looks at the rows by itself.
        sender.setblocking(False)
        sender.sendto(b"w", str(path))


def is_worker_listening() -> bool | None:
    """Whether a worker lives on this machine; ``None`` where that cannot be told. Nothing is sent.

    The system lets go of the socket with the process, however that ended: no sign of life outlives its worker.
    """
    path = socket_path()
    if not _usable(path):
        return None
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asker:
            asker.connect(str(path))
    except PermissionError:
        return None
    except OSError:
        return False
    return True


class WakeUp:
    """The worker's ear. ``wait`` returns at a nudge, or after the given seconds."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        path = socket_path()
        if _usable(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.unlink(missing_ok=True)
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.bind(str(path))
        else:
            logger.info("No socket for nudges at %s; the worker looks at the queue by the clock alone.", path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            self._socket.close()

    def wait(self, seconds: float) -> None:
        if self._socket is None:
            time.sleep(min(seconds, 0.5))
            return
        self._socket.settimeout(seconds)
        with contextlib.suppress(TimeoutError):
            self._socket.recv(16)
            _drain(self._socket)


def _drain(listener: socket.socket) -> None:
    """Several nudges ask for one look."""
    listener.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            listener.recv(16)
