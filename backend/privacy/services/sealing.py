"""Ordering a sealed copy when care ends: what goes into it is fixed in that moment; the worker writes the file."""

import base64
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from backend.audit.models import ActorRole, AuditAction, AuditObject
from backend.audit.services import By, write_down
from backend.consent.models import ConsentRecord
from backend.consent.receipt import receipt
from backend.jobs.services import enqueue
from backend.photos.models import Photo
from backend.privacy.duty import until_the_day_after, years_after
from backend.privacy.handlers import DISCARD, SEAL
from backend.privacy.models import HeldFolder, SealedCopy
from backend.sessionlog.models import TreatmentSession
from backend.subjects.models import CareRelation

_OF_A_SESSION: Final = (
    "modality",
    "device_name",
    "program_name",
    "minutes",
    "timed",
    "intensity_microamp",
    "frequency_hz",
    "waveform",
    "polarity",
    "conductive_product",
    "place",
    "zones",
    "minutes_by_zone",
    "comfort",
    "sensation",
    "skin_before",
    "skin_after",
    "notes",
    "simulated",
)


def order_copy(*, relation: CareRelation) -> SealedCopy | None:
    """Fix what the practice has to keep, in the transaction that ends the care, and queue the writing of it.

    Nothing where the client agreed to no legal duty, or where the care never began. Photos are locked while they are
    listed: one that is deleted at the same time either went before, or its files are held until they are in the copy.
    """
    practice = relation.practice
    if not relation.legal_duty or relation.accepted_at is None:
        return None
    ended_at = relation.ended_at or timezone.now()
    with transaction.atomic():
        photos = list(
            Photo.objects.select_for_update(of=("self",))
            .filter(subject=relation.subject_id, practice=practice)
            .select_related("series")
            .order_by("taken_local", "id")
        )
        sessions = TreatmentSession.objects.filter(subject=relation.subject_id, practice=practice)
        listed = [_session(session) for session in sessions.order_by("started_local", "id")]
        copy = SealedCopy.objects.create(
            practice=practice,
            relation=relation,
            subject=relation.subject,
            record_id=relation.subject_id,
            subject_reference=relation.practice_reference or relation.subject.display_name,
            legal_duty=relation.legal_duty,
            keep_until=years_after(ended_at.date(), relation.legal_duty_years or 0),
            photo_count=len(photos),
            session_count=len(listed),
        )
        copy.contents = {
            "about": _about(copy, relation, ended_at),
            "photos": [_photo(photo) for photo in photos],
            "sessions": listed,
            "consents": [*_consents(relation)],
        }
        copy.save(update_fields=["contents"])
        HeldFolder.objects.bulk_create([HeldFolder(copy=copy, folder=photo.folder) for photo in photos])
        enqueue(handler=SEAL, key=str(copy.pk))
        enqueue(handler=DISCARD, key=str(copy.pk), delay=until_the_day_after(copy.keep_until))
        write_down(
            by=By(ActorRole.SERVER, practice_id=practice.pk, practice_name=practice.name),
            subject_id=relation.subject_id,
            action=AuditAction.COPY_SEALED,
            object_type=AuditObject.SEALED_COPY,
            object_id=copy.pk,
            detail=f"until {copy.keep_until}: {copy.legal_duty}",
        )
    return copy


def _about(copy: SealedCopy, relation: CareRelation, ended_at: datetime) -> dict[str, Any]:
    practice = relation.practice
    return {
        "practice": {
            "id": str(practice.pk),
            "name": practice.name,
            "address": practice.address,
            "contact": practice.contact,
        },
        "record_id": str(relation.subject_id),
        "subject_reference": copy.subject_reference,
        "legal_duty": copy.legal_duty,
        "keep_until": copy.keep_until.isoformat(),
        "care_began_at": relation.accepted_at.isoformat() if relation.accepted_at else None,
        "care_ended_at": ended_at.isoformat(),
        "care_ended_by": relation.ended_by,
    }


def _photo(photo: Photo) -> dict[str, Any]:
    """What is known of it; ``key`` is where its bytes lie, and doesn't leave the server."""
    day = photo.taken_local.date()
    ending = photo.original_key.rpartition(".")[2]
    return {
        "id": str(photo.pk),
        "key": photo.original_key,
        "file": f"photos/{day}-{photo.series.view}-{photo.pk}.{ending}",
        "view": photo.series.view,
        "taken_at": photo.taken_at.isoformat(),
        "taken_source": photo.taken_source,
        "received_at": photo.created_at.isoformat(),
        "sha256": photo.sha256,
        "bytes": photo.bytes,
        "media_type": photo.media_type,
        "notes": photo.notes,
        "tags": photo.tags,
    }


def _session(session: TreatmentSession) -> dict[str, Any]:
    values = {name: getattr(session, name) for name in _OF_A_SESSION}
    return {"id": str(session.pk), "started_at": session.started_at.isoformat(), **values}


def _consents(relation: CareRelation) -> list[dict[str, Any]]:
    """The receipts of all consents to the practice, with the pictures of the signatures."""
    records = ConsentRecord.objects.filter(subject=relation.subject_id, practice=relation.practice)
    now = timezone.now()
    return [
        {
            "receipt": receipt(record, now),
            "media_type": record.signature_media_type,
            "signature": base64.b64encode(bytes(record.signature_image or b"")).decode(),
        }
        for record in records.select_related("text").order_by("created_at", "id")
    ]
