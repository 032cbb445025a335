"""Who takes a baseline's place, and who has to be aligned again."""

from backend.jobs.services import enqueue_all
from backend.photos.handlers import ALIGN
from backend.photos.models import Photo, Series
from ml.vocabulary import PhotoState, RejectionReason


def hand_over_baseline(series: Series, leaving: Photo) -> None:
    """Let the earliest aligned photo that stays be the baseline, where ``leaving`` is it.

    The others need not be aligned again: their matrices lead into the same canonical frame as before.
    """
    staying = Photo.objects.filter(series=series, state=PhotoState.ALIGNED).exclude(pk=leaving.pk)
    Series.objects.filter(pk=series.pk, baseline=leaving).update(baseline=staying.order_by("taken_local", "id").first())


def align_again(series: Series, *, but: Photo) -> None:
    """Queue all photos of a series that can be read, but the one; each keeps its present alignment until then."""
    photos = Photo.objects.filter(series=series).exclude(pk=but.pk)
    photos = photos.exclude(rejection_reason=RejectionReason.UNREADABLE)
    enqueue_all(handler=ALIGN, keys=[str(pk) for pk in photos.order_by("-taken_local").values_list("pk", flat=True)])
