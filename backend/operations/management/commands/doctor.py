"""``manage.py doctor``: looks at the installation and says what to mend."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend.operations.checks import Finding, Level
from backend.operations.doctor import CHECKS

SIGNS = {Level.OK: "ok     ", Level.WARNING: "look   ", Level.ERROR: "MEND   "}


class Command(BaseCommand):
    help = "Look at the installation, running or stopped, and say what to mend. Exit code 1 when something must be."
    # What Django would refuse to start with is what this command is there to tell.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines: one object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        findings = [check() for check in CHECKS]
        errors = [found for found in findings if found.level == Level.ERROR]
        if options["json"]:
            body = {"is_well": not errors, "findings": [asdict(found) for found in findings]}
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2))
        else:
            self.tell(findings)
        if errors:
            sys.exit(1)

    def tell(self, findings: list[Finding]) -> None:
        """A line a check, and under it what to do."""
        for found in findings:
            self.stdout.write(f"{SIGNS[found.level]}{found.name:<12} {found.said}")
            for line in found.mend.splitlines():
                self.stdout.write(f"{'':<20}→ {line}")
        counts = {level: sum(found.level == level for found in findings) for level in Level}
        self.stdout.write(
            f"\n{counts[Level.ERROR]} to mend, {counts[Level.WARNING]} to look at, {counts[Level.OK]} well"
        )
