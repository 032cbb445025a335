"""Writing the session log."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.common.localtime import LocalTime
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.selectors import sessions_for
from backend.subjects.selectors import subject_for


def log_session(
    *,
    actor: User,
    session_id: UUID | None = None,
    subject_id: UUID | None = None,
    started_at: LocalTime,
    simulated: bool = False,
    **values: Any,
) -> tuple[TreatmentSession, bool]:
    """Write a session down. The same ``session_id`` again gives the first one, so that a phone may retry.

    Returns the session and whether it is new. Raises NotFound for a subject out of reach, DomainError
    ``id_conflict`` for an id that names another record.
    """
    subject = subject_for(actor, subject_id)
    identity = {"pk": session_id} if session_id else {}
    try:
        with transaction.atomic():
            session = TreatmentSession.objects.create(
                **identity,
                subject=subject,
                started_local=started_at.local,
                started_offset_minutes=started_at.offset_minutes,
                simulated=simulated,
                **values,
            )
    except IntegrityError:
        if session_id is None:
            raise
        first = sessions_for(actor).filter(pk=session_id, subject=subject).first()
        if first is None:
            raise DomainError(
                "id_conflict", "This id names another record. Send the session with a new id.", http_status=409
            ) from None
        return first, False
    return session, True


def change_session(*, session: TreatmentSession, **values: Any) -> TreatmentSession:
    """Overwrite the given values of a session."""
    started_at: LocalTime | None = values.pop("started_at", None)
    if started_at is not None:
        values |= {"started_local": started_at.local, "started_offset_minutes": started_at.offset_minutes}
    for name, value in values.items():
        setattr(session, name, value)
    if values:
        session.save(update_fields=[*values])
    return session


def delete_session(*, session: TreatmentSession) -> None:
    session.delete()
