"""Shapes of photos and series."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import FiniteFloatField, LocalTimeField
from backend.common.parameters import PeriodParameters
from backend.photos.models import (
    METHOD_CHOICES,
    REJECTION_CHOICES,
    SPEC_CHOICES,
    STATE_CHOICES,
    TAKEN_SOURCE_CHOICES,
    VIEW_CHOICES,
    Alignment,
    Photo,
    PhotoOverride,
    Rendition,
    Series,
    spelled,
)
from backend.photos.photo_json import address, photo_json, rejection_json, rendition_address
from backend.photos.renditions import canonical_scale
from backend.photos.selectors import Progress
from backend.photos.services import Upload
from backend.photos.services.uploads import Announced
from backend.photos.targets import target_of
from backend.sessionlog.clock import SessionClock
from backend.sessionlog.models import MODALITY_CHOICES
from ml.vocabulary import (
    FILE_NAME_MAX_LENGTH,
    HAND_POINTS,
    HASHES_AT_ONCE,
    PHOTO_MAX_SIDE,
    PHOTO_NOTES_MAX_LENGTH,
    TAG_MAX_LENGTH,
    TAGS_MAX,
)

SHA256 = r"^[0-9a-f]{64}\Z"


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
        return address("photo-original", photo.pk)


class RenditionSerializer(serializers.ModelSerializer[Rendition]):
    """A derived image that is ready to be fetched."""

    spec = serializers.ChoiceField(choices=SPEC_CHOICES)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Rendition
        fields = ["spec", "url", "width", "height", "media_type"]

    def get_url(self, rendition: Rendition) -> str:
        return rendition_address(rendition)


class PoseSerializer(serializers.Serializer[dict[str, float]]):
    """Degrees; the signs are those of `ml/types.py`."""

    yaw = serializers.FloatField()
    pitch = serializers.FloatField()
    roll = serializers.FloatField()


class AlignmentSerializer(serializers.ModelSerializer[Alignment]):
    """What the photo's place on the canonical face rests on, and how sure it is."""

    method = serializers.ChoiceField(choices=METHOD_CHOICES)
    residual_iod_percent = serializers.SerializerMethodField(
        help_text="What is left between the stable points and their targets, in % of the distance between the eyes."
    )
    scale = serializers.SerializerMethodField(
        help_text="Pixels of `aligned` per pixel of the original; above 1, `aligned` is enlarged."
    )
    pose = PoseSerializer(allow_null=True)
    quality_reasons = serializers.SerializerMethodField(help_text="Codes of what may make it hard to compare.")

    class Meta:
        model = Alignment
        fields = [
            "method",
            "refined",
            "refinement_reason",
            "residual_iod_percent",
            "scale",
            "pose",
            "distance_ratio",
            "flip_suspected",
            "quality_reasons",
        ]

    def get_residual_iod_percent(self, alignment: Alignment) -> float:
        return alignment.residual_iod * 100

    def get_scale(self, alignment: Alignment) -> float:
        return canonical_scale(alignment.matrix)

    def get_quality_reasons(self, alignment: Alignment) -> list[str]:
        return list((alignment.quality or {}).get("reasons", []))


class PlaceSerializer(serializers.Serializer[dict[str, float]]):
    """A place in the picture as shown, in pixels of the upright original; it may lie a little outside."""

    x = FiniteFloatField(min_value=-PHOTO_MAX_SIDE, max_value=2 * PHOTO_MAX_SIDE)
    y = FiniteFloatField(min_value=-PHOTO_MAX_SIDE, max_value=2 * PHOTO_MAX_SIDE)


class NamedPlaceSerializer(PlaceSerializer):
    """One of the two points that are set by hand."""

    name = serializers.ChoiceField(choices=sorted({name for names in HAND_POINTS.values() for name in names}))


class TransformSerializer(PlaceSerializer):
    """A similarity as its four numbers: it can turn, scale and move, and nothing else."""

    scale = FiniteFloatField(min_value=1e-3, max_value=1e3, help_text="Canonical pixels per original pixel.")
    rotation = FiniteFloatField(min_value=-180, max_value=180, help_text="Degrees, clockwise on the screen.")


class OverrideSerializer(serializers.ModelSerializer[PhotoOverride]):
    """What a person set by hand. Kept apart from the automatic alignment, and never overwritten by it."""

    face = PlaceSerializer(allow_null=True, default=None)
    points = serializers.ListField(
        child=NamedPlaceSerializer(), min_length=2, max_length=2, allow_null=True, default=None
    )
    transform = TransformSerializer(allow_null=True, default=None)
    mirrored = serializers.BooleanField(default=False)

    class Meta:
        model = PhotoOverride
        fields = ["face", "points", "transform", "mirrored"]


class FaceSerializer(PlaceSerializer):
    """A face to choose, as a box."""

    width = serializers.FloatField()
    height = serializers.FloatField()


class SessionClockSerializer(serializers.Serializer[SessionClock]):
    """What had been logged before the photo was taken: numbers, and nothing about what they did."""

    hours_since_last = serializers.FloatField(
        allow_null=True, help_text="Hours since the start of the last session; null where there is none before."
    )
    last_modality = serializers.ChoiceField(choices=MODALITY_CHOICES, allow_null=True)
    sessions = serializers.IntegerField()
    minutes = serializers.FloatField(help_text="Of all sessions before.")
    microamp_minutes = serializers.FloatField(help_text="µA·min of all sessions before that have an intensity.")


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
    faces = FaceSerializer(many=True, read_only=True, help_text="To choose from, where more than one was found.")
    alignment = AlignmentSerializer(source="shown_alignment", allow_null=True, read_only=True)
    override = OverrideSerializer(source="set_by_hand", read_only=True)
    tags = serializers.ListField(child=serializers.CharField(), read_only=True)
    session_clock = SessionClockSerializer(read_only=True)

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
            "faces",
            "alignment",
            "override",
            "notes",
            "tags",
            "milestone",
            "session_clock",
        ]
        read_only_fields = ["id", "simulated", "notes", "milestone"]

    @extend_schema_field(RejectionSerializer(allow_null=True))
    def get_rejection(self, photo: Photo) -> dict[str, str] | None:
        return rejection_json(photo)

    def get_is_baseline(self, photo: Photo) -> bool:
        return photo.series.baseline_id == photo.pk

    def to_representation(self, instance: Photo) -> dict[str, Any]:
        return photo_json(instance)


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


class AnnouncedSerializer(serializers.Serializer[Announced]):
    """What tus's headers say of a photo that comes in pieces: its length, and the names in `Upload-Metadata`."""

    id = serializers.UUIDField()
    length = serializers.IntegerField(min_value=0)
    sha256 = serializers.RegexField(SHA256)
    view = serializers.ChoiceField(choices=VIEW_CHOICES)
    subject = serializers.UUIDField(required=False)
    taken_at = LocalTimeField(required=False)
    last_modified = LocalTimeField(required=False)
    filename = serializers.CharField(required=False, trim_whitespace=False)

    def create(self, validated_data: dict[str, Any]) -> Announced:
        return Announced(
            photo_id=validated_data["id"],
            length=validated_data["length"],
            sha256=validated_data["sha256"],
            view=validated_data["view"],
            subject_id=validated_data.get("subject"),
            taken_at=validated_data.get("taken_at"),
            last_modified=validated_data.get("last_modified"),
            file_name=validated_data.get("filename", "")[-FILE_NAME_MAX_LENGTH:],
        )


class UploadProgressSerializer(serializers.Serializer[Progress]):
    """How far an upload has come."""

    id = serializers.UUIDField(source="photo_id", help_text="Of the photo that it becomes.")
    offset = serializers.IntegerField(help_text="Bytes that the server has, whatever happens next.")
    length = serializers.IntegerField()
    expires_at = serializers.DateTimeField(help_text="When they are cleared away, if no more come.")


class PhotoChangeSerializer(serializers.Serializer[Photo]):
    """What a person may correct."""

    taken_at = LocalTimeField(required=False)
    view = serializers.ChoiceField(choices=VIEW_CHOICES, required=False)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=PHOTO_NOTES_MAX_LENGTH)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=TAG_MAX_LENGTH),
        required=False,
        max_length=TAGS_MAX,
        help_text="All of them; kept in lower case, each once.",
    )
    milestone = serializers.BooleanField(required=False, help_text="Pinned on top of the timeline.")

    def validate_tags(self, tags: list[str]) -> list[str]:
        """One spelling of each tag, with single spaces, in the order given."""
        return list(dict.fromkeys(map(spelled, tags)))


class SeriesChangeSerializer(serializers.Serializer[Series]):
    """What may be chosen about a series."""

    baseline = serializers.UUIDField(help_text="An aligned photo of the series; the others are aligned to it again.")


class SpotSerializer(serializers.Serializer[dict[str, float]]):
    """A point."""

    x = serializers.FloatField()
    y = serializers.FloatField()


class GhostEyesSerializer(serializers.Serializer[dict[str, Any]]):
    """The subject's right and left eye."""

    right = SpotSerializer()
    left = SpotSerializer()


class TargetSerializer(serializers.Serializer[dict[str, Any]]):
    """What a new photo should match. Null is not known: set by hand, or never measured."""

    pose = PoseSerializer(allow_null=True)
    eye_span = serializers.FloatField(
        allow_null=True, help_text="Between the eye centres, as a share of the longer side of the original."
    )
    eyes_middle = SpotSerializer(
        allow_null=True, help_text="Between the eyes: x as a share of the original's width, y of its height."
    )
    ghost_eyes = GhostEyesSerializer(allow_null=True, help_text="In pixels of the aligned picture.")
    mouth_opening = serializers.FloatField(
        allow_null=True, help_text="As a share of the distance from the eye line to the chin."
    )
    eye_opening = serializers.FloatField(allow_null=True, help_text="Of the narrower eye, in the same share.")
    smile = serializers.FloatField(allow_null=True, help_text="0 to 1.")
    light_patches = serializers.ListField(
        child=serializers.FloatField(),
        allow_null=True,
        help_text="Stops of light on nine patches of the face against their mean.",
    )


class GhostSerializer(serializers.ModelSerializer[Rendition]):
    """The baseline of one series, as a new photo is taken over it."""

    series = serializers.UUIDField(source="photo.series_id")
    view = serializers.ChoiceField(source="photo.series.view", choices=VIEW_CHOICES)
    url = serializers.SerializerMethodField()
    target = serializers.SerializerMethodField()

    class Meta:
        model = Rendition
        fields = ["series", "view", "url", "target"]

    def get_url(self, ghost: Rendition) -> str:
        """The recipe in the address makes the browser ask anew when the picture has changed."""
        path = reverse("subject-ghost", args=[ghost.photo.subject_id, ghost.photo.series_id])
        return f"{path}?v={ghost.recipe[:12]}"

    @extend_schema_field(TargetSerializer)
    def get_target(self, ghost: Rendition) -> dict[str, Any]:
        return target_of(ghost.photo)


class PhotoParameters(PeriodParameters):
    """Which photos to list."""

    view = serializers.ChoiceField(choices=VIEW_CHOICES, required=False)
    state = serializers.ChoiceField(choices=STATE_CHOICES, required=False)
    tag = serializers.CharField(required=False, max_length=TAG_MAX_LENGTH)


class HashesSerializer(serializers.Serializer[Photo]):
    """Files by their SHA-256."""

    sha256 = serializers.ListField(child=serializers.RegexField(SHA256), max_length=HASHES_AT_ONCE, allow_empty=False)


class KnownPhotoSerializer(serializers.ModelSerializer[Photo]):
    """A file that is there already, and as which photo."""

    class Meta:
        model = Photo
        fields = ("sha256", "id")
        read_only_fields = fields


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
