"""Reading consents: whose they are, and where each stands."""

from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from backend.common.errors import NotFound
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText, State
from backend.subjects.selectors import Actor, subjects_for

# Of the last event; everything else, and a date that has passed, permits nothing.
_PERMITTING = (State.GIVEN, State.REAFFIRMED)


def records_for(user: Actor, *, subject: UUID | None = None) -> QuerySet[ConsentRecord]:
    """Consent records that ``user`` may see, newest first, with ``last_state``."""
    records = ConsentRecord.objects.filter(subject__in=subjects_for(user))
    if subject:
        records = records.filter(subject=subject)
    return with_last_state(records).select_related("text").order_by("-created_at", "-id")


def record_for(user: Actor, record_id: UUID) -> ConsentRecord:
    """Raises NotFound."""
    record = records_for(user).filter(pk=record_id).first()
    if record is None:
        raise NotFound
    return record


def published_texts() -> QuerySet[ConsentText]:
    """What can be signed now."""
    return ConsentText.objects.filter(published_at__isnull=False, retired_at__isnull=True)


def with_last_state(records: QuerySet[ConsentRecord]) -> QuerySet[ConsentRecord]:
    last = ConsentEvent.objects.filter(record=OuterRef("pk")).order_by("-number")
    return records.annotate(last_state=Subquery(last.values("state")[:1]))


def permitting(records: QuerySet[ConsentRecord], now: datetime) -> QuerySet[ConsentRecord]:
    """Those of ``records`` that are given and in date at ``now``: :func:`permits`, asked of the database."""
    in_date = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    last = ConsentEvent.objects.filter(record=OuterRef("pk")).order_by("-number")
    states = Subquery(last.values("state")[:1])
    return records.filter(in_date, valid_from__lte=now).alias(state=states).filter(state__in=_PERMITTING)


def status(record: ConsentRecord, now: datetime) -> State:
    """Where a record stands at ``now``, from its events and its dates alone."""
    last: str | None = getattr(record, "last_state", None)
    if last is None:
        last = record.events.order_by("-number").values_list("state", flat=True).first()
    state = State(last) if last else State.INVALIDATED
    if state in _PERMITTING:
        return State.EXPIRED if record.valid_until and record.valid_until <= now else State.GIVEN
    return state


def permits(record: ConsentRecord, now: datetime) -> bool:
    """Whether anything may be done on the strength of it."""
    return record.valid_from <= now and status(record, now) is State.GIVEN
