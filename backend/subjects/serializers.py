"""Shapes of the account, its subjects, and who may see or act for whom."""

from typing import Any

from rest_framework import serializers

from backend.audit.models import ActorRole, AuditAction, AuditEvent, AuditObject
from backend.audit.selectors import AuditPart
from backend.practices.serializers import LinkSerializer, MyPracticeSerializer, PracticeCardSerializer
from backend.subjects.access import Permission
from backend.subjects.models import CareRelation, Claim, Side, Subject
from backend.subjects.relations import RelationState, duty_of
from ml.vocabulary import DISPLAY_NAME_MAX_LENGTH

PERMISSION_CHOICES = [(one.value, one.value) for one in Permission]
SIDE_CHOICES = Side.choices
RELATION_STATE_CHOICES = RelationState.choices
AUDIT_ACTION_CHOICES = AuditAction.choices
AUDIT_OBJECT_CHOICES = AuditObject.choices
ACTOR_ROLE_CHOICES = ActorRole.choices
AUDIT_PART_CHOICES = AuditPart.choices

ALLOWS = ["allows_see", "allows_add_photos", "allows_add_sessions", "allows_share"]
DUTY = ["legal_duty", "legal_duty_years"]


class SubjectSerializer(serializers.Serializer[Any]):
    """The person in the photos, and what the account may do with their record: a ``selectors.Reached``."""

    id = serializers.UUIDField(source="subject.pk", read_only=True)
    display_name = serializers.CharField(
        source="subject.display_name", required=False, allow_blank=True, max_length=DISPLAY_NAME_MAX_LENGTH
    )
    is_self = serializers.BooleanField(source="subject.is_self", read_only=True)
    is_owner = serializers.BooleanField(read_only=True)
    guardian_authority = serializers.CharField(
        source="subject.guardian_authority",
        read_only=True,
        help_text="In which capacity the owner acts for the person; empty where they are that person.",
    )
    may = serializers.ListField(child=serializers.ChoiceField(choices=PERMISSION_CHOICES), read_only=True)


class SubjectChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What may be changed of it."""

    display_name = serializers.CharField(required=False, allow_blank=True, max_length=DISPLAY_NAME_MAX_LENGTH)


class MeSerializer(serializers.Serializer[dict[str, object]]):
    """The account that is signed in, its records, and where it works."""

    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField(read_only=True)
    has_second_factor = serializers.BooleanField(read_only=True)
    subjects = SubjectSerializer(many=True, read_only=True)
    practices = MyPracticeSerializer(many=True, read_only=True)


class AllowsSerializer(serializers.ModelSerializer[CareRelation]):
    """What a practice may do while the relation is open."""

    class Meta:
        model = CareRelation
        fields = ALLOWS


class DutySerializer(serializers.ModelSerializer[CareRelation]):
    """The legal duty to keep a copy that holds for a relation."""

    legal_duty = serializers.SerializerMethodField(
        help_text="As the client agreed to it; before they did, as the practice states it now."
    )
    legal_duty_years = serializers.SerializerMethodField()

    class Meta:
        model = CareRelation
        fields = DUTY
        read_only_fields = DUTY

    def get_legal_duty(self, relation: CareRelation) -> str:
        return duty_of(relation)["legal_duty"]

    def get_legal_duty_years(self, relation: CareRelation) -> int | None:
        return duty_of(relation)["legal_duty_years"]


class CareRelationSerializer(DutySerializer):
    """A practice that may see or act for somebody, if it is open."""

    subject = serializers.UUIDField(source="subject_id", read_only=True)
    practice = PracticeCardSerializer(read_only=True)
    state = serializers.ChoiceField(choices=RELATION_STATE_CHOICES, read_only=True)
    invited_by = serializers.ChoiceField(choices=SIDE_CHOICES, read_only=True)
    ended_by = serializers.ChoiceField(choices=SIDE_CHOICES, read_only=True, allow_blank=True)

    class Meta:
        model = CareRelation
        fields = [
            "id",
            "subject",
            "practice",
            "state",
            *ALLOWS,
            *DUTY,
            "practice_reference",
            "invited_by",
            "created_at",
            "accepted_at",
            "ended_at",
            "ended_by",
        ]
        read_only_fields = fields


class InvitePracticeSerializer(AllowsSerializer):
    """A practice that the record's owner asks into its care."""

    practice = serializers.UUIDField(source="practice_id")

    class Meta:
        model = CareRelation
        fields = ["practice", *ALLOWS]


class AddClientSerializer(AllowsSerializer):
    """Somebody whom a practice takes in."""

    display_name = serializers.CharField(max_length=DISPLAY_NAME_MAX_LENGTH)
    email = serializers.EmailField(required=False, allow_blank=True, help_text="A link to claim the record is mailed.")

    class Meta:
        model = CareRelation
        fields = ["display_name", "practice_reference", "email", *ALLOWS]


class ClientSubjectSerializer(serializers.ModelSerializer[Subject]):
    """A client's record, as the practice lists it."""

    is_claimed = serializers.SerializerMethodField(help_text="An account is its owner.")

    class Meta:
        model = Subject
        fields = ["id", "display_name", "is_claimed"]
        read_only_fields = fields

    def get_is_claimed(self, subject: Subject) -> bool:
        return subject.owner_id is not None


class ClientRelationSerializer(serializers.ModelSerializer[CareRelation]):
    """Where the practice stands with them."""

    state = serializers.ChoiceField(choices=RELATION_STATE_CHOICES, read_only=True)

    class Meta:
        model = CareRelation
        fields = ["id", "state", *ALLOWS]
        read_only_fields = fields


class NewClientSerializer(serializers.Serializer[CareRelation]):
    """A client who was just written down."""

    subject = ClientSubjectSerializer(read_only=True)
    practice = serializers.UUIDField(source="practice_id", read_only=True)
    relation = ClientRelationSerializer(source="*", read_only=True)
    practice_reference = serializers.CharField(read_only=True)


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """A link by which somebody becomes the record's owner, open until it is used."""

    email = serializers.EmailField(
        required=False, allow_blank=True, help_text="Only this account may use the link, which is mailed to it."
    )

    class Meta:
        model = Claim
        fields = ["id", "email", "expires_at", "created_at"]
        read_only_fields = ["id", "expires_at", "created_at"]


class MadeClaimSerializer(LinkSerializer):
    """A claim with its link: in the answer to its making, and nowhere else."""

    id = serializers.UUIDField(source="claim.pk", read_only=True)
    email = serializers.CharField(source="claim.email", read_only=True)
    expires_at = serializers.DateTimeField(source="claim.expires_at", read_only=True)
    created_at = serializers.DateTimeField(source="claim.created_at", read_only=True)


class ClaimRelationSerializer(DutySerializer):
    """A practice that has the record in its care, and what it may do."""

    practice = PracticeCardSerializer(read_only=True)

    class Meta:
        model = CareRelation
        fields = ["practice", *ALLOWS, *DUTY]
        read_only_fields = fields


class ReceivedClaimSerializer(serializers.Serializer[dict[str, Any]]):
    """What whoever opens the link reads before accepting."""

    display_name = serializers.CharField(read_only=True)
    is_hand_over = serializers.BooleanField(read_only=True, help_text="By an owner, who loses it.")
    expires_at = serializers.DateTimeField(read_only=True)
    relations = ClaimRelationSerializer(many=True, read_only=True)
    has_content = serializers.BooleanField(read_only=True, help_text="Something was recorded in it already.")
    own_record_has_content = serializers.BooleanField(read_only=True)


class AcceptClaimSerializer(serializers.Serializer[dict[str, Any]]):
    """How somebody takes a record over."""

    guardian_authority = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="In which capacity you act for the person in the photos; left out, you are that person.",
    )
    keep_own = serializers.BooleanField(
        required=False, help_text="False keeps an empty record beside your own, instead of joining the two."
    )


class AuditParameters(serializers.Serializer[dict[str, Any]]):
    """Which part of the log is asked for."""

    part = serializers.ChoiceField(choices=AUDIT_PART_CHOICES, required=False, help_text="All of it without one.")


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """One thing that somebody did with the record."""

    role = serializers.ChoiceField(choices=ACTOR_ROLE_CHOICES, read_only=True)
    action = serializers.ChoiceField(choices=AUDIT_ACTION_CHOICES, read_only=True)
    object_type = serializers.ChoiceField(choices=AUDIT_OBJECT_CHOICES, read_only=True)

    class Meta:
        model = AuditEvent
        fields = [
            "id",
            "at",
            "actor_name",
            "role",
            "practice_name",
            "action",
            "object_type",
            "object_id",
            "detail",
            "network",
        ]
        read_only_fields = fields
