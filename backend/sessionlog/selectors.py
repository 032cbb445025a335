"""Reading the session log."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from backend.common.localtime import within_days
from backend.sessionlog.models import TreatmentSession
from backend.subjects.selectors import Actor, subjects_for


def sessions_for(
    user: Actor, *, subject: UUID | None = None, first_day: date | None = None, last_day: date | None = None
) -> QuerySet[TreatmentSession]:
    """Sessions that ``user`` may see, newest first; the days are local dates, both included."""
    sessions = TreatmentSession.objects.filter(subject__in=subjects_for(user))
    if subject:
        sessions = sessions.filter(subject=subject)
    sessions = sessions.filter(within_days("started_local", first_day, last_day))
    return sessions.order_by("-started_local", "-id")
