"""The log of treatments: sessions, what they are done with, and courses that are planned."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.common.localtime import LocalDateTimeField, LocalTime
from backend.common.models import BaseModel
from backend.practices.models import Practice
from backend.subjects.models import Subject
from ml.vocabulary import (
    COURSE_NAME_MAX_LENGTH,
    COURSE_SESSIONS,
    COURSE_WEEKS,
    DEVICE_NAME_MAX_LENGTH,
    PRODUCT_NAME_MAX_LENGTH,
    PROGRAM_NAME_MAX_LENGTH,
    SESSION_COMFORT,
    SESSION_FREQUENCY_HZ,
    SESSION_INTENSITY_MICROAMP,
    SESSION_MINUTES,
    Contraindication,
    Modality,
    Polarity,
    SessionPlace,
    Waveform,
    Zone,
)

MODALITY_CHOICES = [(modality.value, modality.value) for modality in Modality]
ZONE_CHOICES = [(zone.value, zone.value) for zone in Zone]
WAVEFORM_CHOICES = [(waveform.value, waveform.value) for waveform in Waveform]
POLARITY_CHOICES = [(polarity.value, polarity.value) for polarity in Polarity]
PLACE_CHOICES = [(place.value, place.value) for place in SessionPlace]
CONTRAINDICATION_CHOICES = [(item.value, item.value) for item in Contraindication]


def _within(field: str, limits: tuple[float, float]) -> Q:
    """Within the limits, or empty where the column may be."""
    low, high = limits
    return Q(**{f"{field}__gte": low, f"{field}__lte": high}) | Q(**{f"{field}__isnull": True})


def _current_checks(prefix: str) -> list[models.BaseConstraint]:
    """What holds for the current of a program as for that of a session."""
    return [
        models.CheckConstraint(condition=_within("minutes", SESSION_MINUTES), name=f"{prefix}_minutes"),
        models.CheckConstraint(
            condition=_within("intensity_microamp", SESSION_INTENSITY_MICROAMP), name=f"{prefix}_intensity"
        ),
        models.CheckConstraint(condition=_within("frequency_hz", SESSION_FREQUENCY_HZ), name=f"{prefix}_frequency"),
    ]


class Device(BaseModel):
    """A thing that sessions are done with, hands included. An archived one is no longer offered."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=DEVICE_NAME_MAX_LENGTH)
    maker = models.CharField(max_length=DEVICE_NAME_MAX_LENGTH, blank=True)
    modality = models.CharField(max_length=16, choices=MODALITY_CHOICES)
    notes = models.TextField(blank=True)
    archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(modality__in=[m.value for m in Modality]), name="device_modality")
        ]

    def __str__(self) -> str:
        return self.name


class Program(BaseModel):
    """A way to use a device: the values that a session is filled in with."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="programs")
    name = models.CharField(max_length=PROGRAM_NAME_MAX_LENGTH)
    minutes = models.FloatField(null=True)
    intensity_microamp = models.FloatField(null=True)
    frequency_hz = models.FloatField(null=True)
    waveform = models.CharField(max_length=16, choices=WAVEFORM_CHOICES, blank=True)
    polarity = models.CharField(max_length=16, choices=POLARITY_CHOICES, blank=True)
    zones = models.JSONField(default=list)

    class Meta:
        constraints = _current_checks("program")

    def __str__(self) -> str:
        return self.name


class ChecklistConfirmation(BaseModel):
    """Who confirmed having read which version of the list of contraindications for a device, and when."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="confirmations")
    version = models.PositiveSmallIntegerField()
    items = models.JSONField(default=list)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="checklist_confirmations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "version"], name="checklist_once_a_device_and_version")
        ]

    def __str__(self) -> str:
        return f"version {self.version} for {self.device_id}"


class TreatmentSession(BaseModel):
    """One treatment: when, what kind, with what, how strong, how long, and where on the face.

    The names of device and program stand here as they were when the session was logged, whatever becomes of the
    records. ``minutes_by_zone`` is empty, or names each of ``zones``.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="sessions")
    started_local = LocalDateTimeField()
    started_offset_minutes = models.SmallIntegerField(null=True)
    modality = models.CharField(max_length=16, choices=MODALITY_CHOICES)
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="sessions")
    device_name = models.CharField(max_length=DEVICE_NAME_MAX_LENGTH, blank=True)
    program = models.ForeignKey(Program, on_delete=models.SET_NULL, null=True, related_name="sessions")
    program_name = models.CharField(max_length=PROGRAM_NAME_MAX_LENGTH, blank=True)
    minutes = models.FloatField()
    timed = models.BooleanField(default=False)
    intensity_microamp = models.FloatField(null=True)
    frequency_hz = models.FloatField(null=True)
    waveform = models.CharField(max_length=16, choices=WAVEFORM_CHOICES, blank=True)
    polarity = models.CharField(max_length=16, choices=POLARITY_CHOICES, blank=True)
    conductive_product = models.CharField(max_length=PRODUCT_NAME_MAX_LENGTH, blank=True)
    place = models.CharField(max_length=16, choices=PLACE_CHOICES, blank=True)
    zones = models.JSONField(default=list)
    minutes_by_zone = models.JSONField(default=dict)
    comfort = models.PositiveSmallIntegerField(null=True)
    sensation = models.TextField(blank=True)
    skin_before = models.TextField(blank=True)
    skin_after = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    simulated = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # For which practice, where it was one: what stays with it under a legal duty.
    practice = models.ForeignKey(Practice, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(modality__in=[m.value for m in Modality]), name="session_modality"),
            *_current_checks("session"),
            models.CheckConstraint(condition=_within("comfort", SESSION_COMFORT), name="session_comfort"),
        ]
        indexes = [
            models.Index(fields=["subject", "-started_local", "-id"], name="session_newest_first"),
            # All that adding up the sessions before a moment reads.
            models.Index(fields=["subject", "started_local", "minutes", "intensity_microamp"], name="session_added_up"),
        ]

    def __str__(self) -> str:
        return f"{self.modality} {self.started_local}"

    @property
    def started_at(self) -> LocalTime:
        return LocalTime(self.started_local, self.started_offset_minutes)


class Course(BaseModel):
    """So many sessions of one kind over so many weeks, as planned. How far it is comes from the sessions."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="courses")
    name = models.CharField(max_length=COURSE_NAME_MAX_LENGTH)
    modality = models.CharField(max_length=16, choices=MODALITY_CHOICES)
    program = models.ForeignKey(Program, on_delete=models.SET_NULL, null=True, related_name="courses")
    planned_sessions = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(modality__in=[m.value for m in Modality]), name="course_modality"),
            models.CheckConstraint(condition=_within("planned_sessions", COURSE_SESSIONS), name="course_sessions"),
            models.CheckConstraint(condition=_within("weeks", COURSE_WEEKS), name="course_weeks"),
        ]

    def __str__(self) -> str:
        return self.name
