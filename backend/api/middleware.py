"""What holds for every answer."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from backend.audit.context import request_from
from backend.common.client_address import address_of
from backend.common.log_lines import answering, shown_path
from backend.common.request_counts import count_answer

# Apart from all other lines: they are written where machines collect them (LIKENESS_LOG_FORMAT=json).
requests_log = logging.getLogger("backend.requests")

# What a proxy may call a request; anything else could be a line of its own in the log, or name somebody.
PROXYS_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId:
    """Each request has a name, which its answer and every line of the log about it carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.monotonic()
        request_id = _request_id_of(request)
        # For the lines that Django writes once every middleware is through.
        request.request_id = request_id  # type: ignore[attr-defined]
        with answering(request_id):
            response = self._get_response(request)
            response.headers["X-Request-Id"] = request_id
            seen = {
                "method": request.method,
                "path": shown_path(request),
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - started) * 1000),
            }
            count_answer(response.status_code)
            requests_log.info("answered", extra=seen)
        return response


def _request_id_of(request: HttpRequest) -> str:
    """The proxy's word for it where a proxy is trusted, else a new one."""
    named: str = request.headers.get("X-Request-Id", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and PROXYS_REQUEST_ID.fullmatch(named):
        return named
    return uuid.uuid4().hex


class OwnOriginAlone:
    """No other site's page may take in what is answered here, be it a picture, a file of the app or an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


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
        with request_from(lambda: address_of(request)):
            return self._get_response(request)
