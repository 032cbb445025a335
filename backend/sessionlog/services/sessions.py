"""Writing sessions down."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.common.errors import DomainError, NotFound
from backend.common.localtime import LocalTime
from backend.common.once import make_once, overwrite
from backend.sessionlog.models import Device, Program, TreatmentSession
from backend.sessionlog.selectors import devices_for, programs_for
from backend.subjects.access import Permission
from backend.subjects.guarded import acting, added, changing, stamp
from backend.subjects.selectors import subject_for

Tool = TypeVar("Tool", Device, Program)


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

    Returns the session and whether it is new. Raises NotFound for a subject, device or program out of reach,
    DomainError ``id_conflict`` for an id that names another record.
    """
    subject = subject_for(actor, subject_id, may=Permission.ADD_SESSIONS)
    by = acting(actor, subject)
    values |= _tool_values(actor, subject.pk, values)
    columns = {
        "subject": subject,
        "started_local": started_at.local,
        "started_offset_minutes": started_at.offset_minutes,
        "simulated": simulated,
        **stamp(by),
        **values,
    }
    return make_once(
        session_id,
        word="session",
        reachable=TreatmentSession.objects.filter(subject=subject),
        make=lambda identity: added(
            TreatmentSession.objects.create(**identity, **columns), by, subject.pk, AuditObject.SESSION
        ),
    )


def change_session(*, actor: User, session: TreatmentSession, **values: Any) -> TreatmentSession:
    """Overwrite the given values of a session.

    Raises NotFound for a device or program out of reach, DomainError ``not_allowed``.
    """
    started_at: LocalTime | None = values.pop("started_at", None)
    if started_at is not None:
        values |= {"started_local": started_at.local, "started_offset_minutes": started_at.offset_minutes}
    if values.keys() & {"device_id", "program_id"}:
        kept = {"device_id": session.device_id, "program_id": session.program_id}
        if "program_id" not in values and values["device_id"] != session.device_id:
            kept["program_id"] = None
        values |= _tool_values(actor, session.subject_id, kept | values)
    with changing(actor, session, AuditObject.SESSION, Permission.ADD_SESSIONS, subject_id=session.subject_id):
        return overwrite(session, values)


def delete_session(*, actor: User, session: TreatmentSession) -> None:
    """Raises DomainError ``not_allowed``."""
    with changing(
        actor,
        session,
        AuditObject.SESSION,
        Permission.ADD_SESSIONS,
        subject_id=session.subject_id,
        action=AuditAction.DELETED,
    ):
        session.delete()


def _tool_values(actor: User, subject_id: UUID, values: dict[str, Any]) -> dict[str, Any]:
    """Device and program as records of this subject, with their names unless other names were written."""
    program = device = None
    if key := values.get("program_id"):
        programs = programs_for(actor, subject=subject_id, may=Permission.ADD_SESSIONS)
        program = _named(programs.select_related("device"), key)
        device = program.device
    if key := values.get("device_id"):
        device = _named(devices_for(actor, subject=subject_id, may=Permission.ADD_SESSIONS), key)
    if program and device and program.device_id != device.pk:
        raise DomainError("wrong_program", "This program is of another device. Nothing was saved.")
    found: dict[str, Any] = {
        "device_id": device.pk if device else None,
        "program_id": program.pk if program else None,
    }
    if device and not values.get("device_name"):
        found["device_name"] = device.name
    if program and not values.get("program_name"):
        found["program_name"] = program.name
    return found


def _named(tools: QuerySet[Tool], key: UUID) -> Tool:
    tool = tools.filter(pk=key).first()
    if tool is None:
        raise NotFound
    return tool
