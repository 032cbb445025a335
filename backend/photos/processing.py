"""The worker's work on a photo: decode, find the face, align, render, write down."""

import logging
from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from backend.common.stopwatch import Stopwatch
from backend.jobs.lease import Lease
from backend.jobs.services import enqueue
from backend.photos import renditions
from backend.photos.handlers import ALIGN
from backend.photos.models import Alignment, Photo, Rendition, Series
from backend.photos.storage import remove_folder
from ml import canonical, types
from ml.imaging import decode, encode_jpeg
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import align, analyse
from ml.vocabulary import PhotoState, RenditionSpec
from ml.warp import fit_inside, render

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """A rendition whose file is written and whose row is not."""

    spec: RenditionSpec
    recipe: str
    key: str
    size: tuple[int, int]
    content: bytes


@dataclass(frozen=True)
class Rejected:
    """The photo cannot be aligned; ``made`` holds the preview if it could be read."""

    rejection: types.Rejection
    made: list[Made]


@dataclass(frozen=True)
class Aligned:
    """The photo lies on the canonical face; ``made`` holds all its renditions."""

    analysis: types.Analysis
    alignment: types.Alignment
    made: list[Made]


def align_photo(lease: Lease, photo_id: UUID) -> None:
    """Bring a photo from ``received`` to ``aligned`` or ``rejected``. Running it again changes nothing.

    Everything slow happens before the transaction, so that no lock is held while a picture is decoded.
    """
    photo = Photo.objects.select_related("series__baseline__alignment").filter(pk=photo_id).first()
    if photo is None or photo.state in {PhotoState.ALIGNED, PhotoState.REJECTED}:
        return
    watch = Stopwatch()
    outcome = _look(photo, watch)
    with watch.lap("store"):
        for made in outcome.made:
            default_storage.save(made.key, ContentFile(made.content))
    with watch.lap("write"):
        _write_down(lease, photo, outcome)
    logger.info("photo %s: %s; %s", photo.pk, _in_short(outcome), watch)


def mark_failed(photo_id: UUID) -> None:
    """The queue has given up on a photo; the person can ask for another try."""
    Photo.objects.filter(pk=photo_id, state=PhotoState.RECEIVED).update(state=PhotoState.FAILED)


def remove_files(folder: str) -> None:
    """Remove what is left of a deleted photo."""
    if not Photo.objects.filter(folder=folder).exists():
        remove_folder(folder)


def _look(photo: Photo, watch: Stopwatch) -> Rejected | Aligned:
    with watch.lap("decode"), default_storage.open(photo.original_key) as file:
        image = decode(cast(BinaryIO, file))  # Django's file is one in all but name
    if isinstance(image, types.Rejection):
        return Rejected(image, [])
    with watch.lap("render"):
        preview = _make_preview(photo, image)
    with watch.lap("analyse"):
        analysis = analyse(image, face_detector())
    if isinstance(analysis, types.Rejection):
        return Rejected(analysis, [preview])
    with watch.lap("align"):
        alignment = align(analysis, _baseline(photo.series))
    if isinstance(alignment, types.Rejection):
        return Rejected(alignment, [preview])
    with watch.lap("render"):
        return Aligned(analysis, alignment, [preview, *_make_aligned(photo, image, alignment)])


def _in_short(outcome: Rejected | Aligned) -> str:
    if isinstance(outcome, Rejected):
        return f"rejected, {outcome.rejection.reason} {outcome.rejection.detail}".rstrip()
    return f"aligned, residual {outcome.alignment.residual_iod:.2%} of the interocular distance"


def _baseline(series: Series) -> types.Baseline | None:
    stored = getattr(series.baseline, "alignment", None)
    if stored is None:
        return None
    return types.Baseline(
        points=types.Landmarks.from_bytes(bytes(stored.landmarks)).points, matrix=np.array(stored.matrix)
    )


def _make_preview(photo: Photo, image: types.Image) -> Made:
    spec = renditions.PREVIEW_SPEC
    name = renditions.recipe(sha256=photo.sha256, spec=spec, matrix=None, canonical_version=None)
    return _made(photo, RenditionSpec.PREVIEW, name, fit_inside(image, spec.max_side), spec.quality)


def _make_aligned(photo: Photo, image: types.Image, alignment: types.Alignment) -> list[Made]:
    made = []
    for kind, spec in renditions.ALIGNED_SPECS.items():
        name = renditions.recipe(
            sha256=photo.sha256,
            spec=spec,
            matrix=alignment.matrix.tolist(),
            canonical_version=alignment.canonical_version,
        )
        picture = render(image, alignment.matrix, spec.size, canonical_size=canonical.SIZE)
        made.append(_made(photo, kind, name, picture, spec.quality))
    return made


def _made(photo: Photo, spec: RenditionSpec, recipe: str, picture: types.Image, quality: int) -> Made:
    height, width = picture.shape[:2]
    key = f"photos/{photo.folder}/{recipe}.jpg"
    return Made(spec, recipe, key, (width, height), encode_jpeg(picture, quality))


def _write_down(lease: Lease, photo: Photo, outcome: Rejected | Aligned) -> None:
    """One transaction behind the lease's fence: state, alignment, renditions, and the baseline of a new series."""
    with transaction.atomic():
        lease.hold()
        current = Photo.objects.select_for_update().filter(pk=photo.pk).first()
        if current is None:
            # Deleted meanwhile; its removal was queued with it and may already have run.
            remove_folder(photo.folder)
            return
        if current.series_id != photo.series_id:
            # Moved to another view meanwhile; that queued a job of its own.
            return
        if isinstance(outcome, Rejected):
            current.state, current.rejection_reason = PhotoState.REJECTED, outcome.rejection.reason
        elif not _settle_alignment(photo, outcome):
            enqueue(handler=ALIGN, key=str(photo.pk))
            return
        else:
            current.state, current.rejection_reason = PhotoState.ALIGNED, ""
        current.save(update_fields=["state", "rejection_reason"])
        _replace_renditions(current, outcome.made)


def _settle_alignment(photo: Photo, outcome: Aligned) -> bool:
    """Store the alignment; the first one of a series becomes its baseline.

    False when another photo became the baseline while this one was aligned without: it has to be done over.
    """
    series = Series.objects.select_for_update().get(pk=photo.series_id)
    used = photo.series.baseline_id if _baseline(photo.series) else None
    if series.baseline_id is None:
        series.baseline = photo
        series.save(update_fields=["baseline"])
    elif used is None and series.baseline_id != photo.pk:
        return False
    found = outcome.alignment
    Alignment.objects.update_or_create(
        photo=photo,
        defaults={
            "baseline_id": used,
            "matrix": found.matrix.tolist(),
            "landmarks": outcome.analysis.landmarks.to_bytes(),
            "interocular_px": found.interocular_px,
            "residual_iod": found.residual_iod,
            "canonical_version": found.canonical_version,
            "alignment_version": found.alignment_version,
            "detector_version": outcome.analysis.detector_version,
        },
    )
    return True


def _replace_renditions(photo: Photo, made: list[Made]) -> None:
    """These and no others are current; a file that no row names is never served."""
    Rendition.objects.filter(photo=photo).delete()
    Rendition.objects.bulk_create(
        Rendition(
            photo=photo,
            spec=item.spec,
            recipe=item.recipe,
            key=item.key,
            media_type=renditions.MEDIA_TYPE,
            width=item.size[0],
            height=item.size[1],
            bytes=len(item.content),
        )
        for item in made
    )
