"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.measures import processing
from backend.measures.handlers import FILL, MEASURE


@handler(MEASURE)
def measure(lease: Lease, key: str) -> None:
    processing.measure_aligned(lease, UUID(key))


@handler(FILL, at_start=True)
def fill(lease: Lease, _key: str) -> None:
    processing.fill_what_is_missing(lease)
