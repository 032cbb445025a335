"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.subjects import processing
from backend.subjects.handlers import MAIL_CLAIM


@handler(MAIL_CLAIM)
def mail_claim(_lease: Lease, key: str) -> None:
    processing.mail_claim(UUID(key))
