"""The worker's work on sealed copies: writing them, and deleting them when their time is over."""

import base64
import json
import logging
from collections.abc import Iterator
from typing import IO, Any, Final, cast
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from zipstream import ZipStream

from backend.audit.models import ActorRole, AuditAction, AuditObject
from backend.audit.services import By, write_down
from backend.consent.receipt_pdf import receipt_pdf
from backend.jobs.lease import Lease
from backend.jobs.services import enqueue, enqueue_all
from backend.photos.handlers import REMOVE
from backend.photos.models import Photo
from backend.privacy.duty import until_the_day_after
from backend.privacy.handlers import DISCARD, SEAL
from backend.privacy.models import HeldFolder, SealedCopy
from backend.privacy.storage import Chunks, remove_copy

logger = logging.getLogger(__name__)

CHUNK: Final = 1024 * 1024
_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}


def seal(lease: Lease, copy_id: UUID) -> None:
    """Write the file of a copy that has none. Again, it changes nothing.

    Streamed into the store beside its place, flushed, renamed, and only then noted, in one transaction with letting go
    of the photos that were deleted meanwhile. A try that was killed leaves a part, which the next one removes.
    """
    copy = SealedCopy.objects.filter(pk=copy_id, sha256="").first()
    if copy is None:
        return
    remove_copy(copy.folder)
    archive = Chunks(_archive(copy.contents))
    default_storage.save(copy.key, File(cast(IO[bytes], archive)))
    with transaction.atomic():
        lease.hold()
        SealedCopy.objects.filter(pk=copy_id).update(sha256=archive.sha256, bytes=archive.size, contents={})
        _let_go(copy)


def discard(copy_id: UUID) -> None:
    """Delete a copy whose time is over: the file first, so that no crash leaves one without its row."""
    copy = SealedCopy.objects.select_related("practice").filter(pk=copy_id).first()
    if copy is None:
        return
    if timezone.now().date() <= copy.keep_until:
        enqueue(handler=DISCARD, key=str(copy_id), delay=until_the_day_after(copy.keep_until))
        return
    remove_copy(copy.folder)
    with transaction.atomic():
        _let_go(copy)
        write_down(
            by=By(ActorRole.SERVER, practice_id=copy.practice_id, practice_name=copy.practice.name),
            subject_id=copy.record_id,
            action=AuditAction.DELETED,
            object_type=AuditObject.SEALED_COPY,
            object_id=copy.pk,
            detail=f"kept until {copy.keep_until}",
        )
        copy.delete()


def sweep() -> None:
    """Queue what an earlier worker gave up on: copies without a file, and those whose time is over."""
    waiting = SealedCopy.objects.filter(sha256="").values_list("pk", flat=True)
    enqueue_all(handler=SEAL, keys=[str(key) for key in waiting])
    over = SealedCopy.objects.filter(keep_until__lt=timezone.now().date()).values_list("pk", flat=True)
    enqueue_all(handler=DISCARD, keys=[str(key) for key in over])


def _let_go(copy: SealedCopy) -> None:
    """Files of photos that were deleted while they were held go now."""
    held = HeldFolder.objects.filter(copy=copy)
    folders = set(held.values_list("folder", flat=True))
    held.delete()
    kept = Photo.objects.filter(folder__in=folders).values_list("folder", flat=True)
    enqueue_all(handler=REMOVE, keys=sorted(folders - set(kept)))


def _archive(contents: dict[str, Any]) -> Iterator[bytes]:
    """The bytes of the ZIP, one entry after the other: no picture is in memory as a whole."""
    archive = ZipStream()
    lost = [photo["file"] for photo in contents["photos"] if not default_storage.exists(photo["key"])]
    for name in lost:
        logger.error("the original of %s is not in the store", name)
    for photo in contents["photos"]:
        if photo["file"] not in lost:
            archive.add(_original(photo["key"]), arcname=photo["file"])
    for consent in contents["consents"]:
        for name, content in _of_consent(consent):
            archive.add(content, arcname=name)
    archive.add(_json(_manifest(contents, lost)), arcname="manifest.json")
    yield from archive


def _manifest(contents: dict[str, Any], lost: list[str]) -> dict[str, Any]:
    photos = [{name: value for name, value in photo.items() if name != "key"} for photo in contents["photos"]]
    return {
        "form": "likeness sealed copy 1",
        **contents["about"],
        "photos": [photo | {"is_lost": photo["file"] in lost} for photo in photos],
        "sessions": contents["sessions"],
        "consents": [consent["receipt"]["receipt_id"] for consent in contents["consents"]],
    }


def _of_consent(consent: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    folder = f"consents/{consent['receipt']['receipt_id']}"
    yield f"{folder}/receipt.json", _json(consent["receipt"])
    yield f"{folder}/receipt.pdf", receipt_pdf(consent["receipt"])
    if consent["signature"]:
        yield f"{folder}/signature.{_ENDINGS[consent['media_type']]}", base64.b64decode(consent["signature"])


def _original(key: str) -> Iterator[bytes]:
    with default_storage.open(key) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
