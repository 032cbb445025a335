"""The person in the photos."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.common.models import BaseModel
from ml.vocabulary import DISPLAY_NAME_MAX_LENGTH


class Subject(BaseModel):
    """The person whose face is photographed; its owner is the account that the record belongs to."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subjects")
    display_name = models.CharField(max_length=DISPLAY_NAME_MAX_LENGTH, blank=True)
    is_self = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(is_self=True), name="subject_one_self_an_owner")
        ]

    def __str__(self) -> str:
        return self.display_name or str(self.pk)
