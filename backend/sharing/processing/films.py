"""The film of a grant: its photos one after another, hidden and marked as its pictures are."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.core.files.base import File
from django.core.files.storage import default_storage

from backend.common.at_rest.workshop import clear_workshops, make_workshop
from backend.jobs.lease import Lease
from backend.photos.models import Photo
from backend.sharing.models import ShareGrant
from backend.sharing.processing.pictures import aligned, source_of, watermark_of
from backend.sharing.storage import film_key
from backend.sharing.words import full_date
from ml.caption import Caption, with_caption
from ml.film import Film as Writer

SECONDS_A_PHOTO: Final = 1.0


@dataclass(frozen=True)
class Film:
    """A film that is stored and whose grant does not name it yet."""

    sha256: str
    bytes: int


def make_film(grant: ShareGrant, photos: Sequence[Photo], lease: Lease) -> Film:
    """An MP4 of the photos in their order, stored under its digest. Raises NotShowable, LeaseLost."""
    workshop = f"shares/{grant.folder}"
    clear_workshops(workshop)
    try:
        path = make_workshop(workshop) / f"{lease.token.hex}.mp4"
        watermark = watermark_of(grant) or Caption()
        with Writer(path, seconds_a_frame=SECONDS_A_PHOTO) as film:
            for photo in photos:
                lease.hold()
                caption = replace(watermark, headline=full_date(photo.taken_local))
                film.add(with_caption(aligned(grant, source_of(photo), caption), caption))
        with path.open("rb") as file:
            made = Film(hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
            lease.hold()
            default_storage.save(film_key(grant.folder, made.sha256), File(file))
        return made
    finally:
        clear_workshops(workshop)
