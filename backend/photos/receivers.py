"""What happens here because of an event of the framework."""

from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver

from backend.photos import partials
from backend.photos.models import Alignment, PhotoUpload
from backend.photos.outdated import describe_outdated


@receiver(post_migrate)
def bring_reports_up_to_date(sender: AppConfig, using: str, **_: Any) -> None:
    """Every start migrates: what an older version wrote about photos is queued to be written again."""
    # Migrating backwards, the table may be gone.
    if sender.name == "backend.photos" and Alignment._meta.db_table in connections[using].introspection.table_names():
        describe_outdated()


@receiver(post_delete, sender=PhotoUpload)
def remove_what_came_of_it(instance: PhotoUpload, **_: Any) -> None:
    """With the row, whatever deleted it; should this process die in between, `CLEAR_UPLOAD` is queued."""
    transaction.on_commit(lambda: partials.remove(instance.file), robust=True)
