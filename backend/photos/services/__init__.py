"""The writes that a person asks for."""

import hashlib
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import By
from backend.common.errors import DomainError, NotFound
from backend.common.imaging import ImageHeader, ImageProblem, probe
from backend.common.localtime import LocalTime
from backend.jobs.services import cancel, enqueue
from backend.photos.baselines import align_again, hand_over_baseline
from backend.photos.handlers import ALIGN, MAKE_CLOSEUPS, REMOVE
from backend.photos.models import Alignment, Photo, PhotoOverride, Rendition, Series, as_tag_lines
from backend.photos.problems import file_too_large, id_conflict, image_problem, other_bytes
from backend.photos.selectors import missing_closeups, photos_within_reach
from backend.photos.storage import CHUNK, remove_folder
from backend.photos.taken_at import find_taken_at
from backend.subjects.access import Permission
from backend.subjects.guarded import acting, added, changing, stamp
from backend.subjects.models import Subject
from backend.subjects.selectors import subject_for
from ml.vocabulary import (
    FILE_NAME_MAX_LENGTH,
    HAND_POINTS,
    PHOTO_MAX_BYTES,
    PhotoState,
    RenditionSpec,
    TakenAtSource,
    View,
)

# Long against the slowest upload's last step, short against the wish that nothing be left behind.
LEFTOVERS_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Upload:
    """What the phone sent with a file."""

    photo_id: UUID
    file: "File[Any]"
    view: str
    subject_id: UUID | None = None
    taken_at: LocalTime | None = None
    last_modified: LocalTime | None = None
    # As the phone has it; empty where it did not say.
    sha256: str = ""


def receive_photo(*, actor: User, upload: Upload, simulated: bool = False) -> tuple[Photo, bool]:
    """Keep an upload byte for byte and queue its alignment. Returns the photo and whether it is new.

    The same id or the same bytes again give the first photo. Only the header is read here: no pixel is decoded.
    Raises NotFound for a subject out of reach, DomainError ``not_allowed``, ``other_bytes`` and for a file that can't
    be a photo; nothing is stored then.
    """
    subject = subject_for(actor, upload.subject_id, may=Permission.ADD_PHOTOS)
    by = acting(actor, subject)
    if (upload.file.size or 0) > PHOTO_MAX_BYTES:
        raise file_too_large()
    sha256 = _digest(upload.file)
    if upload.sha256 not in {"", sha256}:
        raise other_bytes()
    if first := received_before(subject, upload.photo_id, sha256):
        return first, False
    header = probe(cast(BinaryIO, upload.file))  # Django's file is one in all but name
    if isinstance(header, ImageProblem):
        raise image_problem(header)
    photo = _new_photo(subject, upload, sha256, header, simulated=simulated, **stamp(by))
    # Should this process die between the file and the row, the file goes by itself; the row takes that order back.
    enqueue(handler=REMOVE, key=photo.folder, delay=LEFTOVERS_AFTER)
    default_storage.save(photo.original_key, upload.file)
    try:
        _insert(photo, upload.view, by)
    except IntegrityError:
        remove_folder(photo.folder)
        # Two requests with the same photo at the same time: the other one was first.
        if first := received_before(subject, upload.photo_id, sha256):
            return first, False
        raise
    return photos_within_reach(actor).get(pk=photo.pk), True


def correct_photo(
    *,
    actor: User,
    photo: Photo,
    taken_at: LocalTime | None = None,
    view: str | None = None,
    tags: list[str] | None = None,
    **words: Any,
) -> Photo:
    """Set the date, the view, the tags, or by name the notes and the milestone.

    A photo in another view belongs to another series and is aligned anew. Raises DomainError ``not_allowed``.
    """
    with _changing(actor, photo):
        photo = _locked(photo)
        if taken_at is not None:
            photo.taken_local, photo.taken_offset_minutes = taken_at.local, taken_at.offset_minutes
            photo.taken_source = TakenAtSource.USER
        if tags is not None:
            photo.tag_lines = as_tag_lines(tags)
        for name, value in words.items():
            setattr(photo, name, value)
        if view is not None and view != photo.series.view:
            left = photo.series
            photo.series = _series(photo.subject, view)
            # Found or set in another view, and measured against another baseline.
            Alignment.objects.filter(photo=photo).delete()
            _await_alignment(photo)
            hand_over_baseline(left, photo)
        photo.save()
    return photo


@dataclass(frozen=True)
class Override:
    """What a person sets by hand; None or False leaves it to the automatic alignment."""

    face: dict[str, float] | None = None
    points: list[dict[str, Any]] | None = None
    transform: dict[str, float] | None = None
    mirrored: bool = False


def override_alignment(*, actor: User, photo: Photo, override: Override) -> Photo:
    """Store what was set by hand, apart from the alignment, and align the photo by it.

    Raises DomainError ``wrong_points`` where the points are not those of the photo's view, ``not_allowed``.
    """
    if override.points is not None:
        wanted = HAND_POINTS[View(photo.series.view)]
        if sorted(point["name"] for point in override.points) != sorted(wanted):
            raise DomainError("wrong_points", f"This view needs the points {' and '.join(wanted)}.")
    with _changing(actor, photo):
        photo = _locked(photo)
        before = getattr(photo, "override", None)
        if before is not None and before.mirrored != override.mirrored:
            override = _turned_over(override, before, photo.width)
        PhotoOverride.objects.update_or_create(photo=photo, defaults=asdict(override))
        _await_alignment(photo)
        photo.save()
    return photo


def _turned_over(override: Override, before: PhotoOverride, width: int) -> Override:
    """Keep what was set before on the same part of the face, now that the picture is shown the other way round.

    Coordinates that are sent along unchanged are of the picture as it was shown; a whole transform can't be kept,
    since no similarity mirrors.
    """

    def turned(place: dict[str, Any]) -> dict[str, Any]:
        return {**place, "x": width - 1 - place["x"]}

    return replace(
        override,
        face=turned(override.face) if override.face and override.face == before.face else override.face,
        points=[turned(point) for point in override.points]
        if override.points and override.points == before.points
        else override.points,
        transform=None if override.transform == before.transform else override.transform,
    )


def choose_baseline(*, actor: User, series: Series, photo_id: UUID) -> Series:
    """Let another photo of the series be the one that the others are aligned to, and align them again.

    Raises DomainError ``not_aligned`` for a photo that is not an aligned one of this series, ``not_allowed``.
    """
    kind, may = AuditObject.SERIES, Permission.ADD_PHOTOS
    with changing(actor, series, kind, may, subject_id=series.subject_id, anybodys=True):
        series = Series.objects.select_for_update().get(pk=series.pk)
        photo = Photo.objects.filter(pk=photo_id, series=series, state=PhotoState.ALIGNED).first()
        if photo is None:
            raise DomainError("not_aligned", "Only an aligned photo of this view can be its baseline.", http_status=409)
        if series.baseline_id != photo.pk:
            series.baseline = photo
            series.save(update_fields=["baseline"])
            align_again(series, but=photo)
    return series


def retry_photo(*, actor: User, photo: Photo) -> Photo:
    """Try once more what failed. Raises DomainError ``not_failed`` for a photo in any other state, ``not_allowed``."""
    with _changing(actor, photo, anybodys=True):
        photo = _locked(photo)
        if photo.state != PhotoState.FAILED:
            raise DomainError(
                "not_failed", "This photo has not failed, so there is nothing to try again.", http_status=409
            )
        _await_alignment(photo)
        photo.save()
    return photo


def request_closeups(*, photo: Photo) -> bool:
    """Queue the aligned picture at the original's resolution; False where it is there, or would show nothing more.

    Whoever may see the photo may look closely: nothing of the record changes. Raises DomainError ``not_aligned`` for a
    photo in any other state.
    """
    if photo.state != PhotoState.ALIGNED:
        raise DomainError("not_aligned", "Only an aligned photo has close-ups.", http_status=409)
    if not missing_closeups(photo):
        return False
    enqueue(handler=MAKE_CLOSEUPS, key=str(photo.pk))
    return True


def delete_photo(*, actor: User, photo: Photo) -> None:
    """Forget a photo: the row now, its files by a job that a crash cannot lose. Raises DomainError ``not_allowed``."""
    with _changing(actor, photo, action=AuditAction.DELETED):
        photo = _locked(photo)
        enqueue(handler=REMOVE, key=photo.folder)
        hand_over_baseline(photo.series, photo)
        photo.delete()


def _changing(
    actor: User, photo: Photo, *, action: AuditAction = AuditAction.CHANGED, anybodys: bool = False
) -> AbstractContextManager[By]:
    kind, may = AuditObject.PHOTO, Permission.ADD_PHOTOS
    return changing(actor, photo, kind, may, subject_id=photo.subject_id, action=action, anybodys=anybodys)


def _locked(photo: Photo) -> Photo:
    """The photo as it is now, held until the transaction ends. Raises NotFound when it was deleted meanwhile."""
    photos = Photo.objects.select_for_update(of=("self",)).select_related("series", "override")
    current = photos.filter(pk=photo.pk).first()
    if current is None:
        raise NotFound
    return current


def _await_alignment(photo: Photo) -> None:
    """Back to ``received``: what was aligned otherwise is not shown meanwhile."""
    photo.state, photo.rejection_reason, photo.recipe = PhotoState.RECEIVED, "", ""
    Rendition.objects.filter(photo=photo).exclude(spec=RenditionSpec.PREVIEW).delete()
    enqueue(handler=ALIGN, key=str(photo.pk))


def received_before(subject: Subject, photo_id: UUID, sha256: str) -> Photo | None:
    """The photo that this upload repeats, if any. Raises DomainError when the id names another one."""
    named = Photo.objects.filter(pk=photo_id).only("subject_id", "sha256").first()
    if named and (named.subject_id != subject.pk or named.sha256 != sha256):
        raise id_conflict()
    photos = Photo.objects.select_related("series", "alignment", "override").prefetch_related("renditions")
    return photos.filter(subject=subject, sha256=sha256).first()


def _new_photo(subject: Subject, upload: Upload, sha256: str, header: ImageHeader, **columns: Any) -> Photo:
    name = PurePath((upload.file.name or "").replace("\\", "/")).name[-FILE_NAME_MAX_LENGTH:]
    taken_at, source = find_taken_at(
        given=upload.taken_at,
        exif_local=header.exif_taken_local,
        exif_offset=header.exif_taken_offset,
        file_name=name,
        last_modified=upload.last_modified,
    )
    return Photo(
        pk=upload.photo_id,
        subject=subject,
        taken_local=taken_at.local,
        taken_offset_minutes=taken_at.offset_minutes,
        taken_source=source,
        sha256=sha256,
        bytes=upload.file.size or 0,
        media_type=header.media_type,
        width=header.width,
        height=header.height,
        file_name=name,
        **columns,
    )


def _insert(photo: Photo, view: str, by: By) -> None:
    with transaction.atomic():
        photo.series = _series(photo.subject, view)
        photo.save(force_insert=True)
        cancel(handler=REMOVE, key=photo.folder)
        enqueue(handler=ALIGN, key=str(photo.pk))
        added(photo, by, photo.subject_id, AuditObject.PHOTO)


def _series(subject: Subject, view: str) -> Series:
    series, _ = Series.objects.get_or_create(subject=subject, view=view)
    return series


def _digest(file: "File[Any]") -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
