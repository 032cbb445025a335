"""When an account wants to be reminded of its photo, and the browsers that it let be reminded."""

from django.conf import settings
from django.db import models

from backend.common.models import BaseModel

ZONE_MAX_LENGTH = 64
ENDPOINT_MAX_LENGTH = 1000
HOST_MAX_LENGTH = 253


class Reminder(BaseModel):
    """A wall time on some days of the week, in a time zone by its IANA name. There is none until somebody makes one."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    # ISO: 1 is Monday, 7 is Sunday.
    weekdays = models.JSONField()
    at = models.TimeField()
    time_zone = models.CharField(max_length=ZONE_MAX_LENGTH)
    # Those that a day needs; none: one photo of any view will do.
    views = models.JSONField(default=list)
    enabled = models.BooleanField(default=True)
    # When it is due next; what is due is claimed by moving this on. Null while it is switched off.
    next_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.at} {self.time_zone} on {self.weekdays}"


class PushSubscription(BaseModel):
    """A browser that is reminded: where its push service takes messages for it, and the keys that seal them."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=ENDPOINT_MAX_LENGTH, unique=True)
    # As the browser gives them: base64url of an uncompressed P-256 point, and of 16 bytes.
    p256dh = models.CharField(max_length=88)
    auth = models.CharField(max_length=24)
    host = models.CharField(max_length=HOST_MAX_LENGTH)
    last_success_at = models.DateTimeField(null=True)
    # In a row, since the last success.
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.host} for {self.account_id}"
