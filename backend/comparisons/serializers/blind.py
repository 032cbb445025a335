"""Shapes of a blind round. What would give an answer away is told when all are given, and not before."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import LocalTimeField
from backend.comparisons.chance import BY_GUESSING, interval
from backend.comparisons.models import BlindRound, BlindTrial
from backend.comparisons.models.blind import CHOICE_CHOICES, ROUND_STATE_CHOICES
from backend.comparisons.selectors.blind import trials_of
from backend.photos.models import VIEW_CHOICES, Photo
from ml.vocabulary import BLIND_DAYS_APART, BLIND_DAYS_APART_DEFAULT, BlindChoice, BlindRoundState

LATER_CHOICES = [(letter, letter) for letter in (BlindChoice.A.value, BlindChoice.B.value)]


class BlindResultSerializer(serializers.Serializer[BlindRound]):
    """The tally, and what it is compatible with. It says nothing of the face."""

    right = serializers.IntegerField(help_text="How often the later photo was picked.")
    answered = serializers.IntegerField(help_text="Of how many; “can't tell” is counted apart.")
    cannot_tell = serializers.IntegerField()
    by_guessing = serializers.FloatField(help_text="How many of `answered` guessing gives on average.")
    low = serializers.FloatField(
        allow_null=True, help_text="Exact 95 % interval (Clopper–Pearson) of the share of right answers, 0–1."
    )
    high = serializers.FloatField(allow_null=True)


class BlindPicturesSerializer(serializers.Serializer[BlindTrial]):
    """Addresses that tell nothing of which photo lies behind them."""

    a = serializers.CharField()
    b = serializers.CharField()


class RevealedPhotoSerializer(serializers.ModelSerializer[Photo]):
    """Which photo it was."""

    taken_at = LocalTimeField(read_only=True)

    class Meta:
        model = Photo
        fields = ["id", "taken_at"]
        read_only_fields = ["id"]


class RevealSerializer(serializers.Serializer[BlindTrial]):
    """What was hidden while the round was open."""

    later = serializers.ChoiceField(choices=LATER_CHOICES)
    a = RevealedPhotoSerializer(source="photo_a")
    b = RevealedPhotoSerializer(source="photo_b")


class BlindTrialSerializer(serializers.ModelSerializer[BlindTrial]):
    """Two pictures side by side: which is the later one?"""

    choice = serializers.ChoiceField(choices=CHOICE_CHOICES, allow_null=True)
    pictures = serializers.SerializerMethodField()
    reveal = serializers.SerializerMethodField(help_text="Null until the round is finished.")

    class Meta:
        model = BlindTrial
        fields = ["id", "number", "choice", "pictures", "reveal"]

    def to_representation(self, instance: BlindTrial) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        return {**shown, "choice": instance.choice or None}

    @extend_schema_field(BlindPicturesSerializer)
    def get_pictures(self, trial: BlindTrial) -> dict[str, str]:
        return {letter: reverse("blind-trial-picture", args=[trial.pk, letter]) for letter in ("a", "b")}

    @extend_schema_field(RevealSerializer(allow_null=True))
    def get_reveal(self, trial: BlindTrial) -> dict[str, Any] | None:
        return dict(RevealSerializer(trial).data) if self.context.get("is_finished") else None


class BlindRoundSerializer(serializers.ModelSerializer[BlindRound]):
    """A round: how far it is, and its result once all of it is answered."""

    subject = serializers.UUIDField(source="subject_id")
    series = serializers.UUIDField(source="series_id")
    view = serializers.ChoiceField(source="series.view", choices=VIEW_CHOICES)
    state = serializers.ChoiceField(choices=ROUND_STATE_CHOICES)
    answered_count = serializers.IntegerField()
    caution_count = serializers.IntegerField(help_text="How many of the pairs are to be compared with care.")
    result = serializers.SerializerMethodField(help_text="Null until the round is finished.")

    class Meta:
        model = BlindRound
        fields = [
            "id",
            "subject",
            "series",
            "view",
            "state",
            "days_apart",
            "trial_count",
            "caution_count",
            "answered_count",
            "created_at",
            "finished_at",
            "result",
        ]

    @extend_schema_field(BlindResultSerializer(allow_null=True))
    def get_result(self, blind_round: BlindRound) -> dict[str, Any] | None:
        if blind_round.state != BlindRoundState.FINISHED:
            return None
        right, wrong = blind_round.right or 0, blind_round.wrong or 0
        answered = right + wrong
        low, high = interval(right, answered) if answered else (None, None)
        return {
            "right": right,
            "answered": answered,
            "cannot_tell": blind_round.cannot_tell,
            "by_guessing": answered * BY_GUESSING,
            "low": low,
            "high": high,
        }


class BlindRoundDetailSerializer(BlindRoundSerializer):
    """A round with its trials, in the order in which they are asked."""

    trials = serializers.SerializerMethodField()

    class Meta(BlindRoundSerializer.Meta):
        fields = [*BlindRoundSerializer.Meta.fields, "trials"]

    @extend_schema_field(BlindTrialSerializer(many=True))
    def get_trials(self, blind_round: BlindRound) -> list[dict[str, Any]]:
        context = {"is_finished": blind_round.state == BlindRoundState.FINISHED}
        return list(BlindTrialSerializer(trials_of(blind_round), many=True, context=context).data)


class BlindRoundRequestSerializer(serializers.Serializer[BlindRound]):
    """Which photos to ask about."""

    id = serializers.UUIDField(help_text="Made by the phone; the same again gives the first result.")
    series = serializers.UUIDField()
    days_apart = serializers.IntegerField(
        min_value=BLIND_DAYS_APART[0],
        max_value=BLIND_DAYS_APART[1],
        default=BLIND_DAYS_APART_DEFAULT,
        help_text="How far apart the two photos of a pair are at least.",
    )


class BlindAnswerSerializer(serializers.Serializer[BlindTrial]):
    """Which of the two is said to be the later one. The first answer counts."""

    choice = serializers.ChoiceField(choices=CHOICE_CHOICES)


class BlindParameters(serializers.Serializer[BlindRound]):
    """Whose rounds to list."""

    subject = serializers.UUIDField(required=False, help_text="Only this subject.")
    series = serializers.UUIDField(required=False, help_text="Only this series.")
