"""Series, photos, their alignment and the images derived from them."""

import uuid
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from backend.common.at_rest.fields import EncryptedBinaryField
from backend.common.localtime import LocalDateTimeField, LocalTime
from backend.common.models import BaseModel
from backend.practices.models import Practice
from backend.sessionlog.clock import SessionClock
from backend.subjects.models import Subject
from ml.vocabulary import (
    FILE_NAME_MAX_LENGTH,
    PHOTO_MEDIA_TYPES,
    AlignmentMethod,
    PhotoState,
    RejectionReason,
    RenditionSpec,
    TakenAtSource,
    View,
)

VIEW_CHOICES = [(view.value, view.value) for view in View]
STATE_CHOICES = [(state.value, state.value) for state in PhotoState]
TAKEN_SOURCE_CHOICES = [(source.value, source.value) for source in TakenAtSource]
REJECTION_CHOICES = [(reason.value, reason.value) for reason in RejectionReason]
METHOD_CHOICES = [(method.value, method.value) for method in AlignmentMethod]
SPEC_CHOICES = [(spec.value, spec.value) for spec in RenditionSpec]


def spelled(tag: str) -> str:
    """The one spelling of a tag: lower case, single spaces."""
    return " ".join(tag.split()).lower()


def as_tag_lines(tags: list[str]) -> str:
    """How tags are stored. They hold no line end, and each stands between two."""
    return "\n".join(["", *tags, ""]) if tags else ""


def new_folder() -> str:
    """A folder of its own for each upload, never used again: deleting one can't hit another's files."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class Series(BaseModel):
    """Photos of one subject in one view, meant to be compared."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="series")
    view = models.CharField(max_length=16, choices=VIEW_CHOICES)
    baseline = models.ForeignKey("Photo", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(view__in=[view.value for view in View]), name="series_view"),
            models.UniqueConstraint(fields=["subject", "view"], name="series_one_a_view"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.view}"


class ShownRendition(NamedTuple):
    """What is told of a rendition: a page has two hundred, and as model instances they take a third of its time."""

    photo_id: uuid.UUID
    spec: str
    recipe: str
    width: int
    height: int
    media_type: str


class Photo(BaseModel):
    """One capture. ``created_at`` is when it was received; the file under ``original_key`` is never changed."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="photos")
    series = models.ForeignKey(Series, on_delete=models.RESTRICT, related_name="photos")
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=PhotoState.RECEIVED)
    rejection_reason = models.CharField(max_length=24, choices=REJECTION_CHOICES, blank=True)

    taken_local = LocalDateTimeField()
    taken_offset_minutes = models.SmallIntegerField(null=True)
    taken_source = models.CharField(max_length=16, choices=TAKEN_SOURCE_CHOICES)

    folder = models.CharField(max_length=40, default=new_folder, unique=True, editable=False)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField(validators=[MinValueValidator(1)])
    media_type = models.CharField(max_length=16)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file_name = models.CharField(max_length=FILE_NAME_MAX_LENGTH, blank=True)
    simulated = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # For which practice, where it was one: what stays with it under a legal duty.
    practice = models.ForeignKey(Practice, null=True, on_delete=models.SET_NULL, related_name="+")

    # What a person wrote about it.
    notes = models.TextField(blank=True)
    # "\nfirst\nsecond\n": each tag between line ends, so that one is found by plain text in any database.
    tag_lines = models.TextField(blank=True)
    milestone = models.BooleanField(default=False)

    # [{"x", "y", "width", "height"}]: the faces to choose from, where more than one was found.
    faces = models.JSONField(default=list)
    # Digest of all that decided the present outcome: the same again needs no work.
    recipe = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in PhotoState]), name="photo_state"),
            models.CheckConstraint(
                condition=(Q(state=PhotoState.REJECTED) & ~Q(rejection_reason=""))
                | (~Q(state=PhotoState.REJECTED) & Q(rejection_reason="")),
                name="photo_rejected_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_source__in=[s.value for s in TakenAtSource]), name="photo_taken_source"
            ),
            models.UniqueConstraint(fields=["subject", "sha256"], name="photo_once_a_subject"),
        ]
        indexes = [
            models.Index(fields=["subject", "-taken_local", "-id"], name="photo_newest_first"),
            models.Index(
                fields=["subject", "-taken_local", "-id"], condition=~Q(tag_lines=""), name="photo_tagged_newest_first"
            ),
        ]

    # How it stands to the sessions before it; `selectors.with_clocks` reads it.
    session_clock: SessionClock | None = None
    # What can be shown of it, where `selectors.with_renditions` has read it.
    shown_renditions: Sequence[ShownRendition] | None = None

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def shown_alignment(self) -> "Alignment | None":
        """None while it is being aligned anew: what stood before is no longer shown."""
        return getattr(self, "alignment", None) if self.state == PhotoState.ALIGNED else None

    @property
    def set_by_hand(self) -> "PhotoOverride":
        return getattr(self, "override", None) or nothing_set()

    @property
    def tags(self) -> list[str]:
        return self.tag_lines.strip("\n").split("\n") if self.tag_lines else []

    @property
    def taken_at(self) -> LocalTime:
        return LocalTime(self.taken_local, self.taken_offset_minutes)

    @property
    def original_key(self) -> str:
        """Where the untouched upload lies in the store."""
        return f"photos/{self.folder}/original{PHOTO_MEDIA_TYPES[self.media_type][0]}"


class PhotoUpload(BaseModel):
    """A photo on its way in, in pieces, and what was said of it beforehand. Its id is the photo's.

    How much of it is here is the length of its file: `partials`.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="uploads")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # A name that was never used: removing one can't hit another's file.
    file = models.CharField(max_length=32, unique=True, editable=False)
    length = models.PositiveBigIntegerField(validators=[MinValueValidator(1)])
    sha256 = models.CharField(max_length=64)
    view = models.CharField(max_length=16, choices=VIEW_CHOICES)
    # Wall times as the API writes them; empty where nothing was said.
    taken_at = models.CharField(max_length=32, blank=True)
    last_modified = models.CharField(max_length=32, blank=True)
    file_name = models.CharField(max_length=FILE_NAME_MAX_LENGTH, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(view__in=[view.value for view in View]), name="upload_view")]

    def __str__(self) -> str:
        return f"upload of {self.pk}"


class PhotoOverride(BaseModel):
    """What a person set by hand about a photo. Processing reads it and never writes it, so nothing overwrites it.

    Coordinates are pixels of the upright original, un-mirrored where the person says that it is mirrored.
    """

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="override")
    # {"x", "y"}: a point in the face that is meant.
    face = models.JSONField(null=True)
    # [{"name", "x", "y"}, …]: the two points of HAND_POINTS.
    points = models.JSONField(null=True)
    # {"scale", "rotation", "x", "y"}: the four numbers of a similarity, upright source pixels -> canonical pixels.
    transform = models.JSONField(null=True)
    mirrored = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"override of {self.photo_id}"


@cache
def nothing_set() -> PhotoOverride:
    """What stands for the row where there is none; never saved."""
    return PhotoOverride()


class Alignment(BaseModel):
    """How a photo was laid onto the canonical face; enough to make every rendition again.

    Its coordinates are those of the picture as shown: un-mirrored where an override says that it is mirrored.
    """

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="alignment")
    baseline = models.ForeignKey(Photo, null=True, on_delete=models.SET_NULL, related_name="+")
    # [[a, b, c], [d, e, f]]: upright source pixels -> canonical pixels.
    matrix = models.JSONField()
    # 478 x (x, y, depth), float32 little-endian, in upright source pixels; null where it was set by hand.
    landmarks = EncryptedBinaryField(null=True)
    # Of a baseline, once a photo has been compared with it: what the pixels of others are compared with.
    reference = EncryptedBinaryField(null=True)
    interocular_px = models.FloatField()
    residual_iod = models.FloatField()
    method = models.CharField(max_length=12, choices=METHOD_CHOICES, default=AlignmentMethod.AUTOMATIC)
    refined = models.BooleanField(default=False)
    refinement_reason = models.CharField(max_length=40, blank=True)
    # Degrees {"yaw", "pitch", "roll"}; null where there are no landmarks to tell.
    pose = models.JSONField(null=True)
    # Camera distance as a multiple of the baseline's.
    distance_ratio = models.FloatField(null=True)
    flip_suspected = models.BooleanField(default=False)
    # What later photos of the series are compared with to notice a mirrored one.
    flip_detail = EncryptedBinaryField(null=True)
    # {"skin": [r, g, b] | null, "background": … | null}: median linear light, for the matched-light view.
    light = models.JSONField(null=True)
    quality = models.JSONField(null=True)
    canonical_version = models.CharField(max_length=40)
    alignment_version = models.CharField(max_length=40)
    detector_version = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"alignment of {self.photo_id}"


class Rendition(BaseModel):
    """A derived image, named by its recipe; there is one current row for each spec of a photo."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    spec = models.CharField(max_length=16, choices=SPEC_CHOICES)
    recipe = models.CharField(max_length=64)
    key = models.CharField(max_length=160, unique=True)
    media_type = models.CharField(max_length=16)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(spec__in=[s.value for s in RenditionSpec]), name="rendition_spec"),
            models.UniqueConstraint(fields=["photo", "spec"], name="rendition_one_a_spec"),
        ]

    def __str__(self) -> str:
        return f"{self.spec} of {self.photo_id}"
