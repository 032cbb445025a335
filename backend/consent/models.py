"""What a person was asked, what they answered, and everything that happened to the answer since.

Field names follow ISO/IEC TS 27560:2023 where it has one. Texts and records are never changed once they count; what
happens to a record is an event, each of which holds the hash of the one before.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.common.at_rest.fields import EncryptedBinaryField
from backend.common.models import BaseModel
from backend.practices.models import Practice
from backend.subjects.models import Subject

SCHEMA_VERSION = "1"
"""Of a record's content and its receipt."""


class Purpose(models.TextChoices):
    """What for. Consent to one is never consent to another."""

    CARE_RECORD = "care_record"
    SHARE_WITH_ME = "share_with_me"
    SHARE_WITH_NAMED = "share_with_named"
    TEACHING = "teaching"
    PUBLICATION_SINGLE = "publication_single"
    MARKETING_WEBSITE = "marketing_website"
    MARKETING_SOCIAL = "marketing_social"


class Deidentification(models.TextChoices):
    """What is done to a picture before it is shown. None of them makes anybody anonymous."""

    NONE = "none"
    CROP_ZONE = "crop_zone"
    EYE_MASK = "eye_mask"
    FULL_MASK = "full_mask"


class State(models.TextChoices):
    """What an event says of a record (TS 27560 ``event_state``). Only ``given``, in date, permits anything."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    REAFFIRMED = "reaffirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REPLACED = "replaced"
    INVALIDATED = "invalidated"


class SignatureMethod(models.TextChoices):
    """How it was signed."""

    DRAWN = "drawn"
    TYPED = "typed"
    CLICK = "click"
    PAPER_SCAN = "paper_scan"
    VERBAL_WITNESSED = "verbal_witnessed"


class ConsentText(BaseModel):
    """One version of what is asked, in one language: authored, reviewed, then published and fixed for good.

    Of a practice, or of nobody: those are the templates that are shipped.
    """

    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="consent_texts")
    purpose = models.CharField(max_length=24, choices=Purpose)
    language = models.CharField(max_length=35)
    jurisdiction = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body_markdown = models.TextField()
    plain_summary = models.TextField()
    privacy_notice_url = models.CharField(max_length=500)
    # Shipped with the product, to be checked by whoever uses it.
    is_template = models.BooleanField(default=False)
    # Of the fields above, from the moment of publishing.
    sha256 = models.CharField(max_length=64, blank=True)
    authored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_text_purpose"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, sha256="")
                | (Q(published_at__isnull=False, reviewed_at__isnull=False) & ~Q(sha256="")),
                name="consent_text_published_is_reviewed_and_hashed",
            ),
            models.UniqueConstraint(
                fields=["practice", "purpose", "language", "jurisdiction", "version"], name="consent_text_version_once"
            ),
            models.UniqueConstraint(
                fields=["purpose", "language", "jurisdiction", "version"],
                condition=Q(practice__isnull=True),
                name="consent_template_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.language} {self.version}"


class ConsentRecord(BaseModel):
    """What one person agreed to, for one controller and one purpose. Never changed; its status is in its events."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="records")
    # The controller, where it is a practice; else the record's owner decides alone.
    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=24, choices=Purpose)
    # All that was agreed to: see ``content.Content``. Its digest stands in every event of the chain.
    content = models.JSONField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    # The drawn signature or the scan of a paper; its SHA-256 stands in ``content``.
    signature_image = EncryptedBinaryField(null=True)
    signature_media_type = models.CharField(max_length=32, blank=True)
    # The picture of it encoded anew, as a JPEG without metadata, for receipts; made by the worker.
    signature_shown = EncryptedBinaryField(null=True)
    # Of the link by which a person without an account withdraws; the mail has a token of its own, made by the worker
    # when it sends.
    withdrawal_token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL may repeat)
    mailed_token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL may repeat)
    receipt_email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_record_purpose"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="consent_record_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class ConsentEvent(BaseModel):
    """One thing that happened to a record. Rows are added and never changed; ``hash`` covers the one before."""

    record = models.ForeignKey(ConsentRecord, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State)
    # TS 27560 ``event_type``: how the person's will showed.
    type = models.CharField(max_length=24, default="explicit")
    # The account that did it, as text: an account that is closed leaves the event whole.
    entity = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=500, blank=True)
    content_sha256 = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="consent_event_state"),
            models.UniqueConstraint(fields=["record", "number"], name="consent_event_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, previous_hash="") | (Q(number__gt=1) & ~Q(previous_hash="")),
                name="consent_event_follows_one",
            ),
        ]
        ordering = ["record", "number"]

    def __str__(self) -> str:
        return f"{self.state} {self.at}"
