"""Shapes of a practice, its members and its invitations."""

from typing import Any

from rest_framework import serializers

from backend.common.qr import qr_svg
from backend.practices.models import Membership, Practice, PracticeKind, Role, StaffInvitation

ROLE_CHOICES = Role.choices
PRACTICE_KIND_CHOICES = PracticeKind.choices
# A duty that outlives the person is a typing mistake.
MOST_YEARS = 100

_CARD = ["id", "name", "kind", "address", "contact", "jurisdiction", "legal_duty", "legal_duty_years"]


class PracticeCardSerializer(serializers.ModelSerializer[Practice]):
    """What a client may know before relating to a practice."""

    class Meta:
        model = Practice
        fields = _CARD
        read_only_fields = _CARD


class PracticeSerializer(serializers.ModelSerializer[Practice]):
    """Who decides what is done with the pictures: every consent names these fields."""

    kind = serializers.ChoiceField(choices=PRACTICE_KIND_CHOICES, required=False)
    privacy_notice_url = serializers.URLField(required=False, allow_blank=True, max_length=500)
    legal_duty_years = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MOST_YEARS, help_text="Together with `legal_duty`."
    )

    class Meta:
        model = Practice
        fields = [
            *_CARD,
            "privacy_notice_url",
            "storage_location",
            "retention_period",
            "second_factor_required",
            "created_at",
        ]
        read_only_fields = ["id", "created_at"]


class MyPracticeSerializer(serializers.Serializer[Any]):
    """A practice that the account works in, and as what."""

    id = serializers.UUIDField(source="practice_id", read_only=True)
    name = serializers.CharField(source="practice.name", read_only=True)
    role = serializers.ChoiceField(choices=ROLE_CHOICES, read_only=True)
    second_factor_required = serializers.BooleanField(source="practice.second_factor_required", read_only=True)
    needs_second_factor = serializers.SerializerMethodField(
        help_text="The account has none yet, and reaches no client of this practice until it does."
    )

    def get_needs_second_factor(self, membership: Membership) -> bool:
        return membership.practice.second_factor_required and not self.context["has_second_factor"]


class LinkSerializer(serializers.Serializer[Any]):
    """A link, and a code of it to scan."""

    link = serializers.CharField(read_only=True)
    qr_svg = serializers.SerializerMethodField(help_text="An SVG document.")

    def get_qr_svg(self, linked: Any) -> str:
        return qr_svg(linked["link"] if isinstance(linked, dict) else linked.link)


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    """Somebody who works in a practice."""

    email = serializers.EmailField(source="account.email", read_only=True)
    role = serializers.ChoiceField(choices=ROLE_CHOICES)
    practice = serializers.UUIDField(source="practice_id", read_only=True)
    is_you = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = ["id", "practice", "email", "role", "is_you", "created_at"]
        read_only_fields = ["id", "created_at"]

    def get_is_you(self, membership: Membership) -> bool:
        return bool(membership.account_id == self.context["request"].user.pk)


class InvitationSerializer(serializers.ModelSerializer[StaffInvitation]):
    """An invitation that is open; its link was shown once, to whoever made it."""

    role = serializers.ChoiceField(choices=ROLE_CHOICES)
    email = serializers.EmailField(
        required=False, allow_blank=True, help_text="Only this account may accept, and a mail is sent to it."
    )

    class Meta:
        model = StaffInvitation
        fields = ["id", "role", "email", "expires_at", "created_at"]
        read_only_fields = ["id", "expires_at", "created_at"]


class InvitedSerializer(LinkSerializer):
    """An invitation with its link: in the answer to its making, and nowhere else."""

    id = serializers.UUIDField(source="invitation.pk", read_only=True)
    role = serializers.ChoiceField(source="invitation.role", choices=ROLE_CHOICES, read_only=True)
    email = serializers.CharField(source="invitation.email", read_only=True)
    expires_at = serializers.DateTimeField(source="invitation.expires_at", read_only=True)
    created_at = serializers.DateTimeField(source="invitation.created_at", read_only=True)


class ReceivedInvitationSerializer(serializers.Serializer[StaffInvitation]):
    """What whoever opens the link reads before accepting."""

    practice = PracticeCardSerializer(read_only=True)
    role = serializers.ChoiceField(choices=ROLE_CHOICES, read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
    is_for_you = serializers.SerializerMethodField(
        help_text="False where it was meant for another address than that of the account that is signed in."
    )

    def get_is_for_you(self, invitation: StaffInvitation) -> bool:
        return invitation.is_for(self.context["request"].user.email)
