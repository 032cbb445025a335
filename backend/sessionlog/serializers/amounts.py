"""Fields with a unit, shared by sessions and programs."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import FiniteFloatField
from backend.sessionlog.models import POLARITY_CHOICES, WAVEFORM_CHOICES, ZONE_CHOICES
from ml.vocabulary import SESSION_FREQUENCY_HZ, SESSION_INTENSITY_MICROAMP, SESSION_MINUTES


def amount(limits: tuple[float, float], unit: str, **options: Any) -> FiniteFloatField:
    """A number within ``limits``, whose errors name the unit."""
    low, high = limits
    sentence = f"Give {low:,.10g} to {high:,.10g} {unit}."
    return FiniteFloatField(
        min_value=low,
        max_value=high,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        **options,
    )


def minutes(**options: Any) -> FiniteFloatField:
    return amount(SESSION_MINUTES, "minutes", **options)


def intensity() -> FiniteFloatField:
    return amount(SESSION_INTENSITY_MICROAMP, "µA", required=False, allow_null=True)


def frequency() -> FiniteFloatField:
    return amount(SESSION_FREQUENCY_HZ, "Hz", required=False, allow_null=True)


def waveform() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=WAVEFORM_CHOICES, required=False, allow_blank=True)


def polarity() -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=POLARITY_CHOICES,
        required=False,
        allow_blank=True,
        help_text="The sign of the electrode on the skin that is treated.",
    )


class ZonesField(serializers.ListField):
    """Zones, each once, in the order given."""

    child = serializers.ChoiceField(choices=ZONE_CHOICES)

    def to_internal_value(self, data: Any) -> list[Any]:
        return list(dict.fromkeys(super().to_internal_value(data)))
