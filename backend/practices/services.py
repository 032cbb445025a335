"""Writes about a practice and who works in it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.common.errors import DomainError, NotFound
from backend.common.once import overwrite
from backend.common.tokens import new_token, void_seen_links
from backend.jobs.services import enqueue
from backend.practices.handlers import MAIL_INVITATION
from backend.practices.models import Membership, Practice, Role, StaffInvitation
from backend.practices.selectors import (
    invitation_by,
    members_of,
    memberships_of,
    open_invitations,
    practice_for,
    practice_owned_by,
)
from backend.practices.signals import membership_changed

INVITATION_LASTS: Final = timedelta(days=7)


@dataclass(frozen=True)
class Invited:
    """An invitation with the only copy of its link."""

    invitation: StaffInvitation
    link: str


def open_practice(*, owner: User, **values: Any) -> Practice:
    """A practice that ``owner`` runs. Raises DomainError ``duty_without_years``."""
    with transaction.atomic():
        practice = Practice(**values)
        _require_duty_with_years(practice)
        practice.save(force_insert=True)
        Membership.objects.create(practice=practice, account=owner, role=Role.OWNER)
    return practice


def change_practice(*, actor: User, practice_id: UUID, **values: Any) -> Practice:
    """Overwrite the given values. Raises as ``practice_owned_by`` does, and DomainError ``duty_without_years``."""
    with transaction.atomic():
        practice = _lock(practice_owned_by(actor, practice_id))
        for name, value in values.items():
            setattr(practice, name, value)
        _require_duty_with_years(practice)
        return overwrite(practice, values)


def change_role(*, actor: User, practice_id: UUID, membership_id: UUID, role: Role) -> Membership:
    """Give a member another role. Raises NotFound, DomainError ``not_allowed``, ``last_owner``."""
    with transaction.atomic():
        practice = _lock(practice_owned_by(actor, practice_id))
        membership = _member(practice, membership_id)
        if role != Role.OWNER:
            _require_other_owner(practice, membership)
        overwrite(membership, {"role": role})
        _void_links(membership)
        return membership


def end_membership(*, actor: User, practice_id: UUID, membership_id: UUID) -> None:
    """An owner ends anybody's, everybody may end their own. What it opened is closed from the next request.

    Raises NotFound, DomainError ``not_allowed``, ``last_owner``.
    """
    with transaction.atomic():
        practice = _lock(practice_for(actor, practice_id))
        membership = _member(practice, membership_id)
        if membership.account_id != actor.pk:
            practice_owned_by(actor, practice_id)
        _require_other_owner(practice, membership)
        overwrite(membership, {"ended_at": timezone.now()})
        _void_links(membership)


def invite(*, actor: User, practice_id: UUID, role: Role, email: str = "") -> Invited:
    """A link by which somebody becomes a member within a week, mailed where an address is given.

    An open one for the same address is replaced. Raises as ``practice_owned_by`` does, and DomainError
    ``already_member``.
    """
    token, token_hash = new_token()
    email = email.strip().lower()
    now = timezone.now()
    with transaction.atomic():
        practice = _lock(practice_owned_by(actor, practice_id))
        if email and members_of(practice).filter(account__email=email).exists():
            raise _already_member("They work in this practice already.")
        if email:
            same = practice.invitations.filter(email=email, accepted_at__isnull=True, revoked_at__isnull=True)
            same.update(revoked_at=now)
        invitation = StaffInvitation.objects.create(
            practice=practice,
            role=role,
            email=email,
            token_hash=token_hash,
            invited_by=actor,
            expires_at=now + INVITATION_LASTS,
        )
        if email:
            enqueue(handler=MAIL_INVITATION, key=str(invitation.pk))
    return Invited(invitation, f"{settings.ORIGIN}/invite/{token}")


def revoke_invitation(*, actor: User, practice_id: UUID, invitation_id: UUID) -> None:
    """Take back one that is open. Raises NotFound, DomainError ``not_allowed``."""
    with transaction.atomic():
        practice = _lock(practice_owned_by(actor, practice_id))
        if not open_invitations().filter(practice=practice, pk=invitation_id).update(revoked_at=timezone.now()):
            raise NotFound


def accept_invitation(*, actor: User, token: str) -> Membership:
    """Become a member, once.

    Raises NotFound, DomainError ``invitation_over``, ``other_account`` where it was meant for another address, and
    ``already_member``.
    """
    with transaction.atomic():
        practice = _lock(invitation_by(token).practice)
        # Asked again under the lock: whoever held it may have used this one up.
        invitation = invitation_by(token)
        if not invitation.is_for(actor.email):
            raise DomainError(
                "other_account",
                "This invitation is for another address. Sign in with the address that it was sent to.",
                http_status=409,
            )
        if memberships_of(actor).filter(practice=practice).exists():
            raise _already_member("You work in this practice already.")
        overwrite(invitation, {"accepted_at": timezone.now()})
        return Membership.objects.create(practice=practice, account=actor, role=invitation.role)


def _lock(practice: Practice) -> Practice:
    """Whoever changes members or invitations does it one after the other. Raises NotFound."""
    locked = Practice.objects.select_for_update().filter(pk=practice.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _member(practice: Practice, membership_id: UUID) -> Membership:
    membership = members_of(practice).filter(pk=membership_id).first()
    if membership is None:
        raise NotFound
    return membership


def _void_links(membership: Membership) -> None:
    """Who may not invite any more can't come back, or let anybody in, by a link that they kept."""
    membership_changed.send(sender=Membership, membership=membership)
    if membership.ended_at is None and membership.role == Role.OWNER:
        return
    made = open_invitations().filter(practice=membership.practice_id, invited_by=membership.account_id)
    void_seen_links(made, timezone.now())


def _require_other_owner(practice: Practice, membership: Membership) -> None:
    if membership.role != Role.OWNER:
        return
    if not members_of(practice).filter(role=Role.OWNER).exclude(pk=membership.pk).exists():
        raise DomainError("last_owner", "A practice needs an owner. Make somebody else one first.", http_status=409)


def _require_duty_with_years(practice: Practice) -> None:
    if bool(practice.legal_duty) != bool(practice.legal_duty_years):
        raise DomainError(
            "duty_without_years", "Name the law that makes you keep a copy, and for how many years; or neither."
        )


def _already_member(sentence: str) -> DomainError:
    return DomainError("already_member", sentence, http_status=409)
