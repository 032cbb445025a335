"""Shapes of shares and their register."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import LocalTimeField
from backend.consent.models import Deidentification
from backend.photos.models import VIEW_CHOICES, Photo
from backend.practices.serializers import PracticeNameSerializer
from backend.sessionlog.models import ZONE_CHOICES
from backend.sharing.guard import Status, ends_at, status_of
from backend.sharing.models import AccessEvent, ShareAccess, ShareGrant, SharePair
from backend.sharing.services.grants import MOST_PAIRS, Wanted

STATUS_CHOICES = [(status.value, status.value) for status in Status]
MIN_PASSPHRASE = 6
MOST_VIEWS = 10_000


class SharedPhotoSerializer(serializers.ModelSerializer[Photo]):
    """One of a pair."""

    taken_at = LocalTimeField()

    class Meta:
        model = Photo
        fields = ["id", "taken_at"]


class SharePairSerializer(serializers.ModelSerializer[SharePair]):
    """Two photos of one view, the earlier one first."""

    before = SharedPhotoSerializer()
    after = SharedPhotoSerializer()
    view = serializers.ChoiceField(choices=VIEW_CHOICES, source="before.series.view")

    class Meta:
        model = SharePair
        fields = ["number", "before", "after", "view"]


class ShareSerializer(serializers.ModelSerializer[ShareGrant]):
    """A share as its register shows it. Its link is told once, when it is made."""

    subject = serializers.UUIDField(source="subject_id")
    consent = serializers.UUIDField(source="consent_id")
    practice = PracticeNameSerializer(allow_null=True)
    created_by_name = serializers.SerializerMethodField()
    to_account = serializers.EmailField(
        source="recipient_account.email", default=None, allow_null=True, help_text="Whose account; null for a link."
    )
    pairs = SharePairSerializer(many=True)
    ends_at = serializers.SerializerMethodField(help_text="`expires_at`, or the end of the consent where it is first.")
    has_passphrase = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    access_count = serializers.SerializerMethodField(help_text="How often it was opened.")
    last_access_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = ShareGrant
        fields = [
            "id",
            "subject",
            "consent",
            "practice",
            "created_by_name",
            "recipient_label",
            "recipient_email",
            "to_account",
            "pairs",
            "created_at",
            "expires_at",
            "ends_at",
            "max_views",
            "views",
            "allow_download",
            "include_sessions",
            "include_film",
            "watermark",
            "deidentification",
            "zone",
            "message",
            "has_passphrase",
            "state",
            "status",
            "revoked_at",
            "revoke_reason",
            "access_count",
            "last_access_at",
        ]
        read_only_fields = fields

    def get_created_by_name(self, grant: ShareGrant) -> str:
        return grant.created_by.email if grant.created_by else ""

    def get_ends_at(self, grant: ShareGrant) -> datetime:
        return ends_at(grant)

    def get_has_passphrase(self, grant: ShareGrant) -> bool:
        return bool(grant.passphrase_hash)

    @extend_schema_field(serializers.ChoiceField(choices=STATUS_CHOICES))
    def get_status(self, grant: ShareGrant) -> Status:
        return status_of(grant, timezone.now())

    def get_access_count(self, grant: ShareGrant) -> int:
        return getattr(grant, "access_count", None) or 0


class MadeShareSerializer(ShareSerializer):
    """A new share, with the link to it and its code to scan; both empty where it is for an account, or not new."""

    link = serializers.SerializerMethodField(help_text="Told this once. Whoever holds it may look.")
    qr_svg = serializers.SerializerMethodField(help_text="The link as an SVG document.")

    class Meta(ShareSerializer.Meta):
        fields = [*ShareSerializer.Meta.fields, "link", "qr_svg"]
        read_only_fields = fields

    def get_link(self, _grant: ShareGrant) -> str:
        return str(self.context.get("link", ""))

    def get_qr_svg(self, _grant: ShareGrant) -> str:
        return str(self.context.get("qr_svg", ""))


class ReceivedShareSerializer(serializers.ModelSerializer[ShareGrant]):
    """What somebody shared with this account; the page at `url` shows it."""

    shared_by = serializers.SerializerMethodField()
    ends_at = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = ShareGrant
        fields = ["id", "shared_by", "message", "created_at", "ends_at", "status", "url"]
        read_only_fields = fields

    def get_shared_by(self, grant: ShareGrant) -> str:
        if grant.practice:
            return grant.practice.name
        return grant.created_by.email if grant.created_by else ""

    def get_ends_at(self, grant: ShareGrant) -> datetime:
        return ends_at(grant)

    @extend_schema_field(serializers.ChoiceField(choices=STATUS_CHOICES))
    def get_status(self, grant: ShareGrant) -> Status:
        return status_of(grant, timezone.now())

    def get_url(self, grant: ShareGrant) -> str:
        return f"/shared/{grant.pk}/"

    def to_representation(self, instance: ShareGrant) -> dict[str, Any]:
        """Of one that is over, nothing that somebody wrote is told any more."""
        told = super().to_representation(instance)
        return told if told["status"] in {Status.LIVE, Status.PREPARING, Status.LOCKED} else told | {"message": ""}


class WantedPairSerializer(serializers.Serializer[dict[str, UUID]]):
    """Two photos of one view, in any order."""

    before = serializers.UUIDField()
    after = serializers.UUIDField()


class WantedShareSerializer(serializers.Serializer[dict[str, Any]]):
    """What is to be shown, to whom, on the strength of which consent, and how."""

    id = serializers.UUIDField(help_text="Made by the device; the same again gives the first share.")
    subject = serializers.UUIDField()
    consent = serializers.UUIDField()
    practice = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="In whose name; null for the owner's own."
    )
    recipient_label = serializers.CharField(max_length=200)
    recipient_email = serializers.EmailField(required=False, allow_blank=True, default="")
    to_account = serializers.EmailField(
        required=False, allow_blank=True, default="", help_text="For one account, in place of a link."
    )
    pairs = serializers.ListField(child=WantedPairSerializer(), min_length=1, max_length=MOST_PAIRS)
    expires_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="After seven days unless said otherwise."
    )
    passphrase = serializers.CharField(
        required=False, allow_blank=True, default="", min_length=MIN_PASSPHRASE, max_length=200, trim_whitespace=False
    )
    max_views = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=MOST_VIEWS
    )
    allow_download = serializers.BooleanField(required=False, default=False)
    include_sessions = serializers.BooleanField(required=False, default=False)
    include_film = serializers.BooleanField(required=False, default=False)
    watermark = serializers.BooleanField(required=False, default=True)
    deidentification = serializers.ChoiceField(
        choices=Deidentification.choices, required=False, default=Deidentification.NONE
    )
    zone = serializers.ChoiceField(
        choices=ZONE_CHOICES,
        required=False,
        allow_blank=True,
        default="",
        help_text="Of frontal photos, with `crop_zone`.",
    )
    message = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["deidentification"] == Deidentification.CROP_ZONE) is not bool(attrs["zone"]):
            raise serializers.ValidationError({"zone": "Name a zone if the pictures are cut to one, and only then."})
        if attrs["to_account"] and attrs["passphrase"]:
            raise serializers.ValidationError({"passphrase": "A share to an account asks for no passphrase."})
        return attrs

    def as_arguments(self) -> dict[str, Any]:
        """What the service takes."""
        values = dict(self.validated_data)
        pairs = [(pair["before"], pair["after"]) for pair in values.pop("pairs")]
        return {
            "grant_id": values.pop("id"),
            "subject_id": values.pop("subject"),
            "consent_id": values.pop("consent"),
            "practice_id": values.pop("practice"),
            "wanted": Wanted(pairs=pairs, **values),
        }


class RevocationSerializer(serializers.Serializer[dict[str, str]]):
    """Nobody has to say why."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class SubjectNameSerializer(serializers.Serializer[dict[str, UUID]]):
    """Whose."""

    subject = serializers.UUIDField()


class RevokedSerializer(serializers.Serializer[dict[str, int]]):
    """How many shares were ended."""

    ended = serializers.IntegerField()


class PassphraseSerializer(serializers.Serializer[dict[str, str]]):
    """Another passphrase."""

    passphrase = serializers.CharField(min_length=MIN_PASSPHRASE, max_length=200, trim_whitespace=False)


class ShareAccessSerializer(serializers.ModelSerializer[ShareAccess]):
    """One line of a share's register. `network` is cut so that it names no single line."""

    event = serializers.ChoiceField(choices=AccessEvent.choices)
    photo = serializers.UUIDField(source="photo_id", allow_null=True)

    class Meta:
        model = ShareAccess
        fields = ["id", "at", "event", "reason", "photo", "network", "user_agent"]
        read_only_fields = fields


class ShareParameters(serializers.Serializer[dict[str, object]]):
    """Of one record; one's own when none is named."""

    subject = serializers.UUIDField(required=False, default=None)
