"""Accounts over HTTP: sign-up, sign-in, password reset, and what holds off guessing."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from backend.accounts.models import User
from tests.conftest import PASSWORD

BASE = "/_allauth/browser/v1"
ACCOUNT = {"email": "Dora@Example.org", "password": "a long enough secret"}


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser with CSRF checks on, which has opened the app's page."""
    client = Client(enforce_csrf_checks=True)
    client.get(f"{BASE}/config")
    return client


def post(visitor: Client, path: str, values: dict[str, Any], **headers: str) -> Any:
    token = visitor.cookies["csrftoken"].value if "csrftoken" in visitor.cookies else ""
    return visitor.post(
        f"{BASE}/{path}", values, content_type="application/json", headers={"X-CSRFToken": token, **headers}
    )


@pytest.fixture
def opened(visitor: Client, settings: Any, tmp_path: Any) -> Client:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text("<!doctype html><title>Likeness</title>")
    assert visitor.get("/").status_code == 200
    return visitor


def test_sign_up_makes_an_account_with_a_record_of_its_owner(opened: Client) -> None:
    answer = post(opened, "auth/signup", ACCOUNT)
    assert answer.status_code == 200
    me = opened.get("/api/v1/me/").json()
    assert me["email"] == "dora@example.org"
    assert [subject["is_self"] for subject in me["subjects"]] == [True]
    assert User.objects.get().password.startswith("md5")  # the tests' quick hasher; argon2 below


def test_passwords_are_kept_with_argon2() -> None:
    from backend.settings import PASSWORD_HASHERS  # noqa: PLC0415 (the tests' own settings replace it)

    assert PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_sign_in_and_sign_out(opened: Client, alice: User) -> None:
    assert opened.get("/api/v1/me/").status_code == 401
    assert post(opened, "auth/login", {"email": "ALICE@example.org", "password": PASSWORD}).status_code == 200
    assert opened.get("/api/v1/me/").json()["email"] == "alice@example.org"
    token = opened.cookies["csrftoken"].value
    assert opened.delete(f"{BASE}/auth/session", headers={"X-CSRFToken": token}).status_code == 401
    assert opened.get("/api/v1/me/").status_code == 401


def test_the_session_cookie_is_out_of_reach_of_scripts(opened: Client, alice: User) -> None:
    post(opened, "auth/login", {"email": alice.email, "password": PASSWORD})
    cookie = opened.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_write_without_the_csrf_token_is_refused(opened: Client, alice: User) -> None:
    post(opened, "auth/login", {"email": alice.email, "password": PASSWORD})
    answer = opened.post("/api/v1/sessions/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize(
    ("values", "param"),
    [
        ({**ACCOUNT, "password": "short"}, "password"),
        ({**ACCOUNT, "password": "password1234"}, "password"),
        ({**ACCOUNT, "email": "nobody"}, "email"),
        ({"email": "dora@example.org"}, "password"),
    ],
)
def test_what_cannot_be_used_is_named(opened: Client, values: dict[str, str], param: str) -> None:
    answer = post(opened, "auth/signup", values)
    assert answer.status_code == 400
    assert {error["param"] for error in answer.json()["errors"]} == {param}
    assert User.objects.count() == 0


def test_sign_up_can_be_closed(opened: Client, settings: Any) -> None:
    settings.SIGNUP = "closed"
    assert opened.get(f"{BASE}/config").json()["data"]["account"]["is_open_for_signup"] is False
    assert post(opened, "auth/signup", ACCOUNT).status_code == 403
    assert User.objects.count() == 0


def test_a_forgotten_password_is_set_anew_by_mail_once(opened: Client, alice: User) -> None:
    assert post(opened, "auth/password/request", {"email": alice.email}).status_code == 200
    found = re.search(r"http://127\.0\.0\.1:8000/reset/(\S+)", str(mail.outbox[0].body))
    assert found
    key = found[1]
    assert opened.get(f"{BASE}/auth/password/reset", headers={"X-Password-Reset-Key": key}).status_code == 200
    post(opened, "auth/password/reset", {"key": key, "password": "another long secret"})
    assert post(opened, "auth/password/reset", {"key": key, "password": "a third long secret"}).status_code == 400
    assert post(opened, "auth/login", {"email": alice.email, "password": PASSWORD}).status_code == 400
    assert post(opened, "auth/login", {"email": alice.email, "password": "another long secret"}).status_code == 200


def test_asking_for_a_reset_does_not_tell_who_has_an_account(opened: Client, alice: User) -> None:
    known = post(opened, "auth/password/request", {"email": alice.email})
    unknown = post(opened, "auth/password/request", {"email": "nobody@example.org"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


def test_guessing_a_password_is_held_off(opened: Client, alice: User) -> None:
    codes = []
    for number in range(12):
        answer = post(opened, "auth/login", {"email": alice.email, "password": f"wrong guess {number}"}).json()
        codes.append(answer["errors"][0]["code"])
    assert codes[0] == "email_password_mismatch"
    assert codes[-1] == "too_many_login_attempts"
    # Not even the right one gets in until the limit has passed.
    assert post(opened, "auth/login", {"email": alice.email, "password": PASSWORD}).status_code == 400
