"""Ids in, processing called."""

from uuid import UUID

from backend.jobs.lease import Lease
from backend.jobs.registry import handler
from backend.sharing import processing
from backend.sharing.handlers import CLEAR_ENDED, MAKE, REMOVE_FILES, TELL_RECIPIENT

# Two dozen photos of 48 megapixels, each decoded for its pictures and once more for the film.
MAX_MAKE_SECONDS = 600


@handler(MAKE, on_parked=lambda key: processing.mark_failed(UUID(key)), max_seconds=MAX_MAKE_SECONDS)
def make_pictures(lease: Lease, key: str) -> None:
    processing.make_pictures(lease, UUID(key))


@handler(REMOVE_FILES)
def remove_files(_lease: Lease, key: str) -> None:
    processing.remove_grant_files(key)


@handler(CLEAR_ENDED)
def clear_ended(_lease: Lease, key: str) -> None:
    processing.clear_ended(UUID(key))


@handler(TELL_RECIPIENT)
def tell_recipient(_lease: Lease, key: str) -> None:
    processing.tell_recipient(UUID(key))
