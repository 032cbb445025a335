"""Shapes of a session, its limits in units, and totals over sessions."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.common.fields import FiniteFloatField, LocalTimeField, instant_json
from backend.common.parameters import PeriodParameters
from backend.sessionlog.models import MODALITY_CHOICES, PLACE_CHOICES, ZONE_CHOICES, TreatmentSession
from backend.sessionlog.serializers.amounts import (
    ZonesField,
    amount,
    frequency,
    intensity,
    minutes,
    polarity,
    waveform,
)
from backend.sessionlog.totals import Totals, ZoneTotal
from ml.vocabulary import SESSION_COMFORT, SESSION_NOTES_MAX_LENGTH, SESSION_REMARK_MAX_LENGTH, ZONE_MINUTES, Zone

EXAMPLE = {
    "id": "3f0d7c9e-2c55-4a0b-9a4e-0c6f3a4c1b11",
    "started_at": "2026-03-12T19:00:00+01:00",
    "modality": "microcurrent",
    "device": "8b7f6c1a-51d8-4a34-8d0a-a0b3c5d9e6f7",
    "program": None,
    "minutes": 12,
    "timed": True,
    "intensity_microamp": 240,
    "frequency_hz": 0.3,
    "waveform": "pulsed_direct",
    "polarity": "alternating",
    "conductive_product": "Gel",
    "place": "home",
    "zones": ["cheek_left", "cheek_right"],
    "minutes_by_zone": {"cheek_left": 6, "cheek_right": 6},
    "comfort": 4,
    "sensation": "Light tingling.",
    "skin_before": "",
    "skin_after": "A little red for ten minutes.",
    "notes": "",
}


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "number"},
        "example": {"cheek_left": 6, "cheek_right": 6},
        "description": (
            "Minutes of each zone, at most the session's own: for every zone of `zones`, or `{}`. Without them, "
            "totals share the session's minutes equally among its zones."
        ),
    }
)
class MinutesByZoneField(serializers.DictField):
    """Minutes by zone."""

    child = amount(ZONE_MINUTES, "minutes")

    def to_internal_value(self, data: Any) -> dict[Any, Any]:
        values = super().to_internal_value(data)
        if unknown := sorted(set(values) - {zone.value for zone in Zone}):
            raise serializers.ValidationError(f"There is no zone called {', '.join(unknown)}.")
        return values


def _remark(longest: int = SESSION_REMARK_MAX_LENGTH, **options: Any) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=longest, **options)


class SessionValuesSerializer(serializers.ModelSerializer[TreatmentSession]):
    """The values of a treatment."""

    started_at = LocalTimeField()
    modality = serializers.ChoiceField(choices=MODALITY_CHOICES)
    minutes = minutes()
    timed = serializers.BooleanField(required=False, help_text="Whether a running timer gave the minutes.")
    intensity_microamp = intensity()
    frequency_hz = frequency()
    waveform = waveform()
    polarity = polarity()
    place = serializers.ChoiceField(choices=PLACE_CHOICES, required=False, allow_blank=True)
    zones = ZonesField(required=False)
    minutes_by_zone = MinutesByZoneField(required=False)
    comfort = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=SESSION_COMFORT[0],
        max_value=SESSION_COMFORT[1],
        help_text="1 very uncomfortable … 5 very comfortable.",
    )
    sensation = _remark(help_text="What was felt.")
    skin_before = _remark()
    skin_after = _remark()
    notes = _remark(SESSION_NOTES_MAX_LENGTH)

    class Meta:
        model = TreatmentSession
        fields = [
            "started_at",
            "modality",
            "device_name",
            "program_name",
            "minutes",
            "timed",
            "intensity_microamp",
            "frequency_hz",
            "waveform",
            "polarity",
            "conductive_product",
            "place",
            "zones",
            "minutes_by_zone",
            "comfort",
            "sensation",
            "skin_before",
            "skin_after",
            "notes",
        ]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Minutes by zone are for every zone or for none, and none is longer than the session."""
        before = self.instance
        shares = attrs.get("minutes_by_zone", before.minutes_by_zone if before else {})
        zones = attrs.get("zones", before.zones if before else [])
        whole = attrs.get("minutes", before.minutes if before else 0.0)
        problem = ""
        if shares and set(shares) != set(zones):
            problem = "Give minutes for each zone that is chosen, or for none."
        elif any(share > whole for share in shares.values()):
            problem = "No zone can take longer than the session."
        if problem:
            raise serializers.ValidationError({"minutes_by_zone": problem})
        return attrs


@extend_schema_serializer(examples=[OpenApiExample("A session with a device", EXAMPLE, request_only=True)])
class SessionSerializer(SessionValuesSerializer):
    """One treatment as it was logged."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    subject = serializers.UUIDField(source="subject_id", required=False, help_text="Your own record when left out.")
    device = serializers.UUIDField(
        source="device_id", required=False, allow_null=True, help_text="Its name is written down too, as it is now."
    )
    program = serializers.UUIDField(source="program_id", required=False, allow_null=True)

    class Meta(SessionValuesSerializer.Meta):
        fields = [
            "id",
            "subject",
            "device",
            "program",
            *SessionValuesSerializer.Meta.fields,
            "simulated",
            "created_at",
        ]
        read_only_fields = ["simulated", "created_at"]

    def to_representation(self, instance: TreatmentSession) -> dict[str, Any]:
        """In one step, which takes a twentieth of the time that the fields do one by one; a test holds them equal."""
        return session_json(instance)


def session_json(session: TreatmentSession) -> dict[str, Any]:
    """What `SessionSerializer` describes."""
    device, program = session.device_id, session.program_id
    return {
        "id": str(session.pk),
        "subject": str(session.subject_id),
        "device": device and str(device),
        "program": program and str(program),
        "started_at": session.started_at.isoformat(),
        "modality": session.modality,
        "device_name": session.device_name,
        "program_name": session.program_name,
        "minutes": float(session.minutes),
        "timed": session.timed,
        "intensity_microamp": session.intensity_microamp,
        "frequency_hz": session.frequency_hz,
        "waveform": session.waveform,
        "polarity": session.polarity,
        "conductive_product": session.conductive_product,
        "place": session.place,
        "zones": list(session.zones),
        "minutes_by_zone": {zone: float(minutes) for zone, minutes in session.minutes_by_zone.items()},
        "comfort": session.comfort,
        "sensation": session.sensation,
        "skin_before": session.skin_before,
        "skin_after": session.skin_after,
        "notes": session.notes,
        "simulated": session.simulated,
        "created_at": instant_json(session.created_at),
    }


class SessionChangeSerializer(SessionSerializer):
    """What may be changed later: all but whose session it is."""

    id = serializers.UUIDField(read_only=True)
    subject = serializers.UUIDField(source="subject_id", read_only=True)


class SessionRowSerializer(SessionValuesSerializer):
    """A row of a file that is imported."""

    id = serializers.UUIDField(required=False)
    simulated = serializers.BooleanField(required=False)

    class Meta(SessionValuesSerializer.Meta):
        fields = ["id", *SessionValuesSerializer.Meta.fields, "simulated"]


class TotalsParameters(PeriodParameters):
    """Which sessions are summed up."""

    modality = serializers.ChoiceField(choices=MODALITY_CHOICES, required=False, help_text="Only this modality.")


class ZoneTotalSerializer(serializers.Serializer[ZoneTotal]):
    """Sums of the sessions that name the zone."""

    zone = serializers.ChoiceField(choices=ZONE_CHOICES)
    sessions = serializers.IntegerField()
    minutes = FiniteFloatField()
    microamp_minutes = FiniteFloatField(help_text="µA × minutes, without the sessions that have no intensity.")
    without_intensity = serializers.IntegerField(help_text="Sessions that add minutes and no µA·min.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Two sessions, one without intensity",
            {
                "sessions": 2,
                "minutes": 20.0,
                "microamp_minutes": 2400.0,
                "without_intensity": 1,
                "without_zones": 0,
                "zones": [
                    {
                        "zone": "cheek_left",
                        "sessions": 2,
                        "minutes": 10.0,
                        "microamp_minutes": 1200.0,
                        "without_intensity": 1,
                    }
                ],
            },
            response_only=True,
        )
    ]
)
class TotalsSerializer(serializers.Serializer[Totals]):
    """Minutes and µA·min over a period, in all and by zone.

    A session's minutes by zone are those written down for each, else its minutes shared equally among its zones.
    """

    sessions = serializers.IntegerField()
    minutes = FiniteFloatField()
    microamp_minutes = FiniteFloatField()
    without_intensity = serializers.IntegerField(help_text="Sessions that add minutes and no µA·min.")
    without_zones = serializers.IntegerField(help_text="Sessions that are part of the sums, and of no zone.")
    zones = ZoneTotalSerializer(many=True)
