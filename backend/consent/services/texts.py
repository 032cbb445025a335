"""Writing what people are asked: authored, reviewed, published, retired; what was published is never changed."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.consent.access import authors_of
from backend.consent.models import ConsentText, Purpose
from backend.consent.text_digest import text_digest
from backend.practices.models import Practice


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
    practice: Practice | None = None,
) -> ConsentText:
    """The next version of a text, to be reviewed and published."""
    same = ConsentText.objects.filter(practice=practice, purpose=purpose, language=language, jurisdiction=jurisdiction)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    return ConsentText.objects.create(
        practice=practice,
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


def change_draft(*, author: User, text: ConsentText, **words: Any) -> ConsentText:
    """Overwrite the given words of a draft. It is its last editor's then, and is to be reviewed again.

    Raises DomainError ``text_published``.
    """
    with transaction.atomic():
        text = _locked_draft(text)
        for name, value in words.items():
            setattr(text, name, value)
        text.authored_by, text.reviewed_by, text.reviewed_at = author, None, None
        text.save(update_fields=[*words, "authored_by", "reviewed_by", "reviewed_at"])
    return text


def review_text(*, reviewer: User | None, text: ConsentText) -> ConsentText:
    """Say that it may be published. Raises DomainError ``text_published``, ``second_pair_of_eyes``.

    Where a practice has two or more who may write texts, nobody reviews their own words.
    """
    with transaction.atomic():
        text = _locked_draft(text)
        own = reviewer is not None and text.authored_by_id == reviewer.pk
        if own and text.practice_id is not None and authors_of(text.practice_id).count() > 1:
            raise DomainError(
                "second_pair_of_eyes", "Somebody else in the practice has to review what you wrote.", http_status=409
            )
        text.reviewed_by, text.reviewed_at = reviewer, timezone.now()
        text.save(update_fields=["reviewed_by", "reviewed_at"])
    return text


def publish_text(*, publisher: User | None, text: ConsentText) -> ConsentText:
    """Fix it for good, and retire the version before. Raises ``text_published``, ``text_not_reviewed``."""
    now = timezone.now()
    with transaction.atomic():
        text = _locked_draft(text)
        if text.reviewed_at is None:
            raise DomainError("text_not_reviewed", "Have the text reviewed before it is published.", http_status=409)
        earlier = ConsentText.objects.filter(
            practice=text.practice,
            purpose=text.purpose,
            language=text.language,
            jurisdiction=text.jurisdiction,
            retired_at__isnull=True,
        ).exclude(pk=text.pk)
        earlier.filter(published_at__isnull=False).update(retired_at=now)
        text.published_by, text.published_at, text.sha256 = publisher, now, text_digest(text)
        text.save(update_fields=["published_by", "published_at", "sha256"])
    return text


def retire_text(*, text: ConsentText) -> ConsentText:
    """Let nobody sign it from now on; what was signed stands. Raises DomainError ``text_not_published``."""
    if text.published_at is None:
        raise DomainError("text_not_published", "Only a published text can be retired.", http_status=409)
    if text.retired_at is None:
        text.retired_at = timezone.now()
        text.save(update_fields=["retired_at"])
    return text


def _locked_draft(text: ConsentText) -> ConsentText:
    current = ConsentText.objects.select_for_update().get(pk=text.pk)
    if current.published_at is not None:
        raise DomainError("text_published", "A published text is never changed. Write a new version.", http_status=409)
    return current
