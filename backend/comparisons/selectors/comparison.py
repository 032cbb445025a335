"""Verdicts on pairs, and the most comparable partner, from what is stored of each photo.

Nothing here reads a measured value: the import contract "A verdict knows no measure of change" holds it, and
``ml.compare`` would have no place for one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.common.errors import DomainError
from backend.common.localtime import LocalTime, within_days
from backend.photos.models import Photo
from backend.photos.selectors import photo_for, photos_for
from backend.sessionlog.clock import clocks
from backend.subjects.selectors import Actor
from ml.compare import TOLERANCES, PhotoReport, Verdict, compare, is_good, preference
from ml.types import Camera, Expression, Pose, QualityReason
from ml.vocabulary import AlignmentMethod, PhotoState, ReasonCode, VerdictLevel, View

WINDOW_DAYS = 42
"""How far from the wanted date a partner may lie."""
CANDIDATES = 60
"""On either side of the wanted date: so many, at two or three photos a day, fill three weeks."""

_COLUMNS = (
    "id",
    "subject_id",
    "series__view",
    "width",
    "height",
    "simulated",
    "taken_local",
    "taken_offset_minutes",
    "alignment__baseline_id",
    "alignment__method",
    "alignment__pose",
    "alignment__residual_iod",
    "alignment__flip_suspected",
    "alignment__light",
    "alignment__quality",
)


@dataclass(frozen=True)
class Shot:
    """A photo, as far as comparing it goes."""

    id: UUID
    taken_at: LocalTime
    report: PhotoReport

    @property
    def day(self) -> date:
        return self.taken_at.local.date()


@dataclass(frozen=True)
class Comparison:
    """A pair and its verdict. ``instead`` is the photo that would do in the place of ``after``, where one would."""

    before: Shot
    after: Shot
    verdict: Verdict
    photos_of_view: int
    comparable: int
    instead: Shot | None

    @property
    def days_apart(self) -> int:
        return abs((self.after.day - self.before.day).days)


@dataclass(frozen=True)
class Partner:
    """A photo that may be compared with another one, and how far it lies from the date that was asked for."""

    shot: Shot
    verdict: Verdict
    days_off: int
    days_apart: int


@dataclass(frozen=True)
class Partners:
    """The photos of one view near a date, the most comparable first."""

    photo: Shot
    near: date
    found: list[Partner]


def comparison_of(user: Actor, *, before: UUID, after: UUID) -> Comparison:
    """The verdict on a pair. Raises NotFound, and DomainError ``not_aligned`` for a photo that is not aligned."""
    shots = _with_sessions(user, _shots(_aligned(photos_for(user)).filter(pk__in=(before, after))))
    by_id = {shot.id: shot for shot in shots}
    first, second = _one_of(user, by_id, before), _one_of(user, by_id, after)
    verdict = compare(first.report, second.report)
    of_view = _of_view(user, first)
    instead = None
    if verdict.level is not VerdictLevel.GOOD:
        instead = _instead(user, first, second, verdict)
    return Comparison(
        before=first,
        after=second,
        verdict=verdict,
        photos_of_view=of_view.count(),
        comparable=_count_comparable(first, of_view),
        instead=instead,
    )


def partners_of(user: Actor, *, photo: UUID, near: date | None, days: int | None, limit: int) -> Partners:
    """The most comparable photos near ``near``, or ``days`` after the photo; five queries however long the series.

    Raises NotFound, DomainError ``not_aligned``.
    """
    found = {shot.id: shot for shot in _shots(_aligned(photos_for(user)).filter(pk=photo))}
    shot = _one_of(user, found, photo)
    wanted = near or _shifted(shot.day, days or 0)
    ranked = _ranked(user, shot, wanted)[:limit]
    told = _with_sessions(user, [shot, *(partner.shot for partner in ranked)])
    partners = [_partner(told[0], other, wanted) for other in told[1:]]
    return Partners(told[0], wanted, partners)


def _count_comparable(shot: Shot, of_view: QuerySet[Photo]) -> int:
    """How many others a verdict would call good. The database leaves out those that the turn alone speaks against."""
    pose = shot.report.pose
    if pose is None:
        return 0
    near = {
        f"alignment__pose__{axis}__{side}": getattr(pose, axis) + sign * TOLERANCES[code][1]
        for axis, code in (("yaw", ReasonCode.YAW), ("pitch", ReasonCode.PITCH))
        for side, sign in (("gte", -1), ("lte", 1))
    }
    others = _aligned(of_view).exclude(pk=shot.id).filter(**near).order_by()
    return sum(is_good(shot.report, other.report) for other in _shots(others))


def _instead(user: Actor, before: Shot, after: Shot, verdict: Verdict) -> Shot | None:
    """The most comparable photo near the second one's date, if its verdict is a milder one."""
    for partner in _ranked(user, before, after.day):
        if partner.shot.id == after.id:
            continue
        milder = preference(partner.verdict, 0)[0] < preference(verdict, 0)[0]
        return partner.shot if milder else None
    return None


def _ranked(user: Actor, shot: Shot, wanted: date) -> list[Partner]:
    """By :func:`ml.compare.preference` alone: what a verdict says, and the distance in days."""
    window = within_days("taken_local", _shifted(wanted, -WINDOW_DAYS), _shifted(wanted, WINDOW_DAYS))
    others = _aligned(_of_view(user, shot)).exclude(pk=shot.id).filter(window)
    middle = datetime.combine(wanted, time(12))
    later = others.filter(taken_local__gte=middle).order_by("taken_local", "id")[:CANDIDATES]
    earlier = others.filter(taken_local__lt=middle).order_by("-taken_local", "-id")[:CANDIDATES]
    near = [*_shots(earlier), *_shots(later)]
    partners = [_partner(shot, other, wanted) for other in near]
    return sorted(partners, key=lambda one: (*preference(one.verdict, one.days_off), str(one.shot.id)))


def _partner(shot: Shot, other: Shot, wanted: date) -> Partner:
    first, second = sorted((shot, other), key=lambda one: (one.taken_at.local, one is other))
    return Partner(
        shot=other,
        verdict=compare(first.report, second.report),
        days_off=abs((other.day - wanted).days),
        days_apart=abs((other.day - shot.day).days),
    )


def _of_view(user: Actor, shot: Shot) -> QuerySet[Photo]:
    return photos_for(user, subject=UUID(shot.report.subject), view=shot.report.view)


def _aligned(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    return photos.filter(state=PhotoState.ALIGNED, alignment__isnull=False)


def _one_of(user: Actor, shots: dict[UUID, Shot], wanted: UUID) -> Shot:
    if wanted in shots:
        return shots[wanted]
    photo_for(user, wanted)
    raise DomainError("not_aligned", "Only aligned photos can be compared.", http_status=409)


def _shifted(day: date, days: int) -> date:
    """``day`` moved, and held inside what dates there are."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def shots_of(photos: QuerySet[Photo]) -> list[Shot]:
    """The aligned ones of ``photos``, in their order, as far as comparing them goes; one query."""
    return _shots(_aligned(photos))


def _shots(photos: QuerySet[Photo]) -> list[Shot]:
    """Without the blobs of an alignment, which stay in the database."""
    return [_shot(dict(zip(_COLUMNS, row, strict=True))) for row in photos.values_list(*_COLUMNS)]


def _with_sessions(user: Actor, found: Iterable[Shot]) -> list[Shot]:
    """With the hours since the last session; two queries for one subject's photos."""
    shots = list(found)
    by_subject: dict[str, list[int]] = {}
    for index, shot in enumerate(shots):
        by_subject.setdefault(shot.report.subject, []).append(index)
    for subject, indices in by_subject.items():
        read = clocks(user, UUID(subject), [shots[index].taken_at for index in indices])
        for index, clock in zip(indices, read, strict=True):
            report = replace(shots[index].report, hours_since_session=clock.hours_since_last)
            shots[index] = replace(shots[index], report=report)
    return shots


def _shot(row: dict[str, Any]) -> Shot:
    quality, light, pose = (row[f"alignment__{part}"] or {} for part in ("quality", "light", "pose"))
    reasons = quality.get("reasons")
    report = PhotoReport(
        subject=str(row["subject_id"]),
        view=View(row["series__view"]),
        size=(row["width"], row["height"]),
        method=AlignmentMethod(row["alignment__method"]),
        pose=Pose(**pose) if pose else None,
        interocular_px=quality.get("interocular_px"),
        camera=Camera(**quality["camera"]) if quality.get("camera") else None,
        expression=Expression(**quality["expression"]) if quality.get("expression") else None,
        mouth_opening=quality.get("mouth_opening"),
        eye_opening=quality.get("eye_opening"),
        covered=None if reasons is None else QualityReason.FACE_COVERED in reasons,
        light_patches=tuple(quality["light_patches"]) if quality.get("light_patches") else None,
        skin=tuple(light["skin"]) if light.get("skin") else None,
        sharpness=quality.get("sharpness"),
        residual_iod=row["alignment__residual_iod"] if row["alignment__baseline_id"] else None,
        flip_suspected=row["alignment__flip_suspected"],
        simulated=row["simulated"],
        taken_local=row["taken_local"],
    )
    return Shot(row["id"], LocalTime(row["taken_local"], row["taken_offset_minutes"]), report)
