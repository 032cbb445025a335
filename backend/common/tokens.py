"""Links that are their own key: the token is in the link alone, its SHA-256 in the database."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

TOKEN_BYTES = 32


def new_token() -> tuple[str, str]:
    """A token of 256 bits for a link, and the hash to keep of it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """64 hex digits. No salt and no stretching: nobody guesses 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def void_seen_links(rows: "QuerySet[Any]", now: datetime) -> None:
    """End the links that whoever made the rows was shown; those that were mailed, only the addressee has seen.

    The rows have ``token_hash``, ``email`` and ``revoked_at``.
    """
    rows.filter(email="").update(revoked_at=now)
    for row in rows.exclude(email=""):
        _, row.token_hash = new_token()
        row.save(update_fields=["token_hash"])
