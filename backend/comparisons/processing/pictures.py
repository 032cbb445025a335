"""The photos of a film, one after another, as they are shown in it."""

from collections.abc import Iterator
from typing import BinaryIO, cast

import numpy as np
from django.core.files.storage import default_storage

from backend.comparisons.models import Timelapse, TimelapsePhoto
from backend.photos.models import Photo, Rendition
from backend.photos.processing.inputs import decode_photo
from backend.photos.processing.reports import baseline_light, stored_light
from ml import canonical
from ml.imaging import decode
from ml.tone import apply_light, match_light
from ml.types import Image, Rejection
from ml.vocabulary import TIMELAPSE_SIZES, PhotoState, RenditionSpec, TimelapseSize
from ml.warp import render

# Rows of photos in memory at a time.
CHUNK = 50


class PhotoChanged(Exception):
    """A photo is no longer what it was when the film was asked for: it is being aligned anew, or is not aligned."""


def shown_photos(timelapse: Timelapse) -> Iterator[Photo]:
    """Oldest first. Raises PhotoChanged at the first one whose aligned picture is another than was asked for."""
    frames = (
        TimelapsePhoto.objects.filter(timelapse=timelapse)
        .select_related("photo__alignment", "photo__override", "photo__series__baseline__alignment")
        .defer(
            *(
                f"{alignment}__{blob}"
                for alignment in ("photo__alignment", "photo__series__baseline__alignment")
                for blob in ("landmarks", "reference", "flip_detail")
            )
        )
        .prefetch_related("photo__renditions")
        .order_by("taken_local", "photo")
    )
    # Whole chunks and no open cursor: on SQLite, progress could not be written beside one.
    for start in range(0, timelapse.photo_count, CHUNK):
        for frame in list(frames[start : start + CHUNK]):
            aligned = _rendition(frame.photo, RenditionSpec.ALIGNED)
            if frame.photo.state != PhotoState.ALIGNED or aligned.recipe != frame.recipe:
                raise PhotoChanged
            yield frame.photo


def picture_of(photo: Photo, timelapse: Timelapse) -> Image:
    """The photo on the canonical face: its rendition, or for a larger film the original, resampled once."""
    if timelapse.size == TimelapseSize.LARGE:
        return _from_original(photo, timelapse)
    spec = RenditionSpec.MATCHED_LIGHT if timelapse.matched_light else RenditionSpec.ALIGNED
    try:
        with default_storage.open(_rendition(photo, spec).key) as file:
            picture = decode(cast(BinaryIO, file))  # Django's file is one in all but name
    except FileNotFoundError as problem:
        raise PhotoChanged from problem
    return _whole(picture)


def _from_original(photo: Photo, timelapse: Timelapse) -> Image:
    try:
        original = _whole(decode_photo(photo))
    except FileNotFoundError as problem:
        raise PhotoChanged from problem
    matrix, size = np.array(photo.alignment.matrix), TIMELAPSE_SIZES[timelapse.size]
    picture = render(original, matrix, size, canonical_size=canonical.SIZE)
    light = stored_light(photo.alignment) if timelapse.matched_light else None
    return picture if light is None else apply_light(picture, match_light(light, baseline_light(photo) or light))


def _rendition(photo: Photo, spec: RenditionSpec) -> Rendition:
    for rendition in photo.renditions.all():
        if rendition.spec == spec:
            return rendition
    raise PhotoChanged


def _whole(picture: Image | Rejection) -> Image:
    if isinstance(picture, Rejection):
        raise PhotoChanged
    return picture
