"""Sessions that began before sessions were listed would be missed by a remote sign-out: they end once, here."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def end_unlisted_sessions(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    listed = apps.get_model("usersessions", "UserSession").objects.values("session_key")
    apps.get_model("sessions", "Session").objects.exclude(session_key__in=listed).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(end_unlisted_sessions, migrations.RunPython.noop)]
