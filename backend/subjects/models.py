"""The person in the photos, who may act for them, and links that hand a record to its owner."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.common.models import BaseModel
from backend.practices.models import Practice
from ml.vocabulary import DISPLAY_NAME_MAX_LENGTH


class Subject(BaseModel):
    """The person whose face is photographed; its owner is the account that the record belongs to.

    A client whom a practice wrote down has no owner until they claim their record.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="subjects")
    display_name = models.CharField(max_length=DISPLAY_NAME_MAX_LENGTH, blank=True)
    is_self = models.BooleanField(default=False)
    # The owner acts for the person in the photos, in this capacity ("mother"); empty where they are that person.
    guardian_authority = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(is_self=True), name="subject_one_self_an_owner"),
            models.CheckConstraint(
                condition=Q(is_self=False) | Q(owner__isnull=False, guardian_authority=""),
                name="subject_self_is_its_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or str(self.pk)


class Side(models.TextChoices):
    """One of the two of a care relation."""

    CLIENT = "client"
    PRACTICE = "practice"


class CareRelation(BaseModel):
    """A practice that may see or act for a subject: invited by one side, accepted by the other, ended by either.

    It opens nothing by itself: ``selectors.open_relations`` also asks for the consent.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="care_relations")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="care_relations")
    invited_by = models.CharField(max_length=8, choices=Side)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, choices=Side, blank=True)
    allows_see = models.BooleanField(default=True)
    allows_add_photos = models.BooleanField(default=True)
    allows_add_sessions = models.BooleanField(default=True)
    allows_share = models.BooleanField(default=False)
    # Under which the practice knows the person: its client number, or a name.
    practice_reference = models.CharField(max_length=DISPLAY_NAME_MAX_LENGTH, blank=True)
    # The practice's duty to keep a copy as it stood when the client agreed: a later one doesn't reach back.
    legal_duty = models.CharField(max_length=500, blank=True)
    legal_duty_years = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(legal_duty="", legal_duty_years__isnull=True)
                | (~Q(legal_duty="") & Q(legal_duty_years__gt=0)),
                name="care_relation_duty_has_years",
            ),
            models.UniqueConstraint(
                fields=["subject", "practice"], condition=Q(ended_at__isnull=True), name="care_relation_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(invited_by__in=Side.values), name="care_relation_invited_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False, ended_by__in=Side.values),
                name="care_relation_ended_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} for {self.subject_id}"


class Claim(BaseModel):
    """A link that makes whoever opens it the owner of a record, once: a client's first, or a guardian's handing over.

    Made for an address, it is for the account with that address alone.
    Of its token only the SHA-256 is kept. The mail has a token of its own, made by the worker when it sends.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="claims")
    token_hash = models.CharField(max_length=64, unique=True)
    mailed_token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL may repeat)
    email = models.EmailField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"claim of {self.subject_id}"

    def is_for(self, email: str) -> bool:
        """Whether the account with this address may use it."""
        return self.email.lower() in {"", email.lower()}
