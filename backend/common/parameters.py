"""Query parameters shared by the lists."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


class PeriodParameters(serializers.Serializer[dict[str, object]]):
    """Local dates, both included."""

    subject = serializers.UUIDField(required=False, help_text="Only this subject.")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """``from`` is a word of Python, so these two cannot be attributes."""
        return super().get_fields() | {
            "from": serializers.DateField(required=False, source="first_day", help_text="First local date."),
            "to": serializers.DateField(required=False, source="last_day", help_text="Last local date."),
        }


def read_parameters(serializer_class: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated query of a request. Raises ValidationError, which names the parameter."""
    serializer = serializer_class(data=request.query_params)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
