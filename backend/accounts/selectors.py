"""Reading accounts."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from backend.accounts.models import User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def signed_in(request: Request) -> User:
    """The account that asks. Raises NotAuthenticated."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def second_factors(user: User) -> "QuerySet[Authenticator]":
    """What an account needs beside its password; where there is one, no session begins without it."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
    return factors
