"""Shapes of photos and series."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import LocalTimeField
from backend.common.parameters import PeriodParameters
from backend.photos.models import (
    REJECTION_CHOICES,
    SPEC_CHOICES,
    STATE_CHOICES,
    TAKEN_SOURCE_CHOICES,
    VIEW_CHOICES,
    Photo,
    Rendition,
    Series,
)
from backend.photos.services import Upload
from ml.vocabulary import PhotoState, RejectionReason

REJECTION_MESSAGES = {
    RejectionReason.UNREADABLE: "The file is damaged and cannot be shown. The upload is kept as it came.",
    RejectionReason.NO_FACE: "No face was found. The photo is kept.",
    RejectionReason.SEVERAL_FACES: "More than one face was found. The photo is kept.",
    RejectionReason.FACE_TOO_SMALL: "The face is too small in the picture to be aligned. The photo is kept.",
    RejectionReason.FACE_CUT_OFF: "Part of the face is outside the picture. The photo is kept.",
    RejectionReason.DEGENERATE_LANDMARKS: "The face could not be measured surely enough. The photo is kept.",
}


class RejectionSerializer(serializers.Serializer[Photo]):
    """Why a photo was not aligned: about the picture, never about the person."""

    reason = serializers.ChoiceField(choices=REJECTION_CHOICES)
    message = serializers.CharField()


class OriginalSerializer(serializers.Serializer[Photo]):
    """The untouched upload. Width and height are those of the upright picture."""

    sha256 = serializers.CharField()
    bytes = serializers.IntegerField()
    media_type = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    file_name = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, photo: Photo) -> str:
        return reverse("photo-original", args=[photo.pk])


class RenditionSerializer(serializers.ModelSerializer[Rendition]):
    """A derived image that is ready to be fetched."""

    spec = serializers.ChoiceField(choices=SPEC_CHOICES)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Rendition
        fields = ["spec", "url", "width", "height", "media_type"]

    def get_url(self, rendition: Rendition) -> str:
        """The recipe in the address makes the browser ask anew when the picture has changed."""
        path = reverse("photo-rendition", args=[rendition.photo_id, rendition.spec])
        return f"{path}?v={rendition.recipe[:12]}"


class PhotoSerializer(serializers.ModelSerializer[Photo]):
    """One capture and what became of it."""

    subject = serializers.UUIDField(source="subject_id", read_only=True)
    series = serializers.UUIDField(source="series_id", read_only=True)
    view = serializers.ChoiceField(source="series.view", choices=VIEW_CHOICES, read_only=True)
    state = serializers.ChoiceField(choices=STATE_CHOICES, read_only=True)
    rejection = serializers.SerializerMethodField()
    taken_at = LocalTimeField(read_only=True)
    taken_at_source = serializers.ChoiceField(source="taken_source", choices=TAKEN_SOURCE_CHOICES, read_only=True)
    received_at = serializers.DateTimeField(source="created_at", read_only=True)
    is_baseline = serializers.SerializerMethodField()
    original = OriginalSerializer(source="*", read_only=True)
    renditions = RenditionSerializer(many=True, read_only=True)

    class Meta:
        model = Photo
        fields = [
            "id",
            "subject",
            "series",
            "view",
            "state",
            "rejection",
            "taken_at",
            "taken_at_source",
            "received_at",
            "is_baseline",
            "simulated",
            "original",
            "renditions",
        ]
        read_only_fields = ["id", "simulated"]

    @extend_schema_field(RejectionSerializer(allow_null=True))
    def get_rejection(self, photo: Photo) -> dict[str, str] | None:
        if photo.state != PhotoState.REJECTED:
            return None
        reason = RejectionReason(photo.rejection_reason)
        return {"reason": reason.value, "message": REJECTION_MESSAGES[reason]}

    def get_is_baseline(self, photo: Photo) -> bool:
        return photo.series.baseline_id == photo.pk


class UploadSerializer(serializers.Serializer[Upload]):
    """A photo on its way in."""

    id = serializers.UUIDField(help_text="Made by the phone; the same again gives the first result.")
    file = serializers.FileField(
        allow_empty_file=True, help_text="The photo as the camera wrote it: JPEG, PNG, WebP, HEIC or AVIF."
    )
    view = serializers.ChoiceField(choices=VIEW_CHOICES)
    subject = serializers.UUIDField(required=False, help_text="Your own record when left out.")
    taken_at = LocalTimeField(required=False, help_text="Set by the person; comes before what the file says.")
    last_modified = LocalTimeField(required=False, help_text="The file's own date on the phone.")

    def create(self, validated_data: dict[str, Any]) -> Upload:
        return Upload(
            photo_id=validated_data["id"],
            file=validated_data["file"],
            view=validated_data["view"],
            subject_id=validated_data.get("subject"),
            taken_at=validated_data.get("taken_at"),
            last_modified=validated_data.get("last_modified"),
        )


class PhotoChangeSerializer(serializers.Serializer[Photo]):
    """What a person may correct."""

    taken_at = LocalTimeField(required=False)
    view = serializers.ChoiceField(choices=VIEW_CHOICES, required=False)


class PhotoParameters(PeriodParameters):
    """Which photos to list."""

    view = serializers.ChoiceField(choices=VIEW_CHOICES, required=False)
    state = serializers.ChoiceField(choices=STATE_CHOICES, required=False)


class SubjectParameter(serializers.Serializer[Series]):
    """Whose series to list."""

    subject = serializers.UUIDField(required=False, help_text="Only this subject.")


class SeriesSerializer(serializers.ModelSerializer[Series]):
    """Photos of one subject in one view, meant to be compared."""

    subject = serializers.UUIDField(source="subject_id", read_only=True)
    view = serializers.ChoiceField(choices=VIEW_CHOICES, read_only=True)
    baseline = serializers.UUIDField(source="baseline_id", read_only=True, allow_null=True)
    photo_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Series
        fields = ["id", "subject", "view", "baseline", "photo_count"]
        read_only_fields = ["id"]
