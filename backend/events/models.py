"""What happened besides sessions: it may explain a change between two photos."""

from datetime import date

from django.db import models
from django.db.models import Q

from backend.common.localtime import LocalDateTimeField, LocalTime
from backend.common.models import BaseModel
from backend.subjects.models import Subject
from ml.vocabulary import EVENT_WEIGHT_KG, EventKind

EVENT_KIND_CHOICES = [(kind.value, kind.value) for kind in EventKind]


class Event(BaseModel):
    """A treatment elsewhere, an illness, another camera …: on a local date, or at a local time where it is known."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="events")
    # Midnight where only the day is known, so that it stands before all photos of that day.
    happened_local = LocalDateTimeField()
    happened_offset_minutes = models.SmallIntegerField(null=True)
    whole_day = models.BooleanField()
    kind = models.CharField(max_length=16, choices=EVENT_KIND_CHOICES)
    weight_kg = models.FloatField(null=True)
    notes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in EventKind]), name="event_kind"),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True)
                | Q(kind=EventKind.WEIGHT, weight_kg__gte=EVENT_WEIGHT_KG[0], weight_kg__lte=EVENT_WEIGHT_KG[1]),
                name="event_weight",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-happened_local", "-id"], name="event_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at}"

    @property
    def happened_at(self) -> LocalTime | date:
        if self.whole_day:
            return self.happened_local.date()
        return LocalTime(self.happened_local, self.happened_offset_minutes)
