"""The one guard of everything that is shown to others: asked at every route, and between the chunks of a stream.

``live(grant) = consent given and in date ∧ grant in date ∧ not revoked ∧ care open (a practice's grant) ∧ its maker
still the owner (an owner's grant) ∧ scope still holds ∧ photos still there ∧ views left or one reserved ∧ unlocked``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from backend.consent.models import ConsentRecord, Purpose
from backend.consent.selectors import permitting
from backend.sharing.models import GrantState, ShareGrant, SharePair, ShareVisit
from backend.sharing.permitted import holds, scope_of
from backend.subjects import care
from backend.subjects.models import CareRelation

MOST_WRONG_GUESSES: Final = 10


class Status(StrEnum):
    """Where a grant stands. Never stored."""

    PREPARING = "preparing"
    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CONSENT_OVER = "consent_over"
    CARE_OVER = "care_over"
    NO_VIEWS_LEFT = "no_views_left"
    LOCKED = "locked"
    FAILED = "failed"


ENDED: Final = frozenset(
    {Status.EXPIRED, Status.REVOKED, Status.CONSENT_OVER, Status.CARE_OVER, Status.NO_VIEWS_LEFT, Status.FAILED}
)
"""From which nothing but another link helps whoever holds it."""
OVER: Final = frozenset({Status.EXPIRED, Status.REVOKED, Status.CONSENT_OVER, Status.CARE_OVER})
"""In which its pictures are of no use to anybody any more."""


def with_grounds(grants: QuerySet[ShareGrant], now: datetime) -> QuerySet[ShareGrant]:
    """``grants`` with all that :func:`status_of` needs; three queries however many."""
    consents = permitting(ConsentRecord.objects.filter(pk=OuterRef("consent")), now)
    relations = CareRelation.objects.filter(
        care.conditions(),
        subject=OuterRef("subject"),
        practice=OuterRef("practice"),
        accepted_at__isnull=False,
        ended_at__isnull=True,
        allows_share=True,
    )
    pairs = SharePair.objects.select_related("before__series", "after__series").order_by("number")
    return (
        grants.select_related("consent", "practice", "subject", "created_by", "recipient_account")
        .annotate(consent_permits=Exists(consents), care_is_open=Exists(relations))
        .prefetch_related(Prefetch("pairs", queryset=pairs))
    )


def ends_at(grant: ShareGrant) -> datetime:
    """Never after its consent."""
    until = grant.consent.valid_until
    return min(grant.expires_at, until) if until else grant.expires_at


def status_of(grant: ShareGrant, now: datetime, visit: ShareVisit | None = None) -> Status:
    """Where a grant of :func:`with_grounds` stands, for the browser of ``visit`` if for one."""
    ended = _ended(grant, now)
    if ended is not None:
        return ended
    if grant.state != GrantState.READY:
        return Status.FAILED if grant.state == GrantState.FAILED else Status.PREPARING
    if is_locked(grant) and not (visit and visit.unlocked_at):
        return Status.LOCKED
    if not _views_left(grant) and not (visit and is_reserved(visit, now)):
        return Status.NO_VIEWS_LEFT
    return Status.LIVE


def is_locked(grant: ShareGrant) -> bool:
    """Too many wrong guesses: closed to browsers that are not unlocked, until its maker sets another passphrase."""
    return bool(grant.passphrase_hash) and grant.failed_passphrases >= MOST_WRONG_GUESSES


def is_reserved(visit: ShareVisit, now: datetime) -> bool:
    """Whether the browser's view was counted and its half hour lasts."""
    return visit.reserved_until is not None and visit.reserved_until > now


def is_unlocked(grant: ShareGrant, visit: ShareVisit | None) -> bool:
    """Whether this browser gave the passphrase, where there is one."""
    return not grant.passphrase_hash or (visit is not None and visit.unlocked_at is not None)


@dataclass(frozen=True)
class Door:
    """How somebody reached a grant: by the hash of a link's token, or signed in as the account it was made for.

    ``cookie_hash`` is of the cookie that this browser brought, empty where it brought none that is this grant's.
    """

    token_hash: str = ""
    grant_id: UUID | None = None
    account_id: UUID | None = None
    cookie_hash: str = ""
    user_agent: str = ""

    def grants(self) -> QuerySet[ShareGrant]:
        if self.token_hash:
            return ShareGrant.objects.filter(token_hash=self.token_hash)
        if self.grant_id is None or self.account_id is None:
            return ShareGrant.objects.none()
        return ShareGrant.objects.filter(pk=self.grant_id, recipient_account=self.account_id)


@dataclass(frozen=True)
class Standing:
    """What the guard found: the grant, this browser's visit if it has one, and where the two stand."""

    grant: ShareGrant
    visit: ShareVisit | None
    status: Status

    @property
    def is_unlocked(self) -> bool:
        return is_unlocked(self.grant, self.visit)

    @property
    def is_live(self) -> bool:
        """Whether a pixel or a field may be answered now."""
        return self.status is Status.LIVE and self.is_unlocked


def stand(door: Door, now: datetime) -> Standing | None:
    """Asked anew of the database each time. None for a grant that does not exist or is somebody else's."""
    grant = with_grounds(door.grants(), now).first()
    if grant is None:
        return None
    visit = ShareVisit.objects.filter(grant=grant, cookie_hash=door.cookie_hash).first() if door.cookie_hash else None
    return Standing(grant, visit, status_of(grant, now, visit))


def _ended(grant: ShareGrant, now: datetime) -> Status | None:
    """Why nobody may see it any more, whoever asks; None while somebody may."""
    photos = [photo for pair in grant.pairs.all() for photo in (pair.before, pair.after)]
    is_whole = len(photos) == 2 * grant.pair_count and bool(photos)
    scope = scope_of(grant.consent)
    if grant.revoked_at is not None or not is_whole:
        return Status.REVOKED
    if not grant.consent_permits or not all(holds(scope, photo) for photo in photos):  # type: ignore[attr-defined]
        return Status.CONSENT_OVER
    if not _standing_of_its_maker(grant) or not _is_still_theirs(grant):
        return Status.CARE_OVER
    return Status.EXPIRED if ends_at(grant) <= now else None


def _is_still_theirs(grant: ShareGrant) -> bool:
    """Shown to the person in the photos alone, it ends for an account that has handed the record over."""
    if grant.recipient_account_id is None or grant.consent.purpose != Purpose.SHARE_WITH_ME:
        return True
    return grant.recipient_account_id == grant.subject.owner_id


def _standing_of_its_maker(grant: ShareGrant) -> bool:
    if grant.practice_id is not None:
        return bool(grant.care_is_open)  # type: ignore[attr-defined]
    # Handed over to somebody else, a record is no longer its former owner's to show.
    return grant.created_by_id is not None and grant.created_by_id == grant.subject.owner_id


def _views_left(grant: ShareGrant) -> bool:
    return grant.max_views is None or grant.views < grant.max_views


def over(now: datetime) -> Q:
    """Grants that are over by their own dates or by hand, as a condition for the job that clears up."""
    return Q(revoked_at__isnull=False) | Q(expires_at__lte=now) | Q(consent__valid_until__lte=now)
