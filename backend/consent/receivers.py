"""What this app has to say about events and questions of the apps below."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from backend.consent.models import ConsentRecord, ConsentText, Purpose
from backend.consent.selectors import permitting
from backend.consent.services.templates import ship_templates
from backend.subjects.care import add_condition


@add_condition
def care_record_is_consented_to() -> Q:
    """A practice has a record in its care only while the person agrees to that."""
    consents = ConsentRecord.objects.filter(
        subject=OuterRef("subject"), practice=OuterRef("practice"), purpose=Purpose.CARE_RECORD
    )
    return Q(Exists(permitting(consents, timezone.now())))


@receiver(post_migrate)
def bring_shipped_texts(sender: AppConfig, using: str, **_: Any) -> None:
    """Every start migrates: the texts of this version are there from then on."""
    if sender.name == "backend.consent" and _has_columns(using):
        ship_templates()


def _has_columns(using: str) -> bool:
    """Migrating backwards, the table may be gone, or an earlier one."""
    connection = connections[using]
    table = ConsentText._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        names = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return {field.column for field in ConsentText._meta.concrete_fields} <= names
