"""``manage.py up``: everything that makes Likeness run on one machine, in one command."""

import errno
import http.client
import os
import signal
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from backend.common.bootstrap import ROOT
from backend.common.frontend_build import DIST, BuildError, build_if_changed
from backend.common.supervisor import Child, StartError, Supervisor

SECONDS_TO_ANSWER = 60
# Answers everybody with 200, so that a start leaves no warning in the log.
QUIET_PATH = "/_allauth/browser/v1/config"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (names the wish, binds nothing)


def is_answering(host: str, port: int) -> bool:
    """Whether the web server answers yet. Raises ``StartError`` when it answers with a fault of its own."""
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=5)
    try:
        # The Host header is one that the settings always allow, whatever address it listens on.
        connection.request("GET", QUIET_PATH, headers={"Host": f"127.0.0.1:{port}"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if status >= 500:
        raise StartError(f"The web server answers with error {status}.")
    return True


def check_port(host: str, port: int) -> None:
    """Find out before anything starts whether the address can be had. Raises ``CommandError`` with words."""
    if not 1 <= port <= 65535:
        raise CommandError(f"--port {port}: a port lies between 1 and 65535.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            if sys.platform != "win32":
                # As the server does: a port that was let go a moment ago is free.
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except socket.gaierror as problem:
        raise CommandError(f"--host {host}: not an address of this machine. Leave it out for 127.0.0.1.") from problem
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} on {host} is in use, perhaps by a Likeness that already runs: look at "
                f"http://{host}:{port}/\nOtherwise choose another port: python3 manage.py up --port {port + 1}"
            ) from problem
        if problem.errno == errno.EACCES:
            raise CommandError(f"Port {port} needs an administrator's rights. Choose one above 1023.") from problem
        raise CommandError(f"Cannot listen on {host}, port {port}: {problem.strerror}.") from problem


class Command(BaseCommand):
    help = "Build what changed, migrate, and run the web server and the worker until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-build", action="store_true", help="serve the front end as it was last built")

    def handle(self, *, host: str, port: int, no_build: bool, **_options: Any) -> None:
        # Until the children run, SIGTERM ends this process as Ctrl-C does, and with it a build under way.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        check_port(host, port)
        self.build(no_build=no_build)
        has_account = self.migrate()
        self.run(host, port, has_account=has_account)

    def say(self, line: str) -> None:
        """A line of progress, on stderr and without the red that Django gives to errors."""
        self.stderr.write(line, style_func=str)
        self.stderr.flush()

    def build(self, *, no_build: bool) -> None:
        if no_build:
            if not (DIST / "index.html").exists():
                self.say("There is no built front end: the address will answer the API alone.")
            return
        try:
            build_if_changed(self.say)
        except BuildError as problem:
            raise CommandError(str(problem)) from problem

    def migrate(self) -> bool:
        """Bring the database to the present tables; True when somebody has an account."""
        try:
            call_command("migrate", interactive=False, verbosity=0)
            return get_user_model()._default_manager.exists()
        except DatabaseError as problem:
            raise CommandError(
                f"The database could not be prepared: {problem}\nIt lies in {settings.DATA_DIR}; is the disk full, "
                "the folder writable, or the database of a newer Likeness?"
            ) from problem
        finally:
            connections.close_all()

    def run(self, host: str, port: int, *, has_account: bool) -> None:
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        # The children's settings follow the address, unless the person has named another (a proxy's).
        origin = os.environ.get("LIKENESS_ORIGIN") or (address if host not in EVERYWHERE else "")
        environment = os.environ | ({"LIKENESS_ORIGIN": origin} if origin else {})
        leash = [sys.executable, "-m", "backend.common.leash"]
        supervisor = Supervisor(ROOT, environment, self.say)
        supervisor.listen()
        try:
            supervisor.start(Child("web server", [*leash, "web", host, str(port)]))
            supervisor.start(Child("worker", [*leash, "worker"]))
            if supervisor.wait_until(lambda: is_answering(host, port), SECONDS_TO_ANSWER, f"{address}/"):
                self.greet(origin or address, host, has_account=has_account)
                supervisor.watch()
        except StartError as problem:
            raise CommandError(f"{problem} The lines above say why.") from problem
        finally:
            self.say("Stopping …")
            supervisor.stop()
        self.say("Stopped.")

    def greet(self, address: str, host: str, *, has_account: bool) -> None:
        lines = ["", f"Likeness is running: {address}/", f"Photos and database: {settings.DATA_DIR}"]
        if not has_account and settings.SIGNUP == "open":
            lines.append("Nobody has an account yet: open the address and choose “Create account”.")
        elif not has_account:
            lines.append(
                "Nobody has an account yet, and sign-up is closed (LIKENESS_SIGNUP). Make the first one with: "
                "python3 manage.py createsuperuser"
            )
        if host not in LOOPBACK and not os.environ.get("LIKENESS_ORIGIN"):
            lines.append(
                "Others in your network can reach it. Set LIKENESS_ORIGIN to the address that they type, "
                "for example http://192.168.1.20:8000: other addresses are refused."
            )
        lines += ["Ctrl-C stops it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
