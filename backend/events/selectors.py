"""Reading events."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from backend.common.localtime import within_days
from backend.events.models import Event
from backend.subjects.selectors import Actor, records_of


def events_for(
    user: Actor, *, subject: UUID | None = None, first_day: date | None = None, last_day: date | None = None
) -> QuerySet[Event]:
    """Events that ``user`` may see, newest first; the days are local dates, both included."""
    events = Event.objects.filter(records_of(user, subject))
    events = events.filter(within_days("happened_local", first_day, last_day))
    return events.order_by("-happened_local", "-id")
