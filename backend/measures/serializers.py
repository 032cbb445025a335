"""Shapes of measures, sittings and changes.

A chart of ten thousand photos is a hundred thousand points: those are written as plain dictionaries, and the
serializers describe them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from backend.events.models import EVENT_KIND_CHOICES, Event
from backend.measures.changes import Changes, MeasuredChange, Side
from backend.measures.charts import Chart, Point, verified
from backend.measures.selectors import Measured, MeasuredView
from backend.photos.models import VIEW_CHOICES
from ml.noise import NoiseFloor, Trend
from ml.vocabulary import (
    MEASURE_KIND,
    MEASURE_UNIT,
    SAME_DAY_HOURS,
    SITTING_MAX_PHOTOS,
    Measure,
    MeasureKind,
    MeasureUnit,
    NotComparedReason,
)

MEASURE_CHOICES = [(code.value, code.value) for code in Measure]
KIND_CHOICES = [(kind.value, kind.value) for kind in MeasureKind]
UNIT_CHOICES = [(unit.value, unit.value) for unit in MeasureUnit]
NOT_COMPARED_CHOICES = [(reason.value, reason.value) for reason in NotComparedReason]


class MeasureParameters(serializers.Serializer[dict[str, Any]]):
    """Whose measures, of which view."""

    subject = serializers.UUIDField(required=False, help_text="Your own record when left out.")
    view = serializers.ChoiceField(choices=VIEW_CHOICES, default="frontal")
    measure = serializers.ChoiceField(choices=MEASURE_CHOICES, required=False, help_text="Only this measure's chart.")
    same_day = serializers.BooleanField(
        default=False, help_text="Let photos less than 24 h after a session count for noise floor and trend."
    )


class ChangeParameters(serializers.Serializer[dict[str, Any]]):
    """Which two photos of one view."""

    before = serializers.UUIDField(help_text="The earlier photo; any, in fact: what is told is after − before.")
    after = serializers.UUIDField()


class NoiseFloorSerializer(serializers.Serializer[NoiseFloor]):
    """How far the measure moves when nothing changed, in its unit. `band` is what charts shade."""

    within_sd = serializers.FloatField(help_text="Between photos of one sitting.")
    between_sd = serializers.FloatField(help_text="What another sitting adds.")
    mdc = serializers.FloatField(help_text="Minimal detectable change of two single photos, this measure alone.")
    band = serializers.FloatField(help_text="The same, corrected for all measures that are shown together.")
    sittings = serializers.IntegerField(help_text="Those of your own that went into it.")
    personal = serializers.BooleanField(help_text="False while other people's photos have the greater say.")
    needed = serializers.IntegerField(help_text="Sittings from which on it is personal.")


class TrendSerializer(serializers.Serializer[Trend]):
    """Along the line through the sittings, in the measure's unit; nothing about why."""

    per_30_days = serializers.FloatField()
    low = serializers.FloatField(help_text="95 % interval, corrected for all measures that are shown together.")
    high = serializers.FloatField()
    exceeds = serializers.BooleanField(help_text="The interval leaves out zero, and the measure is verified.")
    days = serializers.IntegerField()


class PointSerializer(serializers.Serializer[Point]):
    """One photo's value."""

    photo = serializers.UUIDField()
    value = serializers.FloatField(help_text="In the measure's unit; millimetres by the iris.")
    sd = serializers.FloatField(allow_null=True, help_text="What the iris leaves open of the millimetres.")
    iod = serializers.FloatField(allow_null=True, help_text="A length in interocular distances.")
    comparable = serializers.BooleanField(help_text="The expression is like the reference's where this hangs on it.")


class ChartSerializer(serializers.Serializer[Chart]):
    """One measure of the view."""

    measure = serializers.ChoiceField(choices=MEASURE_CHOICES)
    unit = serializers.ChoiceField(choices=UNIT_CHOICES)
    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    verified = serializers.BooleanField(help_text="Whether the benchmark reached its goals for this measure.")
    reference_value = serializers.FloatField(allow_null=True)
    floor = NoiseFloorSerializer()
    trend = TrendSerializer(allow_null=True)
    points = PointSerializer(many=True)


class MeasuredPhotoSerializer(serializers.Serializer[Measured]):
    """One measured photo."""

    id = serializers.UUIDField()
    taken_at = serializers.CharField(help_text="Local wall time.")
    sitting = serializers.UUIDField(help_text="Photos of the same one were taken in one sitting.")
    by_hand = serializers.BooleanField(help_text="The sitting is a person's word, not the clock's.")
    hours_since_session = serializers.FloatField(allow_null=True)
    same_day = serializers.BooleanField(help_text=f"Less than {SAME_DAY_HOURS:g} h after a session.")


class ScaleSerializer(serializers.Serializer[Any]):
    """Millimetres an interocular distance, by an iris of 11.7 ± 0.5 mm."""

    mm_per_iod = serializers.FloatField()
    sd = serializers.FloatField()


class BesideSerializer(serializers.Serializer[Event]):
    """What else happened: it stands beside the photos and may explain a change; nothing says that it does."""

    id = serializers.UUIDField()
    happened_at = serializers.CharField(help_text="A local date, or local wall time where it is known.")
    kind = serializers.ChoiceField(choices=EVENT_KIND_CHOICES)


class MeasuresSerializer(serializers.Serializer[MeasuredView]):
    """All that was measured of one view, earliest photo first."""

    view = serializers.ChoiceField(choices=VIEW_CHOICES)
    pending = serializers.IntegerField(help_text="Aligned photos that are not measured yet.")
    reference = serializers.UUIDField(allow_null=True, help_text="The photo that others are compared with.")
    scale = ScaleSerializer(allow_null=True)
    looked_at = serializers.IntegerField(help_text="Measures shown together; bands and trends are corrected for it.")
    photos = MeasuredPhotoSerializer(many=True)
    sessions = serializers.ListField(child=serializers.CharField(), help_text="Local starts, for marks in a chart.")
    events = BesideSerializer(many=True, help_text="Between the first photo's day and the last one's, earliest first.")
    measures = ChartSerializer(many=True)


class SideSerializer(serializers.Serializer[Side]):
    """One of the two photos."""

    photo = serializers.UUIDField()
    taken_at = serializers.CharField(help_text="Local wall time.")
    hours_since_session = serializers.FloatField(allow_null=True)
    same_day = serializers.BooleanField(help_text=f"Less than {SAME_DAY_HOURS:g} h after a session.")


class ChangeSerializer(serializers.Serializer[MeasuredChange]):
    """One measure, after − before. Nothing about why."""

    measure = serializers.ChoiceField(choices=MEASURE_CHOICES)
    unit = serializers.ChoiceField(choices=UNIT_CHOICES)
    verified = serializers.BooleanField()
    value = serializers.FloatField()
    value_iod = serializers.FloatField(allow_null=True)
    mdc = serializers.FloatField(help_text="Least change that counts, corrected for `looked_at` measures.")
    exceeds = serializers.BooleanField(help_text="Beyond `mdc`, by a verified measure: no other is told as a change.")
    personal = serializers.BooleanField(help_text="The noise floor is your own, not typical of other people.")
    sittings = serializers.IntegerField(help_text="Your own in the noise floor.")
    before_photos = serializers.IntegerField(help_text="Photos of the sitting that were averaged.")
    after_photos = serializers.IntegerField()


class LeftOutSerializer(serializers.Serializer[Any]):
    """A measure that these two photos cannot tell."""

    measure = serializers.ChoiceField(choices=MEASURE_CHOICES)
    reason = serializers.ChoiceField(choices=NOT_COMPARED_CHOICES)


class ChangesSerializer(serializers.Serializer[Changes]):
    """What changed between two photos of one view, and how sure that is."""

    before = SideSerializer()
    after = SideSerializer()
    one_sitting = serializers.BooleanField(help_text="Both are of the same sitting.")
    looked_at = serializers.IntegerField()
    changes = ChangeSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


class SittingSerializer(serializers.Serializer[Any]):
    """Photos of one view that a person calls one sitting."""

    photos = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=SITTING_MAX_PHOTOS)


class SittingAnswerSerializer(SittingSerializer):
    """The sitting as it stands."""

    id = serializers.UUIDField()


def measures_json(
    view: MeasuredView, looked_at: int, sessions: list[str], events: list[Event], charts: list[Chart]
) -> Any:
    # Written out once a photo: every chart names each of them.
    names = {one.photo: str(one.photo) for one in view.photos}
    return {
        "view": view.view,
        "pending": view.pending,
        "reference": view.reference.photo if view.reference else None,
        "scale": {"mm_per_iod": view.scale.mm_per_iod, "sd": view.scale.sd} if view.scale else None,
        "looked_at": looked_at,
        "photos": [
            {"id": one.photo, **_moment(one), "sitting": one.sitting, "by_hand": one.by_hand} for one in view.photos
        ],
        "sessions": sessions,
        "events": [{"id": one.pk, "happened_at": one.happened_at.isoformat(), "kind": one.kind} for one in events],
        "measures": [_chart(one, names, view.view) for one in charts],
    }


def changes_json(view: str, changes: Changes) -> Any:
    sides = {"before": changes.before.photo, "after": changes.after.photo}
    return {
        **{name: {"photo": one.photo, **_moment(one)} for name, one in sides.items()},
        "one_sitting": changes.before.photo.sitting == changes.after.photo.sitting,
        "looked_at": changes.looked_at,
        "changes": [_change(one, view) for one in changes.changes],
        "left_out": [{"measure": one.measure, "reason": one.reason} for one in changes.left_out],
    }


def _moment(photo: Measured) -> dict[str, Any]:
    return {
        "taken_at": photo.taken_at.isoformat(),
        "hours_since_session": photo.hours_since_session,
        "same_day": photo.same_day,
    }


def _chart(chart: Chart, names: Mapping[UUID, str], view: str) -> dict[str, Any]:
    floor, trend = chart.floor, chart.trend
    return {
        "measure": chart.measure,
        "unit": MEASURE_UNIT[chart.measure],
        "kind": MEASURE_KIND[chart.measure],
        "verified": verified(chart.measure, view),
        "reference_value": chart.reference_value,
        "floor": {
            "within_sd": chart.within_sd,
            "between_sd": chart.between_sd,
            "mdc": chart.mdc,
            "band": chart.band,
            "sittings": floor.sittings,
            "personal": floor.personal,
            "needed": chart.needed,
        },
        "trend": TrendSerializer(trend).data if trend else None,
        "points": [
            {"photo": names[photo], "value": value, "sd": sd, "iod": iod, "comparable": comparable}
            for photo, value, sd, iod, comparable in chart.points
        ],
    }


def _change(change: MeasuredChange, view: str) -> dict[str, Any]:
    return {
        "measure": change.measure,
        "unit": MEASURE_UNIT[change.measure],
        "verified": verified(change.measure, view),
        "value": change.value,
        "value_iod": change.value_iod,
        "mdc": change.mdc,
        "exceeds": change.exceeds,
        "personal": change.floor.personal,
        "sittings": change.floor.sittings,
        "before_photos": change.before_photos,
        "after_photos": change.after_photos,
    }
