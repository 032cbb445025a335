"""How often pages may be asked for that open without an account. The API's own throttles are REST framework's."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.throttling import SimpleRateThrottle

from backend.common.client_address import address_of, counted_as

TOO_OFTEN = "Too many requests from this address. Wait a little, then load the page again.\n"
View = Callable[..., HttpResponseBase]


class ByAddress(SimpleRateThrottle):
    """Counts the requests of an address, whoever is signed in there; ``scope`` names the rate in the settings."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def get_cache_key(self, request: HttpRequest, _view: Any) -> str:
        return f"throttle:{self.scope}:{counted_as(address_of(request))}"


def by_address(scope: str) -> Callable[[View], View]:
    """Answer 429 where an address asks more often than the rate of ``scope`` allows."""

    def throttled(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            throttle = ByAddress(scope)
            if throttle.allow_request(request, None):  # type: ignore[arg-type]
                return view(request, *args, **named)
            wait = math.ceil(throttle.wait() or 1)
            headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
            return HttpResponse(TOO_OFTEN, status=429, content_type="text/plain; charset=utf-8", headers=headers)

        return answer

    return throttled
