"""Clearing away what was begun and never finished."""

from django.utils import timezone

from backend.jobs.services import enqueue
from backend.photos import partials
from backend.photos.handlers import CLEAR_UPLOAD
from backend.photos.models import PhotoUpload


def clear_upload(file: str) -> None:
    """Remove an upload with which nobody has gone on for a day, or whose row is gone; else look again then."""
    ends, now = partials.expires_at(file), timezone.now()
    rows = PhotoUpload.objects.filter(file=file)
    if ends is not None and ends > now and rows.exists():
        enqueue(handler=CLEAR_UPLOAD, key=file, delay=ends - now)
        return
    rows.delete()
    partials.remove(file)
