"""Links that are their own key: the token is in the link alone, its SHA-256 in the database."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> tuple[str, str]:
    """A token of 256 bits for a link, and the hash to keep of it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """64 hex digits. No salt and no stretching: nobody guesses 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()
