"""Passkeys as a second step, with an authenticator in software."""

from typing import Any

import pytest
from fido2.utils import websafe_decode

from backend.accounts.models import User
from tests.backend.accounts.browsers import PASSKEYS, Browser, Passkey, pending, register

pytestmark = pytest.mark.django_db(transaction=True)

ORIGINS = {"http://localhost:8000": "localhost", "https://likeness.example": "likeness.example"}


@pytest.fixture(params=sorted(ORIGINS))
def place(request: pytest.FixtureRequest, settings: Any) -> str:
    """Where the app is opened, with the settings that LIKENESS_ORIGIN makes of it."""
    origin: str = request.param
    settings.ALLOWED_HOSTS = ["localhost", "likeness.example"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not origin.startswith("https://")
    return origin


def test_a_passkey_is_a_second_step(place: str, alice: User) -> None:
    passkey, browser = Passkey(), Browser(place)
    browser.sign_in(alice)
    assert browser.get(PASSKEYS).status_code == 401, "the password again first"
    options = register(browser, passkey)
    assert options["publicKey"]["rp"] == {"id": ORIGINS[place], "name": "Likeness"}
    assert browser.me().json()["has_second_factor"] is True

    other = Browser(place)
    answer = other.sign_in(alice)
    assert (answer.status_code, pending(answer)) == (401, ["mfa_authenticate"])
    asked = other.get("auth/webauthn/authenticate").json()["data"]["request_options"]
    assert [websafe_decode(one["id"]) for one in asked["publicKey"]["allowCredentials"]] == [passkey.id]
    stranger = Passkey()
    stranger.id = passkey.id
    wrong = other.post("auth/webauthn/authenticate", credential=stranger.get(asked, place))
    assert (wrong.status_code, other.me().status_code) == (400, 401), "another key signed"
    elsewhere = passkey.get(asked, place, rp="evil.example")
    assert other.post("auth/webauthn/authenticate", credential=elsewhere).status_code == 400
    assert other.post("auth/webauthn/authenticate", credential=passkey.get(asked, place)).status_code == 200
    assert other.me().status_code == 200


def test_over_https_a_passkey_of_another_origin_is_refused(alice: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ["likeness.example"], False
    place = "https://likeness.example"
    passkey, browser = Passkey(), Browser(place)
    browser.sign_in(alice)
    browser.prove()
    options = browser.get(PASSKEYS).json()["data"]["creation_options"]
    forged = passkey.create(options, "https://evil.example")
    assert browser.post(PASSKEYS, name="A phone", credential=forged).status_code == 400
    assert browser.me().json()["has_second_factor"] is False


def test_a_passkey_proves_that_it_is_still_you_and_can_be_taken_away(alice: User) -> None:
    passkey, browser = Passkey(), Browser()
    browser.sign_in(alice)
    register(browser, passkey)
    other = Browser()
    other.sign_in(alice)
    asked = other.get("auth/webauthn/authenticate").json()["data"]["request_options"]
    other.post("auth/webauthn/authenticate", credential=passkey.get(asked, other.origin))
    (listed,) = (one for one in other.get("account/authenticators").json()["data"] if one["type"] == "webauthn")
    refused = other.send("delete", PASSKEYS, authenticators=[listed["id"]])
    assert refused.status_code == 401
    assert {flow["id"] for flow in refused.json()["data"]["flows"]} == {"reauthenticate", "mfa_reauthenticate"}
    asked = other.get("auth/webauthn/reauthenticate").json()["data"]["request_options"]
    proof = passkey.get(asked, other.origin)
    assert other.post("auth/webauthn/reauthenticate", credential=proof).status_code == 200
    assert other.send("delete", PASSKEYS, authenticators=[listed["id"]]).status_code == 200
    assert other.me().json()["has_second_factor"] is False


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "192.168.1.20"])
def test_under_a_number_no_browser_makes_a_passkey_and_it_is_said(alice: User, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    browser = Browser(f"http://{host}")
    browser.sign_in(alice)
    browser.prove()
    answer = browser.get(PASSKEYS)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "passkey_needs_a_name")
