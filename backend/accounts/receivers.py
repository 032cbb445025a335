"""What happens here because of an event of django-allauth."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest

from backend.accounts.models import User
from backend.accounts.selectors import SECOND_FACTORS, second_factors


@receiver(authenticator_added)
def end_sessions_without_second_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """With the first second factor, whoever came in by the password alone is signed out at their next request."""
    if authenticator.type not in SECOND_FACTORS or second_factors(user).exclude(pk=authenticator.pk).exists():
        return
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
