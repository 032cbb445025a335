"""``manage.py encrypt_files``: what an earlier Likeness stored in plain is encrypted in its place."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.common.at_rest.older import encrypt_older, is_unfinished
from backend.common.at_rest.problems import KeyProblem


class Command(BaseCommand):
    help = "Encrypt what was stored before Likeness encrypted files. `up` does so by itself; stop it first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unfinished", action="store_true", help="only if it was never done, or was cut off")

    def handle(self, *, unfinished: bool, **_options: Any) -> None:
        if unfinished and not is_unfinished():
            return
        try:
            files, columns = encrypt_older()
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        if files or columns or not unfinished:
            self.stdout.write(f"Encrypted: {files} files, {columns} pictures in the database.")
