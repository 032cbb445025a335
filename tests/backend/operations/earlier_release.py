"""Makes the database of an earlier release in LIKENESS_DATA, with rows in it, and tells as JSON what is in it.

``python -m tests.backend.operations.earlier_release first|care`` makes one; ``… tell`` describes what is there.
"""

import hashlib
import json
import sys
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 (Django's settings come first)
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

AT = datetime(2026, 3, 12, 7, 30, tzinfo=UTC)
OURS = "backend."


def first_state(executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The first migration of each app of ours that needs no later one of another: the oldest release there can be."""
    from django.apps import apps  # noqa: PLC0415

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    roots = [key for key in executor.loader.graph.root_nodes() if key[0] in ours]
    return [
        root
        for root in roots
        if all(key in roots for key in executor.loader.graph.forwards_plan(root) if key[0] in ours)
    ]


def migrate_to(pick: Any) -> Any:
    """Migrates, and returns the models of that time."""
    executor = MigrationExecutor(connection)
    targets = pick(executor)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def put_first_rows(apps: Any) -> None:
    """A person with photos in each state, a session, an event, a consent with its chain, a practice, and work."""

    def put(model: str, **fields: Any) -> Any:
        return apps.get_model(model).objects.create(**fields)

    user = put("accounts.User", email="dora@example.org", password="argon2$x")
    subject = put("subjects.Subject", owner=user, is_self=True)
    put("subjects.Subject", owner=user, display_name="Ünsal’s child")
    series = put("photos.Series", subject=subject, view="frontal")
    photos = [
        put(
            "photos.Photo",
            subject=subject,
            series=series,
            state=state,
            rejection_reason="no_face" if state == "rejected" else "",
            taken_local=datetime.fromisoformat(f"2026-03-{day:02}T08:30"),
            taken_offset_minutes=60 if day % 2 else None,
            taken_source="exif",
            folder=f"ab/{day:032x}",
            sha256=hashlib.sha256(bytes([day])).hexdigest(),
            bytes=1000 + day,
            media_type="image/jpeg",
            width=3024,
            height=4032,
            file_name="Größe 1.jpg",
        )
        for day, state in enumerate(("aligned", "aligned", "rejected", "failed", "received"), 1)
    ]
    apps.get_model("photos.Series").objects.filter(pk=series.pk).update(baseline=photos[0])
    for photo in photos[:2]:
        put(
            "photos.Alignment",
            photo=photo,
            baseline=photos[0] if photo is not photos[0] else None,
            matrix=[[0.5, 0.0, 1.0], [0.0, 0.5, 2.0]],
            landmarks=b"\x00\x01\xff" * 9,
            interocular_px=400.25,
            residual_iod=0.0125,
            canonical_version="1",
            alignment_version="1",
            detector_version="1",
        )
        for spec in ("aligned", "aligned_small", "preview"):
            put(
                "photos.Rendition",
                photo=photo,
                spec=spec,
                recipe=hashlib.sha256(spec.encode()).hexdigest(),
                key=f"renditions/{photo.folder}/{spec}.jpg",
                media_type="image/jpeg",
                width=1024,
                height=1280,
                bytes=5000,
            )
    put(
        "sessionlog.TreatmentSession",
        subject=subject,
        started_local=datetime.fromisoformat("2026-03-12T19:00"),
        started_offset_minutes=-300,
        modality="microcurrent",
        device_name="Ā",
        minutes=12.5,
        intensity_microamp=180.0,
        zones=["cheek_left"],
        notes="a\nb",
    )
    put(
        "events.Event",
        subject=subject,
        happened_local=datetime.fromisoformat("2026-03-01T00:00"),
        whole_day=True,
        kind="weight",
        weight_kg=61.5,
        notes="",
    )
    put(
        "audit.AuditEvent",
        at=AT,
        subject_id=subject.pk,
        actor_id=user.pk,
        actor_name="dora@example.org",
        role="record_owner",
        action="added",
        object_type="photo",
        object_id=photos[0].pk,
    )
    put_consent(put, subject)
    practice = put_practice(put, "Studio Nord", "An act", 10)
    put("practices.Membership", practice=practice, account=user, role="owner")
    put("jobs.Job", handler="photos.align", key=str(photos[4].pk), run_at=AT)
    put("jobs.Job", handler="photos.align", key="gone", run_at=AT, state="parked", attempts=5, last_error="it broke")


def put_consent(put: Any, subject: Any) -> None:
    text = put(
        "consent.ConsentText",
        purpose="teaching",
        language="en",
        jurisdiction="Norway",
        version=1,
        title="Teaching",
        body_markdown="What happens.",
        plain_summary="In short.",
        privacy_notice_url="https://practice.example/privacy",
        sha256="a" * 64,
        reviewed_at=AT,
        published_at=AT,
    )
    record = put(
        "consent.ConsentRecord",
        subject=subject,
        text=text,
        purpose="teaching",
        content={"purpose": "teaching", "text_id": str(text.pk)},
        valid_from=AT,
        valid_until=AT + timedelta(days=365),
    )
    for number in (1, 2):
        put(
            "consent.ConsentEvent",
            record=record,
            number=number,
            at=AT,
            state="given" if number == 1 else "withdrawn",
            content_sha256="b" * 64,
            previous_hash="" if number == 1 else "1" * 64,
            hash=str(number) * 64,
        )


def put_practice(put: Any, name: str, duty: str, years: int | None) -> Any:
    return put(
        "practices.Practice",
        name=name,
        kind="clinic",
        address="1 Harbour Street",
        contact="studio@practice.example",
        jurisdiction="EU",
        storage_location="here",
        retention_period="two years",
        legal_duty=duty,
        legal_duty_years=years,
    )


def put_care_relations(apps: Any) -> None:
    """Every way in which a relation could stand when the duty was still the practice's alone."""

    def put(model: str, **fields: Any) -> Any:
        return apps.get_model(model).objects.create(**fields)

    user = put("accounts.User", email="dora@example.org", password="argon2$x")
    bound, free = put_practice(put, "Bound", "An act", 10), put_practice(put, "Free", "", None)
    for practice in (bound, free):
        for invited_by in ("client", "practice"):
            for accepted_at in (None, AT):
                for ended_at in (None, AT + timedelta(days=9)):
                    subject = put("subjects.Subject", owner=user, display_name=str(uuid.uuid4()))
                    put(
                        "subjects.CareRelation",
                        subject=subject,
                        practice=practice,
                        invited_by=invited_by,
                        accepted_at=accepted_at,
                        ended_at=ended_at,
                        ended_by="client" if ended_at else "",
                    )


def tell() -> dict[str, Any]:
    """Every row of every table, by table and primary key."""
    rows: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (the database's own names)
            columns = [column[0] for column in cursor.description]
            rows[table] = [dict(zip(columns, map(plain, row), strict=True)) for row in cursor.fetchall()]
        cursor.execute("PRAGMA integrity_check")
        rows["integrity"] = [list(row) for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        rows["broken references"] = [list(row) for row in cursor.fetchall()]
    return rows


def plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, date | time | uuid.UUID) else value


def main(wish: str) -> None:
    if wish == "first":
        put_first_rows(migrate_to(first_state))
    elif wish == "care":
        put_care_relations(migrate_to(lambda _executor: [("subjects", "0002_care_relations")]))
    json.dump(tell(), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
