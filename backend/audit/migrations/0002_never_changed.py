"""The database itself refuses to change an audit row. Deleting stays possible: an erased record takes its log along."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "audit_auditevent"
FORWARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_never_changed BEFORE UPDATE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION audit_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'audit rows are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER audit_never_changed BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_never_changed()",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TRIGGER audit_never_changed"],
    "postgresql": [f"DROP TRIGGER audit_never_changed ON {TABLE}", "DROP FUNCTION audit_never_changed()"],
}


def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in FORWARDS[editor.connection.vendor]:
        editor.execute(statement)


def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACKWARDS[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
