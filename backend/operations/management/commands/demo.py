"""``manage.py demo``: an account to look around in."""

import logging
import secrets
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend.jobs.processing import claim, run
from backend.jobs.registry import load_handlers
from backend.operations import processing, services
from backend.photos.selectors import photos_for
from backend.sessionlog.selectors import sessions_for


class Command(BaseCommand):
    help = "Fill an account with twelve weeks of simulated photos and sessions. Running it again adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default="demo@example.org", help="the account (default: %(default)s)")
        parser.add_argument("--password", default="", help="its password if it is new (default: a random one)")

    def handle(self, *_args: Any, **options: Any) -> None:
        # The line of progress says it better than a log line a photo.
        logging.getLogger("backend").setLevel(logging.WARNING)
        password = options["password"] or secrets.token_urlsafe(9)
        user, is_new = services.open_demo_account(email=options["email"], password=password)
        records = (photos_for(user), sessions_for(user))
        if not is_new and any(record.filter(simulated=False).exists() for record in records):
            raise CommandError(
                f"{user.email} keeps a real record. A simulated one doesn't belong beside it: name another --email."
            )
        try:
            portrait = processing.load_portrait()
        except processing.PortraitMissing as problem:
            raise CommandError(str(problem)) from problem
        today = timezone.localdate()
        for number, shot in enumerate(islice(processing.shots(services.SITTINGS), services.PHOTO_COUNT)):
            services.add_simulated_photo(user=user, number=number, content=processing.take(portrait, shot), today=today)
            self._say(f"photos: {number + 1} of {services.PHOTO_COUNT}")
        services.add_simulated_tools(user=user, today=today)
        services.add_simulated_sessions(user=user, today=today)
        self._align()
        self.stdout.write(f"\nThe demo is ready. At the address that `up` prints, sign in as {user.email}")
        self.stdout.write(f"password: {password}" if is_new else "with the password it has.")

    def _align(self) -> None:
        """Work the queue off here, so that the demo is whole whether or not `up` is running."""
        load_handlers()
        count = 0
        while claimed := claim():
            run(*claimed)
            count += 1
            self._say(f"worked on: {count}        ")

    def _say(self, line: str) -> None:
        self.stdout.write(f"\r{line}", ending="")
        self.stdout.flush()
