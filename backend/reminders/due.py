"""The one way in which a reminder becomes due: by the person who changes it, and by the worker that has said it."""

from datetime import datetime

from django.utils import timezone

from backend.jobs.services import cancel, enqueue
from backend.reminders.handlers import REMIND
from backend.reminders.models import Reminder
from backend.reminders.schedule import next_after


def schedule(reminder: Reminder, after: datetime) -> None:
    """Write down when it is due next after ``after``, and queue that, in the caller's transaction."""
    cancel(handler=REMIND, key=str(reminder.pk))
    reminder.next_at = None
    if reminder.enabled:
        reminder.next_at = next_after(after, weekdays=reminder.weekdays, at=reminder.at, time_zone=reminder.time_zone)
        enqueue(handler=REMIND, key=str(reminder.pk), delay=reminder.next_at - timezone.now())
    reminder.save(update_fields=["next_at"])
