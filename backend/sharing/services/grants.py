"""Sharing a record's pictures, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import SERVER, By, write_down
from backend.common.errors import DomainError, NotFound
from backend.common.tokens import new_token
from backend.consent.models import ConsentRecord, Deidentification, Purpose
from backend.consent.selectors import permits
from backend.jobs.services import enqueue
from backend.photos.models import Photo
from backend.sharing.handlers import CLEAR_ENDED, MAKE, REMOVE_FILES, TELL_RECIPIENT
from backend.sharing.models import ShareGrant, SharePair, ShareVisit
from backend.sharing.permitted import NAMED_PURPOSES, SHARING_PURPOSES, hides_enough, holds, names, scope_of
from backend.sharing.selectors import grant_for, grants_for, shares_for_practice
from backend.subjects.access import Permission
from backend.subjects.models import Subject
from backend.subjects.selectors import not_allowed, standing, subject_for
from ml.vocabulary import PhotoState, View

DEFAULT_LIFE: Final = timedelta(days=7)
LONGEST_LIFE: Final = timedelta(days=366)
MOST_PAIRS: Final = 12


@dataclass(frozen=True)
class Wanted:
    """What is to be shown, to whom, and how."""

    recipient_label: str
    pairs: Sequence[tuple[UUID, UUID]]
    recipient_email: str = ""
    to_account: str = ""
    message: str = ""
    expires_at: datetime | None = None
    passphrase: str = field(default="", repr=False)
    max_views: int | None = None
    allow_download: bool = False
    include_sessions: bool = False
    include_film: bool = False
    watermark: bool = True
    deidentification: str = Deidentification.NONE
    zone: str = ""


@dataclass(frozen=True)
class Made:
    """A grant, whether it is new, and the link to it: known this once, and only of a new grant by link."""

    grant: ShareGrant
    is_new: bool
    link: str = ""


def share(
    *, actor: User, grant_id: UUID, subject_id: UUID, consent_id: UUID, practice_id: UUID | None, wanted: Wanted
) -> Made:
    """Make a grant where the consent permits all of it, and queue the making of its pictures.

    The same id again gives the first one, without its link. Raises NotFound, and DomainError: ``not_allowed``,
    ``no_consent``, ``consent_of_another``, ``purpose``, ``outside_scope``, ``recipient_not_named``, ``not_hidden``,
    ``sessions_outside_scope``, ``ends_too_late``, ``no_such_account``, ``not_aligned``, ``id_conflict``.
    """
    subject = subject_for(actor, subject_id, may=Permission.SHARE)
    first = grants_for(actor).filter(pk=grant_id, subject=subject).first()
    if first is not None:
        return Made(first, is_new=False)
    now = timezone.now()
    _require_right(actor, subject, practice_id)
    consent = ConsentRecord.objects.filter(pk=consent_id, subject=subject).first()
    if consent is None:
        raise NotFound
    expires = _end_of(wanted.expires_at, consent, now)
    account = _account(wanted.to_account, consent, subject)
    token, token_hash = new_token()
    photos = _photos(subject, wanted)
    _require_consent(consent, practice_id, wanted, photos, now)
    try:
        with transaction.atomic():
            grant = ShareGrant.objects.create(
                pk=grant_id,
                subject=subject,
                consent=consent,
                practice_id=practice_id,
                created_by=actor,
                token_hash=None if account else token_hash,
                recipient_account=account,
                expires_at=expires,
                passphrase_hash=make_password(wanted.passphrase) if wanted.passphrase else "",
                pair_count=len(wanted.pairs),
                **_copied(wanted),
            )
            _freeze_pairs(grant, wanted.pairs, photos)
            enqueue(handler=MAKE, key=str(grant_id))
            enqueue(handler=CLEAR_ENDED, key=str(grant_id), delay=expires - now, background=True)
            if account:
                enqueue(handler=TELL_RECIPIENT, key=str(grant_id))
            _write_down(standing(actor, subject.pk), grant, AuditAction.SHARED, wanted.recipient_label)
    except IntegrityError:
        raise DomainError(
            "id_conflict", "This id names another share. Ask again with a new id.", http_status=409
        ) from None
    link = "" if account else f"{settings.ORIGIN}/s/{token}"
    return Made(grant_for(actor, grant.pk), is_new=True, link=link)


def revoke(*, actor: User, grant_id: UUID, reason: str = "") -> ShareGrant:
    """End it for good, from the next request on. Doing it again changes nothing. Raises NotFound."""
    grant = grant_for(actor, grant_id)
    end_grants(ShareGrant.objects.filter(pk=grant.pk), by=standing(actor, grant.subject_id), actor=actor, why=reason)
    return grant_for(actor, grant_id)


def revoke_all(*, actor: User, subject_id: UUID) -> int:
    """End every grant of the record that ``actor`` may see; returns how many there were. Raises NotFound."""
    subject_for(actor, subject_id, may=Permission.SHARE)
    ids = list(grants_for(actor, subject=subject_id).values_list("pk", flat=True))
    by = standing(actor, subject_id)
    return end_grants(ShareGrant.objects.filter(pk__in=ids), by=by, actor=actor, why="")


def end_grants(grants: QuerySet[ShareGrant], *, by: By = SERVER, actor: User | None = None, why: str) -> int:
    """Revoke those of ``grants`` that are not, and queue the removal of their pictures, in one transaction."""
    with transaction.atomic():
        ending = list(grants.filter(revoked_at__isnull=True).select_for_update(of=("self",)))
        for grant in ending:
            grant.revoked_at, grant.revoked_by, grant.revoke_reason = timezone.now(), actor, why[:200]
            grant.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
            enqueue(handler=REMOVE_FILES, key=grant.folder)
            _write_down(by, grant, AuditAction.SHARE_REVOKED, why)
    return len(ending)


def set_passphrase(*, actor: User, grant_id: UUID, passphrase: str) -> ShareGrant:
    """Ask for another passphrase from now on, of every browser; lifts the lock. Raises NotFound, ``not_allowed``."""
    grant = grant_for(actor, grant_id)
    if actor.pk not in {grant.created_by_id, grant.subject.owner_id}:
        raise not_allowed()
    with transaction.atomic():
        ShareGrant.objects.filter(pk=grant.pk).update(
            passphrase_hash=make_password(passphrase), failed_passphrases=0, next_guess_at=None
        )
        ShareVisit.objects.filter(grant=grant).update(unlocked_at=None)
        by = standing(actor, grant.subject_id)
        write_down(
            by=by,
            subject_id=grant.subject_id,
            action=AuditAction.CHANGED,
            object_type=AuditObject.SHARE,
            object_id=grant.pk,
            detail="passphrase",
        )
    return grant_for(actor, grant_id)


def _require_right(actor: User, subject: Subject, practice_id: UUID | None) -> None:
    """In the practice's name only while it may share from the record; in one's own name only as its owner."""
    if practice_id is None:
        if subject.owner_id != actor.pk:
            raise not_allowed()
    elif not shares_for_practice(actor, subject.pk, practice_id):
        raise not_allowed()


def _require_consent(
    consent: ConsentRecord,
    practice_id: UUID | None,
    wanted: Wanted,
    photos: dict[UUID, Photo],
    now: datetime,
) -> None:
    scope = scope_of(consent)
    asked = consent.content["deidentification"]
    if not permits(consent, now):
        raise _refused("no_consent", "The consent for this has ended or was never given.")
    if consent.practice_id != practice_id:
        raise _refused("consent_of_another", "This consent was given to somebody else.")
    if Purpose(consent.purpose) not in SHARING_PURPOSES:
        raise _refused("purpose", "This consent is to keep a record, not to show it.")
    if not all(holds(scope, photo) for photo in photos.values()):
        raise _refused("outside_scope", "The consent does not include one of these photos.")
    if scope.zones and (wanted.deidentification != Deidentification.CROP_ZONE or wanted.zone not in scope.zones):
        raise _refused("outside_scope", "The consent is for certain zones. Cut the pictures to one of them.")
    if Purpose(consent.purpose) in NAMED_PURPOSES and not names(consent, wanted.recipient_label):
        raise _refused("recipient_not_named", "The consent does not name this recipient.")
    if not hides_enough(asked, wanted.deidentification, wanted.zone):
        raise _refused("not_hidden", "The consent asks for more of the face to be hidden.")
    if wanted.include_sessions and not scope.sessions:
        raise _refused("sessions_outside_scope", "The consent does not include sessions.")


def _end_of(asked: datetime | None, consent: ConsentRecord, now: datetime) -> datetime:
    until = consent.valid_until
    if asked is None:
        expires = now + DEFAULT_LIFE
        return min(expires, until) if until else expires
    if asked <= now:
        raise DomainError("ends_too_soon", "Choose an end that is still to come.")
    if asked > now + LONGEST_LIFE or (until and asked > until):
        raise DomainError("ends_too_late", "A share ends with its consent, and after a year at most.")
    return asked


def _account(email: str, consent: ConsentRecord, subject: Subject) -> User | None:
    if not email:
        return None
    account = User.objects.filter(email__iexact=email).first()
    if account is None:
        raise DomainError("no_such_account", "Nobody here has an account with this address. Share by link instead.")
    if consent.purpose == Purpose.SHARE_WITH_ME and account.pk != subject.owner_id:
        raise _refused("recipient_not_named", "This consent is to show the photos to the person in them alone.")
    return account


def _photos(subject: Subject, wanted: Wanted) -> dict[UUID, Photo]:
    """The photos named, by id. Raises NotFound, DomainError ``not_aligned``, ``two_views``, ``zone_of_frontal``."""
    named = {photo for pair in wanted.pairs for photo in pair}
    rows = Photo.objects.filter(pk__in=named, subject=subject).select_related("series")
    photos = {photo.pk: photo for photo in rows}
    if len(photos) < len(named):
        raise NotFound
    if any(photo.state != PhotoState.ALIGNED for photo in photos.values()):
        raise DomainError("not_aligned", "Only aligned photos can be shared.", http_status=409)
    if any(photos[one].series_id != photos[other].series_id or one == other for one, other in wanted.pairs):
        raise DomainError("two_views", "A pair is two photos of one view.")
    if wanted.zone and any(photo.series.view != View.FRONTAL for photo in photos.values()):
        raise DomainError("zone_of_frontal", "Only frontal photos can be cut to a zone.")
    return photos


def _freeze_pairs(grant: ShareGrant, pairs: Sequence[tuple[UUID, UUID]], photos: dict[UUID, Photo]) -> None:
    in_order = [sorted((photos[one], photos[other]), key=lambda photo: photo.taken_local) for one, other in pairs]
    SharePair.objects.bulk_create(
        SharePair(grant=grant, number=number, before=before, after=after)
        for number, (before, after) in enumerate(in_order, start=1)
    )


def _copied(wanted: Wanted) -> dict[str, Any]:
    return {
        name: getattr(wanted, name)
        for name in (
            "recipient_label",
            "recipient_email",
            "message",
            "max_views",
            "allow_download",
            "include_sessions",
            "include_film",
            "watermark",
            "deidentification",
            "zone",
        )
    }


def _write_down(by: By, grant: ShareGrant, action: AuditAction, detail: str) -> None:
    write_down(
        by=by,
        subject_id=grant.subject_id,
        action=action,
        object_type=AuditObject.SHARE,
        object_id=grant.pk,
        detail=detail,
    )


def _refused(code: str, message: str) -> DomainError:
    return DomainError(code, message, http_status=403)
