"""What a practice keeps under a legal duty: written when care ends, opened with a reason, deleted in time."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditEvent
from backend.jobs.models import Job, JobState
from backend.photos.models import Photo
from backend.practices.models import Practice, Role
from backend.privacy import processing
from backend.privacy.duty import years_after
from backend.privacy.models import HeldFolder, SealedCopy
from backend.sessionlog.models import TreatmentSession
from backend.subjects.models import CareRelation, Side
from backend.subjects.signals import care_ended
from tests.backend.signing import by_hand, drawn, employed, in_care_of, own, practice_of, sign
from tests.conftest import RunJobs, Upload

DUTY = "Health Records Act, section 25"
SESSION = {"started_at": "2026-03-12T19:00:00", "modality": "microcurrent", "minutes": 20, "notes": "of the practice"}


def end(relation: CareRelation) -> None:
    """As the service that ends care does it."""
    with transaction.atomic():
        relation.ended_at, relation.ended_by = timezone.now(), Side.CLIENT
        relation.save()
        care_ended.send(CareRelation, relation=relation)


@pytest.fixture
def practice(bob: User) -> Practice:
    return practice_of(bob, legal_duty=DUTY, legal_duty_years=10)


@pytest.fixture
def relation(
    practice: Practice, as_alice: APIClient, alice: User, upload: Upload, portraits: list[bytes]
) -> CareRelation:
    """Alice in care: three photos, of which the practice added two; two sessions, of which it added one."""
    relation = in_care_of(practice, own(alice), practice_reference="Client 7")
    sign(as_alice, own(alice), "care_record", practice, signature=by_hand())
    for content in portraits[:3]:
        assert upload(as_alice, content).status_code == 201
    added = Photo.objects.order_by("taken_local").values_list("pk", flat=True)[:2]
    Photo.objects.filter(pk__in=list(added)).update(practice=practice)
    theirs, mine = (as_alice.post("/api/v1/sessions/", SESSION).json()["id"] for _ in range(2))
    TreatmentSession.objects.filter(pk=theirs).update(practice=practice)
    TreatmentSession.objects.filter(pk=mine).update(notes="my own")
    return relation


def opened(client: APIClient, copy: SealedCopy, reason: str = "A court asks for it") -> zipfile.ZipFile:
    answer = client.post(f"/api/v1/sealed-copies/{copy.pk}/open/", {"reason": reason})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == copy.sha256
    assert len(content) == copy.bytes
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def manifest_of(archive: zipfile.ZipFile) -> Any:
    return json.loads(archive.read("manifest.json"))


def test_it_holds_what_the_practice_added_and_nothing_else(
    relation: CareRelation, as_bob: APIClient, portraits: list[bytes], run_jobs: RunJobs
) -> None:
    end(relation)
    copy = SealedCopy.objects.get()
    assert (copy.photo_count, copy.session_count, copy.sha256) == (2, 1, "")
    run_jobs()
    copy.refresh_from_db()
    archive = opened(as_bob, copy)
    manifest = manifest_of(archive)
    assert [hashlib.sha256(archive.read(photo["file"])).hexdigest() for photo in manifest["photos"]] == [
        hashlib.sha256(content).hexdigest() for content in portraits[:2]
    ]
    assert [photo["sha256"] for photo in manifest["photos"]] == [
        hashlib.sha256(content).hexdigest() for content in portraits[:2]
    ]
    assert [session["notes"] for session in manifest["sessions"]] == ["of the practice"]
    (consent,) = manifest["consents"]
    assert archive.read(f"consents/{consent}/signature.png") == drawn()
    assert json.loads(archive.read(f"consents/{consent}/receipt.json"))["record"]["purpose"] == "care_record"
    assert archive.read(f"consents/{consent}/receipt.pdf").startswith(b"%PDF-")
    assert (manifest["legal_duty"], manifest["subject_reference"]) == (DUTY, "Client 7")
    assert len(archive.namelist()) == 2 + 3 + 1
    # What is in the file stands nowhere else.
    assert (copy.contents, HeldFolder.objects.count()) == ({}, 0)
    assert not [photo for photo in manifest["photos"] if "key" in photo], "where it lay is the server's business"


def test_it_is_there_if_and_only_if_the_care_ended(relation: CareRelation) -> None:
    with transaction.atomic():
        end(relation)
        assert SealedCopy.objects.count() == 1
        transaction.set_rollback(True)
    assert not SealedCopy.objects.exists()
    assert not Job.objects.filter(handler__startswith="privacy.").exists()
    relation.refresh_from_db()
    assert relation.ended_at is None


def test_without_a_duty_nothing_is_kept(alice: User, bob: User) -> None:
    practice = practice_of(bob)
    relation = in_care_of(practice, own(alice))
    # Stated after alice had agreed: it doesn't reach back.
    Practice.objects.filter(pk=practice.pk).update(legal_duty=DUTY, legal_duty_years=99)
    relation.refresh_from_db()
    end(relation)
    assert not SealedCopy.objects.exists()


def test_a_duty_that_is_changed_before_the_end_stays_what_was_agreed_to(
    relation: CareRelation, as_alice: APIClient, as_bob: APIClient, practice: Practice
) -> None:
    changed = as_bob.patch(f"/api/v1/practices/{practice.pk}/", {"legal_duty": "Another act", "legal_duty_years": 90})
    assert changed.status_code == 200
    (told,) = as_alice.get(f"/api/v1/subjects/{relation.subject_id}/care-relations/").json()
    assert (told["legal_duty"], told["legal_duty_years"]) == (DUTY, 10)
    assert as_alice.post(f"/api/v1/care-relations/{relation.pk}/end/").status_code == 200
    copy = SealedCopy.objects.get()
    assert copy.legal_duty == DUTY
    assert copy.keep_until == years_after(timezone.now().date(), 10)
    assert copy.contents["about"]["legal_duty"] == DUTY


def test_an_invitation_that_was_never_accepted_leaves_nothing(practice: Practice, alice: User) -> None:
    end(in_care_of(practice, own(alice), accepted_at=None))
    assert not SealedCopy.objects.exists()


def test_photos_deleted_before_the_file_is_written_are_in_it(
    relation: CareRelation, as_alice: APIClient, as_bob: APIClient, portraits: list[bytes], run_jobs: RunJobs
) -> None:
    run_jobs()
    folders = list(Photo.objects.values_list("folder", flat=True))
    end(relation)
    Job.objects.filter(handler="privacy.seal").update(run_at=timezone.now() + timedelta(hours=1))
    for photo in Photo.objects.values_list("pk", flat=True):
        assert as_alice.delete(f"/api/v1/photos/{photo}/").status_code == 204
    for session in TreatmentSession.objects.values_list("pk", flat=True):
        assert as_alice.delete(f"/api/v1/sessions/{session}/").status_code == 204
    run_jobs()
    # The client's own photo is gone at once; the two that the practice has to keep wait for the copy.
    assert [stored(folder) for folder in folders].count(False) == 1
    Job.objects.filter(handler="privacy.seal").update(run_at=timezone.now())
    run_jobs()
    archive = opened(as_bob, SealedCopy.objects.get())
    manifest = manifest_of(archive)
    assert [archive.read(photo["file"]) for photo in manifest["photos"]] == portraits[:2]
    assert [photo["is_lost"] for photo in manifest["photos"]] == [False, False]
    assert len(manifest["sessions"]) == 1
    # And then they are gone for good.
    assert [stored(folder) for folder in folders] == [False] * 3


def stored(folder: str) -> bool:
    return any((Path(settings.MEDIA_ROOT) / "photos" / folder).glob("original*"))


def test_photos_that_stay_lose_nothing(relation: CareRelation, as_alice: APIClient, run_jobs: RunJobs) -> None:
    end(relation)
    run_jobs()
    for photo in Photo.objects.all():
        assert stored(photo.folder)
        answer = as_alice.get(f"/api/v1/photos/{photo.pk}/original")
        assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == photo.sha256  # type: ignore[attr-defined]


@pytest.mark.parametrize("where", ["while it is written", "before it is noted"])
def test_a_worker_that_dies_leaves_a_copy_that_the_next_one_writes(
    relation: CareRelation,
    as_bob: APIClient,
    run_jobs: RunJobs,
    monkeypatch: pytest.MonkeyPatch,
    portraits: list[bytes],
    where: str,
) -> None:
    end(relation)
    copy = SealedCopy.objects.get()
    folder = (Path(settings.MEDIA_ROOT) / copy.key).parent

    def die(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(processing, *(("_json", die) if where == "while it is written" else ("_let_go", die)))
        with pytest.raises(KeyboardInterrupt):
            run_jobs()
    copy.refresh_from_db()
    assert copy.sha256 == ""
    assert HeldFolder.objects.count() == 2
    if where == "while it is written":
        assert not default_storage.exists(copy.key), "no half of a copy stands under its name"
        # What a process that was killed outright leaves.
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "copy.zip.4711.part").write_bytes(b"half")
    Job.objects.filter(handler="privacy.seal").update(state=JobState.QUEUED, run_at=timezone.now(), token=None)
    run_jobs()
    copy.refresh_from_db()
    assert [photo["is_lost"] for photo in manifest_of(opened(as_bob, copy))["photos"]] == [False, False]
    assert [path.name for path in folder.iterdir()] == ["copy.zip"]


def test_what_was_given_up_on_is_taken_up_when_a_worker_starts(relation: CareRelation, run_jobs: RunJobs) -> None:
    end(relation)
    Job.objects.filter(handler="privacy.seal").update(state=JobState.PARKED)
    run_jobs()
    assert SealedCopy.objects.get().sha256 == ""
    processing.sweep()
    run_jobs()
    assert SealedCopy.objects.get().sha256


def test_an_original_that_was_lost_before_is_named(
    relation: CareRelation, as_bob: APIClient, run_jobs: RunJobs
) -> None:
    lost = Photo.objects.order_by("taken_local")[0]
    run_jobs()
    default_storage.delete(lost.original_key)
    end(relation)
    run_jobs()
    manifest = manifest_of(opened(as_bob, SealedCopy.objects.get()))
    assert [photo["is_lost"] for photo in manifest["photos"]] == [True, False]


# Opening.


def test_opening_needs_a_reason_which_the_client_reads(
    relation: CareRelation, as_alice: APIClient, as_bob: APIClient, alice: User, practice: Practice, run_jobs: RunJobs
) -> None:
    end(relation)
    copy = SealedCopy.objects.get()
    early = as_bob.post(f"/api/v1/sealed-copies/{copy.pk}/open/", {"reason": "A court asks"})
    assert (early.status_code, early.json()["code"]) == (409, "not_sealed_yet")
    run_jobs()
    for reason in ({}, {"reason": ""}, {"reason": "   "}, {"reason": "x"}, {"reason": "x" * 201}):
        assert as_bob.post(f"/api/v1/sealed-copies/{copy.pk}/open/", reason).status_code == 400
    copy.refresh_from_db()
    opened(as_bob, copy, "A court asks for it")
    (mine,) = as_alice.get(f"/api/v1/subjects/{own(alice).pk}/sealed-copies/").json()["results"]
    assert (mine["legal_duty"], mine["practice"]["name"], mine["is_sealed"]) == (DUTY, "Studio Nord", True)
    assert [(one["by"], one["reason"]) for one in mine["openings"]] == [("bob@example.org", "A court asks for it")]
    (theirs,) = as_bob.get(f"/api/v1/practices/{practice.pk}/sealed-copies/").json()["results"]
    assert theirs == mine
    log = AuditEvent.objects.filter(subject_id=own(alice).pk, object_type="sealed_copy").order_by("at")
    assert [(row.action, row.role, row.detail) for row in log] == [
        ("copy_sealed", "server", f"until {copy.keep_until}: {DUTY}"),
        ("copy_opened", "practice_owner", "A court asks for it"),
    ]


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.ASSISTANT, Role.REVIEWER, None])
def test_nobody_but_the_practices_owner_opens_it(
    relation: CareRelation,
    as_charlie: APIClient,
    as_alice: APIClient,
    charlie: User,
    practice: Practice,
    role: Role | None,
    run_jobs: RunJobs,
) -> None:
    end(relation)
    run_jobs()
    if role:
        employed(practice, charlie, role)
    copy = SealedCopy.objects.get()
    expected = 403 if role else 404
    for body in ({}, {"reason": "Curiosity"}):
        assert as_charlie.post(f"/api/v1/sealed-copies/{copy.pk}/open/", body).status_code == expected
    assert as_charlie.get(f"/api/v1/practices/{practice.pk}/sealed-copies/").status_code == expected
    assert as_charlie.get(f"/api/v1/subjects/{relation.subject_id}/sealed-copies/").status_code == 404
    assert as_alice.post(f"/api/v1/sealed-copies/{copy.pk}/open/", {"reason": "It is mine"}).status_code == 404
    assert not AuditEvent.objects.filter(action="copy_opened").exists()


def test_an_owner_without_the_second_factor_opens_nothing(
    relation: CareRelation, as_bob: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    end(relation)
    run_jobs()
    Practice.objects.filter(pk=practice.pk).update(second_factor_required=True)
    copy = SealedCopy.objects.get()
    answer = as_bob.post(f"/api/v1/sealed-copies/{copy.pk}/open/", {"reason": "A court asks"})
    assert answer.status_code == 403


def test_another_practices_owner_sees_none_of_it(
    relation: CareRelation, as_charlie: APIClient, charlie: User, practice: Practice, run_jobs: RunJobs
) -> None:
    end(relation)
    run_jobs()
    other = practice_of(charlie, name="Another")
    copy = SealedCopy.objects.get()
    assert as_charlie.post(f"/api/v1/sealed-copies/{copy.pk}/open/", {"reason": "Curiosity"}).status_code == 404
    assert as_charlie.get(f"/api/v1/practices/{practice.pk}/sealed-copies/").status_code == 404
    assert as_charlie.get(f"/api/v1/practices/{other.pk}/sealed-copies/").json()["results"] == []


def test_it_outlives_the_record(relation: CareRelation, as_bob: APIClient, alice: User, run_jobs: RunJobs) -> None:
    end(relation)
    record_id = relation.subject_id
    run_jobs()
    Photo.objects.all().delete()
    own(alice).delete()
    copy = SealedCopy.objects.get()
    assert (copy.subject, copy.relation, copy.record_id) == (None, None, record_id)
    assert manifest_of(opened(as_bob, copy))["record_id"] == str(record_id)
    assert AuditEvent.objects.filter(action="copy_opened", subject_id=record_id).exists()


def test_the_list_asks_as_often_for_many_as_for_one(
    relation: CareRelation, as_bob: APIClient, practice: Practice, django_assert_max_num_queries: Any
) -> None:
    end(relation)
    for _ in range(5):
        end(in_care_of(practice, relation.subject))
    with django_assert_max_num_queries(6):
        answer = as_bob.get(f"/api/v1/practices/{practice.pk}/sealed-copies/")
    assert len(answer.json()["results"]) == 6


# Its end.


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    def set_day(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr("backend.privacy.processing.timezone.now", lambda: noon)

    return set_day


def test_it_is_deleted_after_its_last_day_and_not_before(
    relation: CareRelation, at: Callable[[date], None], run_jobs: RunJobs
) -> None:
    end(relation)
    run_jobs()
    copy = SealedCopy.objects.get()
    assert relation.ended_at
    assert copy.keep_until == years_after(relation.ended_at.date(), 10)
    job = Job.objects.get(handler="privacy.discard")
    due = datetime.combine(copy.keep_until + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    assert abs(job.run_at - due) < timedelta(seconds=1)
    at(copy.keep_until)
    processing.sweep()
    processing.discard(copy.pk)
    assert default_storage.exists(copy.key)
    at(copy.keep_until + timedelta(days=1))
    processing.sweep()
    run_jobs()
    assert not SealedCopy.objects.exists()
    assert not default_storage.exists(copy.key)
    assert AuditEvent.objects.filter(action="deleted", object_id=copy.pk, role="server").count() == 1
    processing.discard(copy.pk)


@pytest.mark.parametrize(
    ("day", "years", "until"),
    [
        (date(2026, 11, 28), 10, date(2036, 11, 28)),
        (date(2028, 2, 29), 1, date(2029, 3, 1)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 11, 28), 32767, date(9998, 11, 28)),
    ],
)
def test_a_duty_of_years_ends_never_a_day_early(day: date, years: int, until: date) -> None:
    assert years_after(day, years) == until
