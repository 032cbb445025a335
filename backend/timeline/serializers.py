"""Shape of the timeline."""

from rest_framework import serializers

from backend.common.pagination import MAX_PAGE_SIZE, PAGE_SIZE
from backend.common.parameters import PeriodParameters
from backend.photos.models import VIEW_CHOICES
from backend.photos.serializers import PhotoSerializer
from backend.sessionlog.serializers import SessionSerializer
from backend.timeline.selectors import Entry


class TimelineParameters(PeriodParameters):
    """Which part of the timeline."""

    view = serializers.ChoiceField(
        choices=VIEW_CHOICES, required=False, help_text="Only photos of this view; sessions stay."
    )
    cursor = serializers.CharField(required=False, help_text="From `next` of the page before.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE)


class EntrySerializer(serializers.Serializer[Entry]):
    """A photo or a session; the other one is null."""

    kind = serializers.ChoiceField(choices=["photo", "session"])
    local_date = serializers.DateField(help_text="The day on the wall calendar where it happened.")
    photo = PhotoSerializer(allow_null=True)
    session = SessionSerializer(allow_null=True)


class TimelinePageSerializer(serializers.Serializer[object]):
    """A page, newest first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True, help_text="Always null: the stream is read downwards.")
    results = EntrySerializer(many=True)
