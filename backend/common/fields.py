"""Serializer fields shared by the apps."""

import math
from datetime import UTC, datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.localtime import LocalTime


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2})?$",
        "example": "2026-03-12T08:30:00+01:00",
        "description": "Local wall time, ISO 8601; the offset from UTC follows where it is known.",
    }
)
class LocalTimeField(serializers.Field[LocalTime, str, str, Any]):
    """ISO 8601 text outside, :class:`LocalTime` inside."""

    default_error_messages = {
        "invalid": "Give a date and time such as 2026-03-12T08:30:00+01:00; the offset may be left out.",
        "implausible": "Give a date between 1990 and today.",
    }

    def to_internal_value(self, data: Any) -> LocalTime:
        try:
            given = LocalTime.parse(data)
        except (TypeError, ValueError):
            self.fail("invalid")
        if not given.is_plausible():
            self.fail("implausible")
        return given

    def to_representation(self, value: LocalTime) -> str:
        return value.isoformat()


def instant_json(moment: datetime) -> str:
    """As the framework's own field writes it: in UTC, which is called Z."""
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


class FiniteFloatField(serializers.FloatField):
    """A finite number: "nan" is a float to Python, and no amount of anything."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        value = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return value
