"""Shapes of a time-lapse."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import FiniteFloatField, LocalTimeField
from backend.common.localtime import LocalTime
from backend.comparisons.models import Timelapse
from backend.comparisons.models.timelapse import FORMAT_CHOICES, PROBLEM_CHOICES, SIZE_CHOICES, STATE_CHOICES
from backend.comparisons.services.timelapses import Choice, Options
from backend.photos.models import VIEW_CHOICES
from ml.vocabulary import (
    TIMELAPSE_PHOTOS,
    TIMELAPSE_SECONDS_A_PHOTO,
    TimelapseFormat,
    TimelapseProblem,
    TimelapseSize,
    TimelapseState,
)

PROBLEM_MESSAGES = {
    TimelapseProblem.PHOTO_CHANGED: "A photo of it is being aligned anew. Make it again in a moment.",
    TimelapseProblem.DISK_FULL: "The server's disk is full. Make room on the server, then make it again.",
    TimelapseProblem.UNEXPECTED: "It could not be made. Your photos are untouched. Make it again.",
}


class TimelapseProblemSerializer(serializers.Serializer[Timelapse]):
    """Why it could not be made, and what to do."""

    code = serializers.ChoiceField(choices=PROBLEM_CHOICES)
    message = serializers.CharField()


class TimelapseSerializer(serializers.ModelSerializer[Timelapse]):
    """A film of aligned photos: what was asked for, how far it is, and where it can be fetched."""

    subject = serializers.UUIDField(source="subject_id")
    series = serializers.UUIDField(source="series_id")
    view = serializers.ChoiceField(source="series.view", choices=VIEW_CHOICES)
    state = serializers.ChoiceField(choices=STATE_CHOICES)
    problem = serializers.SerializerMethodField()
    format = serializers.ChoiceField(choices=FORMAT_CHOICES)
    size = serializers.ChoiceField(choices=SIZE_CHOICES)
    photo_count = serializers.IntegerField(help_text="Photos in the film.")
    photos_in_period = serializers.IntegerField(
        help_text="All photos of the series in that time, whatever became of them: “n of N” is printed on each frame."
    )
    first_taken_at = serializers.SerializerMethodField(help_text="Local time of the first photo in it.")
    last_taken_at = serializers.SerializerMethodField(help_text="Local time of the last photo in it.")
    is_outdated = serializers.BooleanField(
        help_text="A photo of it has another date, or is aligned otherwise, than when the film was made."
    )
    url = serializers.SerializerMethodField(help_text="Where the film is, once it is ready.")

    class Meta:
        model = Timelapse
        fields = [
            "id",
            "subject",
            "series",
            "view",
            "state",
            "problem",
            "format",
            "size",
            "seconds_a_photo",
            "date_stamp",
            "session_markers",
            "matched_light",
            "comparable_only",
            "photo_count",
            "photos_in_period",
            "first_taken_at",
            "last_taken_at",
            "frames_done",
            "is_outdated",
            "url",
            "width",
            "height",
            "bytes",
            "created_at",
        ]

    @extend_schema_field(TimelapseProblemSerializer(allow_null=True))
    def get_problem(self, timelapse: Timelapse) -> dict[str, str] | None:
        if not timelapse.problem:
            return None
        problem = TimelapseProblem(timelapse.problem)
        return {"code": problem.value, "message": PROBLEM_MESSAGES[problem]}

    @extend_schema_field(LocalTimeField())
    def get_first_taken_at(self, timelapse: Any) -> str:
        return LocalTime(timelapse.first_taken, None).isoformat()

    @extend_schema_field(LocalTimeField())
    def get_last_taken_at(self, timelapse: Any) -> str:
        return LocalTime(timelapse.last_taken, None).isoformat()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_url(self, timelapse: Timelapse) -> str | None:
        ready = timelapse.state == TimelapseState.READY
        return reverse("timelapse-film", args=[timelapse.pk]) if ready else None


class TimelapseRequestSerializer(serializers.Serializer[Timelapse]):
    """Which film is wanted: the photos of a period, or those named, of one series."""

    id = serializers.UUIDField(help_text="Made by the phone; the same again gives the first result.")
    series = serializers.UUIDField()
    photos = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=TIMELAPSE_PHOTOS[1],
        help_text="Only these, aligned ones of the series. How many others there are in their time is printed too.",
    )
    format = serializers.ChoiceField(choices=FORMAT_CHOICES, default=TimelapseFormat.MP4)
    size = serializers.ChoiceField(choices=SIZE_CHOICES, default=TimelapseSize.STANDARD, help_text="`large`: MP4 only.")
    seconds_a_photo = FiniteFloatField(
        min_value=TIMELAPSE_SECONDS_A_PHOTO[0], max_value=TIMELAPSE_SECONDS_A_PHOTO[1], default=0.5
    )
    date_stamp = serializers.BooleanField(default=True, help_text="Each photo's date beneath it.")
    session_markers = serializers.BooleanField(default=False, help_text="A thin strip with the sessions of that time.")
    matched_light = serializers.BooleanField(
        default=False, help_text="Exposure and white balance matched to the baseline; said so on each frame."
    )
    comparable_only = serializers.BooleanField(
        default=False, help_text="Leave out photos that are not comparable with the baseline; said so on each frame."
    )

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """``from`` is a word of Python, so these two cannot be attributes."""
        return super().get_fields() | {
            "from": serializers.DateField(required=False, allow_null=True, help_text="First local date, included."),
            "to": serializers.DateField(required=False, allow_null=True, help_text="Last local date, included."),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["size"] == TimelapseSize.LARGE and attrs["format"] != TimelapseFormat.MP4:
            raise serializers.ValidationError({"size": "A larger film is an MP4."})
        first, last = attrs.get("from"), attrs.get("to")
        if first and last and first > last:
            raise serializers.ValidationError({"to": "The last day is before the first."})
        return attrs

    def asked(self) -> dict[str, Any]:
        """What the service wants."""
        values = dict(self.validated_data)
        identity = {"timelapse_id": values.pop("id"), "series_id": values.pop("series")}
        choice = Choice(values.pop("from", None), values.pop("to", None), values.pop("photos", []))
        return {**identity, "choice": choice, "options": Options(**values)}


class TimelapseParameters(serializers.Serializer[Timelapse]):
    """Whose films to list."""

    subject = serializers.UUIDField(required=False, help_text="Only this subject.")
    series = serializers.UUIDField(required=False, help_text="Only this series.")
