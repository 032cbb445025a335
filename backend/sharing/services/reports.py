"""Making the report for a consultation."""

from collections.abc import Sequence
from datetime import date
from typing import IO, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import write_down
from backend.common.errors import DomainError, NotFound
from backend.consent.selectors import record_for, status
from backend.photos.models import Photo, Rendition
from backend.photos.selectors import photos_for
from backend.sessionlog.selectors import totals_for
from backend.sharing.document import Report, as_pdf
from backend.sharing.showing import shown_pairs
from backend.sharing.summaries import summary_of
from backend.sharing.words import full_date
from backend.subjects.models import Subject
from backend.subjects.selectors import standing, subject_for
from ml.vocabulary import PhotoState, RenditionSpec


def make_report(
    *,
    actor: User,
    subject: UUID | None,
    pair: Sequence[tuple[UUID, UUID]],
    first_day: date | None,
    last_day: date | None,
    consent: UUID | None,
) -> bytes:
    """The PDF, written into the record's audit log as exported. Raises NotFound, DomainError ``not_aligned``."""
    person = subject_for(actor, subject)
    pairs = _pairs(actor, person, pair)
    period = _period(pairs, first_day, last_day)
    totals = totals_for(actor, subject=person.pk, first_day=period[0], last_day=period[1])
    agreed = _consent(actor, consent, person)
    by = standing(actor, person.pk)
    report = Report(
        title="Report for a consultation",
        facts=[
            ("Name", person.display_name or "Not named"),
            ("Period", f"{full_date(period[0])} to {full_date(period[1])}"),
            ("Made on", full_date(timezone.now().date())),
            ("Made by", ", ".join(part for part in (by.name, by.practice_name) if part)),
            ("Consent", agreed),
        ],
        remarks=[
            "Pictures are aligned by rotation, scale and shift only; a face is never reshaped.",
            "A verdict is about how two photos were taken. What is said is of the second photo against the first; "
            "left and right are those of the person in the picture.",
        ],
        pairs=shown_pairs(pairs),
        sessions=summary_of(totals),
    )
    pdf = as_pdf(report, _open_aligned)
    with transaction.atomic():
        write_down(by=by, subject_id=person.pk, action=AuditAction.EXPORTED, object_type=AuditObject.REPORT)
    return pdf


def _pairs(actor: User, person: Subject, named: Sequence[tuple[UUID, UUID]]) -> list[tuple[Photo, Photo]]:
    ids = {photo for one in named for photo in one}
    photos = {photo.pk: photo for photo in photos_for(actor, subject=person.pk).filter(pk__in=ids)}
    if len(photos) < len(ids):
        raise NotFound
    if any(photo.state != PhotoState.ALIGNED for photo in photos.values()):
        raise DomainError("not_aligned", "Only aligned photos can be compared.", http_status=409)
    if any(photos[one].series_id != photos[other].series_id or one == other for one, other in named):
        raise DomainError("two_views", "A pair is two photos of one view.")
    in_order = [sorted((photos[one], photos[other]), key=lambda photo: photo.taken_local) for one, other in named]
    return [(before, after) for before, after in in_order]


def _period(pairs: list[tuple[Photo, Photo]], first_day: date | None, last_day: date | None) -> tuple[date, date]:
    """As asked for; else from the first photo shown to the last."""
    days = [photo.taken_local.date() for pair in pairs for photo in pair]
    return first_day or min(days), last_day or max(days)


def _consent(actor: User, consent_id: UUID | None, person: Subject) -> str:
    if consent_id is None:
        return "None named"
    record = record_for(actor, consent_id)
    if record.subject_id != person.pk:
        raise NotFound
    state = status(record, timezone.now()).label.lower()
    until = f", until {full_date(record.valid_until)}" if record.valid_until else ""
    return f"{record.get_purpose_display()}: {state}{until} (record {record.pk})"


def _open_aligned(photo_id: UUID) -> IO[bytes]:
    """Raises DomainError ``not_aligned`` where the picture went a moment ago."""
    rendition = Rendition.objects.filter(photo=photo_id, spec=RenditionSpec.ALIGNED).first()
    if rendition is None:
        raise DomainError("not_aligned", "One of the photos is being aligned. Try again in a moment.", http_status=409)
    return cast(IO[bytes], default_storage.open(rendition.key))  # Django's file is one in all but name
