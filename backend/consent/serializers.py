"""Shapes of consent texts and consents."""

import base64
import binascii
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.consent.content import STATEMENTS, Scope
from backend.consent.models import (
    ConsentEvent,
    ConsentRecord,
    ConsentText,
    Deidentification,
    Purpose,
    SignatureMethod,
    State,
)
from backend.consent.selectors import status
from backend.consent.services.signing import Asked
from backend.practices.serializers import PracticeNameSerializer
from ml.vocabulary import View, Zone

VIEW_CHOICES = [(view.value, view.value) for view in View]
ZONE_CHOICES = [(zone.value, zone.value) for zone in Zone]
STATEMENT_CHOICES = [(statement, statement) for statement in STATEMENTS]
# Base64 of 2 MB, and a little: what is longer is not even decoded.
BASE64_MAX_LENGTH = 2_800_000


@extend_schema_field({"type": "string", "format": "date-time", "example": "2026-03-12T08:30:00+01:00"})
class OffsetTimeField(serializers.Field[datetime, str, str, Any]):
    """ISO 8601 with its offset from UTC, which is kept as it came."""

    default_error_messages = {"invalid": "Give a date and time with its offset, such as 2026-03-12T08:30:00+01:00."}

    def to_internal_value(self, data: Any) -> datetime:
        try:
            given = datetime.fromisoformat(data)
            given.astimezone(timezone.get_default_timezone())
        except (TypeError, ValueError, OverflowError):
            self.fail("invalid")
        if given.tzinfo is None:
            self.fail("invalid")
        return given

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


@extend_schema_field({"type": "string", "format": "byte", "maxLength": BASE64_MAX_LENGTH})
class Base64Field(serializers.Field[bytes, str, str, Any]):
    """Bytes, as base64; a ``data:`` address of a canvas will do."""

    default_error_messages = {"invalid": "Send the file as base64.", "too_large": "The file is larger than 2 MB."}

    def to_internal_value(self, data: Any) -> bytes:
        if not isinstance(data, str):
            self.fail("invalid")
        if len(data) > BASE64_MAX_LENGTH:
            self.fail("too_large")
        text = data.partition(",")[2] if data.startswith("data:") else data
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            self.fail("invalid")

    def to_representation(self, value: bytes) -> str:
        return base64.b64encode(value).decode()


class ConsentTextSerializer(serializers.ModelSerializer[ConsentText]):
    """One version of what is asked, in one language. Once it is published, it never changes."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    language = serializers.RegexField(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)
    body_markdown = serializers.CharField(max_length=20_000)
    plain_summary = serializers.CharField(max_length=2_000)
    practice = serializers.UUIDField(source="practice_id", read_only=True, allow_null=True)
    written_by = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()

    class Meta:
        model = ConsentText
        fields = [
            "id",
            "practice",
            "purpose",
            "language",
            "jurisdiction",
            "version",
            "title",
            "body_markdown",
            "plain_summary",
            "privacy_notice_url",
            "is_template",
            "sha256",
            "state",
            "written_by",
            "reviewed_at",
            "published_at",
            "retired_at",
        ]
        read_only_fields = [
            "id",
            "version",
            "is_template",
            "sha256",
            "reviewed_at",
            "published_at",
            "retired_at",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=["draft", "reviewed", "published", "retired"]))
    def get_state(self, text: ConsentText) -> str:
        if text.retired_at:
            return "retired"
        if text.published_at:
            return "published"
        return "reviewed" if text.reviewed_at else "draft"

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_written_by(self, text: ConsentText) -> str | None:
        """The account that wrote it last: somebody else reviews it where there is somebody else."""
        return str(text.authored_by_id) if text.authored_by_id else None


class ConsentTextChangeSerializer(serializers.ModelSerializer[ConsentText]):
    """What may be changed of a draft: its words. What it is about stays."""

    body_markdown = serializers.CharField(max_length=20_000)
    plain_summary = serializers.CharField(max_length=2_000)

    class Meta:
        model = ConsentText
        fields = ["title", "body_markdown", "plain_summary", "privacy_notice_url"]


class TextParameters(serializers.Serializer[dict[str, Any]]):
    """Which texts."""

    practice = serializers.UUIDField(required=False, help_text="Its own first, else the templates.")
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
    language = serializers.CharField(required=False, max_length=35)
    drafts = serializers.BooleanField(required=False, help_text="All that the practice wrote, for those who write.")


class ConsentParameters(serializers.Serializer[dict[str, Any]]):
    """Whose consents."""

    subject = serializers.UUIDField(required=False, help_text="Your own record when left out.")


class ScopeSerializer(serializers.Serializer[dict[str, Any]]):
    """Which part of the record: local days both included; no views or zones means all; photos by name win."""

    views = serializers.ListField(child=serializers.ChoiceField(choices=VIEW_CHOICES), required=False, max_length=20)
    zones = serializers.ListField(child=serializers.ChoiceField(choices=ZONE_CHOICES), required=False, max_length=50)
    photos = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)
    sessions = serializers.BooleanField(required=False, default=False)

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """``from`` is a word of Python, so these two cannot be attributes."""
        return super().get_fields() | {
            "from": serializers.DateField(required=False, allow_null=True, source="first_day"),
            "to": serializers.DateField(required=False, allow_null=True, source="last_day"),
        }


class SignatureRequestSerializer(serializers.Serializer[dict[str, Any]]):
    """How it is signed."""

    method = serializers.ChoiceField(choices=SignatureMethod.choices)
    signed_name = serializers.CharField(max_length=200)
    signed_at = OffsetTimeField(help_text="On the device that it is signed on, with its offset from UTC.")
    image = Base64Field(
        required=False, allow_null=True, help_text="PNG or JPEG of what was drawn; PNG, JPEG or PDF of a paper."
    )
    witness = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ConsentRequestSerializer(serializers.Serializer[dict[str, Any]]):
    """What a person agrees to and how they sign it. The server fills in who is in charge, and the time."""

    id = serializers.UUIDField(help_text="Made by the phone; the same again gives the first result.")
    subject = serializers.UUIDField()
    practice = serializers.UUIDField(allow_null=True, help_text="Null: the record's owner is in charge alone.")
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    text = serializers.UUIDField()
    scope = ScopeSerializer()
    recipients = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=50)
    channels = serializers.ListField(child=serializers.CharField(max_length=80), required=False, max_length=50)
    deidentification = serializers.ChoiceField(choices=Deidentification.choices, default=Deidentification.NONE)
    valid_until = serializers.DateTimeField(required=False, allow_null=True)
    expiry_event = serializers.CharField(required=False, allow_blank=True, max_length=200)
    guardian_name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    guardian_authority = serializers.CharField(required=False, allow_blank=True, max_length=200)
    statements = serializers.ListField(
        child=serializers.ChoiceField(choices=STATEMENT_CHOICES),
        max_length=20,
        help_text="What the person ticked themselves. Nothing is ticked for them.",
    )
    signature = SignatureRequestSerializer()
    receipt_email = serializers.EmailField(required=False, allow_blank=True)
    supersedes = serializers.UUIDField(required=False, allow_null=True)

    def asked(self, user_agent: str) -> Asked:
        """The validated body as the service takes it."""
        given: dict[str, Any] = dict(self.validated_data)
        scope, signature = given["scope"], given["signature"]
        return Asked(
            record_id=given["id"],
            subject_id=given["subject"],
            practice_id=given["practice"],
            purpose=Purpose(given["purpose"]),
            text_id=given["text"],
            scope=Scope(
                views=tuple(scope.get("views", ())),
                zones=tuple(scope.get("zones", ())),
                first_day=scope.get("first_day"),
                last_day=scope.get("last_day"),
                photos=tuple(scope.get("photos", ())),
                sessions=scope["sessions"],
            ),
            recipients=tuple(given.get("recipients", ())),
            channels=tuple(given.get("channels", ())),
            deidentification=Deidentification(given["deidentification"]),
            valid_until=given.get("valid_until"),
            expiry_event=given.get("expiry_event", ""),
            guardian_name=given.get("guardian_name", ""),
            guardian_authority=given.get("guardian_authority", ""),
            statements=tuple(dict.fromkeys(given["statements"])),
            method=SignatureMethod(signature["method"]),
            signed_name=signature["signed_name"],
            signed_at=signature["signed_at"],
            image=signature.get("image"),
            witness=signature.get("witness", ""),
            receipt_email=given.get("receipt_email", ""),
            supersedes_id=given.get("supersedes"),
            user_agent=user_agent,
        )


class PartySerializer(serializers.Serializer[dict[str, Any]]):
    """Who decides what is done with the pictures."""

    id = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    contact = serializers.CharField()
    type = serializers.CharField()


class ConsentEventSerializer(serializers.ModelSerializer[ConsentEvent]):
    """What happened to it."""

    state = serializers.ChoiceField(choices=State.choices)

    class Meta:
        model = ConsentEvent
        fields = ["at", "state", "note", "hash"]


class SignatureSerializer(serializers.Serializer[dict[str, Any]]):
    """How it was signed."""

    method = serializers.ChoiceField(choices=SignatureMethod.choices)
    signed_name = serializers.CharField()
    signed_at = OffsetTimeField()
    witness = serializers.CharField()
    practitioner_present = serializers.CharField()
    media_type = serializers.CharField(help_text="Of its picture; empty where there is none.")


class SignedTextSerializer(serializers.ModelSerializer[ConsentText]):
    """What was read before it was signed."""

    class Meta:
        model = ConsentText
        fields = [
            "id",
            "version",
            "language",
            "jurisdiction",
            "title",
            "body_markdown",
            "plain_summary",
            "privacy_notice_url",
            "is_template",
            "sha256",
        ]


class ConsentSerializer(serializers.Serializer[Any]):
    """What one person agreed to, for one purpose, and where it stands."""

    id = serializers.UUIDField()
    subject = serializers.UUIDField(source="subject_id")
    practice = PracticeNameSerializer(allow_null=True)
    controller = PartySerializer(source="content.controller")
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    state = serializers.SerializerMethodField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    expiry_event = serializers.CharField(source="content.expiry_event")
    text = SignedTextSerializer()
    scope = ScopeSerializer(source="content.scope")
    recipients = serializers.ListField(child=serializers.CharField(), source="content.recipient_third_parties")
    channels = serializers.ListField(child=serializers.CharField(), source="content.channels")
    deidentification = serializers.ChoiceField(choices=Deidentification.choices, source="content.deidentification")
    statements = serializers.ListField(child=serializers.CharField(), source="content.statements")
    guardian_name = serializers.CharField(source="content.guardian_name")
    guardian_authority = serializers.CharField(source="content.guardian_authority")
    signature = serializers.SerializerMethodField()
    receipt_email = serializers.EmailField(allow_blank=True)
    supersedes = serializers.UUIDField(source="supersedes_id", allow_null=True)
    events = ConsentEventSerializer(many=True)
    withdrawal_link = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=State.choices))
    def get_state(self, record: ConsentRecord) -> str:
        return status(record, timezone.now()).value

    @extend_schema_field(SignatureSerializer)
    def get_signature(self, record: ConsentRecord) -> dict[str, Any]:
        told = dict(record.content["signature"])
        shown = ("method", "signed_name", "signed_at", "witness", "practitioner_present")
        return {name: told[name] for name in shown} | {"media_type": record.signature_media_type}

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_withdrawal_link(self, _record: ConsentRecord) -> str | None:
        """Only in the first answer to signing: of its token no more than a hash is kept."""
        link: str | None = self.context.get("withdrawal_link")
        return link
