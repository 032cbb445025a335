"""What holds for every answer."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from backend.audit.context import request_from


class PrivateAnswers:
    """No cache keeps what the API says of a person; answers with pictures say for themselves how they are kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if request.path.startswith(("/api/", "/_allauth/")):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AuditContext:
    """Whatever is written down while a request is answered knows the network that it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with request_from(lambda: _address_of(request)):
            return self._get_response(request)


def _address_of(request: HttpRequest) -> str:
    """By the proxies that are believed; empty where they don't say, which hinders nobody's request."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        return ""
    return address
