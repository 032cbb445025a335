"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.practices import processing
from backend.practices.handlers import MAIL_INVITATION


@handler(MAIL_INVITATION)
def mail_invitation(_lease: Lease, key: str) -> None:
    processing.mail_invitation(UUID(key))
