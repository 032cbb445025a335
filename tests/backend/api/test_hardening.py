"""What every answer says to the browser, and what is refused before anything is answered."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[3]
ORIGIN = "https://faces.example"
# Every kind of page there is: the app, the API's description, what links open, errors, what watches the machine.
PAGES = {
    "/": 200,
    "/compare": 200,
    "/api/docs/": 200,
    "/s/no-such-token/": 404,
    "/shared/7b0c0000-0000-4000-8000-000000000000/": 302,
    "/c/no-such-token": 404,
    "/operations/queue": 404,
    "/static/no-such-file": 404,
    "/static/sharing/viewer.css": 200,
    "/api/v1/me/": 401,
    "/api/v1/nothing/": 404,
    "/_allauth/browser/v1/config": 200,
    "/healthz": 200,
    "/metrics": 404,
}
# In a process of its own: cookies, transport and host check follow LIKENESS_ORIGIN from the start.
VISIT = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
told = []
def ask(path, *, method="get", secure=True, host="faces.example", **named):
    client = named.pop("client", None) or Client()
    answer = getattr(client, method)(path, secure=secure, headers={"Host": host}, **named)
    cookies = {name: dict(morsel.items()) for name, morsel in answer.cookies.items()}
    told.append({"path": path, "secure": secure, "host": host, "status": answer.status_code,
                 "headers": dict(answer.items()), "cookies": cookies})
for path in json.loads(sys.argv[1]):
    ask(path)
for path in ("/", "/api/v1/me/", "/healthz", "/readyz", "/metrics"):
    ask(path, secure=False)
for host in ("evil.example", "faces.example.evil.example", "evil.example:443", "faces.example@evil.example"):
    ask("/", host=host)
    ask("/healthz", host=host, secure=False)
account = {"email": "dora@example.org", "password": "a long enough secret"}
ask("/_allauth/browser/v1/auth/signup", method="post", data=account, content_type="application/json")
print(json.dumps(told))
"""


def environment(folder: Path) -> dict[str, str]:
    # The last is for a browser's loop in the tests' own process.
    of_tests = ("LIKENESS_", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(of_tests)}
    dist = folder / "dist"
    dist.mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Likeness</title>")
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "LIKENESS_DATA": str(folder / "data"),
        "LIKENESS_ORIGIN": ORIGIN,
        "LIKENESS_FRONTEND_DIST": str(dist),
    }


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Answers of a Likeness that is served at https://faces.example."""
    done = subprocess.run(
        [sys.executable, "-c", VISIT, json.dumps(list(PAGES))],
        cwd=ROOT,
        env=environment(tmp_path_factory.mktemp("tls")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return answers


def check_headers(path: str, headers: dict[str, str]) -> None:
    """What holds with and without TLS."""
    directives = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert directives["default-src"] == directives["connect-src"] == directives["style-src"] == "'self'", path
    assert directives["frame-ancestors"] == directives["object-src"] == "'none'", path
    assert directives["base-uri"] == directives["form-action"] == "'self'", path
    for unsafe in ("unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"):
        assert unsafe not in headers["Content-Security-Policy"], path
    assert headers["X-Frame-Options"] == "DENY", path
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["Referrer-Policy"] == "same-origin", path
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_a_browser_may_do_with_it(path: str, settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text("<!doctype html><title>Likeness</title>")
    answer = Client().get(path)
    answer.close()
    assert answer.status_code == PAGES[path]
    check_headers(path, dict(answer.items()))
    assert "Strict-Transport-Security" not in answer


def test_over_tls_it_also_insists_on_tls(over_tls: list[dict[str, Any]]) -> None:
    pages = [one for one in over_tls if one["secure"] and one["host"] == "faces.example" and one["path"] in PAGES]
    assert {one["path"]: one["status"] for one in pages} == PAGES
    for one in pages:
        check_headers(one["path"], one["headers"])
        assert one["headers"]["Strict-Transport-Security"] == "max-age=31536000", one["path"]


def test_without_tls_it_leads_there_and_answers_only_those_who_watch(over_tls: list[dict[str, Any]]) -> None:
    plain = {one["path"]: one for one in over_tls if not one["secure"] and one["host"] == "faces.example"}
    for path in ("/", "/api/v1/me/"):
        assert (plain[path]["status"], plain[path]["headers"]["Location"]) == (301, f"{ORIGIN}{path}")
        assert not plain[path]["cookies"]
    assert {path: plain[path]["status"] for path in ("/healthz", "/metrics")} == {"/healthz": 200, "/metrics": 404}
    assert plain["/readyz"]["status"] in {200, 503}


def test_a_wrong_host_is_refused(over_tls: list[dict[str, Any]]) -> None:
    wrong = [one for one in over_tls if "evil" in one["host"]]
    assert len(wrong) == 8
    assert {one["status"] for one in wrong} == {400}


def test_cookies_go_over_tls_alone_and_to_this_site_alone(over_tls: list[dict[str, Any]]) -> None:
    [signed_up] = [one for one in over_tls if one["path"].endswith("signup")]
    assert signed_up["status"] == 200
    session, csrf = signed_up["cookies"]["__Host-sessionid"], signed_up["cookies"]["csrftoken"]
    for cookie in (session, csrf):
        assert (cookie["secure"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert session["httponly"]
    assert all(cookie["secure"] for one in over_tls for cookie in one["cookies"].values())


def test_djangos_own_look_at_a_deployment_finds_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    # The two are HSTS for other hosts, and for good: settings.py says why not.
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n"), done.stderr
