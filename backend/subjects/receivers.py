"""What happens here because of an event in an app below."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from backend.accounts.models import User
from backend.subjects.services import ensure_self_subject


@receiver(post_save, sender=User)
def make_self_subject(instance: User, created: bool, **_: Any) -> None:
    """A new account keeps a record of its owner."""
    if created:
        ensure_self_subject(user=instance)
