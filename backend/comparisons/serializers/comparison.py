"""Shapes of verdicts and partners."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import LocalTimeField
from backend.comparisons.selectors.comparison import Comparison, Partner, Partners, Shot
from ml.compare import Reason
from ml.vocabulary import Direction, ReasonCode, ReasonLevel, ReasonUnit, VerdictLevel

MAX_DAYS = 36_500
MAX_PARTNERS = 50


class ShotSerializer(serializers.Serializer[Shot]):
    """One of two photos that are compared."""

    id = serializers.UUIDField()
    taken_at = LocalTimeField()


class ReasonSerializer(serializers.Serializer[Reason]):
    """One difference of the later-named photo against the first; left and right are the subject's."""

    code = serializers.ChoiceField(choices=[code.value for code in ReasonCode])
    level = serializers.ChoiceField(
        choices=[level.value for level in ReasonLevel],
        help_text="`unknown` was not told by the files; only for `camera` and `alignment` does that change nothing.",
    )
    value = serializers.FloatField(allow_null=True, help_text="A magnitude; `direction` says which way.")
    unit = serializers.ChoiceField(choices=[unit.value for unit in ReasonUnit], allow_null=True)
    direction = serializers.ChoiceField(
        choices=[direction.value for direction in Direction],
        allow_null=True,
        help_text="`before`, `after` and `both` name the photo that has what the reason is about.",
    )
    caution = serializers.FloatField(allow_null=True, help_text="Above it, compare with care.")
    not_comparable = serializers.FloatField(allow_null=True, help_text="Above it, there is no comparing.")


class CountsSerializer(serializers.Serializer[Comparison]):
    """What the pair was chosen from: shown with it wherever it is shown to others."""

    photos_of_view = serializers.IntegerField(help_text="All photos of this view, this pair included.")
    comparable = serializers.IntegerField(help_text="Those whose verdict with `before` is `good`.")


class HoursSerializer(serializers.Serializer[Comparison]):
    """Hours between each photo and the last session before it; null where there was none."""

    before = serializers.FloatField(source="before.report.hours_since_session", allow_null=True)
    after = serializers.FloatField(source="after.report.hours_since_session", allow_null=True)


class ComparisonSerializer(serializers.Serializer[Comparison]):
    """Whether two photos can be compared, and why or why not."""

    before = ShotSerializer()
    after = ShotSerializer()
    days_apart = serializers.IntegerField()
    same_day = serializers.SerializerMethodField()
    verdict = serializers.ChoiceField(choices=[level.value for level in VerdictLevel], source="verdict.level")
    reasons = ReasonSerializer(many=True, source="verdict.spoken", help_text="What there is to say, weightiest first.")
    within = ReasonSerializer(many=True, source="verdict.within", help_text="What was looked at and is alike.")
    hours_since_session = HoursSerializer(source="*")
    instead = ShotSerializer(allow_null=True, help_text="A more comparable photo near the second one's date.")
    counts = CountsSerializer(source="*")

    def get_same_day(self, comparison: Comparison) -> bool:
        return comparison.days_apart == 0


class PartnerSerializer(serializers.Serializer[Partner]):
    """A photo to compare with; its reasons are of the later photo against the earlier one."""

    photo = ShotSerializer(source="shot")
    days_off = serializers.IntegerField(help_text="From the date that was asked for.")
    days_apart = serializers.IntegerField(help_text="From the photo that a partner was asked for.")
    verdict = serializers.ChoiceField(choices=[level.value for level in VerdictLevel], source="verdict.level")
    reasons = ReasonSerializer(many=True, source="verdict.spoken")
    within = ReasonSerializer(many=True, source="verdict.within")


class PartnersSerializer(serializers.Serializer[Partners]):
    """The photos near a date, most comparable first; chosen by verdict and date, blind to every measure of change."""

    photo = ShotSerializer()
    near = serializers.DateField()
    partners = PartnerSerializer(many=True, source="found")


class PairParameters(serializers.Serializer[dict[str, object]]):
    """Which two photos."""

    before = serializers.UUIDField()
    after = serializers.UUIDField()


class PartnerParameters(serializers.Serializer[dict[str, object]]):
    """For which photo, and near which day: a date, or so many days after the photo (before it when negative)."""

    photo = serializers.UUIDField()
    near = serializers.DateField(required=False, default=None)
    days = serializers.IntegerField(required=False, min_value=-MAX_DAYS, max_value=MAX_DAYS, default=None)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MAX_PARTNERS, default=12)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["near"] is None) is (attrs["days"] is None):
            raise serializers.ValidationError({"near": "Give a date or a number of days, one of the two."})
        return attrs
