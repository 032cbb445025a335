"""Reading somebody's consents: whoever is not the record's owner is written down as having seen them."""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditObject
from backend.audit.services import write_down_seen
from backend.consent.access import knows_consents, member, members_seeing
from backend.consent.models import ConsentRecord
from backend.consent.selectors import record_for, records_for, with_events
from backend.subjects.selectors import in_reach, listed_subject, not_allowed


def list_consents(*, actor: User, subject: UUID | None = None) -> QuerySet[ConsentRecord]:
    """Of one record: the named one, else the actor's own. Nothing for a record out of reach.

    Raises DomainError ``not_allowed`` for whoever may only do other things with it.
    """
    listed = listed_subject(actor, subject)
    if not knows_consents(actor, listed) and in_reach(actor, listed):
        raise not_allowed()
    records = with_events(records_for(actor, subject=listed))
    _write_down(actor, records.first(), object_id=None)
    return records


def read_consent(*, actor: User, record_id: UUID) -> ConsentRecord:
    """Raises NotFound."""
    record = record_for(actor, record_id)
    _write_down(actor, record, object_id=record.pk)
    return record


def _write_down(actor: User, record: ConsentRecord | None, *, object_id: UUID | None) -> None:
    if record is None or record.subject.owner_id == actor.pk:
        return
    membership = members_seeing(actor).select_related("practice", "account").get(practice=record.practice_id)
    write_down_seen(
        by=member(membership), subject_id=record.subject_id, object_type=AuditObject.CONSENT, object_id=object_id
    )
