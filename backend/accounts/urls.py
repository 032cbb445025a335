"""Of django-allauth's addresses, those that the app has a screen for.

The others answer 404: changing an account's e-mail address, for one, would need neither its password nor a mail to
the old address. A passkey is a second factor, so nobody signs in or up by one alone.
"""

from collections.abc import Iterator
from typing import Any

from allauth.headless import urls as headless
from allauth.headless.constants import Client
from django.urls import URLPattern, URLResolver, path

from backend.accounts.views import CodeAppView, PasskeysView

USED = {
    "config",
    "current_session",
    "login",
    "signup",
    "request_password_reset",
    "reset_password",
    "change_password",
    "reauthenticate",  # by the password, and by a code
    "authenticate",
    "authenticators",
    "manage_totp",
    "manage_recovery_codes",
    "manage_webauthn",
    "authenticate_webauthn",
    "reauthenticate_webauthn",
    "sessions",
}


def _flat(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


OWN = {
    "manage_totp": CodeAppView.as_api_view(client=Client.BROWSER),
    "manage_webauthn": PasskeysView.as_api_view(client=Client.BROWSER),
}

_browser = [(address, pattern) for address, pattern in _flat(headless.urlpatterns) if address.startswith("browser/")]
urlpatterns = [
    path(address, OWN.get(str(pattern.name), pattern.callback), name=pattern.name)
    for address, pattern in _browser
    if pattern.name in USED
]
