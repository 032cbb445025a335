"""A photo that comes in pieces: gone on with after any break, stored once, and never anything but what was sent."""

import io
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import UnreadablePostError
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.jobs.models import Job, JobState
from backend.photos import partials
from backend.photos.models import Photo, PhotoUpload
from backend.photos.services import uploads
from backend.subjects.models import Subject
from ml.vocabulary import PHOTO_MAX_BYTES
from tests.backend.pieces import TUS, UPLOADS, begin, metadata, said_of, send
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut


@contextmanager
def killed_at(where: Any, name: str) -> Iterator[None]:
    """As when the process is killed there: nothing that it would have done afterwards is done."""

    def killed(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(where, name, killed)
        with pytest.raises(RuntimeError, match="killed"):
            yield


class AtOnce:
    """A row that goes takes its file when that is committed, which a test's transaction never is."""

    @staticmethod
    def on_commit(run: Callable[[], None], *, robust: bool) -> None:
        assert robust
        run()


@pytest.fixture(autouse=True)
def commits_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.photos.receivers.transaction", AtOnce)


def partial_files() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "uploads").glob("*"))


def _path(photo_id: str) -> Path:
    return Path(settings.MEDIA_ROOT) / Photo.objects.get(pk=photo_id).original_key


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
    assert _path(photo["id"]).read_bytes() == portrait
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
    assert (photo["view"], _path(photo["id"]).read_bytes()) == ("lateral_left", portrait)


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
    assert [path.read_bytes() for path in partial_files()] == [portrait[:100]]


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
    with partial_files()[0].open("ab") as file:
        file.write(portrait[100:250])
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
    assert flushed[0] == 100
    flushed.clear()
    as_alice.head(f"{UPLOADS}{said['id']}/", **TUS)
    assert flushed == [100]


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


def test_other_bytes_than_the_phone_meant_are_never_stored(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    damaged = portrait[:300] + bytes([portrait[300] ^ 1]) + portrait[301:]
    answer = send(as_alice, said["id"], damaged, 0)
    assert (answer.status_code, answer.json()["code"]) == (460, "other_bytes")
    assert (Photo.objects.count(), PhotoUpload.objects.count(), partial_files()) == (0, 0, [])
    begin(as_alice, portrait, **said)
    assert send(as_alice, said["id"], portrait, 0).status_code == 201


def test_what_is_no_photo_is_refused_in_words_and_forgotten(as_alice: APIClient) -> None:
    content = b"hello, this is a letter"
    said = said_of(content)
    begin(as_alice, content, **said)
    answer = send(as_alice, said["id"], content, 0)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_an_image")
    assert (PhotoUpload.objects.count(), partial_files()) == (0, [])


@pytest.mark.parametrize(
    ("length", "code"), [(0, "file_empty"), (PHOTO_MAX_BYTES + 1, "file_too_large"), (10**30, "file_too_large")]
)
def test_a_length_that_cannot_be_is_refused_at_once(as_alice: APIClient, length: int, code: str) -> None:
    assert begin(as_alice, b"x", length=length).json()["code"] == code
    assert (PhotoUpload.objects.count(), partial_files()) == (0, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "not-a-uuid"),
        ("view", "from_behind"),
        ("sha256", "abc"),
        ("sha256", ""),
        ("taken_at", "yesterday"),
        ("last_modified", "2026-01-01"),
        ("subject", "me"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(as_alice: APIClient, field: str, value: Any) -> None:
    said: dict[str, Any] = {field: value}
    answer = begin(as_alice, b"x", **said)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


@pytest.mark.parametrize("text", ["id !!!", "id ///w==", "id"])
def test_metadata_that_cannot_be_read_is_refused(as_alice: APIClient, text: str) -> None:
    answer = as_alice.post(UPLOADS, HTTP_UPLOAD_LENGTH="5", HTTP_UPLOAD_METADATA=text, **TUS)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize("offset", ["", "-1", "1.5", "٣", "9" * 30])
def test_an_offset_that_is_no_number_is_refused(as_alice: APIClient, portrait: bytes, offset: str) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    answer = send(as_alice, said["id"], b"x", 0, HTTP_UPLOAD_OFFSET=offset)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_what_the_protocol_asks_for(as_alice: APIClient, portrait: bytes) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    address = f"{UPLOADS}{said['id']}/"
    for where in (UPLOADS, address):
        told = as_alice.options(where)
        assert (told.status_code, told["Tus-Version"], told["Tus-Max-Size"]) == (204, "1.0.0", str(PHOTO_MAX_BYTES))
        assert told["Tus-Extension"] == "creation,termination,expiration"
    kind = "application/offset+octet-stream"
    for answer in (
        as_alice.post(UPLOADS),
        as_alice.patch(address, b"x", content_type=kind, HTTP_TUS_RESUMABLE="0.2.2"),
        as_alice.delete(address),
    ):
        assert (answer.status_code, answer["Tus-Resumable"]) == (412, "1.0.0")
    answer = send(as_alice, said["id"], b"{}", 0, content_type="application/json")
    assert answer.status_code == 415
    assert begin(as_alice, portrait, **said)["Upload-Expires"].endswith("GMT")
    assert as_alice.delete(address, **TUS).status_code == 204
    assert as_alice.head(address, **TUS).status_code == 404
    assert partial_files() == []


def test_nobody_goes_on_with_what_another_began(
    as_alice: APIClient, as_bob: APIClient, alice: User, portrait: bytes
) -> None:
    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    assert send(as_bob, said["id"], portrait, 0).status_code == 404
    for other in (said, {**said, "subject": str(alice.subjects.get().pk)}):
        answer = begin(as_bob, portrait, **other)
        assert answer.status_code == (409 if other is said else 404)
    assert begin(as_alice, portrait + b"x", **{**said, "sha256": "0" * 64}).json()["code"] == "id_conflict"
    assert partials.length(PhotoUpload.objects.get().file) == 0


def test_an_id_that_names_a_photo_names_no_other(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice).json()
    assert begin(as_alice, as_jpeg(astronaut()), id=photo["id"]).json()["code"] == "id_conflict"


def test_the_csrf_token_is_asked_for(alice: User, portrait: bytes) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alice)
    assert begin(client, portrait).status_code == 403
    said = said_of(portrait)
    trusting = APIClient()
    trusting.force_login(alice)
    begin(trusting, portrait, **said)
    assert send(client, said["id"], portrait, 0).status_code == 403
    assert client.delete(f"{UPLOADS}{said['id']}/", **TUS).status_code == 403


@pytest.mark.parametrize("step", ["make", "write"])
def test_a_full_disk_is_said_and_what_came_is_kept(
    as_alice: APIClient, portrait: bytes, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    said = said_of(portrait)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "write":
        begin(as_alice, portrait, **said)
        send(as_alice, said["id"], portrait[:100], 0)
    with monkeypatch.context() as patched:
        if step == "make":
            patched.setattr(os, "open", no_room)
            answer = begin(as_alice, portrait, **said)
        else:
            patched.setattr(partials, "_expect_end", no_room)
            answer = send(as_alice, said["id"], portrait[100:], 100)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    at = int(begin(as_alice, portrait, **said)["Upload-Offset"])
    assert at == (0 if step == "make" else 100)
    assert send(as_alice, said["id"], portrait[at:], at).status_code == 201


def test_a_disk_that_is_full_at_the_last_step_costs_no_byte(
    as_alice: APIClient, portrait: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.photos import storage  # noqa: PLC0415 (patched below)

    def no_room(path: Path, _content: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    said = said_of(portrait)
    begin(as_alice, portrait, **said)
    with monkeypatch.context() as patched:
        patched.setattr(storage, "_write_through", no_room)
        assert send(as_alice, said["id"], portrait, 0).status_code == 507
    assert Photo.objects.count() == 0
    assert begin(as_alice, portrait, **said).status_code == 201


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
