"""The worker's work on a photo."""

import logging
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from backend.jobs.lease import Lease
from backend.photos.holds import is_held
from backend.photos.models import Photo
from backend.photos.processing.closeups import make_closeups
from backend.photos.processing.describe import describe
from backend.photos.processing.inputs import recipe_of
from backend.photos.processing.look import look
from backend.photos.processing.outcomes import Aligned, Rejected
from backend.photos.processing.reports import check_flip
from backend.photos.processing.uploads import clear_upload
from backend.photos.processing.write import write_down
from backend.photos.storage import remove_folder
from ml.stopwatch import Stopwatch
from ml.vocabulary import PhotoState

__all__ = ["align_photo", "check_flip", "clear_upload", "describe", "make_closeups", "mark_failed", "remove_files"]

logger = logging.getLogger(__name__)


def align_photo(lease: Lease, photo_id: UUID) -> None:
    """Bring a photo from ``received`` to ``aligned`` or ``rejected``, or up to date. Again, it changes nothing.

    Everything slow happens before the transaction, so that no lock is held while a picture is decoded.
    """
    photo = (
        Photo.objects.select_related("series__baseline__alignment", "series__baseline__override", "override")
        .filter(pk=photo_id)
        .first()
    )
    if photo is None or photo.recipe == recipe_of(photo):
        return
    watch = Stopwatch()
    outcome = look(photo, watch)
    with watch.lap("store"):
        for made in outcome.made:
            default_storage.save(made.key, ContentFile(made.content))
    with watch.lap("write"):
        write_down(lease, photo, outcome)
    logger.info("photo %s: %s; %s", photo.pk, _in_short(outcome), watch)


def mark_failed(photo_id: UUID) -> None:
    """The queue has given up on a photo; the person can ask for another try."""
    Photo.objects.filter(pk=photo_id, state=PhotoState.RECEIVED).update(state=PhotoState.FAILED)


def remove_files(folder: str) -> None:
    """Remove what is left of a deleted photo, unless somebody still needs it and asks again later."""
    if not Photo.objects.filter(folder=folder).exists() and not is_held(folder):
        remove_folder(folder)


def _in_short(outcome: Rejected | Aligned) -> str:
    """Without the rejection's detail, in which a decoder may quote the file."""
    if isinstance(outcome, Rejected):
        return f"rejected, {outcome.rejection.reason}"
    return f"aligned, residual {outcome.alignment.residual_iod:.2%} of the interocular distance"
