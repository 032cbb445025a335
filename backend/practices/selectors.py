"""Reading practices: which an account works in, who else does, and who is invited to."""

from uuid import UUID

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.selectors import second_factors
from backend.common.errors import DomainError, NotFound
from backend.common.tokens import hash_of
from backend.practices.models import Membership, Practice, Role, StaffInvitation


def memberships_of(user: User) -> QuerySet[Membership]:
    """Where ``user`` works now, by name."""
    return (
        Membership.objects.filter(account=user, ended_at__isnull=True)
        .select_related("practice")
        .order_by("practice__name", "pk")
    )


def practices_of(user: User) -> QuerySet[Practice]:
    """The practices that ``user`` works in."""
    return Practice.objects.filter(memberships__account=user, memberships__ended_at__isnull=True)


def practice_for(user: User, practice_id: UUID) -> Practice:
    """One that ``user`` works in. Raises NotFound."""
    practice = practices_of(user).filter(pk=practice_id).first()
    if practice is None:
        raise NotFound
    return practice


def practice_card(practice_id: UUID) -> Practice:
    """Any practice, for its card: whoever is signed in may know with whom they would relate. Raises NotFound."""
    practice = Practice.objects.filter(pk=practice_id).first()
    if practice is None:
        raise NotFound
    return practice


def practice_owned_by(user: User, practice_id: UUID) -> Practice:
    """One that ``user`` runs.

    Raises NotFound for a stranger, DomainError ``not_allowed`` for a member who isn't its owner and
    ``second_factor_needed`` for an owner without the second factor that the practice asks of its members: a stolen
    password alone must not invite anybody, nor take the requirement away.
    """
    membership = memberships_of(user).filter(practice=practice_id).first()
    if membership is None:
        raise NotFound
    if membership.role != Role.OWNER:
        raise DomainError("not_allowed", "Only an owner of the practice may do that.", http_status=403)
    if membership.practice.second_factor_required and not has_second_factor(user):
        raise DomainError(
            "second_factor_needed",
            "The practice asks its members for a second factor. Set yours up first.",
            http_status=403,
        )
    return membership.practice


def has_second_factor(user: User) -> bool:
    return second_factors(user).exists()


def members_of(practice: Practice) -> QuerySet[Membership]:
    """Who works there now, in the order in which they came."""
    return practice.memberships.filter(ended_at__isnull=True).select_related("account").order_by("created_at", "pk")


def members_with_factor(user: User) -> Q:
    """The condition on a membership that its practice's demand for a second factor is met."""
    return Q(practice__second_factor_required=False) | Q(Exists(second_factors(user)))


def open_invitations() -> QuerySet[StaffInvitation]:
    """Those that can be accepted now."""
    return StaffInvitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    ).select_related("practice")


def invitation_by(token: str) -> StaffInvitation:
    """The one that a link names, if it can be accepted.

    Raises NotFound for no such link, DomainError ``invitation_over`` for one that was used, revoked or has expired.
    """
    invitation = StaffInvitation.objects.filter(named_by(token)).select_related("practice").first()
    if invitation is None:
        raise NotFound
    if invitation.accepted_at is not None:
        raise _over("This invitation was accepted already.")
    if invitation.revoked_at is not None:
        raise _over("This invitation was taken back.")
    if invitation.expires_at <= timezone.now():
        raise _over("This invitation has expired. Ask the practice for a new one.")
    return invitation


def named_by(token: str) -> Q:
    """The condition on a row with a token, and one for its mail."""
    return Q(token_hash=hash_of(token)) | Q(mailed_token_hash=hash_of(token))


def _over(sentence: str) -> DomainError:
    return DomainError("invitation_over", sentence, http_status=410)
