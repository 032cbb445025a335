"""Shapes of an event."""

from datetime import date, datetime, time
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import FiniteFloatField, LocalTimeField, instant_json
from backend.common.localtime import LocalTime
from backend.events.models import EVENT_KIND_CHOICES, Event
from ml.vocabulary import EVENT_NOTES_MAX_LENGTH, EVENT_WEIGHT_KG, EventKind

LENGTH_OF_A_DATE = len("2026-03-12")
WEIGHT_SENTENCE = f"Give {EVENT_WEIGHT_KG[0]:g} to {EVENT_WEIGHT_KG[1]:g} kg."


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2})?)?$",
        "example": "2026-03-12",
        "description": "A local date, or local wall time where it is known; the offset from UTC may follow.",
    }
)
class LocalDayOrTimeField(LocalTimeField):
    """``2026-03-12`` is a date inside; with a time of day, a :class:`LocalTime`."""

    default_error_messages = {
        "invalid": "Give a date such as 2026-03-12, with or without a time: 2026-03-12T08:30:00+01:00.",
    }

    def to_internal_value(self, data: Any) -> LocalTime | date:  # type: ignore[override]
        if not isinstance(data, str) or len(data) != LENGTH_OF_A_DATE:
            return super().to_internal_value(data)
        try:
            day = date.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if not LocalTime(datetime.combine(day, time.min), None).is_plausible():
            self.fail("implausible")
        return day

    def to_representation(self, value: LocalTime | date) -> str:
        return value.isoformat()


class EventSerializer(serializers.ModelSerializer[Event]):
    """What happened, and when."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    subject = serializers.UUIDField(source="subject_id", required=False, help_text="Your own record when left out.")
    happened_at = LocalDayOrTimeField()
    kind = serializers.ChoiceField(choices=EVENT_KIND_CHOICES)
    weight_kg = FiniteFloatField(
        required=False,
        allow_null=True,
        min_value=EVENT_WEIGHT_KG[0],
        max_value=EVENT_WEIGHT_KG[1],
        error_messages={"min_value": WEIGHT_SENTENCE, "max_value": WEIGHT_SENTENCE, "invalid": WEIGHT_SENTENCE},
        help_text="Only where the kind is weight.",
    )
    notes = serializers.CharField(required=False, allow_blank=True, max_length=EVENT_NOTES_MAX_LENGTH)

    class Meta:
        model = Event
        fields = ["id", "subject", "happened_at", "kind", "weight_kg", "notes", "created_at"]
        read_only_fields = ["created_at"]

    def to_representation(self, instance: Event) -> dict[str, Any]:
        """In one step, as with photos and sessions: pages of the timeline are made of these."""
        return event_json(instance)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind = attrs.get("kind") or (self.instance and self.instance.kind)
        if attrs.get("weight_kg") is not None and kind != EventKind.WEIGHT:
            raise serializers.ValidationError({"weight_kg": ["Only an event of the kind weight has one."]})
        return attrs


def event_json(event: Event) -> dict[str, Any]:
    """What `EventSerializer` describes."""
    return {
        "id": str(event.pk),
        "subject": str(event.subject_id),
        "happened_at": event.happened_at.isoformat(),
        "kind": event.kind,
        "weight_kg": event.weight_kg,
        "notes": event.notes,
        "created_at": instant_json(event.created_at),
    }


class EventChangeSerializer(EventSerializer):
    """What may be changed later: all but whose event it is."""

    id = serializers.UUIDField(read_only=True)
    subject = serializers.UUIDField(source="subject_id", read_only=True)
