"""Shapes of reminders and of the browsers that are reminded."""

from typing import Any

from rest_framework import serializers

from backend.photos.models import VIEW_CHOICES
from backend.reminders.endpoints import read_endpoint
from backend.reminders.models import ENDPOINT_MAX_LENGTH, ZONE_MAX_LENGTH, PushSubscription, Reminder
from backend.reminders.schedule import known_zones
from backend.reminders.webpush import from_b64url, read_point

AUTH_LENGTH = 16


class ReminderSerializer(serializers.ModelSerializer[Reminder]):
    """A wall time on some days of the week."""

    id = serializers.UUIDField(required=False, help_text="Made by the phone; the same again gives the first result.")
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7),
        min_length=1,
        max_length=7,
        help_text="ISO: 1 is Monday, 7 is Sunday.",
    )
    at = serializers.TimeField(format="%H:%M", help_text="Wall time in `time_zone`.")
    time_zone = serializers.CharField(max_length=ZONE_MAX_LENGTH, help_text="IANA name, such as Europe/Berlin.")
    views = serializers.ListField(
        child=serializers.ChoiceField(choices=VIEW_CHOICES),
        max_length=len(VIEW_CHOICES),
        required=False,
        help_text="Those that a day needs; none: one photo of any view will do.",
    )
    enabled = serializers.BooleanField(required=False)

    class Meta:
        model = Reminder
        fields = ["id", "weekdays", "at", "time_zone", "views", "enabled", "next_at", "created_at"]
        read_only_fields = ["next_at", "created_at"]

    def validate_weekdays(self, value: list[int]) -> list[int]:
        return sorted(set(value))

    def validate_views(self, value: list[str]) -> list[str]:
        return sorted(set(value))

    def validate_time_zone(self, value: str) -> str:
        if value not in known_zones():
            raise serializers.ValidationError("This server does not know this time zone.")
        return value


class ReminderChangeSerializer(ReminderSerializer):
    """What may be changed later: all but its name."""

    id = serializers.UUIDField(read_only=True)


class PushSubscriptionSerializer(serializers.ModelSerializer[PushSubscription]):
    """A browser that is reminded, and the host that is contacted for it."""

    class Meta:
        model = PushSubscription
        fields = ["id", "endpoint", "host", "created_at", "last_success_at", "failures"]


class PushSerializer(serializers.Serializer[dict[str, Any]]):
    """What a browser needs to subscribe, and which browsers of the account have."""

    public_key = serializers.CharField(help_text="This server's VAPID key: the browser's `applicationServerKey`.")
    subscriptions = PushSubscriptionSerializer(many=True)


class PushKeysSerializer(serializers.Serializer[dict[str, str]]):
    """The browser's keys, base64url, as `PushSubscription.toJSON` gives them."""

    p256dh = serializers.CharField(max_length=88)
    auth = serializers.CharField(max_length=24)

    def validate_p256dh(self, value: str) -> str:
        try:
            read_point(from_b64url(value))
        except ValueError as problem:
            raise serializers.ValidationError("This is no key of a browser.") from problem
        return value

    def validate_auth(self, value: str) -> str:
        try:
            length = len(from_b64url(value))
        except ValueError:
            length = 0
        if length != AUTH_LENGTH:
            raise serializers.ValidationError("This is no secret of a browser.")
        return value


class SubscribeSerializer(serializers.Serializer[dict[str, Any]]):
    """A browser's subscription, as `PushSubscription.toJSON` gives it."""

    endpoint = serializers.CharField(max_length=ENDPOINT_MAX_LENGTH)
    keys = PushKeysSerializer()

    def validate_endpoint(self, value: str) -> str:
        try:
            read_endpoint(value)
        except ValueError as problem:
            raise serializers.ValidationError("This is no address of a push service.") from problem
        return value
