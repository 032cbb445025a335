"""What happens here because of an event of the framework."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from backend.photos.models import Alignment
from backend.photos.outdated import describe_outdated


@receiver(post_migrate)
def bring_reports_up_to_date(sender: AppConfig, using: str, **_: Any) -> None:
    """Every start migrates: what an older version wrote about photos is queued to be written again."""
    # Migrating backwards, the table may be gone.
    if sender.name == "backend.photos" and Alignment._meta.db_table in connections[using].introspection.table_names():
        describe_outdated()
