"""Who is asking."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

# What waits on a phone belongs to one account; another may have signed in there since it was made.
ACCOUNT_HEADER = "X-Likeness-Account"


class CookieSessionAuthentication(SessionAuthentication):
    """The session cookie with CSRF; signed out is a 401, so that the app can tell it from a refusal.

    A request that names the account it is from is nobody's while another account is signed in.
    """

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        named = request.headers.get(ACCOUNT_HEADER)
        return None if found and named and named != str(found[0].pk) else found

    def authenticate_header(self, request: Request) -> str:
        return "Session"
