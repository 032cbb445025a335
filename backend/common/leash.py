"""A child process of ``up`` that ends when ``up`` ends, however ``up`` ends.

``python -m backend.common.leash web HOST PORT [PEM]``, ``… leash certificate HOST PORT PEM ADDRESS`` or
``… leash worker``. Standard input is a pipe that
``up`` never writes to; the system closes it when ``up`` dies, by SIGKILL too, and then this process
asks itself to stop. That works alike on Linux, macOS and Windows, where a death signal would not.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Requests under way, each in a thread. They mostly wait (for a phone's upload, for the disk), so there are
# more than cores; each may hold a database connection, so there are not hundreds.
# A thread waits while a phone on a poor line sends its photo; few of them run at once.
WEB_THREADS = 64
# A request may take this long to end after SIGTERM; the supervisor kills after 15 s.
SECONDS_TO_FINISH = 10


def end_this_process() -> None:
    """Ask this process to stop as SIGTERM would, and insist after a while."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_FINISH + 5)
    os._exit(1)


def end_after(parent_is_gone: Callable[[], object]) -> None:
    """In a thread of its own: block until the parent is gone, then end this process."""

    def watch() -> None:
        parent_is_gone()
        end_this_process()

    threading.Thread(target=watch, name="leash", daemon=True).start()


def wait_for_end_of_input() -> None:
    """Block until the other end of standard input is closed.

    Not through ``sys.stdin``: its lock, held while reading, would hang the child that granian forks
    and abort this process at its end.
    """
    while os.read(0, 1024):
        pass


def load_application() -> Any:
    """Called by granian in its own child: the WSGI application, on a leash of its own.

    Without it, a SIGKILL of granian's main process would leave this one holding the port.
    """
    if parent := multiprocessing.parent_process():
        end_after(lambda: multiprocessing.connection.wait([parent.sentinel]))
    from backend.wsgi import application  # noqa: PLC0415 (loads Django, which belongs in this process alone)

    return application


def serve(host: str, port: int, pem: Path | None) -> None:
    """The web process: granian's WSGI server, until SIGTERM; over TLS with the key and certificate in ``pem``."""
    from granian.constants import Interfaces, SSLProtocols  # noqa: PLC0415 (the worker needs no web server)
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        target="backend.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=WEB_THREADS,
        # A waiting request costs a socket; 1024 covers a phone that sends a whole camera roll.
        backlog=1024,
        backpressure=WEB_THREADS * 4,
        workers_kill_timeout=SECONDS_TO_FINISH,
        ssl_cert=pem,
        ssl_key=pem,
        ssl_protocol_min=SSLProtocols.tls12,
        # Its warnings are advice on threads; what concerns requests, Django logs.
        log_level=LogLevels.error,
    ).serve(target_loader=load_application, wrap_loader=False)


def serve_certificate(host: str, port: int, pem: Path, address: str) -> None:
    """The page with the public certificate in ``pem``, until SIGTERM; ``address`` is where Likeness is served."""
    from backend.common.lan.page import make_server  # noqa: PLC0415 (only this process wants it)

    make_server(host, port, pem.read_bytes(), address).serve_forever()


def main(arguments: list[str]) -> None:
    end_after(wait_for_end_of_input)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    match arguments:
        case ["web", host, port]:
            serve(host, int(port), None)
        case ["web", host, port, pem]:
            serve(host, int(port), Path(pem))
        case ["certificate", host, port, pem, address]:
            serve_certificate(host, int(port), Path(pem), address)
        case command:
            from django.core.management import execute_from_command_line  # noqa: PLC0415

            execute_from_command_line(["manage.py", *command])


if __name__ == "__main__":
    main(sys.argv[1:])
