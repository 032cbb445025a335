"""Whom an actor may see, and act for. Every other app asks here: this is the one guard of all records."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import User
from backend.audit.models import ActorRole
from backend.audit.services import By
from backend.common.errors import DomainError, NotFound
from backend.practices.models import Membership, Practice
from backend.practices.selectors import members_with_factor
from backend.subjects import care
from backend.subjects.access import RELATION_MAY, Permission, roles_with
from backend.subjects.models import CareRelation, Subject

Actor = User | AnonymousUser

_ROLES = {
    "owner": ActorRole.PRACTICE_OWNER,
    "practitioner": ActorRole.PRACTITIONER,
    "assistant": ActorRole.ASSISTANT,
    "reviewer": ActorRole.REVIEWER,
}


def subjects_for(user: Actor, *, may: Permission = Permission.SEE) -> QuerySet[Subject]:
    """The subjects that ``user`` may reach: those whose record is theirs, and those in their practices' care.

    Asked anew in every query: an ended relation, a withdrawn consent, a lost membership count from the next request.
    """
    if not isinstance(user, User):
        return Subject.objects.none()
    return Subject.objects.filter(Q(owner=user) | _in_care(user, may, "pk"))


def _in_care(user: User, may: Permission, subject: str) -> Q:
    return Q(Exists(open_relations(user, may=may).filter(subject=OuterRef(subject))))


def open_relations(user: User, *, may: Permission) -> QuerySet[CareRelation]:
    """Care relations on the strength of which ``user`` may do ``may`` now."""
    return CareRelation.objects.filter(
        care.conditions(),
        Exists(members_who(user, may=may).filter(practice=OuterRef("practice"))),
        accepted_at__isnull=False,
        ended_at__isnull=True,
        **RELATION_MAY[may],
    )


def members_who(user: User, *, may: Permission) -> QuerySet[Membership]:
    """``user``'s memberships whose role may do ``may``, with the second factor where the practice asks for one."""
    return Membership.objects.filter(
        members_with_factor(user),
        account=user,
        ended_at__isnull=True,
        role__in=roles_with(may),
    )


def records_of(user: Actor, subject: UUID | None, *, may: Permission = Permission.SEE) -> Q:
    """The guard as a condition on any record that has a ``subject``: those in reach, or of the one that is named.

    A named subject is compared with ``=`` and looked up apart: inside a list of one, SQLite walks no index in order.
    """
    if subject is None:
        return Q(subject__in=subjects_for(user, may=may))
    if isinstance(user, User) and subject == getattr(user, "self_subject", None):
        # One's own, to which no practice's access adds anything: without asking for it, a page takes half the time.
        return Q(subject=subject) & Q(Exists(Subject.objects.filter(pk=subject, owner=user)))
    return Q(subject=subject) & Q(Exists(subjects_for(user, may=may).filter(pk=subject)))


def subject_for(user: Actor, subject_id: UUID | None, *, may: Permission = Permission.SEE) -> Subject:
    """The named subject, or ``user``'s own self when none is named.

    Raises NotFound for one out of reach, DomainError ``not_allowed`` for one in reach for other things than ``may``.
    """
    if subject_id is None:
        subject = Subject.objects.filter(owner=user, is_self=True).first() if isinstance(user, User) else None
    else:
        subject = subjects_for(user, may=may).filter(pk=subject_id).first()
        if subject is None and in_reach(user, subject_id):
            raise not_allowed()
    if subject is None:
        raise NotFound
    return subject


def in_reach(user: Actor, subject_id: UUID) -> bool:
    """Whether ``user`` may do anything at all with the subject's record."""
    return any(subjects_for(user, may=one).filter(pk=subject_id).exists() for one in Permission)


def own_self(user: Actor) -> UUID:
    """The record in which ``user`` is the person in the photos; mostly known with the account. Raises NotFound."""
    known: UUID | None = getattr(user, "self_subject", None)
    return known if known is not None else subject_for(user, None).pk


def listed_subject(user: Actor, subject_id: UUID | None) -> UUID:
    """Whose record a list shows: the named one, else ``user``'s own. Records of several people never stand mixed."""
    return subject_id if subject_id is not None else own_self(user)


def not_allowed() -> DomainError:
    return DomainError("not_allowed", "Your access to this record doesn't include that.", http_status=403)


def standing(user: User, subject_id: UUID) -> By:
    """As what ``user`` acts on the subject's record, for the audit log. Raises NotFound for a stranger."""
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is not None and subject.owner_id == user.pk:
        return By(ActorRole.RECORD_OWNER, user.pk, user.email)
    for permission in Permission:
        relation = open_relations(user, may=permission).filter(subject=subject_id).select_related("practice").first()
        if relation is None:
            continue
        return by_member(user, relation.practice)
    raise NotFound


def by_member(user: User, practice: Practice) -> By:
    """``user``, acting for a practice that they work in."""
    membership = Membership.objects.get(practice=practice, account=user, ended_at__isnull=True)
    return By(_ROLES[membership.role], user.pk, user.email, practice.pk, practice.name)


@dataclass(frozen=True)
class Reached:
    """A record and what somebody may do with it."""

    subject: Subject
    is_owner: bool
    may: list[Permission]


def own_subjects(user: User) -> list[Reached]:
    """The records that are ``user``'s: their own self first, then those of others whom they act for."""
    own = Subject.objects.filter(owner=user).order_by("-is_self", "created_at", "pk")
    return [Reached(subject, is_owner=True, may=list(Permission)) for subject in own]


def reached(user: User, subject_id: UUID) -> Reached:
    """A record that ``user`` may do anything with, and what. Raises NotFound."""
    may = [one for one in Permission if subjects_for(user, may=one).filter(pk=subject_id).exists()]
    if not may:
        raise NotFound
    subject = Subject.objects.get(pk=subject_id)
    return Reached(subject, is_owner=subject.owner_id == user.pk, may=may)
