"""``manage.py test``: every check and every test that bare Python can run, and nothing skipped in silence."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from django.core.management.base import BaseCommand, CommandError

from backend.common import postgres_server
from backend.common.bootstrap import ROOT
from backend.common.chromium import ChromiumMissing, find_or_install_chromium
from backend.common.frontend_build import (
    FRONTEND,
    BuildError,
    build_if_changed,
    install_packages,
    npm_command,
    npm_environment,
)

# What has to hold on a server's database too, in tests/backend; the rest asks nothing of one that these do not.
ON_SERVERS = [
    "audit",
    "comparisons/test_verdict.py",
    "comparisons/test_verdict_partners.py",
    "consent",
    "events",
    "jobs",
    "measures",
    "practices",
    "privacy",
    "sessionlog",
    "sharing",
    "subjects",
    "timeline",
]
# Tests that start the whole product, mostly to wait for it: the step pytest-running, where it isn't left out.
RUNNING = ["tests/bootstrap", "tests/e2e", "tests/processes"]
# What runs on another core meanwhile, in one process each, one after the other.
BESIDE_RUNNING = ["pytest", "postgresql"]
# What a developer may name without changing what the tests decide.
KEPT_SETTINGS = {"LIKENESS_CHROMIUM", "LIKENESS_FACES"}


# Where a step that runs beside another one writes; None is the terminal.
_kept: ContextVar[IO[str] | None] = ContextVar("_kept", default=None)


def left_out(records: list[Path]) -> list[str]:
    """Why pytest skipped what it skipped, each reason once, from its JUnit records."""
    reasons: set[str] = set()
    for record in records:
        if not record.exists():
            reasons.add(f"every test of the step {record.stem}: pytest did not get as far as its record")
            continue
        skips = ElementTree.parse(record).iter("skipped")  # noqa: S314 (written by pytest a moment ago)
        reasons |= {" ".join(skip.get("message", "no reason given").split()) for skip in skips}
    return sorted(reasons)


class ServerMissing(Exception):
    """A server that a step needs is not installed here, with how to install it."""


class Command(BaseCommand):
    help = "Run every test there is. What stands after -- goes to pytest."
    # A fault in the settings' checks should fail its step, not keep the others from running.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only",
            action="append",
            choices=list(self.steps()),
            metavar="STEP",
            help=f"run this step alone; may be repeated. Steps: {', '.join(self.steps())}",
        )
        parser.add_argument(
            "--servers",
            action="store_true",
            help="the same as --only postgresql: starts a server of its own, and fails where none is installed",
        )
        parser.add_argument("pytest_arguments", nargs="*", metavar="-- pytest arguments")

    def steps(self) -> dict[str, Callable[[], None]]:
        """Name and action of each step, quick ones first; pytest needs the built front end and the browser."""
        return {
            "lint": lambda: self.python("ruff", "check", "."),
            "format": lambda: self.python("ruff", "format", "--check", "."),
            "types": lambda: self.python("mypy"),
            "migrations": lambda: self.call(
                [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], self.environment
            ),
            "frontend-packages": lambda: install_packages(self.say),
            "frontend-check": lambda: self.npm("run", "check"),
            "frontend-tests": lambda: self.npm("test"),
            "frontend-build": self.build,
            "chromium": self.find_chromium,
            "pytest-running": lambda: self.pytest("pytest-running", *RUNNING),
            "pytest": lambda: self.pytest("pytest", *self.without_running),
            "postgresql": self.test_on_postgresql,
        }

    def handle(self, *, only: list[str] | None, servers: bool, pytest_arguments: list[str], **_options: Any) -> None:
        self.pytest_arguments = pytest_arguments
        chosen = {name: step for name, step in self.steps().items() if not only or name in only}
        if servers:
            chosen = {"postgresql": self.test_on_postgresql}
        no_server = "" if only or servers else self.why_no_server()
        if no_server:
            del chosen["postgresql"]
        if pytest_arguments and not only:
            # They say themselves which tests are meant.
            chosen.pop("pytest-running", None)
        tested = [name for name in ("pytest-running", "pytest") if name in chosen]
        self.without_running = [f"--ignore={folder}" for folder in RUNNING] if len(tested) == 2 else []
        if tested and "chromium" not in chosen:
            chosen = {"chromium": self.find_chromium} | chosen
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="likeness-test-") as folder:
            self.folder = Path(folder)
            # A developer's own settings and photos stay out of the tests, and the tests out of them.
            self.environment = {
                name: value
                for name, value in os.environ.items()
                if name in KEPT_SETTINGS or not name.startswith(("LIKENESS_", "DATABASE_URL", "DJANGO_"))
            } | {
                "LIKENESS_DATA": folder,
                # Playwright keeps an event loop in the tests' thread, which Django would take for async code.
                "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            }
            results = self.run_steps(chosen)
            not_run = left_out([self.folder / f"{name}.xml" for name in tested])
        if no_server:
            not_run.append(f"the tests against PostgreSQL. {no_server}")
        if servers:
            not_run.append("every step that needs no server: run it without --servers")
        elif only:
            not_run.append("every step not named by --only")
        self.report(results, time.monotonic() - started, not_run)
        failed = [name for name, reason, _ in results if reason]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}")

    def why_no_server(self) -> str:
        """Why a run that names no step leaves the server's out, empty where it doesn't. Named, it fails instead."""
        if self.pytest_arguments:
            return "What stands after -- went to the step pytest alone; name the other one with --only postgresql"
        return "" if postgres_server.find_binaries() else postgres_server.HOW_TO_INSTALL

    def run_steps(self, chosen: dict[str, Callable[[], None]]) -> list[tuple[str, str, float]]:
        """Name, reason of failure and seconds of each: in turn, but for what runs beside ``pytest-running``."""
        beside = [name for name in BESIDE_RUNNING if name in chosen] if "pytest-running" in chosen else []
        in_turn = [name for name in chosen if name not in beside]
        results = []
        for name in in_turn:
            if beside and name == "pytest-running":
                results += self.run_side_by_side(chosen, name, beside)
            else:
                results.append((name, *self.run_step(name, chosen[name])))
        return results

    def run_side_by_side(
        self, chosen: dict[str, Callable[[], None]], seen: str, beside: list[str]
    ) -> list[tuple[str, str, float]]:
        """One step whose output is seen at once; that of the others, in turn in a thread, follows when all ended."""
        interrupted = threading.Event()

        def run_the_others(kept: IO[str]) -> list[tuple[str, str, float]]:
            _kept.set(kept)
            return [(name, *self.run_step(name, chosen[name])) for name in beside if not interrupted.is_set()]

        self.say(f"\nBeside the next step run: {', '.join(beside)}. What they say follows it.")
        with (self.folder / "beside.txt").open("a+", encoding="utf-8") as kept:
            try:
                with ThreadPoolExecutor(1) as thread:
                    others = thread.submit(run_the_others, kept)
                    try:
                        results = [(seen, *self.run_step(seen, chosen[seen]))]
                        return results + others.result()
                    except BaseException:
                        interrupted.set()
                        raise
            finally:
                kept.seek(0)
                self.say(kept.read())

    def run_step(self, name: str, step: Callable[[], None]) -> tuple[str, float]:
        """Run a step; its reason of failure (empty when it passed) and its seconds."""
        self.say(f"\n── {name} " + "─" * (60 - len(name)))
        started = time.monotonic()
        reason = ""
        try:
            step()
        except subprocess.CalledProcessError as problem:
            reason = f"exit code {problem.returncode}"
        except (BuildError, ChromiumMissing, ServerMissing) as problem:
            self.say(str(problem))
            reason = str(problem).splitlines()[0]
        seconds = time.monotonic() - started
        self.say(f"── {name}: {'failed' if reason else 'passed'} in {seconds:.1f} s")
        return reason, seconds

    def report(self, results: list[tuple[str, str, float]], total: float, not_run: list[str]) -> None:
        rows = [
            f"  {name:<18} {'FAILED' if reason else 'passed'} {seconds:>7.1f} s  {reason}".rstrip()
            for name, reason, seconds in results
        ]
        end = [f"Left out: {reason}" for reason in not_run] or ["Left out: nothing."]
        self.stdout.write("\n".join(["", *rows, f"  {'all':<18} {'':6} {total:>7.1f} s", *end, ""]))
        self.stdout.flush()

    def say(self, line: str) -> None:
        """A line where the step writes, before whatever its own process writes there."""
        kept = _kept.get()
        if kept is None:
            self.stdout.write(line)
            self.stdout.flush()
        else:
            print(line, file=kept, flush=True)

    def call(self, command: list[str], environment: dict[str, str], folder: os.PathLike[str] = ROOT) -> None:
        kept = _kept.get()
        together = None if kept is None else subprocess.STDOUT
        subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=kept, stderr=together, check=True
        )

    def python(self, module: str, *arguments: str) -> None:
        self.call([sys.executable, "-m", module, *arguments], self.environment)

    def pytest(self, step: str, *which: str) -> None:
        record = f"--junitxml={self.folder / step}.xml"
        self.python("pytest", record, *which, *self.pytest_arguments)

    def npm(self, *arguments: str) -> None:
        self.call(npm_command(arguments), npm_environment(), FRONTEND)

    def test_on_postgresql(self) -> None:
        binaries = postgres_server.find_binaries()
        if binaries is None:
            raise ServerMissing(postgres_server.HOW_TO_INSTALL)
        self.say(f"Found {binaries}")
        with postgres_server.temporary_server(binaries) as url:
            folders = [f"tests/backend/{name}" for name in ON_SERVERS]
            command = [sys.executable, "-m", "pytest", *folders, *self.pytest_arguments]
            self.call(command, self.environment | {"DATABASE_URL": url})

    def build(self) -> None:
        if not build_if_changed(self.say):
            self.say("Unchanged since its last build.")

    def find_chromium(self) -> None:
        path = find_or_install_chromium(self.say)
        self.environment["LIKENESS_CHROMIUM"] = str(path)
        self.say(f"Found {path}")
