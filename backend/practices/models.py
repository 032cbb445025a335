"""A practice, who works in it, and who is invited to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from backend.common.models import BaseModel


class PracticeKind(models.TextChoices):
    """What it calls itself; a consent names it (TS 27560, party type)."""

    CLINIC = "clinic"
    SALON = "salon"
    SOLO = "solo"
    OTHER = "other"


class Role(models.TextChoices):
    """What somebody does in a practice; ``subjects.access`` says what each may do with a client's record."""

    OWNER = "owner"
    PRACTITIONER = "practitioner"
    ASSISTANT = "assistant"
    REVIEWER = "reviewer"


class Practice(BaseModel):
    """Who decides what is done with the pictures that it takes: every consent for it names these fields."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=PracticeKind, default=PracticeKind.CLINIC)
    address = models.CharField(max_length=500)
    contact = models.CharField(max_length=254)
    jurisdiction = models.CharField(max_length=80)
    privacy_notice_url = models.CharField(max_length=500, blank=True)
    storage_location = models.CharField(max_length=200)
    retention_period = models.CharField(max_length=200)
    # The law that makes it keep a copy after the care has ended; empty where there is none. The client sees it named.
    legal_duty = models.CharField(max_length=500, blank=True)
    legal_duty_years = models.PositiveSmallIntegerField(null=True)
    # Members without a second factor reach no client.
    second_factor_required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PracticeKind.values), name="practice_kind"),
            models.CheckConstraint(
                condition=Q(legal_duty="", legal_duty_years__isnull=True)
                | (~Q(legal_duty="") & Q(legal_duty_years__gt=0)),
                name="practice_duty_has_years",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(BaseModel):
    """An account that works in a practice, until it ends."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role"),
            models.UniqueConstraint(
                fields=["practice", "account"], condition=Q(ended_at__isnull=True), name="membership_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role}"


class StaffInvitation(BaseModel):
    """A link that makes whoever opens it a member, once. Of its token only the SHA-256 is kept.

    The mail has a token of its own, which the worker makes when it sends: none waits in the queue.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role)
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    mailed_token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL may repeat)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="staff_invitation_role"),
            models.UniqueConstraint(
                Lower("email"),
                "practice",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True) & ~Q(email=""),
                name="staff_invitation_one_open_an_email",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.practice}"

    def is_for(self, email: str) -> bool:
        """Whether the account with this address may accept it."""
        return self.email.lower() in {"", email.lower()}
