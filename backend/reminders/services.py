"""Writing reminders and subscriptions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.common.once import make_once, overwrite
from backend.jobs.services import cancel
from backend.reminders.due import schedule
from backend.reminders.endpoints import read_endpoint
from backend.reminders.handlers import REMIND
from backend.reminders.models import PushSubscription, Reminder
from backend.reminders.selectors import reminders_for, subscriptions_for

# More than anybody wants, and few enough that no account fills the queue.
MOST_REMINDERS = 20
MOST_BROWSERS = 20


@transaction.atomic
def make_reminder(*, actor: User, reminder_id: UUID | None = None, **values: Any) -> tuple[Reminder, bool]:
    """Returns the reminder and whether it is new: the same id again gives the first one.

    Raises DomainError ``too_many``, ``id_conflict``.
    """
    own = reminders_for(actor)
    # The same again needs no room.
    others = own.exclude(pk=reminder_id) if reminder_id else own
    _leave_room(others.values_list("pk", flat=True), MOST_REMINDERS)
    reminder, is_new = make_once(
        reminder_id,
        word="reminder",
        reachable=own,
        make=lambda identity: Reminder.objects.create(account=actor, **identity, **values),
    )
    if is_new:
        schedule(reminder, timezone.now())
    return reminder, is_new


@transaction.atomic
def change_reminder(*, reminder: Reminder, **values: Any) -> Reminder:
    """Overwrite the given values; it is due anew by what it says then."""
    overwrite(reminder, values)
    schedule(reminder, timezone.now())
    return reminder


@transaction.atomic
def delete_reminder(*, reminder: Reminder) -> None:
    cancel(handler=REMIND, key=str(reminder.pk))
    reminder.delete()


@transaction.atomic
def subscribe(*, actor: User, endpoint: str, p256dh: str, auth: str) -> tuple[PushSubscription, bool]:
    """Let a browser be reminded; again, with the same endpoint, it is the same subscription.

    A browser has one, whoever is signed in: it goes to the account that shows its secret. Raises DomainError
    ``too_many``, ``id_conflict`` for somebody else's endpoint without that secret.
    """
    first = PushSubscription.objects.select_for_update().filter(endpoint=endpoint).first()
    if first is not None and (first.auth, first.p256dh) != (auth, p256dh) and first.account_id != actor.pk:
        raise DomainError("id_conflict", "This browser's address is taken. Switch reminders on anew.", http_status=409)
    others = subscriptions_for(actor).exclude(endpoint=endpoint)
    _leave_room(others.values_list("pk", flat=True), MOST_BROWSERS)
    values = {"account": actor, "p256dh": p256dh, "auth": auth, "host": read_endpoint(endpoint).host, "failures": 0}
    if first is not None:
        return overwrite(first, values), False
    return PushSubscription.objects.create(endpoint=endpoint, **values), True


def unsubscribe(*, subscription: PushSubscription) -> None:
    subscription.delete()


def _leave_room(rows: Iterable[UUID], most: int) -> None:
    if len(list(rows)) >= most:
        raise DomainError("too_many", f"There can be {most} of these. Delete one that you don't need.", http_status=409)
