"""Reading care relations and claims: whose they are, where they stand, and who may act in them."""

from typing import Any, TypedDict
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.selectors import second_factors
from backend.audit.models import ActorRole
from backend.audit.services import By
from backend.common.errors import DomainError, NotFound
from backend.common.tokens import hash_of
from backend.practices.models import Practice
from backend.subjects import care
from backend.subjects.access import Permission
from backend.subjects.guarded import one_of
from backend.subjects.models import CareRelation, Claim, Side, Subject
from backend.subjects.selectors import by_member, in_reach, members_who, not_allowed


class RelationState(models.TextChoices):
    """Where a care relation stands. Only an open one lets the practice do anything."""

    INVITED_BY_PRACTICE = "invited_by_practice"
    INVITED_BY_CLIENT = "invited_by_client"
    AWAITING_CONSENT = "awaiting_consent"
    OPEN = "open"
    ENDED = "ended"


def with_state(relations: QuerySet[CareRelation]) -> QuerySet[CareRelation]:
    """With ``state``, a :class:`RelationState`, evaluated now."""
    return relations.annotate(
        state=Case(
            When(ended_at__isnull=False, then=Value(RelationState.ENDED)),
            When(accepted_at__isnull=True, invited_by=Side.CLIENT, then=Value(RelationState.INVITED_BY_CLIENT)),
            When(accepted_at__isnull=True, then=Value(RelationState.INVITED_BY_PRACTICE)),
            When(care.conditions(), then=Value(RelationState.OPEN)),
            default=Value(RelationState.AWAITING_CONSENT),
            output_field=models.CharField(),
        )
    )


def relations_for(user: User) -> QuerySet[CareRelation]:
    """Those of ``user``'s records, and those of the practices in which ``user`` sees clients; newest first.

    A practice keeps seeing that it had a relation after it has ended; of the record it sees nothing.
    """
    in_practice = members_who(user, may=Permission.SEE).filter(practice=OuterRef("practice"))
    visible = CareRelation.objects.filter(Q(subject__owner=user) | Q(Exists(in_practice)))
    return with_state(visible).select_related("practice", "subject").order_by("-created_at", "pk")


def relations_of(user: User, subject_id: UUID) -> QuerySet[CareRelation]:
    """Those of one record that ``user`` may know of.

    Raises NotFound for a stranger, DomainError ``not_allowed`` for somebody who may only do other things with it.
    """
    relations = relations_for(user).filter(subject=subject_id)
    if not relations.exists():
        owned_by(user, subject_id)
    return relations


def relation_for(user: User, relation_id: UUID) -> CareRelation:
    """Raises as :func:`relations_of` does."""
    return one_of(user, relations_for(user), relation_id)


def side_of(user: User, relation: CareRelation) -> Side:
    """For which side ``user`` acts in a relation of theirs. Raises DomainError ``not_allowed`` for neither."""
    if relation.subject.owner_id == user.pk:
        return Side.CLIENT
    require_practice(user, relation.practice_id)
    return Side.PRACTICE


def by_side(user: User, relation: CareRelation) -> By:
    """The same, for the audit log."""
    if side_of(user, relation) is Side.CLIENT:
        return by_owner(user)
    return by_member(user, relation.practice)


class Duty(TypedDict):
    """A law that makes a practice keep a copy after the care, and for how many years; empty and None for none."""

    legal_duty: str
    legal_duty_years: int | None


def stated_duty(practice: Practice) -> Duty:
    """What the practice states now: a relation keeps it from the moment that the client agrees."""
    return {"legal_duty": practice.legal_duty, "legal_duty_years": practice.legal_duty_years}


def duty_of(relation: CareRelation) -> Duty:
    """What holds for the relation: what the client agreed to, or would by accepting now."""
    if relation.accepted_at is None and relation.invited_by == Side.PRACTICE:
        return stated_duty(relation.practice)
    return {"legal_duty": relation.legal_duty, "legal_duty_years": relation.legal_duty_years}


def by_owner(user: User) -> By:
    return By(ActorRole.RECORD_OWNER, user.pk, user.email)


def require_practice(user: User, practice_id: UUID) -> Practice:
    """A practice for which ``user`` takes clients in and ends their care: owners and practitioners.

    Raises NotFound for a stranger, DomainError ``not_allowed`` for another role, ``second_factor_needed`` where one
    is asked for and the account has none.
    """
    practice = Practice.objects.filter(
        pk=practice_id, memberships__account=user, memberships__ended_at__isnull=True
    ).first()
    if practice is None:
        raise NotFound
    if members_who(user, may=Permission.MANAGE).filter(practice=practice).exists():
        return practice
    if practice.second_factor_required and not second_factors(user).exists():
        raise DomainError(
            "second_factor_needed",
            "The practice asks its members for a second factor. Set yours up first.",
            http_status=403,
        )
    raise not_allowed()


def owned_by(user: User, subject_id: UUID) -> Subject:
    """A record of ``user``'s own. Raises NotFound for a stranger, DomainError ``not_allowed`` for a practice."""
    subject = Subject.objects.filter(pk=subject_id, owner=user).first()
    if subject is not None:
        return subject
    if knows_of(user, subject_id):
        raise DomainError("not_allowed", "Only the owner of this record may do that.", http_status=403)
    raise NotFound


def knows_of(user: User, subject_id: UUID) -> bool:
    """Whether ``user`` may know that the record exists: in reach, or named by a live relation of their practice's."""
    return in_reach(user, subject_id) or relations_for(user).filter(subject=subject_id, ended_at__isnull=True).exists()


def claimable_by(user: User, subject_id: UUID) -> tuple[Subject, By]:
    """A record for which ``user`` may make claims, and as what: its owner's; unclaimed, that of the practice.

    A practice may before the consent is signed: the client may want to sign at home.
    Raises NotFound, DomainError ``not_allowed``.
    """
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is not None and subject.owner_id == user.pk:
        return subject, by_owner(user)
    if subject is not None and subject.owner_id is None:
        relations = CareRelation.objects.filter(
            Exists(members_who(user, may=Permission.MANAGE).filter(practice=OuterRef("practice"))),
            subject=subject,
            ended_at__isnull=True,
        )
        if relation := relations.select_related("practice").first():
            return subject, by_member(user, relation.practice)
    if knows_of(user, subject_id):
        raise not_allowed()
    raise NotFound


def open_claims() -> QuerySet[Claim]:
    """Those that can be used now."""
    return Claim.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    ).select_related("subject")


def claim_by(user: User, token: str) -> Claim:
    """The claim that a link names, if ``user`` can use it.

    Raises NotFound for no such link, DomainError ``claim_over`` for one that was used, revoked or has expired,
    ``wrong_account`` for one that was made for another address.
    """
    digest = hash_of(token)
    claim = Claim.objects.filter(Q(token_hash=digest) | Q(mailed_token_hash=digest)).select_related("subject").first()
    if claim is None:
        raise NotFound
    if claim.used_at is not None:
        raise _over("This link was used already.")
    if claim.revoked_at is not None:
        raise _over("This link was taken back.")
    if claim.expires_at <= timezone.now():
        raise _over("This link has expired. Ask for a new one.")
    if not claim.is_for(user.email):
        raise DomainError(
            "wrong_account",
            "This link is for another address. Sign in with the address that it was sent to.",
            http_status=403,
        )
    return claim


def claim_preview(user: User, token: str) -> dict[str, object]:
    """What somebody who opens a claim's link learns before accepting. Raises as :func:`claim_by` does."""
    claim = claim_by(user, token)
    own = Subject.objects.filter(owner=user, is_self=True).first()
    return {
        "display_name": claim.subject.display_name,
        "is_hand_over": claim.subject.owner_id is not None,
        "expires_at": claim.expires_at,
        "relations": live_relations(claim.subject),
        "has_content": has_content(claim.subject),
        "own_record_has_content": own is not None and has_content(own),
    }


def live_relations(subject: Subject) -> QuerySet[CareRelation]:
    """Of a record, whoever asks: those that have not ended."""
    return subject.care_relations.filter(ended_at__isnull=True).select_related("practice").order_by("created_at", "pk")


def has_content(subject: Subject) -> bool:
    """Whether anything of any app belongs to the record, besides who may see it."""
    holders: list[tuple[Any, str]] = [(one.related_model, one.field.name) for one in Subject._meta.related_objects]
    return any(
        holder._base_manager.filter(**{name: subject}).exists()
        for holder, name in holders
        if holder not in {CareRelation, Claim}
    )


def _over(sentence: str) -> DomainError:
    return DomainError("claim_over", sentence, http_status=410)
