"""Writes about links that hand a record to its owner."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import By, write_down
from backend.common.errors import DomainError, NotFound
from backend.common.once import overwrite
from backend.common.tokens import new_token, void_seen_links
from backend.jobs.services import enqueue
from backend.practices.models import Practice
from backend.subjects.handlers import MAIL_CLAIM
from backend.subjects.models import CareRelation, Claim, Side, Subject
from backend.subjects.relations import (
    by_owner,
    claim_by,
    claimable_by,
    has_content,
    live_relations,
    open_claims,
    relation_for,
    require_practice,
)
from backend.subjects.selectors import Reached, by_member, reached
from backend.subjects.services.relations import note

CLAIM_LASTS: Final = timedelta(days=30)


@dataclass(frozen=True)
class Claimable:
    """A claim with the only copy of its link."""

    claim: Claim
    link: str


def add_client(
    *,
    actor: User,
    practice_id: UUID,
    display_name: str,
    practice_reference: str = "",
    email: str = "",
    **allows: bool,
) -> CareRelation:
    """A practice writes a client down: a record without an owner yet, in its care once the consent is signed.

    With an address, the link that makes the record theirs is mailed to it. Raises NotFound, DomainError
    ``not_allowed``, ``second_factor_needed``.
    """
    practice: Practice = require_practice(actor, practice_id)
    by = by_member(actor, practice)
    with transaction.atomic():
        subject = Subject.objects.create(owner=None, display_name=display_name)
        relation = CareRelation.objects.create(
            subject=subject,
            practice=practice,
            invited_by=Side.PRACTICE,
            practice_reference=practice_reference,
            **allows,
        )
        write_down(by=by, subject_id=subject.pk, action=AuditAction.ADDED, object_type=AuditObject.RECORD)
        note(by, relation, AuditAction.CARE_INVITED)
        if email:
            _make(actor, by, subject, email)
        return relation_for(actor, relation.pk)


def make_claim(*, actor: User, subject_id: UUID, email: str = "") -> Claimable:
    """A link by which somebody becomes the record's owner within thirty days; mailed where an address is given.

    Raises NotFound, DomainError ``not_allowed``, ``own_record``.
    """
    with transaction.atomic():
        subject, by = claimable_by(actor, subject_id)
        if subject.is_self:
            raise DomainError(
                "own_record", "This is the record of your own face. It can't be handed over.", http_status=409
            )
        return _make(actor, by, subject, email)


def revoke_claim(*, actor: User, claim_id: UUID) -> None:
    """Take back one that is open. Raises NotFound, DomainError ``not_allowed``."""
    claim = open_claims().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound
    subject, by = claimable_by(actor, claim.subject_id)
    with transaction.atomic():
        if not open_claims().filter(pk=claim_id).update(revoked_at=timezone.now()):
            raise NotFound
        write_down(
            by=by, subject_id=subject.pk, action=AuditAction.DELETED, object_type=AuditObject.CLAIM, object_id=claim_id
        )


def accept_claim(*, actor: User, token: str, guardian_authority: str = "", keep_own: bool = True) -> Reached:
    """Become the owner of a record, once.

    It becomes the account's own, in place of an empty one; or, where it is itself empty, its care relations move to
    the account's own (``keep_own``); else it stands beside it. Who acts for somebody else (``guardian_authority``)
    keeps it apart. Raises NotFound, DomainError ``claim_over``, ``wrong_account``, ``own_claim``.
    """
    with transaction.atomic():
        # Two links opened by one account, or one link by two: one after the other.
        User.objects.select_for_update().get(pk=actor.pk)
        Subject.objects.select_for_update().filter(pk=claim_by(actor, token).subject_id).first()
        claim = claim_by(actor, token)
        subject = claim.subject
        if subject.owner_id == actor.pk:
            raise DomainError("own_claim", "This record is yours already.", http_status=409)
        action = AuditAction.HANDED_OVER if subject.owner_id else AuditAction.CLAIMED
        _use_up(claim)
        _keep_names_of_practices(subject)
        kept = _take_over(actor, subject, guardian_authority, keep_own=keep_own)
        write_down(by=by_owner(actor), subject_id=kept.pk, action=action, object_type=AuditObject.RECORD)
        return reached(actor, kept.pk)


def void_claims_made_by(*, account: User, practice: Practice) -> None:
    """End the links to a practice's unclaimed clients that were shown to ``account``; what was mailed stays good."""
    clients = Subject.objects.filter(owner__isnull=True, care_relations__practice=practice)
    void_seen_links(open_claims().filter(created_by=account, subject__in=clients), timezone.now())


def _make(actor: User, by: By, subject: Subject, email: str) -> Claimable:
    token, token_hash = new_token()
    claim = Claim.objects.create(
        subject=subject,
        token_hash=token_hash,
        email=email.strip().lower(),
        created_by=actor,
        expires_at=timezone.now() + CLAIM_LASTS,
    )
    write_down(
        by=by, subject_id=subject.pk, action=AuditAction.ADDED, object_type=AuditObject.CLAIM, object_id=claim.pk
    )
    if claim.email:
        enqueue(handler=MAIL_CLAIM, key=str(claim.pk))
    return Claimable(claim, f"{settings.ORIGIN}/claim/{token}")


def _use_up(claim: Claim) -> None:
    """With it, every other link to the record: it has an owner now who did not make them."""
    now = timezone.now()
    overwrite(claim, {"used_at": now})
    claim.subject.claims.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)


def _keep_names_of_practices(subject: Subject) -> None:
    """The new owner may rename the record; a practice goes on knowing whom it wrote down."""
    live_relations(subject).filter(practice_reference="").update(practice_reference=subject.display_name)


def _take_over(actor: User, subject: Subject, guardian_authority: str, *, keep_own: bool) -> Subject:
    own = Subject.objects.select_for_update().filter(owner=actor, is_self=True).first()
    if guardian_authority:
        return _give(subject, actor, guardian_authority=guardian_authority)
    if own is None:
        return _give(subject, actor, is_self=True)
    is_empty = not has_content(subject)
    if not has_content(own) and not (is_empty and own.care_relations.exists()):
        name = own.display_name or subject.display_name
        _move_relations(own, subject)
        own.delete()
        return _give(subject, actor, is_self=True, display_name=name)
    if is_empty and keep_own:
        _move_relations(subject, own)
        subject.delete()
        return own
    return _give(subject, actor)


def _give(subject: Subject, owner: User, **values: object) -> Subject:
    return overwrite(subject, {"owner": owner, "is_self": False, "guardian_authority": ""} | values)


def _move_relations(empty: Subject, kept: Subject) -> None:
    """Who may see one record may see the other. Of two with one practice, that of the record that stays is kept."""
    live = {relation.practice_id: relation for relation in live_relations(kept)}
    for relation in empty.care_relations.all():
        same = live.get(relation.practice_id) if relation.ended_at is None else None
        if same is None:
            overwrite(relation, {"subject": kept})
        elif not same.practice_reference:
            overwrite(same, {"practice_reference": relation.practice_reference})
    empty.claims.update(subject=kept)
