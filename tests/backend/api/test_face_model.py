"""The model that guidance works with: the server's own file, for anybody."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ml.landmarks.model import MODEL_SETTING, MODEL_SHA256

ADDRESS = "/models/face_landmarker.task"


def test_it_is_the_servers_own_file_and_kept_for_good_under_its_digest(client: Client) -> None:
    answer = client.get(ADDRESS, {"v": MODEL_SHA256[:8]})
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == MODEL_SHA256
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]


@pytest.mark.parametrize("query", [{}, {"v": "0123abcd"}], ids=["no digest", "another model's"])
def test_without_its_digest_it_is_asked_for_anew(client: Client, query: dict[str, Any]) -> None:
    answer = client.get(ADDRESS, query)
    assert answer["Cache-Control"] == "public, no-cache"
    again = client.get(ADDRESS, query, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_missing_or_other_file_is_not_served(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other.task"
    other.write_bytes(b"another model")
    for path in (other, tmp_path / "none.task"):
        monkeypatch.setenv(MODEL_SETTING, str(path))
        assert client.get(ADDRESS).status_code == 404
    assert "guidance has no model" in caplog.text


def test_no_other_file_is_answered_with_the_page(client: Client) -> None:
    assert client.get("/models/other.task").status_code == 404
    assert client.post(ADDRESS).status_code == 405
