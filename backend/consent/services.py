"""What people do about consent: write texts, sign, withdraw. Nothing here changes what was signed."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.consent.chain import hash_of
from backend.consent.content import Content, canonical, digest
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText, Purpose, State
from backend.consent.selectors import permits, record_for, status
from backend.subjects.models import Subject

# What may follow what; the rest is refused.
_AFTER: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.GIVEN, State.REFUSED, State.INVALIDATED}),
    State.GIVEN: frozenset({State.REAFFIRMED, State.WITHDRAWN, State.REPLACED, State.INVALIDATED}),
    State.EXPIRED: frozenset({State.WITHDRAWN, State.REPLACED, State.INVALIDATED}),
}


def draft_text(
    *,
    author: User | None,
    purpose: Purpose,
    language: str,
    jurisdiction: str,
    title: str,
    body_markdown: str,
    plain_summary: str,
    privacy_notice_url: str,
    is_template: bool = False,
) -> ConsentText:
    """The next version of a text, to be reviewed and published."""
    same = ConsentText.objects.filter(purpose=purpose, language=language, jurisdiction=jurisdiction)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    return ConsentText.objects.create(
        purpose=purpose,
        language=language,
        jurisdiction=jurisdiction,
        version=version,
        title=title,
        body_markdown=body_markdown,
        plain_summary=plain_summary,
        privacy_notice_url=privacy_notice_url,
        is_template=is_template,
        authored_by=author,
    )


def review_text(*, reviewer: User | None, text: ConsentText) -> ConsentText:
    """Say that it may be published. Raises DomainError ``text_published``."""
    _require_draft(text)
    text.reviewed_by, text.reviewed_at = reviewer, timezone.now()
    text.save(update_fields=["reviewed_by", "reviewed_at"])
    return text


def publish_text(*, publisher: User | None, text: ConsentText) -> ConsentText:
    """Fix it for good, and retire the version before. Raises ``text_published``, ``text_not_reviewed``."""
    _require_draft(text)
    if text.reviewed_at is None:
        raise DomainError("text_not_reviewed", "Have the text reviewed before it is published.", http_status=409)
    now = timezone.now()
    with transaction.atomic():
        earlier = ConsentText.objects.filter(
            purpose=text.purpose, language=text.language, jurisdiction=text.jurisdiction, retired_at__isnull=True
        ).exclude(pk=text.pk)
        earlier.filter(published_at__isnull=False).update(retired_at=now)
        text.published_by, text.published_at, text.sha256 = publisher, now, text_digest(text)
        text.save(update_fields=["published_by", "published_at", "sha256"])
    return text


def text_digest(text: ConsentText) -> str:
    """SHA-256 of what a person reads."""
    read = {
        name: getattr(text, name)
        for name in (
            "purpose",
            "language",
            "jurisdiction",
            "version",
            "title",
            "body_markdown",
            "plain_summary",
            "privacy_notice_url",
        )
    }
    return hashlib.sha256(canonical(read)).hexdigest()


def sign(
    *, actor: User | None, subject: Subject, content: Content, supersedes: ConsentRecord | None = None
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
    with transaction.atomic():
        record = ConsentRecord.objects.create(
            pk=content.record_id,
            subject=subject,
            text=text,
            purpose=content.purpose,
            content=content.to_json(),
            valid_from=content.valid_from,
            valid_until=content.valid_until,
            supersedes=supersedes,
        )
        _append(record, State.GIVEN, entity=_entity(actor))
        if supersedes is not None:
            add_event(record=supersedes, state=State.REPLACED, actor=actor, note=f"replaced by {record.pk}")
    return record


def withdraw(*, actor: User, record: ConsentRecord) -> ConsentRecord:
    """End it at once; no reason is asked for. Doing it again changes nothing."""
    record = record_for(actor, record.pk)
    if status(record, timezone.now()) is not State.WITHDRAWN:
        add_event(record=record, state=State.WITHDRAWN, actor=actor)
    return record_for(actor, record.pk)


def add_event(*, record: ConsentRecord, state: State, actor: User | None, note: str = "") -> ConsentEvent:
    """Append to the record's chain. Raises DomainError ``consent_over`` for what can't follow where it stands."""
    with transaction.atomic():
        locked = ConsentRecord.objects.select_for_update().get(pk=record.pk)
        now_at = status(locked, timezone.now())
        if state not in _AFTER.get(now_at, frozenset()):
            raise DomainError(
                "consent_over", f"This consent is {now_at.label.lower()}; that can't follow.", http_status=409
            )
        return _append(locked, state, entity=_entity(actor), note=note)


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
        note=note,
        content_sha256=digest(record.content),
        previous_hash=last.hash if last else "",
    )
    event.hash = hash_of(event)
    # Two at once take the same number, and the constraint lets one of them in.
    event.save(force_insert=True)
    return event


def _require_draft(text: ConsentText) -> None:
    if text.published_at is not None:
        raise DomainError("text_published", "A published text is never changed. Write a new version.", http_status=409)


def _entity(actor: User | None) -> str:
    return str(actor.pk) if actor else ""
