"""A film of a series' photos, and which photos are in it."""

import uuid

from django.db import models
from django.db.models import F, Q

from backend.common.localtime import LocalDateTimeField
from backend.common.models import BaseModel
from backend.photos.models import Photo, Series
from backend.subjects.models import Subject
from ml.vocabulary import (
    TIMELAPSE_PHOTOS,
    TIMELAPSE_SECONDS_A_PHOTO,
    TimelapseFormat,
    TimelapseProblem,
    TimelapseSize,
    TimelapseState,
)

FORMAT_CHOICES = [(word.value, word.value) for word in TimelapseFormat]
SIZE_CHOICES = [(word.value, word.value) for word in TimelapseSize]
STATE_CHOICES = [(word.value, word.value) for word in TimelapseState]
PROBLEM_CHOICES = [(word.value, word.value) for word in TimelapseProblem]


def new_folder() -> str:
    """A folder of its own for each film, never used again."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class Timelapse(BaseModel):
    """A film of aligned photos, in the order in which they were taken. It never outlives a photo that is in it."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="timelapses")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="timelapses")
    state = models.CharField(max_length=9, choices=STATE_CHOICES, default=TimelapseState.QUEUED)
    problem = models.CharField(max_length=16, choices=PROBLEM_CHOICES, blank=True)

    # The period that was asked for; open on a side that is empty.
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    format = models.CharField(max_length=4, choices=FORMAT_CHOICES)
    size = models.CharField(max_length=8, choices=SIZE_CHOICES)
    seconds_a_photo = models.FloatField()
    date_stamp = models.BooleanField()
    session_markers = models.BooleanField()
    matched_light = models.BooleanField()
    comparable_only = models.BooleanField()

    photo_count = models.PositiveIntegerField()
    # All photos of the series in that time, whatever became of them: nobody can leave some out unseen.
    photos_in_period = models.PositiveIntegerField()
    frames_done = models.PositiveIntegerField(default=0)

    folder = models.CharField(max_length=40, default=new_folder, unique=True, editable=False)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    bytes = models.PositiveBigIntegerField(null=True)
    # Digest of the file: what a browser that has it asks with.
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in TimelapseState]), name="timelapse_state"),
            models.CheckConstraint(condition=Q(format__in=[f.value for f in TimelapseFormat]), name="timelapse_format"),
            models.CheckConstraint(condition=Q(size__in=[s.value for s in TimelapseSize]), name="timelapse_size"),
            models.CheckConstraint(
                condition=(Q(state=TimelapseState.FAILED) & ~Q(problem=""))
                | (~Q(state=TimelapseState.FAILED) & Q(problem="")),
                name="timelapse_failed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=TimelapseState.READY)
                | (Q(bytes__gt=0, width__gt=0, height__gt=0, frames_done=F("photo_count")) & ~Q(sha256="")),
                name="timelapse_ready_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    seconds_a_photo__gte=TIMELAPSE_SECONDS_A_PHOTO[0], seconds_a_photo__lte=TIMELAPSE_SECONDS_A_PHOTO[1]
                ),
                name="timelapse_seconds_a_photo",
            ),
            models.CheckConstraint(
                condition=Q(
                    photo_count__gte=TIMELAPSE_PHOTOS[0],
                    photo_count__lte=TIMELAPSE_PHOTOS[1],
                    photos_in_period__gte=F("photo_count"),
                    frames_done__lte=F("photo_count"),
                ),
                name="timelapse_photo_counts",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-created_at", "-id"], name="timelapse_newest_first")]

    def __str__(self) -> str:
        return f"time-lapse {self.pk} ({self.state})"

    @property
    def film_key(self) -> str:
        """Where the film lies in the store, named by its content."""
        return f"timelapses/{self.folder}/{self.sha256}.{self.format}"


class TimelapsePhoto(BaseModel):
    """One photo of a film, and what of it was shown."""

    timelapse = models.ForeignKey(Timelapse, on_delete=models.CASCADE, related_name="frames")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    taken_local = LocalDateTimeField()
    # Of the aligned rendition when the film was asked for.
    recipe = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timelapse", "photo"], name="timelapse_photo_once"),
        ]
        indexes = [models.Index(fields=["timelapse", "taken_local", "photo"], name="timelapse_photo_in_order")]

    def __str__(self) -> str:
        return f"{self.photo_id} in {self.timelapse_id}"
