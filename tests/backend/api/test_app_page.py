"""The app's one page, its headers, and the API's answer to addresses that are none."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

PAGE = "<!doctype html><title>Likeness</title>"


@pytest.fixture
def built(settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text(PAGE)


@pytest.mark.parametrize("address", ["/", "/compare", "/photos/7b0c", "/reset/a-key"])
def test_every_screen_is_the_one_page(client: Client, built: None, address: str) -> None:
    answer = client.get(address)
    assert answer.content.decode() == PAGE
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies["csrftoken"].value


def test_the_page_may_load_from_here_alone(client: Client, built: None) -> None:
    """Promise 2, as the browser holds it."""
    policy = client.get("/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert directives["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert directives["frame-ancestors"] == "'none'"
    assert "http" not in policy
    assert "unsafe-inline" not in policy


def test_a_file_of_an_older_build_is_not_answered_with_the_page(client: Client, built: None) -> None:
    """A browser that asks for a script must not be given a page in its place."""
    assert client.get("/assets/main-0123abcd.js").status_code == 404


def test_a_page_that_is_not_built_says_what_to_do(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    answer = client.get("/")
    assert answer.status_code == 503
    assert "manage.py up" in answer.content.decode()


def test_an_unknown_api_address_answers_in_the_apis_shape(client: Client) -> None:
    for answer in (client.get("/api/v1/nothing/"), client.post("/api/v2/", {})):
        assert answer.status_code == 404
        assert answer.json().keys() == {"code", "message", "fields"}


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_the_apis_description_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert "/static/drf_spectacular_sidecar/" in page
    assert "://" not in page.replace("http://testserver", "")
