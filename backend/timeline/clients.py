"""Whom a practice has in its care, at a glance: in the same number of queries however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from backend.accounts.models import User
from backend.common.localtime import LocalTime
from backend.consent.models import ConsentEvent, ConsentRecord, Purpose, State
from backend.consent.selectors import status
from backend.photos.models import Photo
from backend.sessionlog.models import Course
from backend.sessionlog.selectors import progress_of
from backend.subjects.access import Permission
from backend.subjects.models import CareRelation
from backend.subjects.relations import RelationState, with_state
from backend.subjects.selectors import members_who, open_relations
from ml.vocabulary import CourseState

NEVER_ASKED = "none"
CONSENT_STATES = (NEVER_ASKED, *State.values)


@dataclass(frozen=True)
class Client:
    """A care relation as the practice sees it. Of a record that it may not see now, it is told nothing."""

    relation: CareRelation
    state: str
    may: list[Permission]
    last_photo_at: LocalTime | None
    next_session_on: date | None
    consent_state: str
    consent_valid_until: datetime | None

    @property
    def display_name(self) -> str:
        """Ended, a client is known by what the practice itself called them."""
        return "" if self.state == RelationState.ENDED else self.relation.subject.display_name


def clients_for(
    user: User, *, practice: UUID | None = None, subject: UUID | None = None, search: str = ""
) -> QuerySet[CareRelation]:
    """Care relations of the practices that ``user`` works in, by name.

    Two queries of :func:`at_a_glance` more for their courses.
    """
    working = members_who(user, may=Permission.SEE) | members_who(user, may=Permission.ADD_PHOTOS)
    relations = CareRelation.objects.filter(Exists(working.filter(practice=OuterRef("practice"))))
    if practice:
        relations = relations.filter(practice=practice)
    if subject:
        relations = relations.filter(subject=subject)
    if search:
        named = Q(subject__display_name__icontains=search, ended_at__isnull=True)
        relations = relations.filter(named | Q(practice_reference__icontains=search))
    relations = with_state(relations.select_related("subject")).annotate(
        name=F("subject__display_name"),
        **{_may(one): Exists(open_relations(user, may=one).filter(pk=OuterRef("pk"))) for one in Permission},
        **_consent(),
    )
    newest = Photo.objects.filter(subject=OuterRef("subject")).order_by("-taken_local", "-id")
    return relations.annotate(
        last_local=Subquery(newest.values("taken_local")[:1]),
        last_offset=Subquery(newest.values("taken_offset_minutes")[:1]),
    ).order_by("name", "id")


def _consent() -> dict[str, Any]:
    """The newest consent to care that was given to the practice."""
    asked = ConsentRecord.objects.filter(
        subject=OuterRef("subject"), practice=OuterRef("practice"), purpose=Purpose.CARE_RECORD
    ).order_by("-valid_from", "-id")
    last = ConsentEvent.objects.filter(record=OuterRef("pk")).order_by("-number").values("state")[:1]
    return {
        "consent_state": Subquery(asked.annotate(last=Subquery(last)).values("last")[:1]),
        "consent_until": Subquery(asked.values("valid_until")[:1]),
    }


def at_a_glance(relations: Iterable[Any]) -> list[Client]:
    """What ``clients_for`` found, with the next planned sessions; two queries more."""
    found = list(relations)
    sights = {one.subject_id for one in found if getattr(one, _may(Permission.SEE))}
    courses = list(Course.objects.filter(subject__in=sights, stopped_on__isnull=True)) if sights else []
    progress = progress_of(courses)
    planned: dict[UUID, list[date]] = {}
    for course in courses:
        next_day = progress[course.pk].next_day
        if progress[course.pk].state is CourseState.RUNNING and next_day:
            planned.setdefault(course.subject_id, []).append(next_day)
    return [_client(one, planned.get(one.subject_id, [])) for one in found]


def _client(relation: Any, planned: list[date]) -> Client:
    may = [one for one in Permission if getattr(relation, _may(one))]
    is_seen = Permission.SEE in may
    last = LocalTime(relation.last_local, relation.last_offset) if is_seen and relation.last_local else None
    return Client(
        relation=relation,
        state=relation.state,
        may=may,
        last_photo_at=last,
        next_session_on=min(planned, default=None) if is_seen else None,
        consent_state=_consent_state(relation.consent_state, relation.consent_until),
        consent_valid_until=relation.consent_until,
    )


def _consent_state(last: str | None, until: datetime | None) -> str:
    if last is None:
        return NEVER_ASKED
    record = ConsentRecord(valid_until=until)
    setattr(record, "last_state", last)  # noqa: B010 (an annotation, of which the model knows nothing)
    return status(record, timezone.now())


def _may(permission: Permission) -> str:
    return f"may_{permission.value}"
