"""Shapes of publications."""

from typing import Any

from rest_framework import serializers

from backend.practices.serializers import PracticeNameSerializer
from backend.sharing.models import Publication


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """Where a practice published pictures, and whether it has to take them down."""

    consent = serializers.UUIDField(source="consent_id")
    subject = serializers.UUIDField(source="consent.subject_id")
    practice = PracticeNameSerializer()

    class Meta:
        model = Publication
        fields = [
            "id",
            "consent",
            "subject",
            "practice",
            "channel",
            "place",
            "published_on",
            "created_at",
            "removal_asked_at",
            "removed_at",
            "removal_note",
        ]
        read_only_fields = fields


class NewPublicationSerializer(serializers.Serializer[dict[str, Any]]):
    """What was published where."""

    consent = serializers.UUIDField()
    channel = serializers.CharField(max_length=80)
    place = serializers.CharField(max_length=500)
    published_on = serializers.DateField()


class RemovalSerializer(serializers.Serializer[dict[str, str]]):
    """That it was taken down."""

    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class PublicationParameters(serializers.Serializer[dict[str, object]]):
    """Of a practice, a record, or both; of one's own when none is named."""

    practice = serializers.UUIDField(required=False, default=None)
    subject = serializers.UUIDField(required=False, default=None)
