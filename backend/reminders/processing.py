"""The worker's work: what is due is claimed once, and said to each browser of the account."""

import json
import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backend.common.errors import NotFound
from backend.jobs.lease import Lease
from backend.jobs.services import enqueue
from backend.reminders.delivery import Answer, Outcome, deliver
from backend.reminders.due import schedule
from backend.reminders.handlers import PUSH
from backend.reminders.models import PushSubscription, Reminder
from backend.reminders.schedule import local_day
from backend.reminders.selectors import is_photographed, subscriptions_for
from backend.reminders.vapid import vapid_key
from backend.reminders.webpush import authorization, seal

logger = logging.getLogger(__name__)

# Says nothing of anybody: the words are in the browser.
MESSAGE = json.dumps({"kind": "reminder"}).encode()
# A push service keeps one message of a topic for a browser: of two, the later replaces the earlier.
TOPIC = "reminder"
# A phone that is switched on later in the day is still told.
KEPT_SECONDS = 4 * 60 * 60
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def remind(lease: Lease, reminder_id: UUID) -> None:
    """Claim what is due and queue it for each browser, with the next time, in one transaction.

    Killed before its commit, it has done nothing and is run again; run again after it, nothing is due.
    """
    with transaction.atomic():
        lease.hold()
        reminder = Reminder.objects.select_related("account").filter(pk=reminder_id).first()
        if reminder is None or reminder.next_at is None:
            return
        now, due = timezone.now(), reminder.next_at
        if due > now:
            schedule(reminder, now)
            return
        schedule(reminder, now)
        day = local_day(due, reminder.time_zone)
        if is_wanted(reminder, day, now):
            for subscription in subscriptions_for(reminder.account):
                # A service that is slow to answer must not keep anybody's photo waiting.
                enqueue(handler=PUSH, key=push_key(subscription.pk, reminder.pk, day), background=True)


def skip(reminder_id: UUID) -> None:
    """The queue has given this time up; the next one counts."""
    reminder = Reminder.objects.filter(pk=reminder_id).first()
    if reminder is not None:
        schedule(reminder, timezone.now())


def is_wanted(reminder: Reminder, day: date, now: datetime) -> bool:
    """Whether to say it: on that day still, to an account in use, while its own photos of the day are missing."""
    if not reminder.enabled or not reminder.account.is_active or local_day(now, reminder.time_zone) != day:
        return False
    try:
        return not is_photographed(reminder.account, views=reminder.views, day=day)
    except NotFound:
        return False


def push_key(subscription_id: UUID, reminder_id: UUID, day: date) -> str:
    """One message: this browser, this reminder, this day."""
    return f"{subscription_id.hex}:{reminder_id.hex}:{day.isoformat()}"


def push(lease: Lease, key: str) -> None:
    """Say it to one browser, if that is still wanted; where its service has no time for it, later on the same day.

    Killed between the service's answer and the note of it, it is said again, under the same topic.
    """
    subscription_id, reminder_id, day = key.split(":")
    subscription = PushSubscription.objects.filter(pk=UUID(subscription_id)).first()
    reminder = Reminder.objects.select_related("account").filter(pk=UUID(reminder_id)).first()
    if subscription is None or reminder is None or subscription.account_id != reminder.account_id:
        return
    if not is_wanted(reminder, date.fromisoformat(day), timezone.now()):
        return
    answer = deliver(subscription.endpoint, body=_sealed(subscription), headers=_headers(subscription.endpoint))
    with transaction.atomic():
        lease.hold()
        _note(subscription, answer, key)


def _sealed(subscription: PushSubscription) -> bytes:
    return seal(MESSAGE, p256dh=subscription.p256dh, auth=subscription.auth)


def _headers(endpoint: str) -> dict[str, str]:
    signed = authorization(endpoint, key=vapid_key(), subject=settings.PUSH_CONTACT, now=timezone.now())
    return {
        "Authorization": signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Topic": TOPIC,
        "Urgency": "normal",
    }


def _note(subscription: PushSubscription, answer: Answer, key: str) -> None:
    rows = PushSubscription.objects.filter(pk=subscription.pk)
    if answer.outcome is Outcome.TAKEN:
        rows.update(last_success_at=timezone.now(), failures=0)
        return
    if answer.outcome is Outcome.GONE:
        rows.delete()
        return
    # Not its host: whoever runs a push service of their own is named by it.
    logger.warning("browser %s: its push service did not take a reminder: %s", subscription.pk, answer.outcome.value)
    rows.update(failures=subscription.failures + 1)
    if answer.outcome is Outcome.LATER:
        enqueue(handler=PUSH, key=key, delay=_wait(subscription.failures, answer.wait_seconds), background=True)


def _wait(failures: int, asked_seconds: int) -> timedelta:
    """Doubling from a minute to an hour; at least as long as the service asks."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(failures, 10)
    return max(min(doubled, LONGEST_WAIT), timedelta(seconds=asked_seconds))
