"""Bringing the shipped texts into the database."""

from django.db import transaction
from django.utils import timezone

from backend.consent.models import ConsentText
from backend.consent.shipped import JURISDICTION, PRIVACY_NOTICE, Template, templates
from backend.consent.text_digest import text_digest


def ship_templates() -> int:
    """Publish each shipped text that isn't there yet, retire the version before, and say how many were new.

    What is there already is never touched: somebody may have signed it.
    """
    return sum(_ship(template) for template in templates())


@transaction.atomic
def _ship(template: Template) -> bool:
    same = ConsentText.objects.filter(
        practice__isnull=True, purpose=template.purpose, language=template.language, jurisdiction=JURISDICTION
    )
    if same.filter(version__gte=template.version).exists():
        return False
    now = timezone.now()
    text = ConsentText(
        purpose=template.purpose,
        language=template.language,
        jurisdiction=JURISDICTION,
        version=template.version,
        title=template.title,
        body_markdown=template.body_markdown,
        plain_summary=template.plain_summary,
        privacy_notice_url=PRIVACY_NOTICE,
        is_template=True,
        reviewed_at=now,
        published_at=now,
    )
    text.sha256 = text_digest(text)
    same.filter(retired_at__isnull=True).update(retired_at=now)
    text.save(force_insert=True)
    return True
