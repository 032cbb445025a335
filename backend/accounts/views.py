"""What django-allauth's answers lack."""

import json
from typing import Any
from urllib.parse import urlsplit

from allauth.headless.internal.restkit.response import APIResponse
from allauth.headless.mfa.views import ManageTOTPView, ManageWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.utils.ipv6 import is_valid_ipv6_address

from backend.common.qr import qr_svg

NO_NAME = {
    "code": "passkey_needs_a_name",
    "message": "Browsers tie a passkey to a name, and this address is a number. "
    "Open Likeness under its name, on this computer http://localhost, and set the passkey up there.",
}


class CodeAppView(ManageTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Setting up an app that makes codes: before there is one, ``meta`` also holds the code to scan, ``qr_svg``."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().get(request, *args, **kwargs)
        body = json.loads(answer.content)
        if address := body.get("meta", {}).get("totp_url"):
            body["meta"]["qr_svg"] = qr_svg(address)
            answer.content = json.dumps(body).encode()
        return answer


class PasskeysView(ManageWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Setting up passkeys: where no browser would make one, 409 says so and what to do."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _is_number(urlsplit(f"//{request.get_host()}").hostname or ""):
            refusal: HttpResponse = APIResponse(request, errors=[NO_NAME], status=409)
            return refusal
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer


def _is_number(host: str) -> bool:
    return host.replace(".", "").isdigit() or is_valid_ipv6_address(host)
