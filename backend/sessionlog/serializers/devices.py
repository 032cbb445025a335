"""Shapes of devices, programs and the checklist."""

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.sessionlog.models import (
    CONTRAINDICATION_CHOICES,
    MODALITY_CHOICES,
    ChecklistConfirmation,
    Device,
    Program,
)
from backend.sessionlog.serializers.amounts import ZonesField, frequency, intensity, minutes, polarity, waveform
from ml.vocabulary import CHECKLIST_VERSION, DEVICE_NOTES_MAX_LENGTH


class SubjectParameter(serializers.Serializer[dict[str, object]]):
    """Whose records."""

    subject = serializers.UUIDField(required=False, help_text="Only this subject.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A program of a microcurrent device",
            {
                "id": "0c4f4c0d-6a4c-4c11-9a80-3f5e5d0f2a10",
                "device": "8b7f6c1a-51d8-4a34-8d0a-a0b3c5d9e6f7",
                "name": "Cheeks and jaw",
                "minutes": 12,
                "intensity_microamp": 240,
                "frequency_hz": 0.3,
                "waveform": "pulsed_direct",
                "polarity": "alternating",
                "zones": ["cheek_left", "cheek_right", "jaw_left", "jaw_right"],
            },
            request_only=True,
        )
    ]
)
class ProgramSerializer(serializers.ModelSerializer[Program]):
    """A way to use a device: what a session is filled in with."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    device = serializers.UUIDField(source="device_id")
    minutes = minutes(required=False, allow_null=True)
    intensity_microamp = intensity()
    frequency_hz = frequency()
    waveform = waveform()
    polarity = polarity()
    zones = ZonesField(required=False)

    class Meta:
        model = Program
        fields = [
            "id",
            "device",
            "name",
            "minutes",
            "intensity_microamp",
            "frequency_hz",
            "waveform",
            "polarity",
            "zones",
            "created_at",
        ]
        read_only_fields = ["created_at"]


class ProgramChangeSerializer(ProgramSerializer):
    """What may be changed later: all but whose program it is."""

    id = serializers.UUIDField(read_only=True)
    device = serializers.UUIDField(source="device_id", read_only=True)


class ConfirmationSerializer(serializers.ModelSerializer[ChecklistConfirmation]):
    """Who confirmed having read which version of the list, and when."""

    confirmed_at = serializers.DateTimeField(source="created_at")
    confirmed_by = serializers.IntegerField(source="confirmed_by_id", allow_null=True, help_text="The account.")
    items = serializers.ListField(child=serializers.ChoiceField(choices=CONTRAINDICATION_CHOICES))
    current = serializers.SerializerMethodField(help_text="False once the list has changed: it is shown again.")

    class Meta:
        model = ChecklistConfirmation
        fields = ["version", "items", "confirmed_at", "confirmed_by", "current"]

    def get_current(self, confirmation: ChecklistConfirmation) -> bool:
        return confirmation.version == CHECKLIST_VERSION


@extend_schema_serializer(
    examples=[OpenApiExample("The current list", {"version": CHECKLIST_VERSION}, request_only=True)]
)
class ChecklistSerializer(serializers.Serializer[dict[str, int]]):
    """Which version of the list was read."""

    version = serializers.IntegerField(min_value=1, max_value=32_767)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A device",
            {
                "id": "8b7f6c1a-51d8-4a34-8d0a-a0b3c5d9e6f7",
                "name": "Hand-held, two probes",
                "maker": "",
                "modality": "microcurrent",
                "notes": "",
                "archived": False,
            },
            request_only=True,
        )
    ]
)
class DeviceSerializer(serializers.ModelSerializer[Device]):
    """A thing that sessions are done with, and its programs."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    subject = serializers.UUIDField(source="subject_id", required=False, help_text="Your own record when left out.")
    modality = serializers.ChoiceField(choices=MODALITY_CHOICES)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=DEVICE_NOTES_MAX_LENGTH)
    programs = serializers.SerializerMethodField(help_text="By name.")
    checklist = serializers.SerializerMethodField(help_text="The latest confirmation, if there is one.")

    class Meta:
        model = Device
        fields = [
            "id",
            "subject",
            "name",
            "maker",
            "modality",
            "notes",
            "archived",
            "programs",
            "checklist",
            "created_at",
        ]
        read_only_fields = ["created_at"]

    @extend_schema_field(ProgramSerializer(many=True))
    def get_programs(self, device: Device) -> object:
        """Sorted here, since another order in the query would undo the prefetch."""
        return ProgramSerializer(sorted(device.programs.all(), key=lambda one: one.name.casefold()), many=True).data

    @extend_schema_field(ConfirmationSerializer(allow_null=True))
    def get_checklist(self, device: Device) -> object:
        latest = max(device.confirmations.all(), key=lambda one: one.version, default=None)
        return latest and ConfirmationSerializer(latest).data


class DeviceChangeSerializer(DeviceSerializer):
    """What may be changed later: all but whose device it is."""

    id = serializers.UUIDField(read_only=True)
    subject = serializers.UUIDField(source="subject_id", read_only=True)
