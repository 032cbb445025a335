"""The worker's work on a photo: decode, find the face, align, render, write down."""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from backend.common.stopwatch import Stopwatch
from backend.jobs.lease import Lease
from backend.jobs.services import enqueue
from backend.photos import renditions
from backend.photos.baselines import align_again, hand_over_baseline
from backend.photos.handlers import ALIGN
from backend.photos.models import Alignment, Photo, PhotoOverride, Rendition, Series
from backend.photos.storage import remove_folder
from ml import canonical, manual, types
from ml.faces import face_box
from ml.imaging import decode, encode_jpeg
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import ALIGNMENT_VERSION, align, analyse
from ml.refine import make_reference
from ml.vocabulary import HAND_POINTS, AlignmentMethod, PhotoState, RenditionSpec, View
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

    method: AlignmentMethod
    analysis: types.Analysis | None
    alignment: types.Alignment
    made: list[Made]


def align_photo(lease: Lease, photo_id: UUID) -> None:
    """Bring a photo from ``received`` to ``aligned`` or ``rejected``, or up to date. Again, it changes nothing.

    Everything slow happens before the transaction, so that no lock is held while a picture is decoded.
    """
    photo = (
        Photo.objects.select_related("series__baseline__alignment", "series__baseline__override", "override")
        .filter(pk=photo_id)
        .first()
    )
    if photo is None or photo.recipe == _recipe(photo):
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


def _override(photo: Photo) -> PhotoOverride | None:
    return getattr(photo, "override", None)


def _baseline_alignment(photo: Photo) -> Alignment | None:
    """What the photo is aligned to; none for the baseline itself, which keeps to the canonical face."""
    baseline = photo.series.baseline
    if baseline is None or baseline.pk == photo.pk:
        return None
    return getattr(baseline, "alignment", None)


def _recipe(photo: Photo) -> str:
    """Digest of all that decides the outcome: the same again needs no work."""
    override, reference = _override(photo), _baseline_alignment(photo)
    ingredients = [
        ALIGNMENT_VERSION,
        manual.MANUAL_VERSION,
        renditions.RENDERER_VERSION,
        photo.series.view,
        [override.face, override.points, override.transform, override.mirrored] if override else None,
        [str(reference.photo_id), reference.matrix] if reference else None,
    ]
    return hashlib.sha256(json.dumps(ingredients).encode()).hexdigest()


def _look(photo: Photo, watch: Stopwatch) -> Rejected | Aligned:
    with watch.lap("decode"):
        image = _decode(photo)
    if isinstance(image, types.Rejection):
        return Rejected(image, [])
    with watch.lap("render"):
        preview = _make_preview(photo, image)
    with watch.lap("analyse"):
        found = _find(photo, image)
    if isinstance(found, types.Rejection):
        return Rejected(found, [preview])
    method, analysis, alignment = found
    with watch.lap("render"):
        return Aligned(method, analysis, alignment, [preview, *_make_aligned(photo, image, alignment)])


Found = tuple[AlignmentMethod, types.Analysis | None, types.Alignment]


def _find(photo: Photo, image: types.Image) -> Found | types.Rejection:
    """What a person set by hand goes before what is found; the face is looked for all the same, for its report."""
    override = _override(photo)
    chosen = (override.face["x"], override.face["y"]) if override and override.face else None
    analysis = analyse(image, face_detector(), chosen=chosen, expected=_expected_face(photo))
    seen = None if isinstance(analysis, types.Rejection) else analysis
    if override and override.transform:
        return AlignmentMethod.TRANSFORM, seen, manual.place_by_transform(**override.transform)
    if override and override.points:
        placed = manual.place_by_points(_named(override.points), _targets(photo), View(photo.series.view))
        return placed if isinstance(placed, types.Rejection) else (AlignmentMethod.POINTS, seen, placed)
    if isinstance(analysis, types.Rejection):
        return analysis
    alignment = align(analysis, _baseline(photo), image)
    if isinstance(alignment, types.Rejection):
        return alignment
    return AlignmentMethod.AUTOMATIC, analysis, alignment


def _named(points: list[dict[str, Any]]) -> dict[str, manual.Place]:
    return {point["name"]: (point["x"], point["y"]) for point in points}


def _targets(photo: Photo) -> dict[str, manual.Place]:
    """Where hand-set points go: onto the baseline's own, wherever they lie; without a baseline, to their places."""
    view = View(photo.series.view)
    reference = _baseline_alignment(photo)
    if reference is None:
        return manual.default_places(view)
    by_hand = getattr(reference.photo, "override", None)
    if by_hand is not None and by_hand.points:
        return manual.moved(_named(by_hand.points), np.array(reference.matrix))
    if reference.landmarks and HAND_POINTS[view] == HAND_POINTS[View.FRONTAL]:
        points = types.Landmarks.from_bytes(bytes(reference.landmarks)).points
        right, left = canonical.eye_centres(points)
        eyes = {"eye_right": (right[0], right[1]), "eye_left": (left[0], left[1])}
        return manual.moved(eyes, np.array(reference.matrix))
    return manual.default_places(view)


def _baseline(photo: Photo) -> types.Baseline | None:
    stored = _baseline_alignment(photo)
    if stored is None or not stored.landmarks:
        return None
    return types.Baseline(
        points=types.Landmarks.from_bytes(bytes(stored.landmarks)).points,
        matrix=np.array(stored.matrix),
        reference=_reference(stored),
    )


def _reference(stored: Alignment) -> types.Reference | None:
    """What pixels are compared with: made from the baseline's original when it is first asked for, then kept."""
    if stored.reference:
        return types.Reference.from_bytes(bytes(stored.reference))
    image = _decode(stored.photo)
    if isinstance(image, types.Rejection):
        return None
    reference = make_reference(image, np.array(stored.matrix))
    Alignment.objects.filter(pk=stored.pk, matrix=stored.matrix).update(reference=reference.to_bytes())
    return reference


def _decode(photo: Photo) -> types.Image | types.Rejection:
    """The upright picture as it is to be shown: un-mirrored where a person says that it is mirrored."""
    with default_storage.open(photo.original_key) as file:
        image = decode(cast(BinaryIO, file))  # Django's file is one in all but name
    if isinstance(image, types.Rejection) or not _is_mirrored(photo):
        return image
    return np.ascontiguousarray(image[:, ::-1])


def _expected_face(photo: Photo) -> types.FaceBox | None:
    """Where the baseline's face stands, in a photo of the same size and shape; elsewhere nothing can be expected."""
    stored = _baseline_alignment(photo)
    if stored is None or not stored.landmarks:
        return None
    baseline = stored.photo
    if (baseline.width, baseline.height) != (photo.width, photo.height):
        return None
    return face_box(types.Landmarks.from_bytes(bytes(stored.landmarks)))


def _make_preview(photo: Photo, image: types.Image) -> Made:
    spec = renditions.PREVIEW_SPEC
    name = renditions.recipe(sha256=photo.sha256, spec=spec, mirrored=_is_mirrored(photo))
    return _made(photo, RenditionSpec.PREVIEW, name, fit_inside(image, spec.max_side), spec.quality)


def _make_aligned(photo: Photo, image: types.Image, alignment: types.Alignment) -> list[Made]:
    made = []
    for kind, spec in renditions.ALIGNED_SPECS.items():
        name = renditions.recipe(
            sha256=photo.sha256,
            spec=spec,
            mirrored=_is_mirrored(photo),
            matrix=alignment.matrix.tolist(),
            canonical_version=alignment.canonical_version,
        )
        picture = render(image, alignment.matrix, spec.size, canonical_size=canonical.SIZE)
        made.append(_made(photo, kind, name, picture, spec.quality))
    return made


def _is_mirrored(photo: Photo) -> bool:
    override = _override(photo)
    return override is not None and override.mirrored


def _made(photo: Photo, spec: RenditionSpec, recipe: str, picture: types.Image, quality: int) -> Made:
    height, width = picture.shape[:2]
    key = f"photos/{photo.folder}/{recipe}.jpg"
    return Made(spec, recipe, key, (width, height), encode_jpeg(picture, quality))


def _in_short(outcome: Rejected | Aligned) -> str:
    if isinstance(outcome, Rejected):
        return f"rejected, {outcome.rejection.reason} {outcome.rejection.detail}".rstrip()
    return f"aligned, residual {outcome.alignment.residual_iod:.2%} of the interocular distance"


def _write_down(lease: Lease, photo: Photo, outcome: Rejected | Aligned) -> None:
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
        if _recipe(current) != _recipe(photo):
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
        current.recipe = _recipe(current)
        current.save(update_fields=["state", "rejection_reason", "faces", "recipe"])
        _replace_renditions(current, outcome.made)


def _store_alignment(photo: Photo, outcome: Aligned) -> None:
    """Store the alignment; the first of a series becomes its baseline, and one that moved takes the others along."""
    series, found, reference = photo.series, outcome.alignment, _baseline_alignment(photo)
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
    }
    stored, _ = Alignment.objects.update_or_create(photo=photo, defaults=values)
    if series.baseline is None or not hasattr(series.baseline, "alignment"):
        series.baseline = photo
        series.save(update_fields=["baseline"])
    elif series.baseline_id == photo.pk and before is not None and before != stored.matrix:
        align_again(series, but=photo)


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
