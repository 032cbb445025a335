"""What django-allauth's answers lack."""

import json
from typing import Any

from allauth.headless.mfa.views import ManageTOTPView
from django.http import HttpRequest, HttpResponse

from backend.common.qr import qr_svg


class CodeAppView(ManageTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Setting up an app that makes codes: before there is one, ``meta`` also holds the code to scan, ``qr_svg``."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().get(request, *args, **kwargs)
        body = json.loads(answer.content)
        if address := body.get("meta", {}).get("totp_url"):
            body["meta"]["qr_svg"] = qr_svg(address)
            answer.content = json.dumps(body).encode()
        return answer
