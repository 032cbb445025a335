"""``manage.py verify_consent_chain``: has anybody changed a consent after the fact?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Prefetch

from backend.consent.chain import problems
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText
from backend.consent.text_digest import text_digest


class Command(BaseCommand):
    help = "Check every consent record, its events and the texts that were signed. Exits with 1 when something differs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        wrong = checked = 0
        in_order = Prefetch("events", ConsentEvent.objects.order_by("number"))
        records = ConsentRecord.objects.select_related("text").prefetch_related(in_order)
        for record in records.iterator(chunk_size=200):
            checked += 1
            for problem in problems(record, list(record.events.all())):
                wrong += 1
                self.stderr.write(f"consent {record.pk}: {problem}")
        for text in ConsentText.objects.filter(published_at__isnull=False).iterator():
            if text.sha256 != text_digest(text):
                wrong += 1
                self.stderr.write(f"text {text.pk} ({text}): it isn't what was published")
        if wrong:
            raise CommandError(f"{wrong} things differ in {checked} consents. Compare with the receipts handed out.")
        self.stdout.write(f"{checked} consents, nothing differs.")
