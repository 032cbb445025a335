"""Asking for a time-lapse, and letting it go."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.common.errors import DomainError
from backend.comparisons.handlers import RENDER
from backend.comparisons.models import Timelapse, TimelapsePhoto
from backend.comparisons.selectors.comparison import shots_of
from backend.comparisons.selectors.timelapses import timelapses_for
from backend.jobs.services import enqueue
from backend.photos.models import Photo, Rendition, Series
from backend.photos.selectors import photos_for, series_for
from backend.subjects.access import Permission
from backend.subjects.guarded import added, allow, changing, one_of
from ml.compare import compare
from ml.vocabulary import (
    TIMELAPSE_PHOTOS,
    PhotoState,
    RenditionSpec,
    TimelapseFormat,
    TimelapseSize,
    VerdictLevel,
)

BATCH = 500


@dataclass(frozen=True)
class Options:
    """How the film is to look."""

    format: str = TimelapseFormat.MP4
    size: str = TimelapseSize.STANDARD
    seconds_a_photo: float = 0.5
    date_stamp: bool = True
    session_markers: bool = False
    matched_light: bool = False
    comparable_only: bool = False


@dataclass(frozen=True)
class Choice:
    """Which photos of a series: those of a period (local dates, both included), or those named."""

    first_day: date | None = None
    last_day: date | None = None
    photo_ids: list[UUID] = field(default_factory=list)


class Shown(NamedTuple):
    """A photo as the film will show it: when it was taken, and what its aligned rendition is made of."""

    photo_id: UUID
    taken_local: datetime
    recipe: str


def make_timelapse(
    *, actor: User, timelapse_id: UUID, series_id: UUID, choice: Choice, options: Options
) -> tuple[Timelapse, bool]:
    """Note down a film and queue its making. Returns it and whether it is new; the same id again gives the first one.

    Raises NotFound for a series out of reach, DomainError ``not_allowed``, and for too few or too many photos, for
    named photos that are not aligned ones of the series, and for an id that names another record.
    """
    series = one_of(actor, series_for(actor), series_id)
    by = allow(actor, series.subject_id, Permission.ADD_PHOTOS)
    try:
        with transaction.atomic():
            film = _insert(actor, timelapse_id, series, choice, options)
            added(film, by, series.subject_id, AuditObject.TIMELAPSE)
    except IntegrityError:
        first = timelapses_for(actor).filter(pk=timelapse_id, series=series).first()
        if first is None:
            raise _id_conflict() from None
        return first, False
    return timelapses_for(actor).get(pk=timelapse_id), True


def delete_timelapse(*, actor: User, timelapse: Timelapse) -> None:
    """Let a film go, made or being made: what is under way stops at its next photo. Raises ``not_allowed``."""
    kind, may, deleted = AuditObject.TIMELAPSE, Permission.ADD_PHOTOS, AuditAction.DELETED
    with changing(actor, timelapse, kind, may, subject_id=timelapse.subject_id, action=deleted):
        timelapse.delete()


def _insert(actor: User, timelapse_id: UUID, series: Series, choice: Choice, options: Options) -> Timelapse:
    if Timelapse.objects.filter(pk=timelapse_id).exists():
        raise IntegrityError
    in_period, shown = _chosen(actor, series, choice, options)
    low, high = TIMELAPSE_PHOTOS
    if len(shown) < low:
        raise DomainError("too_few_photos", "A time-lapse needs two aligned photos of one view. Choose a longer time.")
    if len(shown) > high:
        raise DomainError("too_many_photos", f"A time-lapse holds {high:,} photos at most. Choose a shorter time.")
    timelapse = Timelapse.objects.create(
        pk=timelapse_id,
        subject_id=series.subject_id,
        series=series,
        first_day=choice.first_day,
        last_day=choice.last_day,
        photo_count=len(shown),
        photos_in_period=in_period,
        **asdict(options),
    )
    TimelapsePhoto.objects.bulk_create(
        (
            TimelapsePhoto(timelapse=timelapse, photo_id=row.photo_id, taken_local=row.taken_local, recipe=row.recipe)
            for row in shown
        ),
        batch_size=BATCH,
    )
    enqueue(handler=RENDER, key=str(timelapse_id))
    return timelapse


def _chosen(actor: User, series: Series, choice: Choice, options: Options) -> tuple[int, list[Shown]]:
    """How many photos of the series the period holds, and those of them that the film will show."""
    photos = photos_for(actor, first_day=choice.first_day, last_day=choice.last_day).filter(series=series)
    wanted = set(choice.photo_ids)
    if wanted:
        named = photos.filter(pk__in=wanted).order_by("taken_local")
        times = list(named.values_list("taken_local", flat=True))
        if len(times) < len(wanted):
            raise _not_aligned()
        photos = photos.filter(taken_local__gte=times[0], taken_local__lte=times[-1])
    shown = [row for row in _aligned(photos, options) if not wanted or row.photo_id in wanted]
    if wanted and len(shown) < len(wanted):
        raise _not_aligned()
    if options.comparable_only:
        comparable = _comparable(actor, series)
        shown = [row for row in shown if row.photo_id in comparable]
    return photos.count(), shown


def _comparable(actor: User, series: Series) -> set[UUID]:
    """The photos of the series whose verdict against its baseline is not ``not_comparable``."""
    shots = {shot.id: shot for shot in shots_of(photos_for(actor).filter(series=series))}
    baseline = shots.get(series.baseline_id) if series.baseline_id else None
    if baseline is None:
        return set(shots)
    return {
        shot.id
        for shot in shots.values()
        if shot is baseline or compare(baseline.report, shot.report).level is not VerdictLevel.NOT_COMPARABLE
    }


def _aligned(photos: QuerySet[Photo], options: Options) -> list[Shown]:
    """The photos that can be shown so, oldest first."""
    aligned = Rendition.objects.filter(
        spec=RenditionSpec.ALIGNED, photo__state=PhotoState.ALIGNED, photo__in=photos.order_by()
    )
    if options.matched_light:
        # One photo as taken among others that are matched would be the very thing that matching is to prevent.
        matched = Rendition.objects.filter(spec=RenditionSpec.MATCHED_LIGHT)
        aligned = aligned.filter(photo__in=matched.values("photo"))
    rows = aligned.order_by("photo__taken_local", "photo")
    return [Shown(*row) for row in rows.values_list("photo", "photo__taken_local", "recipe")]


def _id_conflict() -> DomainError:
    return DomainError("id_conflict", "This id names another record. Ask again with a new id.", http_status=409)


def _not_aligned() -> DomainError:
    return DomainError("photos_not_aligned", "Only aligned photos of one view can be in a time-lapse.", http_status=409)
