"""Ids in, processing called."""

from uuid import UUID

from backend.comparisons import processing
from backend.comparisons.handlers import REMOVE_FILM, RENDER
from backend.jobs.lease import Lease
from backend.jobs.registry import handler

# 1,000 photos of 12 megapixels, rendered anew on a small computer at 1-2 s each.
MAX_RENDER_SECONDS = 3600


@handler(RENDER, on_parked=lambda key: processing.mark_failed(UUID(key)), max_seconds=MAX_RENDER_SECONDS)
def render(lease: Lease, key: str) -> None:
    processing.render_timelapse(lease, UUID(key))


@handler(REMOVE_FILM)
def remove_film(_lease: Lease, key: str) -> None:
    processing.remove_film_files(key)
