"""``manage.py staff``: who may look at the pages for those who run the machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.accounts.models import User


class Command(BaseCommand):
    help = "Let an account open /operations/queue, or end that; without an address, say who may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="the account's e-mail address")
        parser.add_argument("--end", action="store_true", help="from now on it may not")

    def handle(self, *, email: str | None, end: bool, **_options: Any) -> None:
        if email is None:
            for one in User.objects.filter(is_staff=True).order_by("email"):
                self.stdout.write(one.email)
            return
        if not User.objects.filter(email=email.strip().lower()).update(is_staff=not end):
            raise CommandError(f"No account has the address {email}.")
        self.stdout.write(f"{email} {'may no longer' if end else 'may now'} open /operations/queue.")
