"""Requests that no app of ours makes: answered with a 4xx in the one shape, never a 5xx."""

import base64
import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.backend.sessionlog.test_sessions import SESSION
from tests.conftest import RunJobs, Upload

SHAPE = {"code", "message", "fields"}


def cursor(position: str) -> str:
    return base64.b64encode(f"p={position}".encode()).decode()


@pytest.mark.parametrize("route", ["photos", "sessions", "series", "subjects"])
@pytest.mark.parametrize("text", ["garbage", cursor("garbage"), cursor("2026"), cursor("%00"), cursor("")])
def test_forged_cursors(as_alice: APIClient, route: str, text: str) -> None:
    answer = as_alice.get(f"/api/v1/{route}/", {"cursor": text})
    assert answer.status_code in {200, 400, 404}
    if answer.status_code != 200:
        assert answer.json().keys() == SHAPE


@pytest.mark.parametrize(
    "place", ['["2026-01-01T00:00:00", Infinity, "x"]', '["2026-01-01T00:00:00", 1e999, "x"]', "[" * 6000]
)
def test_forged_timeline_cursors(as_alice: APIClient, place: str) -> None:
    answer = as_alice.get("/api/v1/timeline/", {"cursor": base64.urlsafe_b64encode(place.encode()).decode()})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, "[]", "null", '"text"', "{", '{"minutes": NaN}', '{"notes": "\\u0000"}', '{"notes": "\\ud800"}'],
)
def test_odd_json(as_alice: APIClient, body: str) -> None:
    answer = as_alice.generic("POST", "/api/v1/sessions/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json().keys() == SHAPE


@pytest.mark.parametrize("minutes", [True, "1e400", [], {}, "９", None])
def test_odd_numbers(as_alice: APIClient, minutes: Any) -> None:
    answer = as_alice.post("/api/v1/sessions/", {**SESSION, "minutes": minutes})
    assert answer.status_code in {201, 400}
    if answer.status_code == 201:
        assert answer.json()["minutes"] == 9.0


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00", "1989-12-31T23:59:59", "9999-12-31T23:59:59"])
def test_dates_that_cannot_be(as_alice: APIClient, upload: Upload, when: str) -> None:
    assert list(as_alice.post("/api/v1/sessions/", {**SESSION, "started_at": when}).json()["fields"]) == ["started_at"]
    assert list(upload(as_alice, taken_at=when).json()["fields"]) == ["taken_at"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"]
)
def test_other_content_types(as_alice: APIClient, content_type: str) -> None:
    for route in ("photos", "sessions"):
        answer = as_alice.generic("POST", f"/api/v1/{route}/", "a=b", content_type=content_type)
        assert answer.status_code in {400, 415}
        assert answer.json().keys() == SHAPE


def test_more_form_fields_than_anybody_sends(as_alice: APIClient) -> None:
    answer = as_alice.post("/api/v1/photos/", {f"f{number}": "x" for number in range(1100)}, format="multipart")
    assert (answer.status_code, answer.json().keys()) == (400, SHAPE)


def test_a_body_that_is_too_large_for_json(as_alice: APIClient) -> None:
    answer = as_alice.generic(
        "POST", "/api/v1/sessions/", json.dumps({"notes": "x" * 4_000_000}), content_type="application/json"
    )
    assert (answer.status_code, answer.json().keys()) == (413, SHAPE)


@pytest.mark.parametrize("accept", ["image/*", "image/jpeg", "text/html", "*/*"])
def test_a_picture_is_what_it_is(as_alice: APIClient, upload: Upload, run_jobs: RunJobs, accept: str) -> None:
    photo_id = upload(as_alice).json()["id"]
    run_jobs()
    answer = as_alice.get(f"/api/v1/photos/{photo_id}/renditions/aligned_small", HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    answer.close()


def test_a_file_that_was_lost_is_a_404(as_alice: APIClient, upload: Upload, settings: Any, tmp_path: Any) -> None:
    photo_id = upload(as_alice).json()["id"]
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert as_alice.get(f"/api/v1/photos/{photo_id}/original").status_code == 404


@pytest.mark.parametrize("path", ["account/email", "account/phone", "auth/email/verify", "auth/webauthn/login"])
def test_account_addresses_without_a_screen_do_not_exist(as_alice: APIClient, path: str) -> None:
    """Changing an e-mail address would need no password there."""
    for method in ("get", "post", "patch", "delete"):
        assert getattr(as_alice, method)(f"/_allauth/browser/v1/{path}").status_code == 404


@pytest.mark.parametrize(
    "body", ["", "--x\r\n", '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nÿ']
)
def test_a_broken_multipart_body(as_alice: APIClient, body: str) -> None:
    answer = as_alice.generic("POST", "/api/v1/photos/", body, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, answer.json().keys()) == (400, SHAPE)
