"""The second factor over HTTP: codes from an app, recovery codes; and signing out from afar."""

import time
from collections.abc import Iterator
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from backend.accounts.models import User
from tests.backend.accounts.browsers import Browser, Passkey, code_now, pending, register

TOTP = "account/authenticators/totp"
CODES = "account/authenticators/recovery-codes"

# A first factor's other sessions end when it is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A clock that stands still, so that no code runs out while it is typed; ``clock[0] += 30`` lets one."""
    at = [float(int(time.time()) // 30 * 30)]
    monkeypatch.setattr(time, "time", lambda: at[0])
    yield at
    cache.clear()


@pytest.fixture
def phone(alice: User) -> Browser:
    browser = Browser(agent="A phone")
    assert browser.sign_in(alice).status_code == 200
    return browser


def set_up_app(browser: Browser) -> str:
    """Its secret, once the account asks for its codes."""
    secret: str = browser.get(TOTP).json()["meta"]["secret"]
    browser.prove()
    assert browser.post(TOTP, code=code_now(secret)).status_code == 200
    return secret


def recovery_codes(browser: Browser) -> list[str]:
    browser.prove()
    codes: list[str] = browser.get(CODES).json()["data"]["unused_codes"]
    return codes


def test_setting_up_an_app_needs_the_password_again_and_a_right_code(phone: Browser, clock: list[float]) -> None:
    offered = phone.get(TOTP)
    assert offered.status_code == 404
    meta = offered.json()["meta"]
    assert meta["totp_url"].startswith("otpauth://totp/alice%40example.org?")
    assert f"secret={meta['secret']}" in meta["totp_url"]
    assert "issuer=Likeness" in meta["totp_url"]
    assert "<path" in meta["qr_svg"]

    right = code_now(meta["secret"])
    asked = phone.post(TOTP, code=right)
    assert asked.status_code == 401
    assert [flow["id"] for flow in asked.json()["data"]["flows"]] == ["reauthenticate"]
    assert phone.post("auth/reauthenticate", password="wrong").status_code == 400
    assert phone.post(TOTP, code=right).status_code == 401
    phone.prove()
    assert phone.post(TOTP, code=code_now(meta["secret"], steps=7)).status_code == 400
    assert phone.me().json()["has_second_factor"] is False
    assert phone.post(TOTP, code=right).status_code == 200
    assert phone.me().json()["has_second_factor"] is True
    assert {one["type"] for one in phone.get("account/authenticators").json()["data"]} == {"totp", "recovery_codes"}


def test_signing_in_takes_the_second_step(phone: Browser, alice: User, clock: list[float]) -> None:
    secret = set_up_app(phone)
    clock[0] += 60
    other = Browser()
    answer = other.sign_in(alice)
    assert (answer.status_code, pending(answer)) == (401, ["mfa_authenticate"])
    assert other.me().status_code == 401
    assert other.post("auth/2fa/authenticate", code=code_now(secret, steps=9)).status_code == 400
    assert other.me().status_code == 401
    assert other.post("auth/2fa/authenticate", code=code_now(secret)).status_code == 200
    assert other.me().status_code == 200
    # The same code again, by whoever looked over the shoulder.
    third = Browser()
    third.sign_in(alice)
    assert third.post("auth/2fa/authenticate", code=code_now(secret)).status_code == 400


def test_guessing_codes_is_held_off(phone: Browser, alice: User, clock: list[float]) -> None:
    secret = set_up_app(phone)
    clock[0] += 60
    other = Browser()
    other.sign_in(alice)
    answers = [other.post("auth/2fa/authenticate", code="000000") for _ in range(12)]
    codes = [answer.json()["errors"][0]["code"] for answer in answers]
    assert (codes[0], codes[-1]) == ("incorrect_code", "too_many_login_attempts")
    assert other.post("auth/2fa/authenticate", code=code_now(secret)).status_code == 400, "not even the right one"


def test_a_recovery_code_signs_in_once(phone: Browser, alice: User, clock: list[float]) -> None:
    set_up_app(phone)
    codes = recovery_codes(phone)
    assert len(set(codes)) == 10
    for expected in (200, 400):
        other = Browser()
        other.sign_in(alice)
        assert other.post("auth/2fa/authenticate", code=codes[0]).status_code == expected
    assert codes[0] not in recovery_codes(phone)
    # New ones make the old ones void.
    phone.prove()
    assert phone.post(CODES).status_code == 200
    other = Browser()
    other.sign_in(alice)
    assert other.post("auth/2fa/authenticate", code=codes[1]).status_code == 400
    assert other.post("auth/2fa/authenticate", code=recovery_codes(phone)[0]).status_code == 200


def test_recovery_codes_are_shown_after_the_password_only(phone: Browser, clock: list[float]) -> None:
    set_up_app(phone)
    clock[0] += 3600
    for answer in (phone.get(CODES), phone.post(CODES), phone.send("delete", TOTP)):
        assert answer.status_code == 401
        assert "unused_codes" not in answer.content.decode()
    assert phone.me().json()["has_second_factor"] is True


def test_without_its_app_the_account_has_no_second_factor(phone: Browser, alice: User, clock: list[float]) -> None:
    set_up_app(phone)
    phone.prove()
    assert phone.send("delete", TOTP).status_code == 200
    assert phone.me().json()["has_second_factor"] is False
    assert Authenticator.objects.count() == 0, "recovery codes of nothing are gone too"
    assert Browser().sign_in(alice).status_code == 200


def test_the_first_second_factor_ends_the_other_sessions(phone: Browser, alice: User, clock: list[float]) -> None:
    thief = Browser(agent="A thief")
    thief.sign_in(alice)
    assert thief.me().status_code == 200
    secret = set_up_app(phone)
    assert thief.me().status_code == 401
    assert phone.me().status_code == 200
    # A second one leaves those who came in by the first.
    clock[0] += 60
    tablet = Browser(agent="A tablet")
    tablet.sign_in(alice)
    tablet.post("auth/2fa/authenticate", code=code_now(secret))
    register(phone, Passkey())
    assert tablet.me().status_code == 200


def test_sessions_are_listed_and_ended_from_afar(phone: Browser, alice: User, bob: User) -> None:
    lost = Browser(agent="A lost phone")
    lost.sign_in(alice)
    Browser(agent="Bob's").sign_in(bob)
    listed = {one["user_agent"]: one for one in phone.get("auth/sessions").json()["data"]}
    assert {agent: one["is_current"] for agent, one in listed.items()} == {"A phone": True, "A lost phone": False}
    assert lost.me().status_code == 200
    ended = phone.send("delete", "auth/sessions", sessions=[listed["A lost phone"]["id"]])
    assert [one["user_agent"] for one in ended.json()["data"]] == ["A phone"]
    assert lost.me().status_code == 401
    assert phone.me().status_code == 200


def test_sessions_that_no_list_shows_end_with_the_update(phone: Browser, alice: User) -> None:
    """Those of an earlier version: a remote sign-out would miss them."""
    unlisted = Client()
    unlisted.force_login(alice)
    assert unlisted.get("/api/v1/me/").status_code == 200
    import_module("backend.accounts.migrations.0002_end_unlisted_sessions").end_unlisted_sessions(apps, None)
    assert unlisted.get("/api/v1/me/").status_code == 401
    assert phone.me().status_code == 200


def test_nobody_ends_anybody_elses_session(phone: Browser, bob: User) -> None:
    other = Browser()
    other.sign_in(bob)
    (mine,) = phone.get("auth/sessions").json()["data"]
    assert other.send("delete", "auth/sessions", sessions=[mine["id"]]).status_code == 400
    assert phone.me().status_code == 200


@pytest.mark.parametrize(
    "address", ["auth/webauthn/login", "auth/webauthn/signup", "account/email", "auth/code/request"]
)
def test_what_the_app_has_no_screen_for_is_not_there(alice: User, address: str) -> None:
    browser = Browser()
    browser.sign_in(alice)
    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code == 404
