"""The account that a session belongs to, read together with what nearly every request asks of it next."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import OuterRef, Subquery

from backend.accounts.models import User
from backend.subjects.models import Subject


class SelfKnowingBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in as django-allauth does; the account that it finds knows its own self, for want of a query more."""

    def get_user(self, user_id: Any) -> User | None:
        own = Subject.objects.filter(owner=OuterRef("pk"), is_self=True)
        user = User.objects.annotate(self_subject=Subquery(own.values("pk")[:1])).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
