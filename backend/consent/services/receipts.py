"""Sending receipts."""

from backend.consent.handlers import SEND_RECEIPT
from backend.consent.models import ConsentRecord
from backend.jobs.services import enqueue


def send_receipt(*, record: ConsentRecord) -> None:
    """By mail, as the consent stands when it is sent: to the address that was given, else to the record's owner."""
    if record.receipt_email or record.subject.owner_id is not None:
        enqueue(handler=SEND_RECEIPT, key=str(record.pk))
