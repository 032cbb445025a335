"""A photo that comes in pieces: gone on with after any break, stored once, and never anything but what was sent."""

import io
import os
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, cast

import pytest
from django.http import UnreadablePostError
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.common.at_rest.pieces import Blocks
from backend.jobs.models import Job, JobState
from backend.photos import partials
from backend.photos.models import Photo, PhotoUpload
from backend.photos.services import uploads
from backend.subjects.models import Subject
from tests.backend.pieces import (
    TUS,
    UPLOADS,
    arrived,
    begin,
    killed_at,
    metadata,
    original_of,
    partial_files,
    said_of,
    send,
)
from tests.conftest import RunJobs, Upload

pytestmark = pytest.mark.usefixtures("commits_at_once")


def test_pieces_become_the_photo_that_one_request_would_have_made(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait, last_modified="2026-01-02T03:04:05+05:30", filename="../IMG 1 – früh.jpg")
    begun = begin(as_alice, portrait, **said)
    assert (begun.status_code, begun["Upload-Offset"], begun["Tus-Resumable"]) == (201, "0", "1.0.0")
    assert begun["Location"] == f"{UPLOADS}{said['id']}/"
    at = 0
    for piece in (portrait[:1000], portrait[1000:9000]):
        answer = send(as_alice, said["id"], piece, at)
        at += len(piece)
        assert (answer.status_code, answer["Upload-Offset"], answer.content) == (204, str(at), b"")
    assert Photo.objects.count() == 0
    last = send(as_alice, said["id"], portrait[at:], at)
    photo = last.json()
    assert (last.status_code, last["Upload-Offset"]) == (201, str(len(portrait)))
    assert (photo["id"], photo["state"], photo["view"]) == (said["id"], "received", "frontal")
    assert (photo["original"]["sha256"], photo["original"]["file_name"]) == (said["sha256"], "IMG 1 – früh.jpg")
    assert (photo["taken_at"], photo["taken_at_source"]) == ("2026-03-12T08:30:00+01:00", "exif")
    assert original_of(photo["id"]) == portrait
    assert (PhotoUpload.objects.count(), partial_files()) == (0, [])
    assert Job.objects.filter(handler="photos.align").count() == 1


def test_what_the_person_said_beforehand_holds(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait, view="oblique_left", taken_at="2025-12-24T18:00:00")
    begin(as_alice, portrait, **said)
    photo = send(as_alice, said["id"], portrait, 0).json()
    assert (photo["view"], photo["taken_at"], photo["taken_at_source"]) == (
        "oblique_left",
        "2025-12-24T18:00:00",
        "user",
    )


def test_beginning_again_goes_on_where_it_ended(as_alice: APIClient, portrait: bytes) -> None:
    """And what was corrected meanwhile is what counts."""
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    send(as_alice, said["id"], portrait[:5000], 0)
    again = begin(as_alice, portrait, **{**said, "view": "lateral_left"})
    assert (again.status_code, again["Upload-Offset"], again.json()["offset"]) == (200, "5000", 5000)
    assert (PhotoUpload.objects.count(), len(partial_files())) == (1, 1)
    photo = send(as_alice, said["id"], portrait[5000:], 5000).json()
    assert (photo["view"], original_of(photo["id"])) == ("lateral_left", portrait)


def test_asking_again_after_a_lost_answer_gives_the_photo(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    photo = send(as_alice, said["id"], portrait, 0).json()
    again = begin(as_alice, portrait, **said)
    assert (again.status_code, again.json()) == (200, photo)
    assert send(as_alice, said["id"], portrait, 0).status_code == 404
    assert (Photo.objects.count(), partial_files()) == (1, [])


@pytest.mark.parametrize("by", ["beginning again", "an empty piece"])
def test_all_bytes_and_then_a_crash_still_become_the_photo(as_alice: APIClient, portrait: bytes, by: str) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)

    with killed_at(uploads, "receive_photo"):
        send(as_alice, said["id"], portrait, 0)
    assert as_alice.head(f"{UPLOADS}{said['id']}/", **TUS)["Upload-Offset"] == str(len(portrait))
    answer = (
        begin(as_alice, portrait, **said) if by == "beginning again" else send(as_alice, said["id"], b"", len(portrait))
    )
    assert (answer.status_code, answer.json()["original"]["sha256"]) == (201, said["sha256"])
    assert (Photo.objects.count(), PhotoUpload.objects.count(), partial_files()) == (1, 0, [])


def test_a_crash_between_photo_and_clearing_up_doubles_nothing(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)

    with killed_at(PhotoUpload, "delete"):
        send(as_alice, said["id"], portrait, 0)
    assert (Photo.objects.count(), PhotoUpload.objects.count(), len(partial_files())) == (1, 1, 1)
    again = begin(as_alice, portrait, **said)
    assert (again.status_code, again.json()["id"]) == (200, said["id"])
    assert (Photo.objects.count(), PhotoUpload.objects.count(), partial_files()) == (1, 0, [])


def test_the_same_bytes_under_another_id_are_not_even_sent(
    as_alice: APIClient, upload: Upload, portrait: bytes
) -> None:
    first = upload(as_alice).json()
    answer = begin(as_alice, portrait)
    assert (answer.status_code, answer.json()["id"]) == (200, first["id"])
    assert (PhotoUpload.objects.count(), partial_files()) == (0, [])


def test_the_same_bytes_that_came_whole_meanwhile_give_the_first_photo(
    as_alice: APIClient, upload: Upload, portrait: bytes
) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    send(as_alice, said["id"], portrait[:50], 0)
    first = upload(as_alice).json()
    answer = send(as_alice, said["id"], portrait[50:], 50)
    assert (answer.status_code, answer.json()["id"]) == (200, first["id"])
    assert (Photo.objects.count(), PhotoUpload.objects.count(), partial_files()) == (1, 0, [])


@pytest.mark.parametrize("at", [0, 99, 101, 5000])
def test_a_piece_that_is_not_the_next_one_changes_nothing(as_alice: APIClient, portrait: bytes, at: int) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    send(as_alice, said["id"], portrait[:100], 0)
    answer = send(as_alice, said["id"], b"x" * 50, at)
    assert (answer.status_code, answer.json()["code"]) == (409, "offset_mismatch")
    assert [arrived(path) for path in partial_files()] == [portrait[:100]]


def test_more_than_was_announced_is_refused_unread(alice: User, portrait: bytes) -> None:
    class Body(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    client = APIClient()
    client.force_login(alice)
    said = said_of(portrait)
    begin(client, portrait, **said)
    announced: Any = {"CONTENT_LENGTH": str(len(portrait) + 1), "wsgi.input": Body()}
    answer = send(client, said["id"], b"", 0, **announced)
    assert (answer.status_code, answer.json()["code"]) == (413, "beyond_its_end")


def test_what_came_before_a_cut_is_kept(as_alice: APIClient, portrait: bytes) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if block := super().read(min(1000, size or 0)):
                return block
            raise UnreadablePostError("the line went dead")

    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    upload = PhotoUpload.objects.get()
    uploads.append_to_upload(actor=upload.added_by, upload=upload, at=0, body=Cut(portrait[:7500]), most=len(portrait))
    told = as_alice.head(f"{UPLOADS}{said['id']}/", **TUS)
    assert (told.status_code, told["Upload-Offset"], told["Upload-Length"]) == (200, "7500", str(len(portrait)))
    assert (told.content, told["Cache-Control"]) == (b"", "private, no-store")
    assert send(as_alice, said["id"], portrait[7500:], 7500).status_code == 201


def test_what_a_killed_process_wrote_without_a_word_is_what_there_is(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    send(as_alice, said["id"], portrait[:100], 0)
    (path,) = partial_files()
    with path.open("r+b", buffering=0) as file:
        blocks = Blocks(cast(IO[bytes], file), path.name)
        blocks.append(portrait[100:250])
        kept = blocks.end.stored
        blocks.append(portrait[250:400])
        # Half of a block, as when the process is killed while it writes.
        file.truncate(kept + 100)
    assert begin(as_alice, portrait, **said)["Upload-Offset"] == "250"
    assert send(as_alice, said["id"], portrait[250:], 250).status_code == 201


def test_an_offset_is_flushed_before_it_is_told(
    as_alice: APIClient, portrait: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        flushed.append(os.fstat(descriptor).st_size)
        real(descriptor)

    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    monkeypatch.setattr(os, "fsync", fsync)
    send(as_alice, said["id"], portrait[:100], 0)
    assert flushed[0] == partial_files()[0].stat().st_size > 100
    flushed.clear()
    as_alice.head(f"{UPLOADS}{said['id']}/", **TUS)
    assert flushed == [partial_files()[0].stat().st_size]


def test_two_who_send_the_same_at_once_write_it_once(tmp_path: Path) -> None:
    """One line has died silently and comes back to life; the phone has long gone on by another."""
    content = os.urandom(500_000)
    partials.make("both")
    stuck, go_on = threading.Event(), threading.Event()

    class Stuck(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                stuck.set()
                assert go_on.wait(20)
            return super().read(size)

    refused: list[bool] = []

    def first() -> None:
        try:
            partials.write_on("both", 0, Stuck(content), len(content))
        except partials.WrittenElsewhere:
            refused.append(True)

    one = threading.Thread(target=first)
    one.start()
    assert stuck.wait(20)
    at = partials.length("both")
    assert at == partials.BLOCK
    assert partials.write_on("both", at, io.BytesIO(content[at:]), len(content) - at) == len(content)
    go_on.set()
    one.join(20)
    assert refused == [True]
    with partials.whole("both") as file:
        assert file
        assert file.read() == content


def test_whoever_comes_after_the_last_byte_is_told_the_photo(as_alice: APIClient, alice: User, portrait: bytes) -> None:
    """Two requests see that all is there; the second one waits, and finds the file gone."""
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    upload = PhotoUpload.objects.get()
    send(as_alice, said["id"], portrait, 0)
    photo, is_new = uploads._receive(alice, upload)
    assert (str(photo.pk), is_new) == (said["id"], False)


Age = Callable[[timedelta], None]


@pytest.fixture
def age() -> Age:
    """Let time pass for what lies in the store and in the queue."""

    def pass_by(time: timedelta) -> None:
        for path in partial_files():
            moment = path.stat().st_mtime - time.total_seconds()
            os.utime(path, (moment, moment))
        for job in Job.objects.filter(state=JobState.QUEUED):
            Job.objects.filter(pk=job.pk).update(run_at=job.run_at - time)

    return pass_by


def test_what_nobody_finished_goes_after_a_day(
    as_alice: APIClient, portrait: bytes, run_jobs: RunJobs, age: Age
) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    age(timedelta(hours=23))
    send(as_alice, said["id"], portrait[:100], 0)
    age(timedelta(hours=2))
    run_jobs()
    assert begin(as_alice, portrait, **said)["Upload-Offset"] == "100"
    age(timedelta(hours=25))
    run_jobs()
    assert (PhotoUpload.objects.count(), partial_files()) == (0, [])
    assert not Job.objects.filter(handler="photos.clear_upload", state=JobState.QUEUED).exists()
    assert send(as_alice, said["id"], portrait[100:], 100).status_code == 404
    assert begin(as_alice, portrait, **said)["Upload-Offset"] == "0"


def test_a_file_whose_row_was_never_written_goes_by_itself(
    as_alice: APIClient, portrait: bytes, run_jobs: RunJobs, age: Age
) -> None:
    with killed_at(PhotoUpload.objects, "get_or_create"):
        begin(as_alice, portrait)
    assert len(partial_files()) == 1
    age(timedelta(hours=25))
    run_jobs()
    assert partial_files() == []


def test_a_lost_file_lets_the_upload_begin_anew(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    send(as_alice, said["id"], portrait[:100], 0)
    partial_files()[0].unlink()
    assert as_alice.head(f"{UPLOADS}{said['id']}/", **TUS).status_code == 404
    assert begin(as_alice, portrait, **said)["Upload-Offset"] == "0"
    assert send(as_alice, said["id"], portrait, 0).status_code == 201


def test_with_a_record_goes_what_was_on_its_way_into_it(as_alice: APIClient, alice: User, portrait: bytes) -> None:
    begin(as_alice, portrait)
    Subject.objects.get(owner=alice).delete()
    assert (PhotoUpload.objects.count(), partial_files()) == (0, [])


def test_pieces_are_private_to_their_owner_on_the_disk(as_alice: APIClient, portrait: bytes) -> None:
    begin(as_alice, portrait)
    (file,) = partial_files()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_each_step_takes_few_queries(
    as_alice: APIClient, portrait: bytes, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    with django_assert_num_queries(3):  # session, account, the upload behind the guard
        send(as_alice, said["id"], portrait[:100], 0)
    with django_assert_num_queries(3):
        as_alice.head(f"{UPLOADS}{said['id']}/", **TUS)


def test_beginning_is_throttled_and_going_on_is_not(
    as_alice: APIClient, portrait: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rest_framework.throttling import ScopedRateThrottle  # noqa: PLC0415 (patched below)

    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"uploads": "1/hour"})
    said = said_of(portrait)
    assert begin(as_alice, portrait, **said).status_code == 201
    assert begin(as_alice, portrait).status_code == 429
    assert send(as_alice, said["id"], portrait[:10], 0).status_code == 204
    assert send(as_alice, said["id"], portrait[10:], 10).status_code == 201


def test_metadata_is_read_as_it_is_written() -> None:
    assert metadata(view="frontal") == "view ZnJvbnRhbA=="
    assert uuid.UUID(said_of(b"")["id"]).version == 4
