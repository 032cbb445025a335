"""What holds for every answer."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PrivateAnswers:
    """No cache keeps what the API says of a person; answers with pictures say for themselves how they are kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if request.path.startswith(("/api/", "/_allauth/")):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
