"""A photo's report made anew where an older version of its formulae wrote it. Where the photo lies stays as it is."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from backend.jobs.lease import Lease
from backend.photos.models import Alignment
from backend.photos.processing.inputs import camera_of, decode_photo
from ml import types
from ml.canonical import eye_centres
from ml.quality import assess, reasons


def describe(lease: Lease, photo_id: UUID) -> None:
    """From the original and the landmarks that were kept; nothing is looked for again. Again, it changes nothing.

    Expression needs the detector and its formula is unchanged: it is taken over from the older report.
    """
    stored = Alignment.objects.select_related("photo__override").filter(photo=photo_id, landmarks__isnull=False).first()
    if stored is None or not stored.quality or stored.quality.get("version") == types.QUALITY_VERSION:
        return
    image = decode_photo(stored.photo)
    if isinstance(image, types.Rejection):
        return
    report = replace(assess(image, _analysis(stored, image)), camera=camera_of(stored.photo))
    if before := stored.quality.get("expression"):
        report = replace(report, expression=types.Expression(**before))
    report = replace(report, reasons=reasons(report))
    with transaction.atomic():
        lease.hold()
        Alignment.objects.filter(pk=stored.pk, matrix=stored.matrix).update(quality=report.to_json())


def _analysis(stored: Alignment, image: types.Image) -> types.Analysis:
    landmarks = types.Landmarks.from_bytes(bytes(stored.landmarks or b""))
    right, left = eye_centres(landmarks.points)
    return types.Analysis(
        size=(image.shape[1], image.shape[0]),
        landmarks=landmarks,
        eye_right=right,
        eye_left=left,
        interocular_px=float(((left - right) ** 2).sum() ** 0.5),
        agreement_iod=float("nan"),
        detector_version=stored.detector_version,
    )
