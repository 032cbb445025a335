"""Writes about devices, their programs, and the list that is confirmed for each."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.common.errors import DomainError
from backend.common.once import make_once, overwrite
from backend.sessionlog.models import ChecklistConfirmation, Device, Program
from backend.sessionlog.selectors import device_for
from backend.subjects.access import Permission
from backend.subjects.guarded import acting, added, allow, changing
from backend.subjects.selectors import subject_for
from ml.vocabulary import CHECKLIST_VERSION, Contraindication


def add_device(
    *, actor: User, device_id: UUID | None = None, subject_id: UUID | None = None, **values: Any
) -> tuple[Device, bool]:
    """Add a device to a record; returns it and whether it is new. Raises NotFound, DomainError ``id_conflict``."""
    subject = subject_for(actor, subject_id, may=Permission.ADD_SESSIONS)
    by = acting(actor, subject)
    return make_once(
        device_id,
        word="device",
        reachable=Device.objects.filter(subject=subject).prefetch_related("programs", "confirmations"),
        make=lambda identity: added(
            Device.objects.create(**identity, subject=subject, **values), by, subject.pk, AuditObject.DEVICE
        ),
    )


def change_device(*, actor: User, device: Device, **values: Any) -> Device:
    """Overwrite the given values. Sessions keep the name under which they were logged. Raises ``not_allowed``."""
    with changing(actor, device, AuditObject.DEVICE, Permission.ADD_SESSIONS, subject_id=device.subject_id):
        return overwrite(device, values)


def delete_device(*, actor: User, device: Device) -> None:
    """Delete a device and its programs. Sessions stay, with the names that were written down.

    Raises DomainError ``not_allowed``.
    """
    with changing(
        actor,
        device,
        AuditObject.DEVICE,
        Permission.ADD_SESSIONS,
        subject_id=device.subject_id,
        action=AuditAction.DELETED,
    ):
        device.delete()


def add_program(*, actor: User, device_id: UUID, program_id: UUID | None = None, **values: Any) -> tuple[Program, bool]:
    """Add a program to a device; returns it and whether it is new. Raises NotFound, DomainError ``id_conflict``."""
    device = device_for(actor, device_id)
    by = allow(actor, device.subject_id, Permission.ADD_SESSIONS)
    return make_once(
        program_id,
        word="program",
        reachable=Program.objects.filter(device=device),
        make=lambda identity: added(
            Program.objects.create(**identity, device=device, **values), by, device.subject_id, AuditObject.DEVICE
        ),
    )


def change_program(*, actor: User, program: Program, **values: Any) -> Program:
    """Overwrite the given values. Sessions that were logged keep theirs. Raises DomainError ``not_allowed``."""
    subject_id = program.device.subject_id
    with changing(actor, program, AuditObject.DEVICE, Permission.ADD_SESSIONS, subject_id=subject_id):
        return overwrite(program, values)


def delete_program(*, actor: User, program: Program) -> None:
    """Delete a program. Sessions stay, with the name that was written down. Raises DomainError ``not_allowed``."""
    subject_id, deleted = program.device.subject_id, AuditAction.DELETED
    with changing(actor, program, AuditObject.DEVICE, Permission.ADD_SESSIONS, subject_id=subject_id, action=deleted):
        program.delete()


def confirm_checklist(*, actor: User, device: Device, version: int) -> ChecklistConfirmation:
    """Note that ``actor`` has read the list for a device. The same version again leaves the first note.

    Raises DomainError ``checklist_changed`` for a version that is not the current one, ``not_allowed``.
    """
    if version != CHECKLIST_VERSION:
        raise DomainError(
            "checklist_changed", "This list has changed. Read it again, then confirm it.", http_status=409
        )
    noted = ChecklistConfirmation.objects.filter(device=device, version=version)
    kind, may = AuditObject.DEVICE, Permission.ADD_SESSIONS
    try:
        with changing(actor, device, kind, may, subject_id=device.subject_id, anybodys=True):
            return noted.first() or ChecklistConfirmation.objects.create(
                device=device, version=version, items=[item.value for item in Contraindication], confirmed_by=actor
            )
    except IntegrityError:
        return noted.get()
