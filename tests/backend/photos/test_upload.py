"""Sending a photo: what is kept, what is refused, and what happens when it is sent again."""

import hashlib
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.jobs.models import Job
from backend.photos.models import Photo
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut


def stored_files() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def test_the_original_is_kept_byte_for_byte(as_alice: APIClient, upload: Upload, portrait: bytes) -> None:
    answer = upload(as_alice)
    assert answer.status_code == 201
    photo = answer.json()
    assert photo["state"] == "received"
    assert photo["taken_at"] == "2026-03-12T08:30:00+01:00"
    assert photo["taken_at_source"] == "exif"
    assert photo["original"]["sha256"] == hashlib.sha256(portrait).hexdigest()
    assert photo["original"]["bytes"] == len(portrait)
    assert (photo["original"]["width"], photo["original"]["height"]) == (512, 512)
    (key,) = [str(path.relative_to(settings.MEDIA_ROOT)) for path in stored_files()]
    with default_storage.open(key) as file:
        assert file.read() == portrait
    assert b"".join(as_alice.get(photo["original"]["url"]).streaming_content) == portrait  # type: ignore[attr-defined]


def test_the_same_upload_again_gives_the_first_result(as_alice: APIClient, upload: Upload) -> None:
    name = str(uuid.uuid4())
    first, again = upload(as_alice, id=name), upload(as_alice, id=name)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert (Photo.objects.count(), Job.objects.count(), len(stored_files())) == (1, 1, 1)


def test_the_same_bytes_under_another_id_give_the_first_photo(as_alice: APIClient, upload: Upload) -> None:
    first, again = upload(as_alice), upload(as_alice)
    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"]
    assert (Photo.objects.count(), len(stored_files())) == (1, 1)


def test_two_people_may_keep_the_same_picture(as_alice: APIClient, as_bob: APIClient, upload: Upload) -> None:
    assert upload(as_alice).status_code == 201
    assert upload(as_bob).status_code == 201


def test_an_id_names_one_photo_for_ever(as_alice: APIClient, as_bob: APIClient, upload: Upload) -> None:
    name = str(uuid.uuid4())
    upload(as_alice, id=name)
    other = as_jpeg(astronaut().rotate(3))
    for client, content in ((as_alice, other), (as_bob, None)):
        answer = upload(client, content, id=name)
        assert answer.status_code == 409
        assert answer.json()["code"] == "id_conflict"
    assert len(stored_files()) == 1


def test_two_requests_at_the_same_moment_make_one_photo(
    as_alice: APIClient, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one passes the look for an earlier photo before the first has committed."""
    first = upload(as_alice).json()
    looks: list[object] = []
    from backend.photos import services  # noqa: PLC0415 (patched below)

    real = services.received_before

    def blind_at_first(*arguments: Any) -> Photo | None:
        looks.append(arguments)
        return None if len(looks) == 1 else real(*arguments)

    monkeypatch.setattr(services, "received_before", blind_at_first)
    answer = upload(as_alice)
    assert (answer.status_code, answer.json()["id"]) == (200, first["id"])
    assert (Photo.objects.count(), len(stored_files())) == (1, 1)


def test_what_the_person_says_about_the_date_wins(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice, taken_at="2025-12-24T18:00:00").json()
    assert (photo["taken_at"], photo["taken_at_source"]) == ("2025-12-24T18:00:00", "user")


def test_the_phones_own_date_is_used_for_want_of_another(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice, as_jpeg(astronaut()), last_modified="2026-01-02T03:04:05+05:30").json()
    assert (photo["taken_at"], photo["taken_at_source"]) == ("2026-01-02T03:04:05+05:30", "last_modified")


def encoded(format_name: str, **options: Any) -> bytes:
    target = io.BytesIO()
    astronaut().save(target, format_name, **options)
    return target.getvalue()


def animation() -> bytes:
    target = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(b"", 400, "file_empty", id="empty"),
        pytest.param(b"hello, this is a letter", 400, "not_an_image", id="text"),
        pytest.param(encoded("GIF"), 400, "unsupported_format", id="gif"),
        pytest.param(encoded("BMP"), 400, "unsupported_format", id="bmp"),
        pytest.param(encoded("TIFF"), 400, "unsupported_format", id="tiff"),
        pytest.param(animation(), 400, "animated", id="animation"),
        pytest.param(as_jpeg(Image.new("RGB", (100, 100))), 400, "image_too_small", id="tiny"),
        pytest.param(as_jpeg(Image.new("L", (12000, 6000)), quality=1), 400, "too_many_pixels", id="72 megapixels"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(
    as_alice: APIClient, upload: Upload, content: bytes, status: int, code: str
) -> None:
    answer = upload(as_alice, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"].endswith("Nothing was stored.")
    assert (Photo.objects.count(), stored_files()) == (0, [])


def test_too_many_bytes_are_refused_by_the_announced_length(as_alice: APIClient) -> None:
    answer = as_alice.generic(
        "POST", "/api/v1/photos/", "x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", "not-a-uuid"), ("view", "from_behind"), ("taken_at", "yesterday"), ("last_modified", "2026-01-01")],
)
def test_a_value_that_cannot_be_used_is_named(as_alice: APIClient, upload: Upload, field: str, value: str) -> None:
    answer = upload(as_alice, **{field: value})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_a_full_disk_is_said_and_leaves_nothing(
    as_alice: APIClient, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.photos import storage  # noqa: PLC0415 (patched below)

    def no_room(path: Path, _content: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_write_through", no_room)
    answer = upload(as_alice)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert (Photo.objects.count(), stored_files()) == (0, [])
    monkeypatch.undo()
    assert upload(as_alice).status_code == 201


def test_a_file_whose_row_was_never_written_goes_by_itself(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process is killed between the two: nothing that it would have done afterwards is done."""
    from backend.photos import services  # noqa: PLC0415 (patched below)

    def broken(*_: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(services, "_insert", broken)
    with pytest.raises(RuntimeError):
        upload(as_alice)
    assert len(stored_files()) == 1
    Job.objects.update(run_at=timezone.now())
    run_jobs()
    assert stored_files() == []


def test_whatever_fails_after_the_commit_costs_no_photo(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("no file handles left")

    monkeypatch.setattr("backend.jobs.services.wake_worker", broken)
    with TestCase.captureOnCommitCallbacks(execute=True):
        photo_id = upload(as_alice).json()["id"]
    run_jobs()
    assert as_alice.get(f"/api/v1/photos/{photo_id}/").json()["state"] == "aligned"


def test_a_length_that_is_too_large_is_refused_before_the_csrf_check_reads_the_body(alice: User) -> None:
    class Body(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alice)
    announced: Any = {"CONTENT_LENGTH": str(10**9), "wsgi.input": Body()}
    answer = client.generic("POST", "/api/v1/photos/", content_type="multipart/form-data; boundary=x", **announced)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


def test_a_file_name_is_only_a_name(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice, name="../../etc/passwd.jpg").json()
    assert photo["original"]["file_name"] == "passwd.jpg"
    assert "passwd" not in "".join(str(path) for path in stored_files())


def test_a_subject_out_of_reach_is_not_there(as_alice: APIClient, bob: User, upload: Upload) -> None:
    answer = upload(as_alice, subject=str(bob.subjects.get().pk))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert stored_files() == []
