"""Blind rounds: which of two photos is the later one, asked several times without a date in sight."""

from django.db import models
from django.db.models import F, Q

from backend.common.models import BaseModel
from backend.photos.models import Photo, Series
from backend.subjects.models import Subject
from ml.vocabulary import BLIND_DAYS_APART, BlindChoice, BlindRoundState

ROUND_STATE_CHOICES = [(word.value, word.value) for word in BlindRoundState]
CHOICE_CHOICES = [(word.value, word.value) for word in BlindChoice]


class BlindRound(BaseModel):
    """Several trials, and their tally once all are answered. The tally outlives the photos; the trials do not."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="blind_rounds")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="blind_rounds")
    state = models.CharField(max_length=8, choices=ROUND_STATE_CHOICES, default=BlindRoundState.OPEN)
    # At least this far apart are the two photos of each trial.
    days_apart = models.PositiveIntegerField()
    trial_count = models.PositiveIntegerField()
    # How many of the pairs are to be compared with care; the others are comparable.
    caution_count = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(null=True)
    wrong = models.PositiveIntegerField(null=True)
    cannot_tell = models.PositiveIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in BlindRoundState]), name="blind_round_state"),
            models.CheckConstraint(
                condition=Q(
                    state=BlindRoundState.FINISHED,
                    right__isnull=False,
                    wrong__isnull=False,
                    cannot_tell__isnull=False,
                    finished_at__isnull=False,
                    trial_count=F("right") + F("wrong") + F("cannot_tell"),
                )
                | (
                    ~Q(state=BlindRoundState.FINISHED)
                    & Q(right__isnull=True, wrong__isnull=True, cannot_tell__isnull=True, finished_at__isnull=True)
                ),
                name="blind_round_tally_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(trial_count__gt=0, caution_count__lte=F("trial_count")), name="blind_round_counts"
            ),
            models.CheckConstraint(
                condition=Q(days_apart__gte=BLIND_DAYS_APART[0], days_apart__lte=BLIND_DAYS_APART[1]),
                name="blind_round_days_apart",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-created_at", "-id"], name="blind_round_newest_first")]

    def __str__(self) -> str:
        return f"blind round {self.pk} ({self.state})"


class BlindTrial(BaseModel):
    """Two photos under the letters they are shown with. Which is the later one is worked out from them at the end."""

    round = models.ForeignKey(BlindRound, on_delete=models.CASCADE, related_name="trials")
    number = models.PositiveIntegerField()
    photo_a = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    photo_b = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=12, choices=CHOICE_CHOICES, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="blind_trial_number"),
            models.CheckConstraint(condition=~Q(photo_a=F("photo_b")), name="blind_trial_two_photos"),
            models.CheckConstraint(
                condition=Q(choice="", answered_at__isnull=True)
                | (Q(choice__in=[c.value for c in BlindChoice]) & Q(answered_at__isnull=False)),
                name="blind_trial_choice",
            ),
        ]

    def __str__(self) -> str:
        return f"trial {self.number} of {self.round_id}"

    @property
    def later(self) -> BlindChoice:
        """The letter of the photo that was taken later, by the dates as they are now."""
        return BlindChoice.A if self.photo_a.taken_local > self.photo_b.taken_local else BlindChoice.B
