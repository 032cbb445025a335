"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.privacy import processing
from backend.privacy.handlers import DISCARD, SEAL, SWEEP

# Thousands of originals of some megabytes, on a slow disk.
MAX_SEAL_SECONDS = 3600


@handler(SEAL, max_seconds=MAX_SEAL_SECONDS)
def seal(lease: Lease, key: str) -> None:
    processing.seal(lease, UUID(key))


@handler(DISCARD)
def discard(_lease: Lease, key: str) -> None:
    processing.discard(UUID(key))


@handler(SWEEP, at_start=True)
def sweep(_lease: Lease, _key: str) -> None:
    processing.sweep()
