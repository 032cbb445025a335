"""What is measured of an aligned photo, for comparing it with others later."""

from dataclasses import replace
from uuid import UUID

import numpy as np
from django.db import transaction

from backend.jobs.lease import Lease
from backend.photos.models import Alignment, Photo
from backend.photos.processing.inputs import baseline_alignment, camera_of
from backend.photos.processing.outcomes import Report
from ml import types
from ml.canonical import eye_centres
from ml.flip import MAX_COMPARED, Detail, detail, detect
from ml.pose import distance_ratio, estimate_pose
from ml.quality import assess
from ml.tone import Light, light_of


def measure(photo: Photo, image: types.Image, analysis: types.Analysis | None) -> Report:
    """Turn of the head, quality, light, the camera's distance, and what would show that it is mirrored."""
    if analysis is None:
        return Report()
    pose = estimate_pose(analysis.landmarks)
    return Report(
        pose=pose,
        quality=replace(assess(image, analysis), camera=camera_of(photo)),
        distance_ratio=_distance_ratio(photo, analysis, pose),
        flip_detail=detail(image, analysis.landmarks),
        light=light_of(image, analysis.landmarks.points),
    )


def check_flip(lease: Lease, photo_id: UUID) -> None:
    """Whether the photo is probably mirrored against its series, from what was kept of each; nothing is decoded.

    A job of its own: it takes longer than the alignment, and nobody has to wait for it to see the photo.
    """
    stored = Alignment.objects.select_related("photo").filter(photo=photo_id, flip_detail__isnull=False).first()
    if stored is None or not stored.flip_detail:
        return
    suspected = detect(Detail.from_bytes(bytes(stored.flip_detail)), _others(stored.photo)).suspected
    with transaction.atomic():
        lease.hold()
        Alignment.objects.filter(pk=stored.pk, matrix=stored.matrix).update(flip_suspected=suspected)


def baseline_light(photo: Photo) -> Light | None:
    """What the matched-light view is matched to; none for the baseline itself, whose light stays."""
    stored = baseline_alignment(photo)
    return stored_light(stored) if stored else None


def stored_light(stored: Alignment) -> Light | None:
    """The light that was measured of a photo; none where no face was found."""
    if not stored.light:
        return None
    skin, background = (tuple(part) if part else None for part in (stored.light["skin"], stored.light["background"]))
    return Light(skin=skin, background=background)


def _others(photo: Photo) -> list[Detail]:
    """Some others of the series, spread over its time."""
    series = Alignment.objects.filter(photo__series=photo.series_id, flip_detail__isnull=False)
    ids = list(series.exclude(photo=photo).order_by("photo__taken_local").values_list("pk", flat=True))
    step = max(1, len(ids) // MAX_COMPARED)
    rows = Alignment.objects.filter(pk__in=ids[::step][:MAX_COMPARED]).order_by("photo__taken_local")
    return [Detail.from_bytes(bytes(stored)) for stored in rows.values_list("flip_detail", flat=True) if stored]


def _distance_ratio(photo: Photo, analysis: types.Analysis, pose: types.Pose) -> float | None:
    """Only between pictures of one size and file type: another camera or a crop makes the number meaningless."""
    stored = baseline_alignment(photo)
    if stored is None or not stored.pose or not stored.landmarks:
        return None
    baseline = stored.photo
    if (baseline.width, baseline.height, baseline.media_type) != (photo.width, photo.height, photo.media_type):
        return None
    return distance_ratio(analysis.interocular_px, _interocular_px(stored), pose, types.Pose(**stored.pose))


def _interocular_px(stored: Alignment) -> float:
    """Of the baseline as it was found, also where it was placed by hand."""
    points = types.Landmarks.from_bytes(bytes(stored.landmarks or b"")).points
    right, left = eye_centres(points)
    return float(np.hypot(*(left - right)))
