"""Shapes of a session, and its limits in units."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import FiniteFloatField, LocalTimeField
from backend.sessionlog.models import MODALITY_CHOICES, ZONE_CHOICES, TreatmentSession
from ml.vocabulary import (
    SESSION_FREQUENCY_HZ,
    SESSION_INTENSITY_MICROAMP,
    SESSION_MINUTES,
    SESSION_NOTES_MAX_LENGTH,
)


def _amount(limits: tuple[float, float], unit: str, **options: Any) -> FiniteFloatField:
    """A number within ``limits``, whose errors name the unit."""
    low, high = limits
    sentence = f"Give {low:,.10g} to {high:,.10g} {unit}."
    return FiniteFloatField(
        min_value=low,
        max_value=high,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        **options,
    )


class SessionSerializer(serializers.ModelSerializer[TreatmentSession]):
    """One treatment as it was logged."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    subject = serializers.UUIDField(source="subject_id", required=False, help_text="Your own record when left out.")
    started_at = LocalTimeField()
    modality = serializers.ChoiceField(choices=MODALITY_CHOICES)
    minutes = _amount(SESSION_MINUTES, "minutes")
    intensity_microamp = _amount(SESSION_INTENSITY_MICROAMP, "µA", required=False, allow_null=True)
    frequency_hz = _amount(SESSION_FREQUENCY_HZ, "Hz", required=False, allow_null=True)
    zones = serializers.ListField(child=serializers.ChoiceField(choices=ZONE_CHOICES), required=False)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=SESSION_NOTES_MAX_LENGTH)

    class Meta:
        model = TreatmentSession
        fields = [
            "id",
            "subject",
            "started_at",
            "modality",
            "device_name",
            "minutes",
            "intensity_microamp",
            "frequency_hz",
            "zones",
            "notes",
            "simulated",
            "created_at",
        ]
        read_only_fields = ["simulated", "created_at"]

    def validate_zones(self, zones: list[str]) -> list[str]:
        """Each zone once, in the order given."""
        return list(dict.fromkeys(zones))


class SessionChangeSerializer(SessionSerializer):
    """What may be changed later: all but whose session it is."""

    id = serializers.UUIDField(read_only=True)
    subject = serializers.UUIDField(source="subject_id", read_only=True)
