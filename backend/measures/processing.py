"""The worker's work: measure one aligned photo, and find those that were not or were measured otherwise."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from backend.jobs.lease import Lease
from backend.jobs.services import enqueue_all
from backend.measures.handlers import MEASURE
from backend.measures.models import Measurement
from backend.photos.models import Alignment, Photo
from backend.photos.processing.inputs import decode_photo
from ml.landmarks.mediapipe import face_detector
from ml.looks import Seen, look, measure_photo
from ml.metrics import METRICS_VERSION, iris_scale
from ml.types import Landmarks, Rejection
from ml.vocabulary import PhotoState, View

# In profile the mesh's other half is the detector's guess, and so are heights against the line of both eyes.
_HALF_SEEN = {View.LATERAL_LEFT, View.LATERAL_RIGHT}


def measure_aligned(lease: Lease, photo_id: UUID) -> None:
    """Measure a photo in the pose of its series' baseline and write it down. Again, it changes nothing.

    A profile, and a photo placed by hand in which no face was found, has nothing to measure: that is written down too,
    as no values.
    Everything slow happens before the transaction.
    """
    alignments = Alignment.objects.select_related("photo__override", "photo__series__baseline__alignment")
    stored = alignments.filter(photo=photo_id, photo__state=PhotoState.ALIGNED).first()
    if stored is None or _is_current(stored):
        return
    values = _measure(stored)
    with transaction.atomic():
        lease.hold()
        current = Alignment.objects.select_for_update(of=("self",)).select_related("photo__series")
        again = current.filter(pk=stored.pk, matrix=stored.matrix, photo__state=PhotoState.ALIGNED).first()
        # Aligned anew or given another baseline meanwhile: a job of its own is on its way.
        if again and again.landmarks == stored.landmarks and again.photo.series.baseline_id == values["baseline"]:
            Measurement.objects.update_or_create(alignment=again, defaults=values)


def fill_what_is_missing(lease: Lease) -> None:
    """Queue every aligned photo without values of the present definitions in the pose of its present baseline."""
    current = Measurement.objects.filter(
        metrics_version=METRICS_VERSION, baseline=F("alignment__photo__series__baseline_id")
    )
    missing = Alignment.objects.filter(photo__state=PhotoState.ALIGNED).exclude(pk__in=current.values("alignment"))
    keys = [str(photo) for photo in missing.order_by("-photo__taken_local").values_list("photo", flat=True)]
    with transaction.atomic():
        lease.hold()
        enqueue_all(handler=MEASURE, keys=keys, background=True)


def _is_current(stored: Alignment) -> bool:
    return Measurement.objects.filter(
        alignment=stored, metrics_version=METRICS_VERSION, baseline=stored.photo.series.baseline_id
    ).exists()


def _measure(stored: Alignment) -> dict[str, Any]:
    nothing: dict[str, Any] = {
        "values": {},
        "mm_per_iod": None,
        "mm_per_iod_sd": None,
        "expression": None,
        "baseline": stored.photo.series.baseline_id,
        "metrics_version": METRICS_VERSION,
    }
    seen = stored.landmarks and stored.photo.series.view not in _HALF_SEEN
    image = decode_photo(stored.photo) if seen else None
    if image is None or isinstance(image, Rejection):
        return nothing
    landmarks = Landmarks.from_bytes(bytes(stored.landmarks or b""))
    try:
        scale = iris_scale(landmarks)
        measured = measure_photo(image, landmarks, face_detector(), baseline=_baseline(stored))
    except ValueError:
        # Points that coincide, or a baseline that cannot be read any more: nothing that would compare.
        return nothing
    if isinstance(measured, Rejection):
        return nothing
    return nothing | {
        "values": {code.value: value for code, value in measured.values.items()},
        "mm_per_iod": scale.mm_per_iod,
        "mm_per_iod_sd": scale.sd,
        "expression": (stored.quality or {}).get("expression"),
    }


def _baseline(stored: Alignment) -> Seen | None:
    """The face in whose pixels the parts of all others of the series are found again; nothing for itself.

    Raises ``ValueError`` when it can't be read any more: without it the values would not compare.
    """
    baseline = stored.photo.series.baseline
    found = getattr(baseline, "alignment", None)
    if baseline is None or found is None or not found.landmarks or found.pk == stored.pk:
        return None
    return _look_at_baseline(baseline.pk, bytes(found.landmarks))


@lru_cache(maxsize=1)
def _look_at_baseline(photo_id: UUID, landmarks: bytes) -> Seen:
    """Kept for the next photo of the series: to decode and look at the baseline costs as much as the photo itself.

    ``landmarks`` as alignment stored them: others mean another look. Raises ``ValueError`` as :func:`_baseline`.
    """
    image = decode_photo(Photo.objects.select_related("override").get(pk=photo_id))
    if isinstance(image, Rejection):
        raise ValueError(image.detail)
    seen = look(image, Landmarks.from_bytes(landmarks), face_detector())
    if isinstance(seen, Rejection):
        raise ValueError(seen.detail)
    return seen
