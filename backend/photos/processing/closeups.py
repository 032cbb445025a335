"""The aligned picture at the original's own resolution, for looking closely; made when somebody asks for it."""

import logging
from uuid import UUID

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from backend.jobs.lease import Lease
from backend.photos import renditions
from backend.photos.models import Photo
from backend.photos.processing.inputs import decode_photo
from backend.photos.processing.pictures import Place, make_aligned
from backend.photos.processing.reports import stored_light
from backend.photos.processing.write import add_closeups
from backend.photos.selectors import missing_closeups
from ml import types
from ml.stopwatch import Stopwatch
from ml.vocabulary import PhotoState

logger = logging.getLogger(__name__)


def make_closeups(lease: Lease, photo_id: UUID) -> None:
    """Render what is missing of a photo's close-ups from the original in one resampling. Again, it changes nothing."""
    photo = (
        Photo.objects.select_related("series__baseline__alignment", "override", "alignment")
        .prefetch_related("renditions")
        .filter(pk=photo_id, state=PhotoState.ALIGNED)
        .first()
    )
    if photo is None or not missing_closeups(photo):
        return
    stored, watch = photo.alignment, Stopwatch()
    with watch.lap("decode"):
        image = decode_photo(photo)
    if isinstance(image, types.Rejection):
        logger.error("photo %s: its original was readable and is not any more: %s", photo.pk, image.reason)
        return
    with watch.lap("render"):
        place = Place(np.array(stored.matrix), stored.canonical_version)
        made = make_aligned(photo, image, place, renditions.full_specs(stored.matrix), stored_light(stored))
    with watch.lap("store"):
        for item in made:
            default_storage.save(item.key, ContentFile(item.content))
    with watch.lap("write"):
        add_closeups(lease, photo, made)
    logger.info("photo %s: close-ups; %s", photo.pk, watch)
