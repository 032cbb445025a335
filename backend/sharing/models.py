"""What is shown to others: by a link or to an account, on the strength of one consent, until it ends."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.common.models import BaseModel
from backend.consent.models import ConsentRecord, Deidentification
from backend.photos.models import Photo
from backend.practices.models import Practice
from backend.subjects.models import Subject


def new_folder() -> str:
    """A folder of its own for the pictures of each grant, never used again."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class GrantState(models.TextChoices):
    """How far its pictures are. Whether it is live is never stored: ``guard`` asks each time."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


class ShareGrant(BaseModel):
    """Pairs of photos, frozen when it was made, shown to whoever holds its link, or to one account.

    Of the link's token only the SHA-256 is kept, of the passphrase only a slow hash.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="grants")
    # Restricted, not protected: with the subject, both go.
    consent = models.ForeignKey(ConsentRecord, on_delete=models.RESTRICT, related_name="grants")
    # On whose behalf, where a practice shares a client's record.
    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="grants")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL may repeat)
    recipient_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="grants_received"
    )
    recipient_label = models.CharField(max_length=200)
    recipient_email = models.EmailField(blank=True)
    message = models.CharField(max_length=500, blank=True)

    expires_at = models.DateTimeField()
    passphrase_hash = models.CharField(max_length=200, blank=True)
    failed_passphrases = models.PositiveSmallIntegerField(default=0)
    # The next guess is not looked at before.
    next_guess_at = models.DateTimeField(null=True)
    max_views = models.PositiveIntegerField(null=True)
    views = models.PositiveIntegerField(default=0)
    allow_download = models.BooleanField(default=False)
    include_sessions = models.BooleanField(default=False)
    include_film = models.BooleanField(default=False)
    watermark = models.BooleanField(default=True)
    deidentification = models.CharField(max_length=12, choices=Deidentification, default=Deidentification.NONE)
    # The one that pictures are cut to, with ``crop_zone``.
    zone = models.CharField(max_length=32, blank=True)

    # How many it was made of: fewer now means that a photo has gone.
    pair_count = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=GrantState, default=GrantState.PREPARING)
    folder = models.CharField(max_length=40, default=new_folder, unique=True, editable=False)
    film_sha256 = models.CharField(max_length=64, blank=True)
    film_bytes = models.PositiveBigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoke_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="share_grant_state"),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=False, recipient_account__isnull=True)
                | Q(token_hash__isnull=True, recipient_account__isnull=False),
                name="share_grant_by_link_or_to_an_account",
            ),
            models.CheckConstraint(
                condition=Q(deidentification__in=Deidentification.values), name="share_grant_deidentification"
            ),
            models.CheckConstraint(
                condition=(Q(deidentification="crop_zone") & ~Q(zone=""))
                | (~Q(deidentification="crop_zone") & Q(zone="")),
                name="share_grant_crops_to_a_zone",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-created_at", "-id"], name="share_grant_newest_first")]

    def __str__(self) -> str:
        return f"share {self.pk}"


class SharePair(BaseModel):
    """Two photos of one view, side by side, in the order in which they were taken."""

    grant = models.ForeignKey(ShareGrant, on_delete=models.CASCADE, related_name="pairs")
    number = models.PositiveSmallIntegerField()
    before = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "number"], name="share_pair_number_once")]
        ordering = ["grant", "number"]

    def __str__(self) -> str:
        return f"pair {self.number} of {self.grant_id}"


class PictureKind(models.TextChoices):
    """Which showing of a photo."""

    ALIGNED = "aligned"
    UNALIGNED = "unaligned"


class SharePicture(BaseModel):
    """A derivative made for one grant: cut, masked and marked as it asks, encoded anew, without metadata."""

    grant = models.ForeignKey(ShareGrant, on_delete=models.CASCADE, related_name="pictures")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=PictureKind)
    recipe = models.CharField(max_length=64)
    media_type = models.CharField(max_length=16)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PictureKind.values), name="share_picture_kind"),
            models.UniqueConstraint(fields=["grant", "photo", "kind"], name="share_picture_one_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.photo_id} in {self.grant_id}"


class ShareVisit(BaseModel):
    """One browser that opened a grant: unlocked or not, and until when its view is reserved.

    Of its cookie only the SHA-256 is kept.
    """

    grant = models.ForeignKey(ShareGrant, on_delete=models.CASCADE, related_name="visits")
    cookie_hash = models.CharField(max_length=64, unique=True)
    unlocked_at = models.DateTimeField(null=True)
    reserved_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"visit of {self.grant_id}"


class AccessEvent(models.TextChoices):
    """What a recipient did, or was refused."""

    OPENED = "opened"
    UNLOCKED = "unlocked"
    FAILED_PASSPHRASE = "failed_passphrase"  # noqa: S105 (a word, no password)
    PICTURE = "picture"
    FILM = "film"
    DOWNLOAD = "download"
    DENIED = "denied"


class ShareAccess(BaseModel):
    """One line of a grant's register, for its client to read. Rows are added and never changed."""

    grant = models.ForeignKey(ShareGrant, on_delete=models.CASCADE, related_name="accesses")
    at = models.DateTimeField()
    event = models.CharField(max_length=20, choices=AccessEvent)
    # Why, where it was denied: expired, revoked, consent_over, no_views_left, locked …
    reason = models.CharField(max_length=24, blank=True)
    photo = models.ForeignKey(Photo, null=True, on_delete=models.SET_NULL, related_name="+")
    visit = models.ForeignKey(ShareVisit, null=True, on_delete=models.SET_NULL, related_name="+")
    network = models.CharField(max_length=64, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(event__in=AccessEvent.values), name="share_access_event")]
        indexes = [models.Index(fields=["grant", "-at", "-id"], name="share_access_newest_first")]

    def __str__(self) -> str:
        return f"{self.event} {self.at}"


class Publication(BaseModel):
    """Where a practice published pictures on the strength of a consent: what a withdrawal makes it take down again."""

    consent = models.ForeignKey(ConsentRecord, on_delete=models.PROTECT, related_name="publications")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="publications")
    channel = models.CharField(max_length=80)
    place = models.CharField(max_length=500)
    published_on = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removal_asked_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removal_note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.channel} {self.published_on}"
