"""What an older version wrote about photos, to be written anew."""

from backend.jobs.services import enqueue_all
from backend.photos.handlers import DESCRIBE
from backend.photos.models import Alignment
from ml.types import QUALITY_VERSION


def describe_outdated() -> int:
    """Queue every photo whose report is of older formulae, newest first; how many there are."""
    described = Alignment.objects.filter(quality__isnull=False, landmarks__isnull=False)
    outdated = described.exclude(quality__version=QUALITY_VERSION).order_by("-photo__taken_local")
    keys = [str(photo_id) for photo_id in outdated.values_list("photo_id", flat=True)]
    enqueue_all(handler=DESCRIBE, keys=keys)
    return len(keys)
