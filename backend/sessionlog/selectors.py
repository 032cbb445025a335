"""Reading the session log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.common.localtime import within_days
from backend.sessionlog.courses import Progress, progress
from backend.sessionlog.models import Course, Device, Program, TreatmentSession
from backend.sessionlog.totals import Dose, Totals, totals_of
from backend.subjects.access import Permission
from backend.subjects.guarded import one_of
from backend.subjects.selectors import Actor, records_of, subjects_for


def sessions_for(
    user: Actor, *, subject: UUID | None = None, first_day: date | None = None, last_day: date | None = None
) -> QuerySet[TreatmentSession]:
    """Sessions that ``user`` may see, newest first; the days are local dates, both included."""
    sessions = TreatmentSession.objects.filter(records_of(user, subject))
    sessions = sessions.filter(within_days("started_local", first_day, last_day))
    return sessions.order_by("-started_local", "-id")


def devices_for(user: Actor, *, subject: UUID | None = None, may: Permission = Permission.SEE) -> QuerySet[Device]:
    """Devices that ``user`` may see, with their programs and confirmations; three queries in all."""
    devices = Device.objects.filter(subject__in=subjects_for(user, may=may))
    if subject:
        devices = devices.filter(subject=subject)
    return devices.prefetch_related("programs", "confirmations")


def programs_for(user: Actor, *, subject: UUID | None = None, may: Permission = Permission.SEE) -> QuerySet[Program]:
    """Programs of the devices that ``user`` may see."""
    programs = Program.objects.filter(device__subject__in=subjects_for(user, may=may))
    return programs.filter(device__subject=subject) if subject else programs


def device_for(user: Actor, device_id: UUID) -> Device:
    """The named device. Raises NotFound, DomainError ``not_allowed``."""
    return one_of(user, devices_for(user), device_id)


def courses_for(user: Actor, *, subject: UUID | None = None) -> QuerySet[Course]:
    """Courses that ``user`` may see."""
    courses = Course.objects.filter(subject__in=subjects_for(user))
    return courses.filter(subject=subject) if subject else courses


def progress_of(courses: Iterable[Course]) -> dict[UUID, Progress]:
    """How far each course is, in one query for all of them.

    A session counts for a course when it is of the course's modality, and of its program if it has one.
    """
    wanted = list(courses)
    logged: dict[UUID, list[tuple[str, UUID | None, date]]] = defaultdict(list)
    if wanted:
        rows = TreatmentSession.objects.filter(
            within_days("started_local", min(course.starts_on for course in wanted), None),
            subject__in={course.subject_id for course in wanted},
        ).values_list("subject_id", "modality", "program_id", "started_local")
        for subject, modality, program, started in rows.iterator():
            logged[subject].append((modality, program, started.date()))
    return {
        course.pk: progress(
            (
                day
                for modality, program, day in logged[course.subject_id]
                if modality == course.modality and course.program_id in {None, program}
            ),
            starts_on=course.starts_on,
            sessions=course.planned_sessions,
            weeks=course.weeks,
            stopped_on=course.stopped_on,
        )
        for course in wanted
    }


def totals_for(user: Actor, *, modality: str | None = None, **period: Any) -> Totals:
    """Sums over the sessions that ``sessions_for`` gives, in one query however many they are."""
    sessions = sessions_for(user, **period)
    if modality:
        sessions = sessions.filter(modality=modality)
    columns = sessions.order_by().values_list("minutes", "intensity_microamp", "zones", "minutes_by_zone")
    return totals_of(Dose(*row) for row in columns.iterator())
