"""Shapes of a withdrawal and of sealed copies."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.audit.models import AuditEvent
from backend.consent.serializers import ConsentSerializer
from backend.practices.serializers import PracticeNameSerializer
from backend.privacy.models import SealedCopy
from backend.sharing.models import Publication


class ToTakeDownSerializer(serializers.ModelSerializer[Publication]):
    """Where pictures were published on the strength of the consent: the practice is asked to take them down."""

    practice = PracticeNameSerializer()

    class Meta:
        model = Publication
        fields = ["id", "practice", "channel", "place", "published_on", "removal_asked_at", "removed_at"]


class StaysSerializer(serializers.Serializer[Any]):
    """Something that a withdrawal doesn't end."""

    what = serializers.CharField()
    why = serializers.CharField()


class ForetoldSerializer(serializers.Serializer[Any]):
    """What a withdrawal now would end, and what would stay and why."""

    ending_shares = serializers.IntegerField()
    publications = ToTakeDownSerializer(many=True)
    what_stays = StaysSerializer(many=True)


class WithdrawalSerializer(serializers.Serializer[Any]):
    """What has ended, and what stays and why."""

    consent = ConsentSerializer()
    ended_shares = serializers.IntegerField()
    publications = ToTakeDownSerializer(many=True)
    what_stays = StaysSerializer(many=True)


class OpeningSerializer(serializers.ModelSerializer[AuditEvent]):
    """Who opened a sealed copy, and the reason that they gave."""

    by = serializers.CharField(source="actor_name")
    reason = serializers.CharField(source="detail")

    class Meta:
        model = AuditEvent
        fields = ["at", "by", "reason"]


class SealedCopySerializer(serializers.ModelSerializer[SealedCopy]):
    """What a practice keeps under a legal duty after the care has ended."""

    practice = PracticeNameSerializer()
    subject = serializers.UUIDField(source="subject_id", allow_null=True, help_text="Null once the record is gone.")
    is_sealed = serializers.BooleanField(help_text="False for the moments until the file is written.")
    openings = serializers.SerializerMethodField()

    class Meta:
        model = SealedCopy
        fields = [
            "id",
            "practice",
            "subject",
            "subject_reference",
            "legal_duty",
            "keep_until",
            "created_at",
            "is_sealed",
            "sha256",
            "bytes",
            "photo_count",
            "session_count",
            "openings",
        ]

    @extend_schema_field(OpeningSerializer(many=True))
    def get_openings(self, copy: SealedCopy) -> Any:
        openings: dict[UUID, list[AuditEvent]] = self.context["openings"]
        return OpeningSerializer(openings[copy.pk], many=True).data


class OpenRequestSerializer(serializers.Serializer[Any]):
    """Why it has to be opened. The client reads it."""

    reason = serializers.CharField(min_length=5, max_length=200)
