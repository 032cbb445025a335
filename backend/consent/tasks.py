"""Ids in, processing called."""

from uuid import UUID

from backend.consent import processing
from backend.consent.handlers import SEND_RECEIPT, SHOW_SIGNATURE
from backend.jobs.lease import Lease
from backend.jobs.registry import handler


@handler(SHOW_SIGNATURE)
def show_signature(_lease: Lease, key: str) -> None:
    processing.show_signature(UUID(key))


@handler(SEND_RECEIPT)
def send_receipt(lease: Lease, key: str) -> None:
    processing.send_receipt(lease, UUID(key))
