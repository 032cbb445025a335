"""Reading consents and texts: whose they are, and where each stands."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from backend.accounts.models import User
from backend.common.errors import NotFound
from backend.consent.access import author_in, in_care, members_seeing
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText, State
from backend.practices.models import Practice
from backend.subjects.guarded import one_of
from backend.subjects.models import CareRelation
from backend.subjects.selectors import Actor

# Of the last event; everything else, and a date that has passed, permits nothing.
_PERMITTING = (State.GIVEN, State.REAFFIRMED)


def records_for(user: Actor, *, subject: UUID | None = None) -> QuerySet[ConsentRecord]:
    """Consent records that ``user`` may see, newest first, with ``last_state``.

    Those of the own records; and, for a practice with a care relation, those that name it and no other.
    """
    if not isinstance(user, User):
        return ConsentRecord.objects.none()
    relations = CareRelation.objects.filter(in_care(), subject=OuterRef("subject"), practice=OuterRef("practice"))
    members = members_seeing(user).filter(practice=OuterRef("practice"))
    records = ConsentRecord.objects.filter(Q(subject__owner=user) | (Exists(members) & Exists(relations)))
    if subject:
        records = records.filter(subject=subject)
    return with_last_state(records).select_related("text", "practice", "subject").order_by("-created_at", "-id")


def with_events(records: QuerySet[ConsentRecord]) -> QuerySet[ConsentRecord]:
    """With all that happened to each, in order; without the pictures of the signatures."""
    events = Prefetch("events", ConsentEvent.objects.order_by("number"))
    return records.prefetch_related(events).defer("signature_image", "signature_shown")


def record_for(user: Actor, record_id: UUID) -> ConsentRecord:
    """Raises NotFound for a stranger, DomainError ``not_allowed`` for somebody who may only do other things."""
    return one_of(user, records_for(user), record_id)


def published_texts() -> QuerySet[ConsentText]:
    """What can be signed now."""
    return ConsentText.objects.filter(published_at__isnull=False, retired_at__isnull=True)


def texts_of(practice: Practice | None) -> QuerySet[ConsentText]:
    """What can be signed for one practice now: its own texts and the templates; for none, the templates."""
    return published_texts().filter(Q(practice__isnull=True) | Q(practice=practice))


def texts_for(
    user: User,
    *,
    practice: UUID | None = None,
    purpose: str | None = None,
    language: str | None = None,
    drafts: bool = False,
) -> QuerySet[ConsentText]:
    """Texts to choose from: of a practice its own, and a template wherever it has none of that purpose and language.

    With ``drafts``, all that the practice has written itself. Raises NotFound for one that ``user`` doesn't write for.
    """
    if drafts and practice:
        texts = ConsentText.objects.filter(practice=author_in(user, practice).practice)
    elif practice:
        own = published_texts().filter(practice=practice, purpose=OuterRef("purpose"), language=OuterRef("language"))
        template = Q(practice__isnull=True) & ~Q(Exists(own))
        texts = published_texts().filter(Q(practice=practice) | template)
    else:
        texts = published_texts().filter(practice__isnull=True)
    if purpose:
        texts = texts.filter(purpose=purpose)
    if language:
        texts = texts.filter(language=language)
    return texts


def text_for(user: User, text_id: UUID, *, to_write: bool = False) -> ConsentText:
    """A published text is open to all who are signed in; a draft to those who write for its practice.

    Raises NotFound, DomainError ``not_allowed``.
    """
    text = ConsentText.objects.select_related("practice").filter(pk=text_id).first()
    if text is None:
        raise NotFound
    if text.practice_id is None:
        if to_write or text.published_at is None:
            raise NotFound
    elif to_write or text.published_at is None:
        author_in(user, text.practice_id)
    return text


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
