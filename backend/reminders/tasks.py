"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.reminders import processing
from backend.reminders.handlers import PUSH, REMIND


@handler(REMIND, on_parked=lambda key: processing.skip(UUID(key)))
def remind(lease: Lease, key: str) -> None:
    processing.remind(lease, UUID(key))


@handler(PUSH)
def push(lease: Lease, key: str) -> None:
    processing.push(lease, key)
