"""The address by which a person without an account comes back to what they signed."""

from django.conf import settings


def link_of(token: str) -> str:
    """Where they read it, and withdraw it."""
    return f"{settings.ORIGIN}/c/{token}"
