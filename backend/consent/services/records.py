"""Writing consents and what happens to them: rows are added, and nothing that was signed is changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.consent.chain import hash_of
from backend.consent.content import Content, digest
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText, State
from backend.consent.selectors import permits, record_for, status
from backend.consent.signals import consent_given, consent_over
from backend.practices.models import Practice
from backend.subjects.models import Subject

# What may follow what; the rest is refused.
_AFTER: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.GIVEN, State.REFUSED, State.INVALIDATED}),
    State.GIVEN: frozenset({State.REAFFIRMED, State.WITHDRAWN, State.REPLACED, State.INVALIDATED}),
    State.EXPIRED: frozenset({State.WITHDRAWN, State.REPLACED, State.INVALIDATED}),
}
_ENDING = frozenset({State.WITHDRAWN, State.REPLACED, State.INVALIDATED})


@dataclass(frozen=True)
class Sheet:
    """What is kept beside the content: the signature's picture, and where the receipt goes."""

    image: bytes | None = None
    media_type: str = ""
    token_hash: str | None = None
    receipt_email: str = ""


def sign(
    *,
    actor: User | None,
    subject: Subject,
    content: Content,
    practice: Practice | None = None,
    supersedes: ConsentRecord | None = None,
    sheet: Sheet | None = None,
    note: str = "",
) -> ConsentRecord:
    """Write a consent down as given. ``actor`` is nobody where a person signs on somebody else's device.

    The same record id again gives the first result. Raises DomainError ``consent_incomplete``, ``text_not_current``.
    """
    content.check()
    first = ConsentRecord.objects.filter(pk=content.record_id, subject=subject).first()
    if first is not None:
        return first
    text = ConsentText.objects.filter(
        pk=content.text_id, sha256=content.text_sha256, published_at__isnull=False, retired_at__isnull=True
    ).first()
    if text is None or text.purpose != content.purpose:
        raise DomainError(
            "text_not_current", "This text was replaced in the meantime. Read the new one, then sign.", http_status=409
        )
    sheet = sheet or Sheet()
    with transaction.atomic():
        record = ConsentRecord.objects.create(
            pk=content.record_id,
            subject=subject,
            text=text,
            practice=practice,
            purpose=content.purpose,
            content=content.to_json(),
            valid_from=content.valid_from,
            valid_until=content.valid_until,
            supersedes=supersedes,
            signature_image=sheet.image,
            signature_media_type=sheet.media_type,
            withdrawal_token_hash=sheet.token_hash,
            receipt_email=sheet.receipt_email,
        )
        _append(record, State.GIVEN, entity=_entity(record, actor), note=note)
        if supersedes is not None:
            add_event(record=supersedes, state=State.REPLACED, actor=actor, note=f"replaced by {record.pk}")
        consent_given.send(ConsentRecord, record=record)
    return record


def withdraw(*, actor: User, record: ConsentRecord, note: str = "") -> ConsentRecord:
    """End it at once; no reason is asked for. Doing it again changes nothing. Raises NotFound, ``consent_over``."""
    record = record_for(actor, record.pk)
    end(record=record, actor=actor, note=note)
    return record_for(actor, record.pk)


def end(*, record: ConsentRecord, actor: User | None, note: str = "") -> bool:
    """Withdraw it on behalf of whoever may, and say whether that is news. Raises DomainError ``consent_over``."""
    with transaction.atomic():
        locked = ConsentRecord.objects.select_for_update().get(pk=record.pk)
        if status(locked, timezone.now()) is State.WITHDRAWN:
            return False
        add_event(record=locked, state=State.WITHDRAWN, actor=actor, note=note)
    return True


def add_event(*, record: ConsentRecord, state: State, actor: User | None, note: str = "") -> ConsentEvent:
    """Append to the record's chain. Raises DomainError ``consent_over`` for what can't follow where it stands."""
    with transaction.atomic():
        locked = ConsentRecord.objects.select_for_update().get(pk=record.pk)
        now_at = status(locked, timezone.now())
        if state not in _AFTER.get(now_at, frozenset()):
            raise DomainError(
                "consent_over", f"This consent is {now_at.label.lower()}; that can't follow.", http_status=409
            )
        event = _append(locked, state, entity=_entity(locked, actor), note=note)
        if state in _ENDING:
            consent_over.send(ConsentRecord, record=locked, state=state)
    return event


def require_permission(record: ConsentRecord, now: datetime) -> None:
    """Raises DomainError ``no_consent`` unless it is given and in date."""
    if not permits(record, now):
        raise DomainError("no_consent", "The consent for this has ended or was never given.", http_status=403)


def _append(record: ConsentRecord, state: State, *, entity: str, note: str = "") -> ConsentEvent:
    last = record.events.order_by("-number").first()
    event = ConsentEvent(
        record=record,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        state=state,
        entity=entity,
        note=note[:500],
        content_sha256=digest(record.content),
        previous_hash=last.hash if last else "",
    )
    event.hash = hash_of(event)
    # Two at once take the same number, and the constraint lets one of them in.
    event.save(force_insert=True)
    return event


def _entity(record: ConsentRecord, actor: User | None) -> str:
    """Who did it: an account, or the person in the photos where they have none of their own at hand."""
    return str(actor.pk if actor else record.subject_id)
