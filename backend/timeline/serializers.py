"""Shapes of the timeline."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers

from backend.common.fields import LocalTimeField
from backend.common.pagination import MAX_PAGE_SIZE
from backend.common.parameters import PeriodParameters
from backend.events.serializers import EventSerializer, event_json
from backend.photos.models import VIEW_CHOICES
from backend.photos.photo_json import photo_json
from backend.photos.serializers import PhotoSerializer
from backend.sessionlog.models import MODALITY_CHOICES, ZONE_CHOICES
from backend.sessionlog.serializers import SessionSerializer, session_json
from backend.subjects.access import Permission
from backend.subjects.relations import RelationState
from backend.timeline.clients import CONSENT_STATES, Client
from backend.timeline.days import Day
from backend.timeline.selectors import KIND_CHOICES, Entry
from ml.vocabulary import CALENDAR_MAX_DAYS, TAG_MAX_LENGTH

# A phone shows a dozen entries at once; forty are three screens, and a third less to wait for than sixty.
PAGE_SIZE = 40


class TimelineParameters(PeriodParameters):
    """Which part of the timeline."""

    kind = serializers.ChoiceField(choices=KIND_CHOICES, required=False, help_text="Only entries of this kind.")
    view = serializers.ChoiceField(
        choices=VIEW_CHOICES, required=False, help_text="Only photos of this view; sessions and events stay."
    )
    tag = serializers.CharField(
        required=False, max_length=TAG_MAX_LENGTH, help_text="Only photos with this tag, and nothing else."
    )
    zone = serializers.ChoiceField(
        choices=ZONE_CHOICES, required=False, help_text="Only sessions of this zone; photos and events stay."
    )
    modality = serializers.ChoiceField(
        choices=MODALITY_CHOICES, required=False, help_text="Only sessions of this modality; photos and events stay."
    )
    before = serializers.DateField(
        required=False,
        help_text="Start at this local date and go down from there; `previous` leads up again. A cursor comes before.",
    )
    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE)


class EntrySerializer(serializers.Serializer[Entry]):
    """A photo, a session or an event; the other two are null."""

    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    local_date = serializers.DateField(help_text="The day on the wall calendar where it happened.")
    photo = PhotoSerializer(allow_null=True)
    session = SessionSerializer(allow_null=True)
    event = EventSerializer(allow_null=True)

    def to_representation(self, instance: Entry) -> dict[str, Any]:
        photo, session, event = instance.photo, instance.session, instance.event
        return {
            "kind": instance.kind,
            "local_date": instance.local_date.isoformat(),
            "photo": photo and photo_json(photo),
            "session": session and session_json(session),
            "event": event and event_json(event),
        }


class TimelinePageSerializer(serializers.Serializer[object]):
    """A page, newest first."""

    next = serializers.URLField(allow_null=True, help_text="What came before these.")
    previous = serializers.URLField(allow_null=True, help_text="What came after these; null at the newest.")
    results = EntrySerializer(many=True)


class PinnedSerializer(serializers.Serializer[object]):
    """What stands above the stream."""

    photos = PhotoSerializer(many=True, help_text="Baselines and milestones, newest first.")
    tags = serializers.ListField(child=serializers.CharField(), help_text="Every tag in use.")


class DaysParameters(PeriodParameters):
    """Which days, a year at most; the last six weeks when left out."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        first, last = attrs.get("first_day"), attrs.get("last_day")
        if first and last and not timedelta(0) <= last - first < timedelta(days=CALENDAR_MAX_DAYS):
            raise serializers.ValidationError({"to": [f"Give a date within {CALENDAR_MAX_DAYS} days from the first."]})
        return attrs


class ViewCountSerializer(serializers.Serializer[object]):
    """How many photos of one view."""

    view = serializers.ChoiceField(choices=VIEW_CHOICES)
    count = serializers.IntegerField()


class DaySerializer(serializers.Serializer[Day]):
    """What there is of one local date."""

    date = serializers.DateField()
    photos = ViewCountSerializer(many=True)
    sessions = serializers.IntegerField()
    events = serializers.IntegerField()


class CalendarSerializer(serializers.Serializer[object]):
    """The days of a period that hold anything, oldest first."""

    first_day = serializers.DateField(allow_null=True, help_text="On which the whole record begins.")
    days = DaySerializer(many=True)


class ClientParameters(serializers.Serializer[object]):
    """Whose clients, and which of them."""

    practice = serializers.UUIDField(required=False, help_text="Only this practice's.")
    subject = serializers.UUIDField(required=False, help_text="Only this person.")
    search = serializers.CharField(required=False, help_text="Part of a name, or of the practice's reference.")


class ListedSubjectSerializer(serializers.Serializer[Client]):
    """Whose record it is."""

    id = serializers.UUIDField(source="relation.subject_id")
    display_name = serializers.CharField(help_text="Empty once the care has ended.")
    is_claimed = serializers.SerializerMethodField(help_text="An account is its owner.")

    def get_is_claimed(self, client: Client) -> bool:
        return client.relation.subject.owner_id is not None


class ListedRelationSerializer(serializers.Serializer[Client]):
    """Where the practice stands with them, and what they allow."""

    id = serializers.UUIDField(source="relation.pk")
    state = serializers.ChoiceField(choices=RelationState.choices)
    allows_see = serializers.BooleanField(source="relation.allows_see")
    allows_add_photos = serializers.BooleanField(source="relation.allows_add_photos")
    allows_add_sessions = serializers.BooleanField(source="relation.allows_add_sessions")
    allows_share = serializers.BooleanField(source="relation.allows_share")


class CareConsentSerializer(serializers.Serializer[Client]):
    """The newest consent to keeping a record; only a given one opens it."""

    state = serializers.ChoiceField(source="consent_state", choices=[(state, state) for state in CONSENT_STATES])
    valid_until = serializers.DateTimeField(source="consent_valid_until", allow_null=True)


class ClientSerializer(serializers.Serializer[Any]):
    """Somebody in a practice's care, at a glance."""

    subject = ListedSubjectSerializer(source="*")
    practice = serializers.UUIDField(source="relation.practice_id")
    relation = ListedRelationSerializer(source="*")
    practice_reference = serializers.CharField(source="relation.practice_reference")
    last_photo_at = LocalTimeField(allow_null=True, help_text="Null where the record can't be seen now, too.")
    next_session_on = serializers.DateField(allow_null=True, help_text="By the courses that are under way.")
    care_consent = CareConsentSerializer(source="*")
    may = serializers.ListField(
        child=serializers.ChoiceField(choices=[(one.value, one.value) for one in Permission]),
        help_text="What you may do with the record now.",
    )
