"""Lines as JSON: each request and job can be followed by its id, and nothing says whose it was."""

import io
import json
import logging
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.api.middleware import RequestId
from backend.common.log_lines import JsonLines, answering, working_on
from backend.common.logs import WithoutTokens
from backend.jobs import registry
from backend.jobs.models import Job
from backend.jobs.services import enqueue
from backend.photos.models import Photo
from backend.subjects.models import Subject
from tests.backend.care import give_second_factor, post, practice_of, token_of
from tests.backend.sharing.conftest import RECIPIENT, agree
from tests.conftest import Upload, work_off_queue

E_MAIL = "anna.lindqvist@example.org"
PASSWORD = "a long enough secret"
FILE_NAME = "Anna Lindqvist forehead.jpg"
QUERY = "lines-under-the-eyes"
GUEST = "wilhelmina@guest.example"
CHILD = "Ottilie Berg"
PRACTICE_NAME = "Studio Wilhelmina Berg"
ADDRESS = "203.0.113.77"
BROWSER = "A browser of hers"


@dataclass
class Log:
    """What was logged, as JSON and as ordinary text with all that the records held."""

    json: io.StringIO
    text: io.StringIO

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.json.getvalue().splitlines()]

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["logger"] == logger]


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log(io.StringIO(), io.StringIO())
    as_text, as_json = logging.StreamHandler(log.text), logging.StreamHandler(log.json)
    as_json.addFilter(WithoutTokens())
    as_json.setFormatter(JsonLines())
    root = logging.getLogger()
    # The demo's command turns the middle one down.
    loggers = [root, logging.getLogger("backend"), logging.getLogger("backend.requests")]
    levels = [logger.level for logger in loggers]
    # Before all others: their filter takes tokens out of the record itself.
    root.handlers.insert(0, as_text)
    root.addHandler(as_json)
    for logger in loggers:
        logger.setLevel(logging.INFO)
    yield log
    for handler in (as_text, as_json):
        root.removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler whose failure quotes a person, as a database does of the row that it refuses."""

    def work(_lease: Any, _key: str) -> None:
        raise ValueError(f"Key (email)=({E_MAIL}) with {FILE_NAME} already exists")

    monkeypatch.setitem(registry._handlers, "tests.broken", registry.Handler("tests.broken", work, None))


@pytest.mark.django_db
def test_sign_up_upload_alignment_and_share_leave_nothing_of_whom(
    log: Log, upload: Upload, portraits: list[bytes], broken: None
) -> None:
    client = APIClient(raise_request_exception=False)
    account = {"email": E_MAIL, "password": PASSWORD}
    assert client.post("/_allauth/browser/v1/auth/signup", account).status_code == 200
    assert client.post("/_allauth/browser/v1/auth/login", {**account, "password": "wrong"}).status_code == 400
    for content in portraits[:2]:
        assert upload(client, content, name=FILE_NAME).status_code == 201
    work_off_queue()
    before, after = Photo.objects.order_by("taken_local")
    body = {
        "id": str(uuid.uuid4()),
        "subject": str(before.subject_id),
        "consent": str(agree(before.subject).pk),
        "recipient_label": RECIPIENT,
        "pairs": [{"before": str(before.pk), "after": str(after.pk)}],
    }
    shared = client.post("/api/v1/shares/", body)
    assert shared.status_code == 201, shared.json()
    token = shared.json()["link"].rsplit("/", 1)[1]
    enqueue(handler="tests.broken", key="a")
    work_off_queue()
    looker = APIClient()
    assert looker.get(f"/s/{token}/?{QUERY}").status_code == 200
    assert looker.get(f"/s/{token}/data.json").status_code == 200
    # What Django writes a line of by itself, with the address in it.
    assert client.get(f"/api/v1/photos/{E_MAIL}/?{QUERY}").status_code == 404
    assert looker.get(f"/s/{token}/pictures/9/before/aligned").status_code == 404
    assert looker.get(f"/static/{FILE_NAME}").status_code == 404
    assert client.get("/api/v1/me/", HTTP_HOST="anna.lindqvist@example.org").status_code == 400

    told, everything = log.json.getvalue(), log.text.getvalue()
    for secret in (E_MAIL, "lindqvist", PASSWORD, FILE_NAME, "forehead", token, QUERY, RECIPIENT):
        assert secret.lower() not in told.lower(), secret
    for secret in (E_MAIL, FILE_NAME, token):
        assert secret in everything, f"nothing was logged that held {secret}: this test would find nothing"
    paths = {line["path"] for line in log.of("backend.requests")}
    assert {"/_allauth/browser/v1/auth/signup", "/api/v1/photos/", "<unknown-address>", "/s/…/data.json"} <= paths
    aligned = [line for line in log.of("backend.photos.processing") if str(before.pk) in line["message"]]
    assert [Job.objects.get(pk=line["job"]).key for line in aligned] == [str(before.pk)]
    failed = next(line for line in log.of("backend.jobs.processing") if "problems" in line)
    assert failed["problems"] == ["builtins.ValueError"]
    assert failed["places"][-1].endswith(" work")


@pytest.mark.django_db
def test_people_who_are_invited_and_records_that_are_handed_over_leave_nothing_of_whom(
    log: Log, alice: User, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = APIClient(
        raise_request_exception=False, REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=ADDRESS, HTTP_USER_AGENT=BROWSER
    )
    client.force_login(alice)
    practice = practice_of(alice, name=PRACTICE_NAME)
    give_second_factor(alice)
    child = Subject.objects.create(owner=alice, display_name=CHILD, guardian_authority="mother")
    invited = post(client, f"practices/{practice.pk}/invitations", 201, role="reviewer", email=GUEST)
    claim = post(client, f"subjects/{child.pk}/claims", 201, email=GUEST)
    work_off_queue()
    tokens = [token_of(link) for link in (invited["link"], claim["link"])]
    tokens += [token for letter in mail.outbox for token in re.findall(r"/(?:invite|claim)/(\S+)", str(letter.body))]
    assert len(tokens) == 4
    # Opened by others, signed out and in, rightly and wrongly; and with a mail server that is gone.
    for token in tokens:
        for looker in (client, APIClient(raise_request_exception=False, HTTP_X_FORWARDED_FOR=ADDRESS)):
            for kind in ("staff-invitations", "claims/by-token"):
                looker.get(f"/api/v1/{kind}/{token}/")
                looker.post(f"/api/v1/{kind}/{token}/accept/")
        client.get(f"/claim/{token}")
        client.get(f"/api/v1/no/such/address/{token}?q={QUERY}")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    post(client, f"practices/{practice.pk}/invitations", 201, role="reviewer", email=f"second.{GUEST}")
    work_off_queue()
    client.post("/_allauth/browser/v1/auth/password/request", {"email": alice.email})
    client.patch(f"/api/v1/subjects/{child.pk}/", {"display_name": CHILD * 30})
    client.get("/api/v1/photos/", {"subject": CHILD})

    told = log.json.getvalue()
    for secret in (
        alice.email,
        GUEST,
        "wilhelmina",
        CHILD,
        PRACTICE_NAME,
        ADDRESS,
        "192.0.2.9",
        BROWSER,
        QUERY,
        *tokens,
    ):
        assert secret.lower() not in told.lower(), secret
    everything = log.text.getvalue()
    assert any(token in everything for token in tokens), "no line held a token: this test would find none"
    failed = [line for line in log.of("backend.jobs.processing") if "problems" in line]
    assert failed, "the mail server was not gone"
    paths = {line["path"] for line in log.of("backend.requests")}
    assert {"/api/v1/staff-invitations/…/", "/api/v1/claims/by-token/…/accept/"} <= paths


@pytest.mark.django_db
def test_a_request_is_followed_by_the_id_in_its_answer(log: Log, as_alice: APIClient) -> None:
    photo = uuid.uuid4()
    answers = [as_alice.get(f"/api/v1/photos/{photo}/") for _ in range(2)]
    names = [answer["X-Request-Id"] for answer in answers]
    assert len(set(names)) == 2
    for name in names:
        django, ours = sorted((line for line in log.lines() if line.get("request") == name), key=lambda x: x["logger"])[
            ::-1
        ]
        assert (ours["method"], ours["path"], ours["status"]) == ("GET", f"/api/v1/photos/{photo}/", 404)
        assert django["message"] == f"Not Found: /api/v1/photos/{photo}/"


def named(proxies: int, said: str, settings: Any) -> str:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Request-Id": said})
    return RequestId(lambda _request: HttpResponse())(request).headers["X-Request-Id"]


def test_only_a_trusted_proxy_names_a_request_and_only_in_plain_letters(settings: Any) -> None:
    said = "0123-abcd-4567"
    assert named(1, said, settings) == said
    assert named(0, said, settings) != said
    for other in ("short", "a" * 65, E_MAIL, "12345678\n{}", "12345678 9"):
        assert named(1, other, settings) != other


def test_ids_end_with_what_they_name(log: Log) -> None:
    job = uuid.uuid4()
    with answering("one"), working_on(job):
        logging.getLogger("tests").info("inside")
    logging.getLogger("tests").info("outside")
    inside, outside = log.of("tests")
    assert (inside["request"], inside["job"]) == ("one", str(job))
    assert "request" not in outside
    assert "job" not in outside
