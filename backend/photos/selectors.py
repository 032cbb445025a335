"""Reading photos: the guard of every pixel and field is ``photos_for``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.accounts.models import User
from backend.common.errors import NotFound
from backend.common.localtime import within_days
from backend.photos import partials, renditions
from backend.photos.models import Photo, PhotoUpload, Rendition, Series, ShownRendition, as_tag_lines, spelled
from backend.sessionlog.clock import NOTHING_BEFORE, clocks
from backend.subjects.access import Permission
from backend.subjects.guarded import one_of
from backend.subjects.selectors import Actor, records_of, subjects_for
from ml.vocabulary import PhotoState, RenditionSpec

_BLOBS = ("alignment__landmarks", "alignment__reference", "alignment__flip_detail")
_NOT_SHOWN = (
    *_BLOBS,
    "folder",
    "recipe",
    "series__created_at",
    "override__created_at",
    "alignment__created_at",
    "alignment__baseline",
    "alignment__interocular_px",
    "alignment__light",
    "alignment__canonical_version",
    "alignment__alignment_version",
    "alignment__detector_version",
)


def photos_for(
    user: Actor,
    *,
    subject: UUID | None = None,
    view: str | None = None,
    state: str | None = None,
    tag: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> QuerySet[Photo]:
    """Photos that ``user`` may see, newest first, with what their JSON shows; two queries however many.

    The blobs of an alignment stay in the database: they are for the worker, and a page of them weighs megabytes.
    """
    photos = Photo.objects.filter(records_of(user, subject))
    if view:
        photos = photos.filter(series__in=Series.objects.filter(records_of(user, subject), view=view))
    if state:
        photos = photos.filter(state=state)
    if tag:
        # The first condition is the index's: most photos have no tag, and none of those is looked at.
        photos = photos.exclude(tag_lines="").filter(tag_lines__contains=as_tag_lines([spelled(tag)]))
    photos = photos.filter(within_days("taken_local", first_day, last_day))
    return _joined(photos).prefetch_related("renditions").order_by("-taken_local", "-id")


def photos_within_reach(user: Actor) -> QuerySet[Photo]:
    """Those that ``user`` may see, and those that they added where they may add without seeing.

    Of the latter they are told what became of them, and nothing else: :func:`as_receipt`.
    """
    condition = records_of(user, None)
    if isinstance(user, User):
        adding = subjects_for(user, may=Permission.ADD_PHOTOS)
        condition |= Q(added_by=user, subject__in=adding)
    return _joined(Photo.objects.filter(condition)).select_related("subject").prefetch_related("renditions")


def told_of(user: Actor, photo: Photo) -> Photo:
    """The photo with its clock; for somebody who may add and not see, what became of it alone."""
    if photo.subject.owner_id == user.pk or subjects_for(user).filter(pk=photo.subject_id).exists():
        return with_clocks(user, [photo])[0]
    return as_receipt(photo)


def as_receipt(photo: Photo) -> Photo:
    """An instance, not to be saved, that says what became of an upload: no picture and nobody's words."""
    told = Photo(
        id=photo.pk,
        created_at=photo.created_at,
        series=photo.series,
        subject_id=photo.subject_id,
        state=photo.state,
        rejection_reason=photo.rejection_reason,
        taken_local=photo.taken_local,
        taken_offset_minutes=photo.taken_offset_minutes,
        taken_source=photo.taken_source,
        sha256=photo.sha256,
        bytes=photo.bytes,
        media_type=photo.media_type,
        width=photo.width,
        height=photo.height,
        file_name=photo.file_name,
        simulated=photo.simulated,
    )
    told._state.fields_cache["alignment"] = None
    told._state.fields_cache["override"] = None
    told.shown_renditions = ()
    told.session_clock = NOTHING_BEFORE
    return told


def newest_of(photos: QuerySet[Photo], count: int) -> QuerySet[Photo]:
    """The first ``count`` of ``photos``, in any order, and only theirs joined with what their JSON shows.

    Asked in one go, a planner may join the whole record before it sorts: 10,000 photos instead of a page. Their
    renditions are for `with_renditions`, once it is known which of them are shown. To be shown and nothing else: what
    the JSON leaves out is not read.
    """
    return _joined(Photo.objects.filter(pk__in=photos[:count].values("pk"))).defer(*_NOT_SHOWN)


def with_renditions(photos: list[Photo]) -> list[Photo]:
    """The same photos, each with its ``shown_renditions``; one query, none for no photo."""
    found: dict[UUID, list[ShownRendition]] = {photo.pk: [] for photo in photos}
    rows = Rendition.objects.filter(photo__in=found) if found else Rendition.objects.none()
    for row in rows.values_list("photo_id", "spec", "recipe", "width", "height", "media_type"):
        found[row[0]].append(ShownRendition(*row))
    for photo in photos:
        photo.shown_renditions = found[photo.pk]
    return photos


def _joined(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    return photos.select_related("series", "alignment", "override").defer(*_BLOBS)


def pinned_photos_for(user: Actor, *, most: int, subject: UUID | None = None) -> list[Photo]:
    """The newest ``most`` of the photos that others are compared with and those marked as milestones, newest first.

    With their renditions; two queries.
    """
    baselines = Series.objects.filter(records_of(user, subject), baseline__isnull=False)
    photos = photos_for(user, subject=subject)
    pinned = newest_of(photos.filter(Q(milestone=True) | Q(pk__in=baselines.values("baseline"))), most)
    return with_renditions(sorted(pinned, key=lambda photo: (photo.taken_local, photo.pk), reverse=True))


def tags_for(user: Actor, *, subject: UUID | None = None) -> list[str]:
    """Every tag in use, in alphabetical order; one query."""
    photos = photos_for(user, subject=subject).exclude(tag_lines="").order_by()
    lines = photos.select_related(None).prefetch_related(None).defer(None).values_list("tag_lines", flat=True)
    return sorted({tag for text in lines.distinct() for tag in text.split("\n") if tag})


def with_clocks(user: Actor, photos: list[Photo]) -> list[Photo]:
    """The same photos, each with its ``session_clock``; two queries for each subject among them."""
    for subject in {photo.subject_id for photo in photos}:
        of_subject = [photo for photo in photos if photo.subject_id == subject]
        found = clocks(user, subject, [photo.taken_at for photo in of_subject])
        for photo, clock in zip(of_subject, found, strict=True):
            photo.session_clock = clock
    return photos


def series_for(user: Actor, *, subject: UUID | None = None) -> QuerySet[Series]:
    """Series that ``user`` may see, each with its ``photo_count``."""
    series = Series.objects.filter(subject__in=subjects_for(user))
    if subject:
        series = series.filter(subject=subject)
    return series.annotate(photo_count=Count("photos")).order_by("-created_at", "-id")


def rendition_for(user: Actor, photo_id: UUID, spec: str) -> Rendition:
    """The current rendition of a photo. Raises NotFound when it is not there, not yet, or not theirs.

    DomainError ``not_allowed`` for somebody who may do other things with the record.
    """
    rendition = Rendition.objects.filter(photo__in=photos_for(user).order_by(), photo_id=photo_id, spec=spec).first()
    if rendition is None:
        photo_for(user, photo_id)
        raise NotFound
    return rendition


def photo_for(user: Actor, photo_id: UUID | str) -> Photo:
    """Raises NotFound, DomainError ``not_allowed``."""
    return one_of(user, photos_for(user), photo_id)


def upload_for(user: User, upload_id: UUID) -> PhotoUpload:
    """The upload that ``user`` began and still may finish. Raises NotFound, DomainError ``not_allowed``."""
    adding = subjects_for(user, may=Permission.ADD_PHOTOS)
    return one_of(user, PhotoUpload.objects.filter(added_by=user, subject__in=adding), upload_id)


@dataclass(frozen=True)
class Progress:
    """How many bytes of a photo are here, durably, and when they go if no more come; the photo once it is received."""

    photo_id: UUID
    length: int
    offset: int
    expires_at: datetime | None = None
    photo: Photo | None = None
    is_new: bool = False


def progress_of(upload: PhotoUpload) -> Progress:
    """Raises NotFound where the file is gone: the upload begins anew."""
    offset = partials.length(upload.file)
    if offset is None:
        raise NotFound
    return Progress(upload.pk, upload.length, offset, partials.expires_at(upload.file))


def photos_by_hash(subject_id: UUID, hashes: Sequence[str]) -> QuerySet[Photo]:
    """Those of a record whose originals have one of these SHA-256."""
    return Photo.objects.filter(subject=subject_id, sha256__in=hashes).only("pk", "sha256").order_by("pk")


def ghosts_of(subject_id: UUID) -> QuerySet[Rendition]:
    """The baselines' aligned pictures, over which new photos of a record are taken; one a series."""
    baselines = Series.objects.filter(subject=subject_id, baseline__isnull=False)
    aligned = Rendition.objects.filter(spec=RenditionSpec.ALIGNED, photo__in=baselines.values("baseline"))
    return aligned.select_related("photo__series", "photo__alignment").order_by("photo__series__view")


def missing_closeups(photo: Photo) -> set[RenditionSpec]:
    """What could be rendered of an aligned photo at its original's resolution and is not there yet.

    None where the original is no finer than the aligned picture; in matched light only where that is there at all.
    """
    stored = getattr(photo, "alignment", None)
    if stored is None or photo.state != PhotoState.ALIGNED:
        return set()
    present = {rendition.spec for rendition in photo.renditions.all()}
    possible = set(renditions.full_specs(stored.matrix))
    if RenditionSpec.MATCHED_LIGHT not in present:
        possible.discard(RenditionSpec.MATCHED_FULL)
    return possible - present
