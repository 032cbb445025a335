"""Shape of a course and its progress."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.sessionlog.courses import STATE_CHOICES, Progress
from backend.sessionlog.models import MODALITY_CHOICES, Course
from ml.vocabulary import COURSE_SESSIONS, COURSE_WEEKS


class ProgressSerializer(serializers.Serializer[Progress]):
    """How far a course is, from the sessions that are logged."""

    state = serializers.ChoiceField(choices=STATE_CHOICES)
    done = serializers.IntegerField(help_text="Sessions that count, at most as many as were planned.")
    ends_on = serializers.DateField(help_text="The last day of the planned weeks.")
    next_day = serializers.DateField(allow_null=True, help_text="The day planned for the next one, passed or not.")
    finished_on = serializers.DateField(allow_null=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Ten sessions over five weeks",
            {
                "id": "b2a5c0d4-0f4c-4f0a-8f7b-6f3f6a1f9b30",
                "name": "Spring course",
                "modality": "microcurrent",
                "program": None,
                "planned_sessions": 10,
                "weeks": 5,
                "starts_on": "2026-03-02",
                "stopped_on": None,
            },
            request_only=True,
        )
    ]
)
class CourseSerializer(serializers.ModelSerializer[Course]):
    """A planned course. Sessions of its modality, and of its program if it has one, count from its first day on."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    subject = serializers.UUIDField(source="subject_id", required=False, help_text="Your own record when left out.")
    modality = serializers.ChoiceField(choices=MODALITY_CHOICES)
    program = serializers.UUIDField(source="program_id", required=False, allow_null=True)
    planned_sessions = serializers.IntegerField(min_value=COURSE_SESSIONS[0], max_value=COURSE_SESSIONS[1])
    weeks = serializers.IntegerField(min_value=COURSE_WEEKS[0], max_value=COURSE_WEEKS[1])
    progress = serializers.SerializerMethodField()

    class Meta:
        model = Course
        fields = [
            "id",
            "subject",
            "name",
            "modality",
            "program",
            "planned_sessions",
            "weeks",
            "starts_on",
            "stopped_on",
            "progress",
            "created_at",
        ]
        read_only_fields = ["created_at"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        starts_on = attrs.get("starts_on", self.instance.starts_on if self.instance else None)
        stopped_on = attrs.get("stopped_on", self.instance.stopped_on if self.instance else None)
        if stopped_on and starts_on and stopped_on < starts_on:
            raise serializers.ValidationError({"stopped_on": "A course cannot stop before its first day."})
        return attrs

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, course: Course) -> object:
        """From the context: one query counts the sessions of all the courses that are shown."""
        return ProgressSerializer(self.context["progress"][course.pk]).data


class CourseChangeSerializer(CourseSerializer):
    """What may be changed later: all but whose course it is."""

    id = serializers.UUIDField(read_only=True)
    subject = serializers.UUIDField(source="subject_id", read_only=True)
