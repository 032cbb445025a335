"""What happens here because of an event in an app below."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from backend.accounts.models import User
from backend.practices.models import Membership, Role
from backend.practices.signals import membership_changed
from backend.subjects.access import ROLE_MAY, Permission
from backend.subjects.services import ensure_self_subject
from backend.subjects.services.claims import void_claims_made_by


@receiver(post_save, sender=User)
def make_self_subject(instance: User, created: bool, **_: Any) -> None:
    """A new account keeps a record of its owner."""
    if created:
        ensure_self_subject(user=instance)


@receiver(membership_changed)
def void_claims_of_former_staff(membership: Membership, **_: Any) -> None:
    """Who takes no clients in any more must not become the owner of one's record by a link that they kept."""
    if membership.ended_at is not None or Permission.MANAGE not in ROLE_MAY[Role(membership.role)]:
        void_claims_made_by(account=membership.account, practice=membership.practice)
