"""What was measured of photos, and which photos a person calls one sitting."""

from django.db import models

from backend.common.models import BaseModel
from backend.photos.models import Alignment, Photo


class Measurement(BaseModel):
    """All measures of one aligned photo: one row a photo, so that a chart of years is one query.

    It hangs on the alignment, whose landmarks it was taken from, and goes with it.
    """

    alignment = models.OneToOneField(Alignment, on_delete=models.CASCADE, related_name="measurement")
    # {measure: number} in the measure's own unit before millimetres; a measure that this photo cannot tell is absent.
    values = models.JSONField(default=dict)
    # By the iris, 11.7 ± 0.5 mm; null where no iris was seen well enough.
    mm_per_iod = models.FloatField(null=True)
    mm_per_iod_sd = models.FloatField(null=True)
    # How each part of the face is moved, 0–1 (ml.types.Expression): whether two photos' values may be compared.
    expression = models.JSONField(null=True)
    # The photo in whose pose the face was measured; values are compared with those of the same one alone.
    baseline = models.UUIDField(null=True)
    metrics_version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"measurement of {self.alignment_id}"


class SittingPlace(BaseModel):
    """A photo's place in a sitting that a person made; it has one at most. All others are grouped by their time."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="sitting_place")
    sitting = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return f"{self.photo_id} in {self.sitting}"
