"""Noting down what was published, and that it was taken down again."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import write_down
from backend.common.errors import DomainError, NotFound
from backend.consent.models import ConsentRecord, Purpose
from backend.consent.selectors import permits
from backend.sharing.models import Publication
from backend.sharing.permitted import PUBLISHING_PURPOSES
from backend.sharing.selectors import publication_for, shares_for_practice, sharing_memberships
from backend.subjects.selectors import by_member, in_reach, not_allowed


def note_publication(*, actor: User, consent_id: UUID, channel: str, place: str, published_on: date) -> Publication:
    """Write down where a practice published pictures.

    Raises NotFound, DomainError ``not_allowed``, ``no_consent``, ``channel``.
    """
    consent = ConsentRecord.objects.filter(pk=consent_id, practice__isnull=False).first()
    if consent is None or consent.practice is None:
        raise NotFound
    if not shares_for_practice(actor, consent.subject_id, consent.practice.pk):
        raise not_allowed() if in_reach(actor, consent.subject_id) else NotFound()
    if consent.purpose not in PUBLISHING_PURPOSES or not permits(consent, timezone.now()):
        raise DomainError("no_consent", "No consent that stands is for publishing this.", http_status=403)
    if consent.purpose == Purpose.MARKETING_SOCIAL and channel not in consent.content["channels"]:
        raise DomainError("channel", "The consent does not name this channel.", http_status=403)
    with transaction.atomic():
        publication = Publication.objects.create(
            consent=consent,
            practice=consent.practice,
            channel=channel,
            place=place,
            published_on=published_on,
            noted_by=actor,
        )
        _write_down(actor, publication, f"published: {channel}")
    return publication


def note_removal(*, actor: User, publication_id: UUID, note: str) -> Publication:
    """Write down that it is gone from there. Again, it changes nothing. Raises NotFound, ``not_allowed``."""
    publication = publication_for(actor, publication_id)
    if not sharing_memberships(actor).filter(practice=publication.practice_id).exists():
        raise not_allowed()
    if publication.removed_at is None:
        with transaction.atomic():
            publication.removed_at, publication.removal_note = timezone.now(), note
            publication.save(update_fields=["removed_at", "removal_note"])
            _write_down(actor, publication, f"taken down: {publication.channel}")
    return publication


def _write_down(actor: User, publication: Publication, detail: str) -> None:
    subject = publication.consent.subject_id
    write_down(
        # Of the practice, whatever became of the care: what was published must still come down.
        by=by_member(actor, publication.practice),
        subject_id=subject,
        action=AuditAction.SHARED,
        object_type=AuditObject.SHARE,
        object_id=publication.pk,
        detail=detail,
    )
