"""What whoever holds a link does: open it, unlock it, look. Looks and refusals are written into its register."""

import math
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.audit.context import current_network
from backend.audit.models import ActorRole, AuditAction, AuditObject
from backend.audit.services import By, write_down
from backend.common.errors import NotFound
from backend.sharing.guard import MOST_WRONG_GUESSES, Door, Standing, Status, is_locked, is_reserved, stand
from backend.sharing.models import AccessEvent, ShareAccess, ShareGrant, ShareVisit

VIEW_LASTS: Final = timedelta(minutes=30)
"""One view is counted for all that a browser asks for in this time."""
FREE_GUESSES: Final = 3
# 5 s after the third wrong guess, then three times as long each: an hour before the tenth.
_FIRST_WAIT: Final = timedelta(seconds=5)
_WAIT_GROWS: Final = 3
# One guess takes 100 MB and a tenth of a second of Argon2: more at once would be an attack on the machine.
_AT_ONCE: Final = 2
_MOST_SECONDS_IN_LINE: Final = 5.0
_hashing = threading.BoundedSemaphore(_AT_ONCE)
_DENIED_ONCE_IN: Final = timedelta(minutes=10)
USER_AGENT_MAX_LENGTH: Final = 120

NOT_UNLOCKED: Final = "not_unlocked"
NO_COOKIE: Final = "no_cookie"


class Closed(Exception):
    """Nothing is shown; ``why`` is for the register and for deciding what the page says, never shown itself."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Guess:
    """What came of a passphrase: right, wrong, too early (``wait`` seconds), or locked."""

    is_right: bool = False
    wait: int = 0
    is_locked: bool = False


def look(door: Door) -> Standing:
    """The guard's answer for a page, which counts no view. Raises NotFound; writes down a refusal."""
    standing = stand(door, timezone.now())
    if standing is None:
        raise NotFound
    if standing.status is not Status.LIVE:
        _note_denied(standing, door, standing.status)
    return standing


def admit(door: Door, *, counts: bool = True) -> Standing:
    """The guard's answer for a pixel or a field: live, or an exception. Counts a view once in half an hour a browser.

    Raises NotFound, Closed.
    """
    standing = look(door)
    if standing.status is not Status.LIVE:
        raise Closed(standing.status)
    why = _not_yet(standing, door) if counts else ("" if standing.is_unlocked else NOT_UNLOCKED)
    if why:
        _note_denied(standing, door, why)
        raise Closed(why)
    if not counts or (standing.visit and is_reserved(standing.visit, timezone.now())):
        return standing
    if not _reserve(standing.grant, door):
        _note_denied(standing, door, Status.NO_VIEWS_LEFT)
        raise Closed(Status.NO_VIEWS_LEFT)
    # Asked once more: it may have ended while the view was counted.
    again = stand(door, timezone.now())
    if again is None or not again.is_live:
        raise Closed(again.status if again else Status.REVOKED)
    return again


def is_open(door: Door) -> bool:
    """Whether a stream that was let pass may go on."""
    now = timezone.now()
    standing = stand(door, now)
    return standing is not None and standing.is_live and standing.visit is not None and is_reserved(standing.visit, now)


def note(standing: Standing, door: Door, event: AccessEvent, *, photo: UUID | None = None) -> None:
    """Write down that something was looked at; once for each part and view."""
    seen = ShareAccess.objects.filter(
        grant=standing.grant,
        visit=standing.visit,
        event=event,
        photo=photo,
        at__gt=timezone.now() - VIEW_LASTS,
    )
    if not seen.exists():
        _add(standing.grant, door, event, visit=standing.visit, photo=photo)


def unlock(door: Door, guess: str) -> Guess:
    """Try a passphrase. Each try is counted before it is looked at, so that tries at the same time count too; a right
    one gives its own back. Raises NotFound, Closed.
    """
    standing = look(door)
    if standing.status is not Status.LIVE and standing.status is not Status.LOCKED:
        raise Closed(standing.status)
    if not door.cookie_hash:
        raise Closed(NO_COOKIE)
    if standing.is_unlocked:
        return Guess(is_right=True)
    if not _hashing.acquire(timeout=_MOST_SECONDS_IN_LINE):
        return Guess(wait=math.ceil(_MOST_SECONDS_IN_LINE))
    try:
        return _guess(standing.grant, door, guess)
    finally:
        _hashing.release()


def _guess(grant: ShareGrant, door: Door, guess: str) -> Guess:
    now = timezone.now()
    counted = _count_guess(grant.pk, now)
    if isinstance(counted, Guess):
        return counted
    is_right = check_password(guess, counted.passphrase_hash)
    with transaction.atomic():
        current = ShareGrant.objects.select_for_update().get(pk=grant.pk)
        if current.passphrase_hash != counted.passphrase_hash:
            # Its maker set another one while this was looked at.
            return Guess()
        if is_right:
            ShareGrant.objects.filter(pk=grant.pk).update(
                failed_passphrases=F("failed_passphrases") - 1, next_guess_at=None
            )
            visit, _ = ShareVisit.objects.get_or_create(grant=grant, cookie_hash=door.cookie_hash)
            visit.unlocked_at = now
            visit.save(update_fields=["unlocked_at"])
            _add(grant, door, AccessEvent.UNLOCKED, visit=visit)
            return Guess(is_right=True)
        _add(grant, door, AccessEvent.FAILED_PASSPHRASE)
        return Guess(is_locked=is_locked(current), wait=_seconds_until(current.next_guess_at, now))


def _count_guess(grant_id: UUID, now: datetime) -> ShareGrant | Guess:
    """The grant with this guess counted as wrong, or why it isn't looked at."""
    with transaction.atomic():
        grant = ShareGrant.objects.select_for_update().get(pk=grant_id)
        if is_locked(grant):
            return Guess(is_locked=True)
        if grant.next_guess_at is not None and grant.next_guess_at > now:
            return Guess(wait=_seconds_until(grant.next_guess_at, now))
        grant.failed_passphrases += 1
        grant.next_guess_at = _next_guess_at(grant.failed_passphrases, now)
        grant.save(update_fields=["failed_passphrases", "next_guess_at"])
        return grant


def _next_guess_at(failed: int, now: datetime) -> datetime | None:
    if failed < FREE_GUESSES or failed >= MOST_WRONG_GUESSES:
        return None
    grown: int = _WAIT_GROWS ** (failed - FREE_GUESSES)
    return now + _FIRST_WAIT * grown


def _seconds_until(moment: datetime | None, now: datetime) -> int:
    return max(1, math.ceil((moment - now).total_seconds())) if moment else 0


def _not_yet(standing: Standing, door: Door) -> str:
    if not door.cookie_hash:
        return NO_COOKIE
    return "" if standing.is_unlocked else NOT_UNLOCKED


def _reserve(grant: ShareGrant, door: Door) -> bool:
    """Count a view for this browser unless one lasts. Two requests at once count one; two browsers can't share one."""
    now = timezone.now()
    with transaction.atomic():
        current = ShareGrant.objects.select_for_update().get(pk=grant.pk)
        visit, _ = ShareVisit.objects.get_or_create(grant=grant, cookie_hash=door.cookie_hash)
        if is_reserved(visit, now):
            return True
        if current.max_views is not None and current.views >= current.max_views:
            return False
        ShareGrant.objects.filter(pk=grant.pk).update(views=F("views") + 1)
        visit.reserved_until = now + VIEW_LASTS
        visit.save(update_fields=["reserved_until"])
        _add(grant, door, AccessEvent.OPENED, visit=visit)
        _audit(grant, AuditAction.SHARE_OPENED, "")
    return True


def _note_denied(standing: Standing, door: Door, why: str) -> None:
    """Once in a while for each reason and network: a register that a machine can fill is of no use to anybody."""
    grant = standing.grant
    lately = ShareAccess.objects.filter(
        grant=grant,
        event=AccessEvent.DENIED,
        reason=why,
        network=current_network(),
        at__gt=timezone.now() - _DENIED_ONCE_IN,
    )
    if why == Status.PREPARING or lately.exists():
        return
    with transaction.atomic():
        _add(grant, door, AccessEvent.DENIED, visit=standing.visit, reason=why)
        _audit(grant, AuditAction.SHARE_REFUSED, why)


def _add(
    grant: ShareGrant,
    door: Door,
    event: AccessEvent,
    *,
    visit: ShareVisit | None = None,
    photo: UUID | None = None,
    reason: str = "",
) -> None:
    ShareAccess.objects.create(
        grant=grant,
        at=timezone.now(),
        event=event,
        reason=reason,
        visit=visit,
        photo_id=photo,
        network=current_network(),
        user_agent=door.user_agent[:USER_AGENT_MAX_LENGTH],
    )


def _audit(grant: ShareGrant, action: AuditAction, detail: str) -> None:
    account = grant.recipient_account
    write_down(
        by=By(ActorRole.RECIPIENT, account.pk if account else None, grant.recipient_label),
        subject_id=grant.subject_id,
        action=action,
        object_type=AuditObject.SHARE,
        object_id=grant.pk,
        detail=detail,
    )
