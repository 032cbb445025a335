"""Reading what was measured: one view of one subject, in the same number of queries however many photos."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import median
from uuid import UUID

from django.db.models import QuerySet

from backend.common.errors import DomainError
from backend.common.localtime import LocalTime
from backend.events.models import Event
from backend.events.selectors import events_for
from backend.measures.models import SittingPlace
from backend.measures.sittings import Taken, sittings_of
from backend.photos.models import Photo
from backend.photos.selectors import photo_for, photos_for
from backend.sessionlog.clock import clocks
from backend.sessionlog.selectors import sessions_for
from backend.subjects.selectors import Actor
from ml.types import Expression
from ml.vocabulary import SAME_DAY_HOURS, Measure, PhotoState

_COLUMNS = (
    "pk",
    "series__baseline_id",
    "taken_local",
    "taken_offset_minutes",
    "taken_source",
    "sitting_place__sitting",
    "alignment__measurement__values",
    "alignment__measurement__mm_per_iod",
    "alignment__measurement__mm_per_iod_sd",
    "alignment__measurement__expression",
    "alignment__measurement__baseline",
)


@dataclass(frozen=True)
class Measured:
    """One photo with what was measured of it: lengths in IOD, angles in degrees.

    ``hours_since_session`` is None before the first session.
    """

    photo: UUID
    taken_at: LocalTime
    sitting: UUID
    by_hand: bool
    hours_since_session: float | None
    values: dict[str, float]
    expression: Expression | None
    mm_per_iod: float | None
    mm_per_iod_sd: float | None

    @property
    def same_day(self) -> bool:
        """So soon after a session that what it left for some hours may still be seen."""
        return self.hours_since_session is not None and self.hours_since_session < SAME_DAY_HOURS


@dataclass(frozen=True)
class Scale:
    """Millimetres an interocular distance by the iris, one for all photos of a person: it does not blur changes.

    ``sd`` is what people's irises leave open.
    """

    mm_per_iod: float
    sd: float


@dataclass(frozen=True)
class MeasuredView:
    """All measured photos of one subject in one ``view``, earliest first; ``pending`` more wait for the worker."""

    view: str
    photos: Sequence[Measured]
    baseline: UUID | None
    pending: int
    # Of each photo, by measure: what `charts` found of it.
    comparable: dict[Measure, list[bool]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def reference(self) -> Measured | None:
        """What others are compared with: the baseline, else the earliest whose expression is known."""
        known = [one for one in self.photos if one.expression is not None]
        return next((one for one in known if one.photo == self.baseline), known[0] if known else None)

    @cached_property
    def scale(self) -> Scale | None:
        found = [one for one in self.photos if one.mm_per_iod is not None and one.mm_per_iod_sd is not None]
        if not found:
            return None
        return Scale(median(one.mm_per_iod or 0 for one in found), median(one.mm_per_iod_sd or 0 for one in found))

    def sitting_mates(self, photo: Measured) -> list[Measured]:
        """The photos of its sitting, itself among them."""
        return [one for one in self.photos if one.sitting == photo.sitting]


def measured_view(user: Actor, subject: UUID, view: str) -> MeasuredView:
    """What was measured of a subject's aligned photos of ``view``. Three queries."""
    photos = photos_for(user, subject=subject, view=view, state=PhotoState.ALIGNED)
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in _bare(photos).values_list(*_COLUMNS)]
    # The sitting is found among all photos: one that could not be measured still belongs to it.
    sittings = sittings_of(
        Taken(row["pk"], row["taken_local"], row["taken_source"], row["sitting_place__sitting"]) for row in rows
    )
    # Measured in the pose of another baseline: its turn with the worker comes.
    current = [
        row
        for row in rows
        if row["alignment__measurement__values"] is not None
        and row["alignment__measurement__baseline"] == row["series__baseline_id"]
    ]
    measured = [row for row in current if row["alignment__measurement__values"]]
    moments = [LocalTime(row["taken_local"], row["taken_offset_minutes"]) for row in measured]
    return MeasuredView(
        view=view,
        photos=[
            _measured(row, moment, sittings[row["pk"]], clock.hours_since_last)
            for row, moment, clock in zip(measured, moments, clocks(user, subject, moments), strict=True)
        ],
        baseline=rows[0]["series__baseline_id"] if rows else None,
        pending=len(rows) - len(current),
    )


def measured_pair(user: Actor, before: UUID, after: UUID) -> tuple[MeasuredView, Measured, Measured]:
    """Two measured photos of one view, and all others of it.

    Raises NotFound for a photo out of reach, DomainError ``not_one_view`` for photos that are not of one view of one
    subject, ``not_measured`` for one that is not, or not yet.
    """
    first, second = photo_for(user, before), photo_for(user, after)
    if first.series_id != second.series_id:
        raise DomainError("not_one_view", "Only two photos of one view are compared. Choose another.")
    view = measured_view(user, first.subject_id, first.series.view)
    found = {one.photo: one for one in view.photos}
    if first.pk not in found or second.pk not in found:
        raise DomainError(
            "not_measured", "One of the photos is not measured, or not yet. Try again in a moment.", http_status=409
        )
    return view, found[first.pk], found[second.pk]


def session_starts(user: Actor, subject: UUID, view: MeasuredView) -> list[str]:
    """When sessions began between the first and the last measured photo, for marks below a chart; earliest first."""
    if not view.photos:
        return []
    rows = sessions_for(user, subject=subject, **_days(view)).values_list("started_local", "started_offset_minutes")
    return [LocalTime(*row).isoformat() for row in reversed(rows)]


def events_beside(user: Actor, subject: UUID, view: MeasuredView) -> list[Event]:
    """What else happened from the day of the first measured photo to that of the last; earliest first. One query."""
    if not view.photos:
        return []
    return list(reversed(events_for(user, subject=subject, **_days(view))))


def _days(view: MeasuredView) -> dict[str, date]:
    return {"first_day": view.photos[0].taken_at.local.date(), "last_day": view.photos[-1].taken_at.local.date()}


def sitting_places_for(user: Actor) -> QuerySet[SittingPlace]:
    """What ``user`` may see of sittings made by hand."""
    return SittingPlace.objects.filter(photo__in=_bare(photos_for(user)).order_by())


def _bare(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """Without the JSON's relations, earliest first."""
    return photos.select_related(None).prefetch_related(None).defer(None).order_by("taken_local", "pk")


def _measured(row: dict[str, object], taken_at: LocalTime, sitting: UUID, hours: float | None) -> Measured:
    return Measured(
        photo=row["pk"],  # type: ignore[arg-type]
        taken_at=taken_at,
        sitting=sitting,
        by_hand=row["sitting_place__sitting"] is not None,
        hours_since_session=hours,
        values=row["alignment__measurement__values"],  # type: ignore[arg-type]
        expression=Expression(**expression) if (expression := row["alignment__measurement__expression"]) else None,  # type: ignore[arg-type]
        mm_per_iod=row["alignment__measurement__mm_per_iod"],  # type: ignore[arg-type]
        mm_per_iod_sd=row["alignment__measurement__mm_per_iod_sd"],  # type: ignore[arg-type]
    )
