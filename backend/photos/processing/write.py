"""Writing the outcome down: one transaction behind the lease's fence."""

from dataclasses import asdict

from django.db import transaction

from backend.jobs.lease import Lease
from backend.jobs.services import enqueue
from backend.photos import renditions
from backend.photos.baselines import align_again, hand_over_baseline
from backend.photos.handlers import ALIGN, CHECK_FLIP
from backend.photos.models import Alignment, Photo, Rendition, Series
from backend.photos.processing.inputs import baseline_alignment, recipe_of
from backend.photos.processing.outcomes import Aligned, Made, Rejected
from backend.photos.storage import remove_folder
from ml.vocabulary import PhotoState


def write_down(lease: Lease, photo: Photo, outcome: Rejected | Aligned) -> None:
    """One transaction behind the lease's fence: state, alignment, renditions, and the baseline of a new series."""
    with transaction.atomic():
        lease.hold()
        current = Photo.objects.select_for_update(of=("self",)).select_related("override").filter(pk=photo.pk).first()
        if current is None:
            # Deleted meanwhile; its removal was queued with it and may already have run.
            remove_folder(photo.folder)
            return
        series = (
            Series.objects.select_for_update(of=("self",))
            .select_related("baseline__alignment")
            .get(pk=current.series_id)
        )
        current.series = series
        if recipe_of(current) != recipe_of(photo):
            # Moved to another view, overridden, or its baseline changed meanwhile: this outcome is of yesterday.
            enqueue(handler=ALIGN, key=str(photo.pk))
            return
        if isinstance(outcome, Rejected):
            current.state, current.rejection_reason = PhotoState.REJECTED, outcome.rejection.reason
            current.faces = [asdict(face) for face in outcome.rejection.faces]
            Alignment.objects.filter(photo=current).delete()
            hand_over_baseline(series, current)
        else:
            current.state, current.rejection_reason = PhotoState.ALIGNED, ""
            current.faces = [asdict(face) for face in outcome.analysis.faces] if outcome.analysis else []
            _store_alignment(current, outcome)
        current.recipe = recipe_of(current)
        current.save(update_fields=["state", "rejection_reason", "faces", "recipe"])
        _replace_renditions(current, outcome.made)


def _store_alignment(photo: Photo, outcome: Aligned) -> None:
    """Store the alignment; the first of a series becomes its baseline, and one that moved takes the others along."""
    series, found, report, reference = photo.series, outcome.alignment, outcome.report, baseline_alignment(photo)
    before = Alignment.objects.filter(photo=photo).values_list("matrix", flat=True).first()
    values = {
        "baseline_id": reference.photo_id if reference else None,
        "method": outcome.method,
        "matrix": found.matrix.tolist(),
        "landmarks": outcome.analysis.landmarks.to_bytes() if outcome.analysis else None,
        "reference": None,
        "refined": found.refinement.applied,
        "refinement_reason": found.refinement.reason,
        "interocular_px": found.interocular_px,
        "residual_iod": found.residual_iod,
        "canonical_version": found.canonical_version,
        "alignment_version": found.alignment_version,
        "detector_version": outcome.analysis.detector_version if outcome.analysis else "",
        "pose": asdict(report.pose) if report.pose else None,
        "quality": report.quality.to_json() if report.quality else None,
        "distance_ratio": report.distance_ratio,
        "flip_suspected": False,
        "flip_detail": report.flip_detail.to_bytes() if report.flip_detail else None,
        "light": asdict(report.light) if report.light else None,
    }
    stored, _ = Alignment.objects.update_or_create(photo=photo, defaults=values)
    enqueue(handler=CHECK_FLIP, key=str(photo.pk))
    if series.baseline is None or not hasattr(series.baseline, "alignment"):
        series.baseline = photo
        series.save(update_fields=["baseline"])
    elif series.baseline_id == photo.pk and before is not None and before != stored.matrix:
        align_again(series, but=photo)


def _replace_renditions(photo: Photo, made: list[Made]) -> None:
    """These and no others are current; a file that no row names is never served."""
    Rendition.objects.filter(photo=photo).delete()
    _add_renditions(photo, made)


def add_closeups(lease: Lease, photo: Photo, made: list[Made]) -> None:
    """Name close-ups beside the other renditions, unless the photo was aligned anew or deleted meanwhile."""
    with transaction.atomic():
        lease.hold()
        current = Photo.objects.select_for_update(of=("self",)).select_related("alignment").filter(pk=photo.pk).first()
        if current is None:
            remove_folder(photo.folder)
            return
        if current.state != PhotoState.ALIGNED or current.alignment.matrix != photo.alignment.matrix:
            return
        Rendition.objects.filter(photo=photo, spec__in=[item.spec for item in made]).delete()
        _add_renditions(photo, made)


def _add_renditions(photo: Photo, made: list[Made]) -> None:
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
