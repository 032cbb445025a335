"""The log of treatments."""

from django.db import models
from django.db.models import Q

from backend.common.localtime import LocalDateTimeField, LocalTime
from backend.common.models import BaseModel
from backend.subjects.models import Subject
from ml.vocabulary import (
    DEVICE_NAME_MAX_LENGTH,
    SESSION_FREQUENCY_HZ,
    SESSION_INTENSITY_MICROAMP,
    SESSION_MINUTES,
    Modality,
    Zone,
)

MODALITY_CHOICES = [(modality.value, modality.value) for modality in Modality]
ZONE_CHOICES = [(zone.value, zone.value) for zone in Zone]


def _within(field: str, limits: tuple[float, float]) -> Q:
    """Within the limits, or empty where the column may be."""
    low, high = limits
    return Q(**{f"{field}__gte": low, f"{field}__lte": high}) | Q(**{f"{field}__isnull": True})


class TreatmentSession(BaseModel):
    """One treatment: when, what kind, with what, how strong, how long, and where on the face."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="sessions")
    started_local = LocalDateTimeField()
    started_offset_minutes = models.SmallIntegerField(null=True)
    modality = models.CharField(max_length=16, choices=MODALITY_CHOICES)
    device_name = models.CharField(max_length=DEVICE_NAME_MAX_LENGTH, blank=True)
    minutes = models.FloatField()
    intensity_microamp = models.FloatField(null=True)
    frequency_hz = models.FloatField(null=True)
    zones = models.JSONField(default=list)
    notes = models.TextField(blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(modality__in=[m.value for m in Modality]), name="session_modality"),
            models.CheckConstraint(condition=_within("minutes", SESSION_MINUTES), name="session_minutes"),
            models.CheckConstraint(
                condition=_within("intensity_microamp", SESSION_INTENSITY_MICROAMP), name="session_intensity"
            ),
            models.CheckConstraint(condition=_within("frequency_hz", SESSION_FREQUENCY_HZ), name="session_frequency"),
        ]
        indexes = [models.Index(fields=["subject", "-started_local", "-id"], name="session_newest_first")]

    def __str__(self) -> str:
        return f"{self.modality} {self.started_local}"

    @property
    def started_at(self) -> LocalTime:
        return LocalTime(self.started_local, self.started_offset_minutes)
