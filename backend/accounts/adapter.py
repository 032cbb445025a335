"""What django-allauth asks of this project."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up follows LIKENESS_SIGNUP."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP == "open")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """A passkey belongs to the name under which the app was opened: ``localhost``, or the host of the origin."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = urlsplit(f"//{context.request.get_host()}").hostname or ""
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}
