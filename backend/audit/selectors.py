"""Reading what was done. Who may read it is the business of the app that knows whose record it is."""

from uuid import UUID

from django.db.models import QuerySet

from backend.audit.models import AuditEvent


def events_of(subject_id: UUID) -> QuerySet[AuditEvent]:
    """All that was done with one record, newest first."""
    return AuditEvent.objects.filter(subject_id=subject_id).order_by("-at", "-id")
