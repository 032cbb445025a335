"""Who saw, added, shared or exported what of a record. Rows are added and never changed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from backend.common.models import BaseModel


class AuditAction(models.TextChoices):
    """What was done with a record."""

    SEEN = "seen"
    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    EXPORTED = "exported"
    CONSENT_SIGNED = "consent_signed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    SHARED = "shared"
    SHARE_REVOKED = "share_revoked"
    SHARE_OPENED = "share_opened"
    SHARE_REFUSED = "share_refused"
    CARE_INVITED = "care_invited"
    CARE_ACCEPTED = "care_accepted"
    CARE_CHANGED = "care_changed"
    CARE_ENDED = "care_ended"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    COPY_SEALED = "copy_sealed"
    COPY_OPENED = "copy_opened"


class AuditObject(models.TextChoices):
    """What kind of thing it was done to."""

    RECORD = "record"
    PHOTO = "photo"
    SERIES = "series"
    SESSION = "session"
    DEVICE = "device"
    COURSE = "course"
    EVENT = "event"
    MEASURES = "measures"
    COMPARISON = "comparison"
    TIMELAPSE = "timelapse"
    BLIND_ROUND = "blind_round"
    CONSENT = "consent"
    SHARE = "share"
    CARE_RELATION = "care_relation"
    CLAIM = "claim"
    REPORT = "report"
    SEALED_COPY = "sealed_copy"


class ActorRole(models.TextChoices):
    """In which capacity somebody acted."""

    RECORD_OWNER = "record_owner"
    PRACTICE_OWNER = "practice_owner"
    PRACTITIONER = "practitioner"
    ASSISTANT = "assistant"
    REVIEWER = "reviewer"
    RECIPIENT = "recipient"
    RECEIPT_HOLDER = "receipt_holder"
    SERVER = "server"


class AuditEvent(BaseModel):
    """One thing that somebody did. Names stand as text: an account or a practice that is closed leaves them whole.

    ``once`` is what makes a row the only one of its kind (who saw what in which hour), empty where each counts.
    """

    at = models.DateTimeField(default=timezone.now)
    # Of the record, as a plain value: this app lies below the one that knows records.
    subject_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=254, blank=True)
    role = models.CharField(max_length=16, choices=ActorRole)
    practice_id = models.UUIDField(null=True)
    practice_name = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=24, choices=AuditAction)
    object_type = models.CharField(max_length=16, choices=AuditObject)
    object_id = models.UUIDField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    # Cut to its network before it is written.
    network = models.CharField(max_length=64, blank=True)
    once = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (NULL may repeat, "" may not)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(action__in=AuditAction.values), name="audit_event_action"),
            models.CheckConstraint(condition=Q(object_type__in=AuditObject.values), name="audit_event_object"),
            models.CheckConstraint(condition=Q(role__in=ActorRole.values), name="audit_event_role"),
        ]
        indexes = [models.Index(fields=["subject_id", "-at", "-id"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.at}"
