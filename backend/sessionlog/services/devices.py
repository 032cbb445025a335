"""Writes about devices, their programs, and the list that is confirmed for each."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.common.once import make_once, overwrite
from backend.sessionlog.models import ChecklistConfirmation, Device, Program
from backend.sessionlog.selectors import device_for, devices_for, programs_for
from backend.subjects.selectors import subject_for
from ml.vocabulary import CHECKLIST_VERSION, Contraindication


def add_device(
    *, actor: User, device_id: UUID | None = None, subject_id: UUID | None = None, **values: Any
) -> tuple[Device, bool]:
    """Add a device to a record; returns it and whether it is new. Raises NotFound, DomainError ``id_conflict``."""
    subject = subject_for(actor, subject_id)
    return make_once(
        device_id,
        word="device",
        reachable=devices_for(actor, subject=subject.pk),
        make=lambda identity: Device.objects.create(**identity, subject=subject, **values),
    )


def change_device(*, device: Device, **values: Any) -> Device:
    """Overwrite the given values. Sessions keep the name under which they were logged."""
    return overwrite(device, values)


def delete_device(*, device: Device) -> None:
    """Delete a device and its programs. Sessions stay, with the names that were written down."""
    device.delete()


def add_program(*, actor: User, device_id: UUID, program_id: UUID | None = None, **values: Any) -> tuple[Program, bool]:
    """Add a program to a device; returns it and whether it is new. Raises NotFound, DomainError ``id_conflict``."""
    device = device_for(actor, device_id)
    return make_once(
        program_id,
        word="program",
        reachable=programs_for(actor).filter(device=device),
        make=lambda identity: Program.objects.create(**identity, device=device, **values),
    )


def change_program(*, program: Program, **values: Any) -> Program:
    """Overwrite the given values. Sessions that were logged keep theirs."""
    return overwrite(program, values)


def delete_program(*, program: Program) -> None:
    """Delete a program. Sessions stay, with the name that was written down."""
    program.delete()


def confirm_checklist(*, actor: User, device: Device, version: int) -> ChecklistConfirmation:
    """Note that ``actor`` has read the list for a device. The same version again leaves the first note.

    Raises DomainError ``checklist_changed`` for a version that is not the current one.
    """
    if version != CHECKLIST_VERSION:
        raise DomainError(
            "checklist_changed", "This list has changed. Read it again, then confirm it.", http_status=409
        )
    noted = ChecklistConfirmation.objects.filter(device=device, version=version)
    try:
        with transaction.atomic():
            return noted.first() or ChecklistConfirmation.objects.create(
                device=device, version=version, items=[item.value for item in Contraindication], confirmed_by=actor
            )
    except IntegrityError:
        return noted.get()
