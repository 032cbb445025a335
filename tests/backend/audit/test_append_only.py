"""An audit row is never changed: the database refuses, whoever asks."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from backend.audit.models import AuditAction, AuditEvent, AuditObject
from backend.audit.services import SERVER, write_down, write_down_seen


def row() -> AuditEvent:
    return write_down(by=SERVER, subject_id=uuid.uuid4(), action=AuditAction.ADDED, object_type=AuditObject.PHOTO)


@pytest.mark.parametrize("change", [{"actor_name": "nobody"}, {"at": timezone.now() - timedelta(days=1)}])
def test_a_row_is_never_changed_through_the_app(db: None, change: dict[str, object]) -> None:
    event = row()
    with pytest.raises(IntegrityError, match="audit rows are never changed"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(**change)
    for name, value in change.items():
        setattr(event, name, value)
    with pytest.raises(IntegrityError, match="audit rows are never changed"), transaction.atomic():
        event.save()
    assert {name: getattr(AuditEvent.objects.get(pk=event.pk), name) for name in change} != change


def test_a_row_is_never_changed_by_plain_sql(db: None) -> None:
    row()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET detail = 'nothing happened'")
    assert AuditEvent.objects.get().detail == ""


def test_looking_twice_within_the_hour_is_written_once_and_changes_nothing(db: None) -> None:
    subject = uuid.uuid4()
    for _ in range(2):
        write_down_seen(by=SERVER, subject_id=subject, object_type=AuditObject.PHOTO)
    assert AuditEvent.objects.filter(subject_id=subject).count() == 1


def test_an_erased_record_takes_its_log_along(db: None) -> None:
    event = row()
    assert AuditEvent.objects.filter(subject_id=event.subject_id).delete()[0] == 1
