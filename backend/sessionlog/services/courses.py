"""Writes about courses."""

from typing import Any
from uuid import UUID

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.common.errors import DomainError, NotFound
from backend.common.once import make_once, overwrite
from backend.sessionlog.models import Course
from backend.sessionlog.selectors import programs_for
from backend.subjects.access import Permission
from backend.subjects.guarded import acting, added, changing
from backend.subjects.selectors import subject_for


def plan_course(
    *, actor: User, course_id: UUID | None = None, subject_id: UUID | None = None, **values: Any
) -> tuple[Course, bool]:
    """Plan a course; returns it and whether it is new.

    Raises NotFound for a subject or program out of reach, DomainError ``wrong_program`` for a program of another
    modality and ``id_conflict`` for an id that names another record.
    """
    subject = subject_for(actor, subject_id, may=Permission.ADD_SESSIONS)
    by = acting(actor, subject)
    _check_program(actor, subject.pk, values.get("program_id"), values["modality"])
    return make_once(
        course_id,
        word="course",
        reachable=Course.objects.filter(subject=subject),
        make=lambda identity: added(
            Course.objects.create(**identity, subject=subject, **values), by, subject.pk, AuditObject.COURSE
        ),
    )


def change_course(*, actor: User, course: Course, **values: Any) -> Course:
    """Overwrite the given values. Raises as ``plan_course`` does."""
    after = {"program_id": course.program_id, "modality": course.modality} | values
    _check_program(actor, course.subject_id, after["program_id"], after["modality"])
    with changing(actor, course, AuditObject.COURSE, Permission.ADD_SESSIONS, subject_id=course.subject_id):
        return overwrite(course, values)


def delete_course(*, actor: User, course: Course) -> None:
    """Delete a plan. The sessions stay. Raises DomainError ``not_allowed``."""
    with changing(
        actor,
        course,
        AuditObject.COURSE,
        Permission.ADD_SESSIONS,
        subject_id=course.subject_id,
        action=AuditAction.DELETED,
    ):
        course.delete()


def _check_program(actor: User, subject_id: UUID, program_id: UUID | None, modality: str) -> None:
    if program_id is None:
        return
    programs = programs_for(actor, subject=subject_id, may=Permission.ADD_SESSIONS)
    program = programs.filter(pk=program_id).select_related("device").first()
    if program is None:
        raise NotFound
    if program.device.modality != modality:
        raise DomainError("wrong_program", "This program is of another modality. Nothing was saved.")
