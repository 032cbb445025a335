"""Who is asking."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class CookieSessionAuthentication(SessionAuthentication):
    """The session cookie with CSRF; signed out is a 401, so that the app can tell it from a refusal."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
