"""One look at a photo: decode, find the face, align, measure, render. It writes nothing."""

from backend.photos import renditions
from backend.photos.models import Photo
from backend.photos.processing.inputs import (
    baseline_for,
    decode_photo,
    expected_face,
    hand_points,
    is_mirrored,
    override_of,
    targets_for,
)
from backend.photos.processing.outcomes import Aligned, Made, Rejected, Report
from backend.photos.processing.pictures import Place, made_of, make_aligned
from backend.photos.processing.reports import measure
from ml import manual, types
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import align, analyse
from ml.stopwatch import Stopwatch
from ml.vocabulary import AlignmentMethod, RenditionSpec, View
from ml.warp import fit_inside


def look(photo: Photo, watch: Stopwatch) -> Rejected | Aligned:
    with watch.lap("decode"):
        image = decode_photo(photo)
    if isinstance(image, types.Rejection):
        return Rejected(image, [])
    with watch.lap("render"):
        preview = _make_preview(photo, image)
    with watch.lap("analyse"):
        found = _find(photo, image)
    if isinstance(found, types.Rejection):
        return Rejected(found, [preview])
    method, analysis, alignment = found
    with watch.lap("measure"):
        report = measure(photo, image, analysis)
    with watch.lap("render"):
        return Aligned(method, analysis, alignment, report, [preview, *_make_aligned(photo, image, alignment, report)])


Found = tuple[AlignmentMethod, types.Analysis | None, types.Alignment]


def _find(photo: Photo, image: types.Image) -> Found | types.Rejection:
    """What a person set by hand goes before what is found; the face is looked for all the same, for its report."""
    override = override_of(photo)
    chosen = (override.face["x"], override.face["y"]) if override and override.face else None
    analysis = analyse(image, face_detector(), chosen=chosen, expected=expected_face(photo))
    seen = None if isinstance(analysis, types.Rejection) else analysis
    if override and override.transform:
        return AlignmentMethod.TRANSFORM, seen, manual.place_by_transform(**override.transform)
    view = View(photo.series.view)
    if points := hand_points(photo, view):
        placed = manual.place_by_points(points, targets_for(photo), view)
        return placed if isinstance(placed, types.Rejection) else (AlignmentMethod.POINTS, seen, placed)
    if isinstance(analysis, types.Rejection):
        return analysis
    alignment = align(analysis, baseline_for(photo), image)
    if isinstance(alignment, types.Rejection):
        return alignment
    return AlignmentMethod.AUTOMATIC, analysis, alignment


def _make_preview(photo: Photo, image: types.Image) -> Made:
    spec = renditions.PREVIEW_SPEC
    name = renditions.recipe(sha256=photo.sha256, spec=spec, mirrored=is_mirrored(photo))
    return made_of(photo, RenditionSpec.PREVIEW, name, fit_inside(image, spec.max_side), spec.quality)


def _make_aligned(photo: Photo, image: types.Image, alignment: types.Alignment, report: Report) -> list[Made]:
    place = Place(alignment.matrix, alignment.canonical_version)
    return make_aligned(photo, image, place, renditions.ALIGNED_SPECS, report.light)
