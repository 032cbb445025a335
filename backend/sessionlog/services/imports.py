"""Taking over sessions from a file: all of them or none, and never twice."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import By, write_down
from backend.common.errors import DomainError
from backend.common.localtime import LocalTime
from backend.sessionlog.models import Program, TreatmentSession
from backend.sessionlog.selectors import devices_for
from backend.subjects.access import Permission
from backend.subjects.guarded import acting, stamp
from backend.subjects.models import Subject
from backend.subjects.selectors import subject_for

# Sessions without an id are named by their content under this name; it must never change.
NAMESPACE = UUID("0f0c4a5e-8a51-5a0e-9d0c-5f1c2a7d9b42")
# SQLite takes 32,766 values in one statement, older builds 999.
BATCH = 900


@dataclass(frozen=True)
class ImportPlan:
    """What an import would add, and how many of its sessions are in the log already. These stay as they are."""

    new: list[TreatmentSession]
    already_here: int
    subject: Subject
    by: By


def plan_import(*, actor: User, subject_id: UUID | None, rows: Iterable[dict[str, Any]]) -> ImportPlan:
    """What taking over ``rows`` would do. Nothing is written. Raises NotFound for a subject out of reach.

    A row with an id is the session of that id. One without is named by all its values, and by how often the same
    values stood in the file before, so that the same file again adds nothing.
    """
    subject = subject_for(actor, subject_id, may=Permission.ADD_SESSIONS)
    by = acting(actor, subject)
    named = list(_named(subject, rows))
    known = _known(subject, {key for pair, _ in named for key in pair})
    tools = _tools(actor, subject)
    new: list[TreatmentSession] = []
    already_here = 0
    for (given, own), values in named:
        if known.get(given) or known.get(own):
            already_here += 1
            continue
        # The id is taken in another record: here the session gets one of its own, the same each time.
        key = own if given in known else given
        known[key] = True
        new.append(_session(subject, key, {**stamp(by), **values}, tools))
    return ImportPlan(new, already_here, subject, by)


def import_sessions(*, plan: ImportPlan) -> None:
    """Write what was planned, all or nothing. Raises DomainError ``import_again`` when the log changed meanwhile."""
    try:
        with transaction.atomic():
            TreatmentSession.objects.bulk_create(plan.new, batch_size=BATCH // 30)
            write_down(
                by=plan.by,
                subject_id=plan.subject.pk,
                action=AuditAction.ADDED,
                object_type=AuditObject.SESSION,
                detail=f"{len(plan.new)} sessions from a file",
            )
    except IntegrityError:
        raise DomainError(
            "import_again",
            "The log changed while the file was read. Nothing was saved; import the file again.",
            http_status=409,
        ) from None


def _named(subject: Subject, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[tuple[UUID, UUID], dict[str, Any]]]:
    """Each row's id as given, and the id that is its own in this record."""
    seen: Counter[str] = Counter()
    for row in rows:
        values = dict(row)
        given: UUID | None = values.pop("id", None)
        if given is None:
            content = _digest(values)
            seen[content] += 1
            given = uuid5(NAMESPACE, f"{subject.pk} {content} {seen[content]}")
        yield (given, uuid5(NAMESPACE, f"{subject.pk} {given}")), values


def _digest(values: dict[str, Any]) -> str:
    """The same for the same values, in whatever order and whichever way they were written."""
    started_at: LocalTime = values["started_at"]
    plain = {name: value for name, value in values.items() if value not in (None, "", [], {}, False)}
    text = json.dumps(plain | {"started_at": started_at.isoformat()}, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _known(subject: Subject, keys: set[UUID]) -> dict[UUID, bool]:
    """Of these ids, those that exist; true where they are this record's."""
    found: dict[UUID, bool] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), BATCH):
        rows = TreatmentSession.objects.filter(pk__in=wanted[start : start + BATCH]).values_list("pk", "subject_id")
        found |= {key: owner == subject.pk for key, owner in rows}
    return found


def _tools(actor: User, subject: Subject) -> dict[str, tuple[UUID, dict[str, Program]]]:
    """Devices by the name they have now, each with its programs by name; of two with one name, the newest."""
    return {
        device.name: (device.pk, {program.name: program for program in device.programs.all()})
        for device in devices_for(actor, subject=subject.pk, may=Permission.ADD_SESSIONS).order_by("created_at")
    }


def _session(
    subject: Subject, key: UUID, values: dict[str, Any], tools: dict[str, tuple[UUID, dict[str, Program]]]
) -> TreatmentSession:
    started_at: LocalTime = values.pop("started_at")
    device_id, programs = tools.get(values.get("device_name", ""), (None, {}))
    return TreatmentSession(
        pk=key,
        subject=subject,
        started_local=started_at.local,
        started_offset_minutes=started_at.offset_minutes,
        device_id=device_id,
        program=programs.get(values.get("program_name", "")),
        **values,
    )
