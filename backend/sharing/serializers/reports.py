"""What a report for a consultation is asked for with."""

from uuid import UUID

from rest_framework import serializers

from backend.sharing.services.grants import MOST_PAIRS


class ReportParameters(serializers.Serializer[dict[str, object]]):
    """What a report for a consultation holds."""

    subject = serializers.UUIDField(required=False, default=None, help_text="One's own record when none is named.")
    pair = serializers.ListField(
        child=serializers.CharField(max_length=80),
        min_length=1,
        max_length=MOST_PAIRS,
        help_text="`<before>,<after>`, as often as there are pairs.",
    )
    consent = serializers.UUIDField(required=False, default=None)

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """``from`` is a word of Python, so these two cannot be attributes."""
        return super().get_fields() | {
            "from": serializers.DateField(required=False, default=None, source="first_day", help_text="First day."),
            "to": serializers.DateField(required=False, default=None, source="last_day", help_text="Last day."),
        }

    def validate_pair(self, pairs: list[str]) -> list[tuple[UUID, UUID]]:
        try:
            found = [tuple(UUID(part) for part in pair.split(",")) for pair in pairs]
            return [(before, after) for before, after in found]
        except ValueError:
            raise serializers.ValidationError("Give two ids with a comma between them.") from None
