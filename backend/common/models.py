"""What every row has."""

import uuid

from django.db import models


class BaseModel(models.Model):
    """A row named by a UUID, so that a phone can name it before the server has seen it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
