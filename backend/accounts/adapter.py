"""What django-allauth asks of this project."""

import base64
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from backend.common.at_rest.pieces import MARK, open_sealed, seal

# What an authenticator app shares with the server, and the seed of recovery codes.
_PLACE = "second factor"
# As sealed secrets begin; those kept before are in base32 or hexadecimal digits.
_SEALED = base64.b64encode(MARK[:3]).decode()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up follows LIKENESS_SIGNUP."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP == "open")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """A passkey belongs to the name under which the app was opened: ``localhost``, or the host of the origin.

    Secrets are encrypted in the database.
    """

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text.encode(), _PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        content = base64.b64decode(encrypted_text) if encrypted_text.startswith(_SEALED) else encrypted_text.encode()
        return open_sealed(content, _PLACE).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = urlsplit(f"//{context.request.get_host()}").hostname or ""
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}
