"""What a practice keeps of a record under a legal duty after the care has ended."""

import uuid

from django.db import models

from backend.common.models import BaseModel
from backend.practices.models import Practice
from backend.subjects.models import CareRelation, Subject


def new_folder() -> str:
    """A folder of its own for each copy, never used again."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class SealedCopy(BaseModel):
    """A file of what a practice added to a record, which it opens only with a reason that the client can read.

    It outlives the client's own record: that is the duty. What the duty is stands here as it was named to the client.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="sealed_copies")
    relation = models.OneToOneField(CareRelation, null=True, on_delete=models.SET_NULL, related_name="sealed_copy")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.SET_NULL, related_name="sealed_copies")
    # The record's id as a plain value, for the audit log: the duty outlives the record.
    record_id = models.UUIDField()
    subject_reference = models.CharField(max_length=200)
    legal_duty = models.CharField(max_length=500)
    keep_until = models.DateField()
    folder = models.CharField(max_length=40, default=new_folder, unique=True, editable=False)
    # All that goes into the file but the photos' bytes, as it was when the care ended; empty once it is there.
    contents = models.JSONField(default=dict)
    # Empty until the file is there.
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveBigIntegerField(null=True)
    photo_count = models.PositiveIntegerField(default=0)
    session_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"sealed copy for {self.practice_id}"

    @property
    def key(self) -> str:
        """Where the file lies in the store."""
        return f"sealed/{self.folder}/copy.zip"

    @property
    def is_sealed(self) -> bool:
        return bool(self.sha256)


class HeldFolder(BaseModel):
    """A photo's folder whose files stay until the copy is written, even if the photo is deleted meanwhile."""

    copy = models.ForeignKey(SealedCopy, on_delete=models.CASCADE, related_name="held")
    folder = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return f"{self.folder} for {self.copy_id}"
