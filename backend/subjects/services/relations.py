"""Writes about who may see or act for whom: invited by one side, accepted by the other, ended by either."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import By, write_down
from backend.common.errors import DomainError
from backend.common.once import overwrite
from backend.practices.selectors import practice_card
from backend.subjects.models import CareRelation, Side
from backend.subjects.relations import by_owner, by_side, duty_of, owned_by, relation_for, side_of, stated_duty
from backend.subjects.selectors import not_allowed
from backend.subjects.signals import care_ended


def invite_practice(*, actor: User, subject_id: UUID, practice_id: UUID, **allows: bool) -> CareRelation:
    """The record's owner asks a practice to take them into its care, under the legal duty that it states then.

    Raises NotFound, DomainError ``not_allowed``, ``already_related``.
    """
    subject = owned_by(actor, subject_id)
    practice = practice_card(practice_id)
    with transaction.atomic():
        try:
            with transaction.atomic():
                relation = CareRelation.objects.create(
                    subject=subject, practice=practice, invited_by=Side.CLIENT, **stated_duty(practice), **allows
                )
        except IntegrityError:
            raise DomainError(
                "already_related", "This practice has an invitation or a relation with you already.", http_status=409
            ) from None
        note(by_owner(actor), relation, AuditAction.CARE_INVITED)
        return relation_for(actor, relation.pk)


def change_allowed(*, actor: User, relation_id: UUID, **allows: Any) -> CareRelation:
    """The record's owner says what the practice may do. Raises NotFound, DomainError ``not_allowed``, ``care_over``."""
    with transaction.atomic():
        relation = _locked(actor, relation_id)
        if relation.subject.owner_id != actor.pk:
            raise not_allowed()
        _require_not_ended(relation)
        overwrite(relation, allows)
        note(by_owner(actor), relation, AuditAction.CARE_CHANGED, detail=_told(relation))
        return relation_for(actor, relation_id)


def accept(*, actor: User, relation_id: UUID) -> CareRelation:
    """The side that was invited agrees; once more changes nothing.

    Raises NotFound, DomainError ``not_allowed`` for the side that invited, ``care_over``.
    """
    with transaction.atomic():
        relation = _locked(actor, relation_id)
        if side_of(actor, relation) == relation.invited_by:
            raise not_allowed()
        _require_not_ended(relation)
        if relation.accepted_at is None:
            overwrite(relation, {"accepted_at": timezone.now(), **duty_of(relation)})
            note(by_side(actor, relation), relation, AuditAction.CARE_ACCEPTED)
        return relation_for(actor, relation_id)


def end(*, actor: User, relation_id: UUID) -> CareRelation:
    """Either side, at any time, without a reason; once more changes nothing. Raises NotFound, ``not_allowed``."""
    with transaction.atomic():
        relation = _locked(actor, relation_id)
        side = side_of(actor, relation)
        if relation.ended_at is None:
            overwrite(relation, {"ended_at": timezone.now(), "ended_by": side})
            note(by_side(actor, relation), relation, AuditAction.CARE_ENDED)
            care_ended.send(sender=CareRelation, relation=relation)
        return relation_for(actor, relation_id)


def note(by: By, relation: CareRelation, action: AuditAction, detail: str = "") -> None:
    """Write down what was done with a relation, and with which practice."""
    write_down(
        by=by,
        subject_id=relation.subject_id,
        action=action,
        object_type=AuditObject.CARE_RELATION,
        object_id=relation.pk,
        detail=f"{relation.practice.name} {detail}".strip(),
    )


def _locked(actor: User, relation_id: UUID) -> CareRelation:
    relation_for(actor, relation_id)
    CareRelation.objects.select_for_update().filter(pk=relation_id).first()
    return relation_for(actor, relation_id)


def _require_not_ended(relation: CareRelation) -> None:
    if relation.ended_at is not None:
        raise DomainError("care_over", "This care relation has ended. Start a new one.", http_status=409)


def _told(relation: CareRelation) -> str:
    allowed = {
        "see": relation.allows_see,
        "add photos": relation.allows_add_photos,
        "add sessions": relation.allows_add_sessions,
        "share": relation.allows_share,
    }
    return f"may {', '.join(name for name, yes in allowed.items() if yes) or 'nothing'}"
