"""Reading what is kept: sealed copies, and what a withdrawal ended and left."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.common.errors import NotFound
from backend.common.tokens import hash_of
from backend.consent.models import ConsentRecord
from backend.consent.selectors import with_last_state
from backend.practices.models import Membership, Role
from backend.privacy.models import SealedCopy
from backend.subjects.access import Permission
from backend.subjects.relations import owned_by
from backend.subjects.selectors import members_who, not_allowed


def copies_of_practice(user: User, practice_id: UUID) -> QuerySet[SealedCopy]:
    """All that a practice keeps, for its owners. Raises NotFound, DomainError ``not_allowed`` for other members."""
    owner_in(user, practice_id)
    return _copies().filter(practice=practice_id)


def copies_of_subject(user: User, subject_id: UUID) -> QuerySet[SealedCopy]:
    """What practices keep of a record, for its owner alone. Raises NotFound, DomainError ``not_allowed``."""
    owned_by(user, subject_id)
    return _copies().filter(subject=subject_id)


def copy_for(user: User, copy_id: UUID) -> tuple[SealedCopy, Membership]:
    """One that ``user`` may open, and as whom. Raises NotFound, DomainError ``not_allowed`` for other members."""
    copy = SealedCopy.objects.select_related("practice").filter(pk=copy_id).first()
    if copy is None:
        raise NotFound
    return copy, owner_in(user, copy.practice_id)


def owner_in(user: User, practice_id: UUID) -> Membership:
    """``user`` as an owner of the practice. Raises NotFound for strangers, DomainError ``not_allowed`` for members.

    An owner without the second factor that the practice asks for is refused like any other member.
    """
    owners = members_who(user, may=Permission.MANAGE).filter(role=Role.OWNER).select_related("practice", "account")
    membership = owners.filter(practice=practice_id).first()
    if membership is not None:
        return membership
    if Membership.objects.filter(account=user, practice=practice_id, ended_at__isnull=True).exists():
        raise not_allowed()
    raise NotFound


def openings_of(copies: Iterable[SealedCopy]) -> dict[UUID, list[AuditEvent]]:
    """Who opened each, when and why, newest first."""
    found: dict[UUID, list[AuditEvent]] = {copy.pk: [] for copy in copies}
    events = AuditEvent.objects.filter(action=AuditAction.COPY_OPENED, object_id__in=list(found))
    for event in events.order_by("-at", "-id"):
        if event.object_id is not None:
            found[event.object_id].append(event)
    return found


def consent_by_token(token: str) -> ConsentRecord:
    """The consent whose receipt has this link, or its mail. Raises NotFound."""
    named = hash_of(token)
    records = with_last_state(ConsentRecord.objects.select_related("text", "practice", "subject"))
    for column in ("withdrawal_token_hash", "mailed_token_hash"):
        record = records.filter(**{column: named}).first()
        if record is not None:
            return record
    raise NotFound


def _copies() -> QuerySet[SealedCopy]:
    return SealedCopy.objects.select_related("practice").defer("contents").order_by("-created_at", "-id")
