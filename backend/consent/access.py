"""Who may sign what, and who may write what is signed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.audit.models import ActorRole
from backend.audit.services import By
from backend.common.errors import DomainError, NotFound
from backend.practices.models import Membership, Practice, Role
from backend.subjects.access import Permission
from backend.subjects.models import CareRelation, Side, Subject
from backend.subjects.selectors import in_reach, members_who, not_allowed

# Owners and practitioners: they write texts, and hold the device on which a client signs.
_TREATS = Permission.MANAGE


@dataclass(frozen=True)
class Signing:
    """For whom it is signed: the record, and the practice with its care relation where it is for one.

    ``on_device``: on the practice's device, in the session of the practitioner who is ``by``.
    """

    by: By
    subject: Subject
    practice: Practice | None
    relation: CareRelation | None
    on_device: bool


def signing_for(user: User, subject_id: UUID, practice_id: UUID | None) -> Signing:
    """Whether ``user`` may sign for this record, or have its client sign.

    Raises NotFound for a stranger, DomainError ``not_allowed`` for somebody who may only see or add, and
    ``no_care_relation`` for an owner who names a practice that is not theirs.
    """
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None:
        raise NotFound
    relation = (
        CareRelation.objects.select_related("practice")
        .filter(subject=subject, practice=practice_id, ended_at__isnull=True)
        .first()
    )
    if subject.owner_id == user.pk:
        if practice_id is not None and relation is None:
            raise no_care_relation()
        by = By(ActorRole.RECORD_OWNER, user.pk, user.email)
        return Signing(by, subject, relation.practice if relation else None, relation, on_device=False)
    membership = _membership(user, practice_id) if practice_id else None
    if relation is None or membership is None or not _is_client_of(relation, subject):
        raise _refusal(user, subject_id)
    return Signing(member(membership), subject, relation.practice, relation, on_device=True)


def no_care_relation() -> DomainError:
    return DomainError("no_care_relation", "Invite the practice first, then agree to what it may do.", http_status=409)


def member(membership: Membership) -> By:
    """A member of a practice as the audit log names them."""
    role = ActorRole.PRACTICE_OWNER if membership.role == Role.OWNER else ActorRole(membership.role)
    account, practice = membership.account, membership.practice
    return By(role, account.pk, account.email, practice.pk, practice.name)


def members_seeing(user: User) -> QuerySet[Membership]:
    """``user``'s memberships that may read a client's consents for their practice."""
    return members_who(user, may=Permission.SEE)


def knows_consents(user: User, subject_id: UUID) -> bool:
    """Whether any consent of the record may be ``user``'s to read: its owner's, or a practice's that it names."""
    relations = CareRelation.objects.filter(in_care(), practice__in=members_seeing(user).values("practice"))
    own = Subject.objects.filter(pk=subject_id, owner=user)
    return own.exists() or relations.filter(subject=subject_id).exists()


def in_care() -> Q:
    """The condition on a care relation that the practice may know of the consents that name it."""
    return Q(ended_at__isnull=True) & (Q(accepted_at__isnull=False) | Q(subject__owner__isnull=True))


def authors_of(practice_id: UUID) -> QuerySet[Membership]:
    """Who may write and review the practice's texts."""
    return Membership.objects.filter(
        practice=practice_id, ended_at__isnull=True, role__in=[Role.OWNER, Role.PRACTITIONER]
    )


def author_in(user: User, practice_id: UUID) -> Membership:
    """``user`` as one who may write the practice's texts. Raises NotFound, DomainError ``not_allowed``."""
    membership = _membership(user, practice_id)
    if membership is None:
        if Membership.objects.filter(account=user, practice=practice_id, ended_at__isnull=True).exists():
            raise DomainError("not_allowed", "Owners and practitioners write the practice's texts.", http_status=403)
        raise NotFound
    return membership


def _membership(user: User, practice_id: UUID) -> Membership | None:
    members = members_who(user, may=_TREATS).select_related("practice", "account")
    return members.filter(practice=practice_id).first()


def _is_client_of(relation: CareRelation, subject: Subject) -> bool:
    """An unclaimed client whom the practice wrote down, or one with whom the relation stands."""
    if relation.accepted_at is not None:
        return True
    return subject.owner_id is None and relation.invited_by == Side.PRACTICE


def _refusal(user: User, subject_id: UUID) -> DomainError:
    return not_allowed() if in_reach(user, subject_id) else NotFound()
