"""Withdrawing a consent: at once, without a reason; and saying truly what has ended and what stays."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import ActorRole, AuditAction, AuditObject
from backend.audit.services import By, write_down, write_down_seen
from backend.consent.access import signing_for
from backend.consent.models import ConsentRecord
from backend.consent.selectors import record_for
from backend.consent.services.receipts import send_receipt
from backend.consent.services.records import end
from backend.privacy.remains import Stays, ended_shares, shares_ending, to_take_down, what_stays
from backend.sharing.models import Publication
from backend.subjects.selectors import not_allowed


@dataclass(frozen=True)
class Foretold:
    """What the person reads before it."""

    ending_shares: int
    publications: list[Publication]
    what_stays: list[Stays]


@dataclass(frozen=True)
class Withdrawal:
    """What the person reads after it."""

    consent: ConsentRecord
    ended_shares: int
    publications: list[Publication]
    what_stays: list[Stays]


def withdraw_consent(*, actor: User, record_id: UUID) -> Withdrawal:
    """For the record's owner; for an unclaimed client who tells their practice, one of its practitioners.

    Again, it changes nothing and tells the same. Raises NotFound, DomainError ``not_allowed``, and ``consent_over`` for
    one that ended otherwise.
    """
    record = record_for(actor, record_id)
    by = _ended_by(actor, record)
    note = "" if by.role is ActorRole.RECORD_OWNER else f"told to {by.practice_name}"
    _end(record, by, actor, note)
    return told(record_for(actor, record_id))


def foretell(*, actor: User, record_id: UUID) -> Foretold:
    """What withdrawing it now would end and leave, for whoever may withdraw it; it changes nothing.

    Raises NotFound, DomainError ``not_allowed``.
    """
    record = record_for(actor, record_id)
    by = _ended_by(actor, record)
    if by.role is not ActorRole.RECORD_OWNER:
        write_down_seen(by=by, subject_id=record.subject_id, object_type=AuditObject.CONSENT, object_id=record.pk)
    return Foretold(shares_ending(record, timezone.now()), to_take_down(record), what_stays(record))


def _ended_by(actor: User, record: ConsentRecord) -> By:
    """As whom ``actor`` may withdraw it. Raises NotFound, DomainError ``not_allowed``."""
    if record.subject.owner_id == actor.pk:
        # Whatever became of the care meanwhile: this is theirs to end.
        return By(ActorRole.RECORD_OWNER, actor.pk, actor.email)
    by = signing_for(actor, record.subject_id, record.practice_id).by
    if record.subject.owner_id is not None:
        raise not_allowed()
    return by


def withdraw_by_receipt(*, record: ConsentRecord) -> Withdrawal:
    """For whoever holds the receipt's link. Raises DomainError ``consent_over``."""
    _end(record, By(ActorRole.RECEIPT_HOLDER), None, "by the link on the receipt")
    return told(ConsentRecord.objects.select_related("text", "practice", "subject").get(pk=record.pk))


def _end(record: ConsentRecord, by: By, actor: User | None, note: str) -> None:
    with transaction.atomic():
        if not end(record=record, actor=actor, note=note):
            return
        write_down(
            by=by,
            subject_id=record.subject_id,
            action=AuditAction.CONSENT_WITHDRAWN,
            object_type=AuditObject.CONSENT,
            object_id=record.pk,
            detail=record.purpose,
        )
        send_receipt(record=record)


def told(record: ConsentRecord) -> Withdrawal:
    """What the person reads about a consent that was withdrawn: facts, the same whenever it is asked."""
    return Withdrawal(record, ended_shares(record), to_take_down(record), what_stays(record))
