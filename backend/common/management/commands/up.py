"""``manage.py up``: everything that makes Likeness run on one machine, in one command."""

import errno
import http.client
import os
import signal
import socket
import ssl
import sys
from argparse import ArgumentParser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from backend.common.at_rest.keyset import keyset
from backend.common.at_rest.problems import KeyProblem
from backend.common.bootstrap import ROOT
from backend.common.frontend_build import DIST, BuildError, build_if_changed
from backend.common.lan.greeting import greeting
from backend.common.lan.plan import Lan, LanError, look_at_machine, prepare
from backend.common.supervisor import Child, StartError, Supervisor

SECONDS_TO_ANSWER = 60
# Answers everybody with 200, so that a start leaves no warning in the log.
QUIET_PATH = "/_allauth/browser/v1/config"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (names the wish, binds nothing)


@dataclass(frozen=True)
class Serving:
    """Where the web server listens, and what its children's settings are told; ``lan`` where it serves phones."""

    host: str
    port: int
    address: str
    environment: dict[str, str] = field(default_factory=dict)
    lan: Lan | None = None
    certificate_port: int = 0

    def children(self) -> list[Child]:
        leash = [sys.executable, "-m", "backend.common.leash"]
        web, worker = [*leash, "web", self.host, str(self.port)], Child("worker", [*leash, "worker"])
        if self.lan is None:
            return [Child("web server", web), worker]
        page = ["certificate", self.host, str(self.certificate_port), str(self.lan.public_file), f"{self.address}/"]
        secure_web = Child("web server", [*web, str(self.lan.server_file)])
        return [secure_web, Child("certificate's page", [*leash, *page]), worker]


def is_answering(host: str, port: int, authority: Path | None = None) -> bool:
    """Whether the web server answers yet, over TLS where ``authority`` vouches for it.

    Raises ``StartError`` when it answers with a fault of its own.
    """
    place = EVERYWHERE.get(host, host)
    connection = http.client.HTTPConnection(place, port, timeout=5)
    if authority:
        context = ssl.create_default_context(cafile=authority)
        connection = http.client.HTTPSConnection(place, port, timeout=5, context=context)
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


def check_port(host: str, port: int, *, option: str = "--port") -> None:
    """Find out before anything starts whether the address can be had. Raises ``CommandError`` with words."""
    if not 1 <= port <= 65535:
        raise CommandError(f"{option} {port}: a port lies between 1 and 65535.")
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
                f"http{'s' if '--lan' in option else ''}://{EVERYWHERE.get(host, host)}:{port}/\n"
                f"Otherwise choose another port: python3 manage.py up {option} {port + 1}"
            ) from problem
        if problem.errno == errno.EACCES:
            raise CommandError(f"Port {port} needs an administrator's rights. Choose one above 1023.") from problem
        raise CommandError(f"Cannot listen on {host}, port {port}: {problem.strerror}.") from problem


class Command(BaseCommand):
    help = "Build what changed, migrate, and run the web server and the worker until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", help="address to listen on (default: this machine alone; with --lan: all of its)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-build", action="store_true", help="serve the front end as it was last built")
        lan = parser.add_argument_group("for phones in the same network")
        lan.add_argument("--lan", action="store_true", help="serve https with a certificate authority of its own")
        lan.add_argument("--lan-address", metavar="ADDRESS", help="which of this machine's addresses phones use")
        lan.add_argument("--new-ca", action="store_true", help="make a new authority; phones must trust it once more")
        lan.add_argument("--certificate-port", type=int, metavar="PORT", help="of the authority's page (default: next)")

    def handle(self, *, no_build: bool, **options: Any) -> None:
        # Until the children run, SIGTERM ends this process as Ctrl-C does, and with it a build under way.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        serving = self.serve_lan(**options) if options["lan"] else self.serve_here(**options)
        self.build(no_build=no_build)
        is_first_start = self.prepare_keys()
        has_account = self.migrate()
        call_command("encrypt_files", unfinished=True)
        self.run(serving, has_account=has_account, has_new_key=is_first_start)

    def serve_here(
        self,
        *,
        host: str | None,
        port: int,
        lan_address: str | None,
        new_ca: bool,
        certificate_port: int | None,
        **_options: Any,
    ) -> Serving:
        if lan_address or new_ca or certificate_port:
            raise CommandError("--lan-address, --new-ca and --certificate-port belong to --lan.")
        host = host or "127.0.0.1"
        check_port(host, port)
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        # The children's settings follow the address, unless the person has named another (a proxy's).
        origin = os.environ.get("LIKENESS_ORIGIN") or (address if host not in EVERYWHERE else "")
        return Serving(host, port, origin or address, {"LIKENESS_ORIGIN": origin} if origin else {})

    def serve_lan(
        self,
        *,
        host: str | None,
        port: int,
        lan_address: str | None,
        new_ca: bool,
        certificate_port: int | None,
        **_options: Any,
    ) -> Serving:
        if os.environ.get("LIKENESS_ORIGIN"):
            raise CommandError(
                "LIKENESS_ORIGIN names an address, and --lan finds its own. Unset it, or leave --lan out where a "
                "proxy serves https."
            )
        try:
            machine = look_at_machine(lan_address)
            host = host or ("::" if machine.addresses[0].version == 6 else "0.0.0.0")  # noqa: S104 (the wish itself)
            certificate_port = certificate_port or port + 1
            check_port(host, port, option="--lan --port")
            check_port(host, certificate_port, option="--lan --certificate-port")
            lan = prepare(settings.DATA_DIR / "lan", machine, is_new_wanted=new_ca)
        except LanError as problem:
            raise CommandError(str(problem)) from problem
        address = f"https://{lan.host}:{port}"
        further = os.environ.get("LIKENESS_ALLOWED_HOSTS", "").split(",")
        environment = {
            "LIKENESS_ORIGIN": address,
            "LIKENESS_ALLOWED_HOSTS": ",".join([*filter(None, further), *lan.allowed_hosts]),
            # It would hold for every port of this machine, the certificate's page and other programs' included.
            "LIKENESS_HSTS": "no",
        }
        return Serving(host, port, address, environment, lan, certificate_port)

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

    def prepare_keys(self) -> bool:
        """Open the keyset, or make it; True when it was made, and the master key with it."""
        is_new = not settings.KEYSET_FILE.exists()
        try:
            keyset()
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        return is_new

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

    def run(self, serving: Serving, *, has_account: bool, has_new_key: bool) -> None:
        supervisor = Supervisor(ROOT, os.environ | serving.environment, self.say)
        supervisor.listen()
        authority = serving.lan.public_file if serving.lan else None
        try:
            for child in serving.children():
                supervisor.start(child)
            if supervisor.wait_until(
                lambda: is_answering(serving.host, serving.port, authority), SECONDS_TO_ANSWER, f"Port {serving.port}"
            ):
                self.greet(serving, has_account=has_account)
                if has_new_key:
                    call_command("master_key", "show", stdout=self.stdout)
                supervisor.watch()
        except StartError as problem:
            raise CommandError(f"{problem} The lines above say why.") from problem
        finally:
            self.say("Stopping …")
            supervisor.stop()
        self.say("Stopped.")

    def greet(self, serving: Serving, *, has_account: bool) -> None:
        lines = ["", f"Likeness is running: {serving.address}/"]
        if serving.lan:
            lines[1:] = greeting(
                serving.lan,
                port=serving.port,
                certificate_port=serving.certificate_port,
                encoding=getattr(self.stdout, "encoding", None) or "utf-8",
                is_terminal=self.stdout.isatty(),
            )
        lines.append(f"Photos and database: {settings.DATA_DIR}")
        if not has_account and settings.SIGNUP == "open":
            lines.append("Nobody has an account yet: open the address and choose “Create account”.")
        elif not has_account:
            lines.append(
                "Nobody has an account yet, and sign-up is closed (LIKENESS_SIGNUP). Make the first one with: "
                "python3 manage.py createsuperuser"
            )
        if not serving.lan and serving.host not in LOOPBACK and not os.environ.get("LIKENESS_ORIGIN"):
            lines.append(
                "Others in your network can reach it. Set LIKENESS_ORIGIN to the address that they type, "
                "for example http://192.168.1.20:8000: other addresses are refused."
            )
        lines += ["Ctrl-C stops it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
