"""What of a text a person reads, and its digest."""

import hashlib
from typing import Final

from backend.consent.content import canonical
from backend.consent.models import ConsentText

_READ: Final = (
    "purpose",
    "language",
    "jurisdiction",
    "version",
    "title",
    "body_markdown",
    "plain_summary",
    "privacy_notice_url",
)


def text_digest(text: ConsentText) -> str:
    """SHA-256 of what a person reads."""
    return hashlib.sha256(canonical({name: getattr(text, name) for name in _READ})).hexdigest()
