"""A photo that comes in pieces: begun, gone on with after whatever happened, and then received as any other."""

import uuid
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from backend.accounts.models import User
from backend.common.errors import DomainError, NotFound
from backend.common.imaging import ImageProblem
from backend.common.localtime import LocalTime
from backend.jobs.services import enqueue
from backend.photos import partials
from backend.photos.handlers import CLEAR_UPLOAD
from backend.photos.models import Photo, PhotoUpload
from backend.photos.problems import beyond_its_end, file_too_large, id_conflict, image_problem, offset_mismatch
from backend.photos.selectors import Progress, progress_of
from backend.photos.services import Upload, receive_photo, received_before
from backend.subjects.access import Permission
from backend.subjects.models import Subject
from backend.subjects.selectors import subject_for
from ml.vocabulary import PHOTO_MAX_BYTES

# After these the rest may come, or the same be tried again: the disk is full, the access may come back.
PASSING = {403, 404, 507}


@dataclass(frozen=True)
class Announced:
    """What the phone says of a photo before it sends the first byte."""

    photo_id: UUID
    length: int
    sha256: str
    view: str
    subject_id: UUID | None = None
    taken_at: LocalTime | None = None
    last_modified: LocalTime | None = None
    file_name: str = ""


def begin_upload(*, actor: User, announced: Announced) -> Progress:
    """Make room for a photo, or find what there is of it: asking again goes on, and answers the photo once it is whole.

    Raises NotFound for a subject out of reach, DomainError ``not_allowed``, ``id_conflict``, ``file_too_large``,
    ``disk_full``, and whatever `receive_photo` has to say where all bytes are there.
    """
    subject = subject_for(actor, announced.subject_id, may=Permission.ADD_PHOTOS)
    if announced.length > PHOTO_MAX_BYTES:
        raise file_too_large()
    if announced.length == 0:
        raise image_problem(ImageProblem("file_empty"))
    if first := received_before(subject, announced.photo_id, announced.sha256):
        PhotoUpload.objects.filter(pk=announced.photo_id, added_by=actor).delete()
        return Progress(announced.photo_id, first.bytes, first.bytes, photo=first)
    upload, is_new = _find_or_make(actor, subject, announced)
    return _receive_if_whole(actor, upload, is_new=is_new)


def append_to_upload(*, actor: User, upload: PhotoUpload, at: int, body: partials.Source, most: int) -> Progress:
    """Keep up to ``most`` bytes that come next, and receive the photo with the last of them.

    Raises DomainError ``offset_mismatch`` where ``at`` is not the end of what there is, ``beyond_its_end`` and
    ``disk_full``, and whatever `receive_photo` has to say of the whole.
    """
    if at + most > upload.length:
        raise beyond_its_end()
    try:
        partials.write_on(upload.file, at, body, most)
    except partials.WrittenElsewhere:
        raise offset_mismatch() from None
    return _receive_if_whole(actor, upload)


def drop_upload(*, upload: PhotoUpload) -> None:
    """Forget what was begun; the phone has it still, or no longer wants it."""
    upload.delete()


def _find_or_make(actor: User, subject: Subject, announced: Announced) -> tuple[PhotoUpload, bool]:
    said = {
        "view": announced.view,
        "taken_at": _text(announced.taken_at),
        "last_modified": _text(announced.last_modified),
        "file_name": announced.file_name,
    }
    if upload := PhotoUpload.objects.filter(pk=announced.photo_id).first():
        fixed = (upload.added_by_id, upload.subject_id, upload.sha256, upload.length)
        if fixed != (actor.pk, subject.pk, announced.sha256, announced.length):
            raise id_conflict()
        if partials.length(upload.file) is not None:
            PhotoUpload.objects.filter(pk=upload.pk).update(**said)
            upload.refresh_from_db()
            return upload, False
        upload.delete()
    file = uuid.uuid4().hex
    # Before the file and the row: whatever happens to this process, neither stays for ever.
    enqueue(handler=CLEAR_UPLOAD, key=file, delay=partials.KEPT)
    partials.make(file)
    fixed_columns = {"subject": subject, "added_by": actor, "length": announced.length, "sha256": announced.sha256}
    upload, is_new = PhotoUpload.objects.get_or_create(
        pk=announced.photo_id, defaults={**said, **fixed_columns, "file": file}
    )
    if not is_new:
        # The same was asked twice at the same moment.
        partials.remove(file)
    return upload, is_new


def _receive_if_whole(actor: User, upload: PhotoUpload, *, is_new: bool = False) -> Progress:
    progress = progress_of(upload)
    if progress.offset < progress.length:
        return replace(progress, is_new=is_new)
    photo, is_new = _receive(actor, upload)
    return replace(progress, photo=photo, is_new=is_new)


def _receive(actor: User, upload: PhotoUpload) -> tuple[Photo, bool]:
    """Hand the file over to where every photo comes in; what came is then needed no longer."""
    with partials.whole(upload.file) as file:
        if file is None:
            # Another request was first with the last byte.
            if first := received_before(upload.subject, upload.pk, upload.sha256):
                return first, False
            raise NotFound
        received = Upload(
            photo_id=upload.pk,
            file=File(file, name=upload.file_name),
            view=upload.view,
            subject_id=upload.subject_id,
            taken_at=_time(upload.taken_at),
            last_modified=_time(upload.last_modified),
            sha256=upload.sha256,
        )
        try:
            answer = receive_photo(actor=actor, upload=received)
        except DomainError as problem:
            if problem.http_status not in PASSING:
                upload.delete()
            raise
        # The file goes before its row's end is durable: what a crash leaves of the row goes when the phone asks again,
        # since it was not answered; a file without a row would lie there for a day.
        with transaction.atomic():
            upload.delete()
            partials.remove(upload.file)
        return answer


def _text(time: LocalTime | None) -> str:
    return time.isoformat() if time else ""


def _time(text: str) -> LocalTime | None:
    return LocalTime.parse(text) if text else None
