"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.photos import processing
from backend.photos.handlers import ALIGN, CHECK_FLIP, CLEAR_UPLOAD, DESCRIBE, MAKE_CLOSEUPS, REMOVE


@handler(ALIGN, on_parked=lambda key: processing.mark_failed(UUID(key)))
def align(lease: Lease, key: str) -> None:
    processing.align_photo(lease, UUID(key))


@handler(CHECK_FLIP)
def check_flip(lease: Lease, key: str) -> None:
    processing.check_flip(lease, UUID(key))


@handler(DESCRIBE)
def describe(lease: Lease, key: str) -> None:
    processing.describe(lease, UUID(key))


@handler(MAKE_CLOSEUPS)
def make_closeups(lease: Lease, key: str) -> None:
    processing.make_closeups(lease, UUID(key))


@handler(REMOVE)
def remove(_lease: Lease, key: str) -> None:
    processing.remove_files(key)


@handler(CLEAR_UPLOAD)
def clear_upload(_lease: Lease, key: str) -> None:
    processing.clear_upload(key)
