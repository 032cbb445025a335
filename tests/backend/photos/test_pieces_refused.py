"""What is refused of a photo in pieces, in which words, and what is left of it then."""

import os
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.photos import partials
from backend.photos.models import Photo, PhotoUpload
from ml.vocabulary import PHOTO_MAX_BYTES
from tests.backend.pieces import TUS, UPLOADS, begin, partial_files, said_of, send
from tests.conftest import Upload, as_jpeg, astronaut

pytestmark = pytest.mark.usefixtures("commits_at_once")


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
