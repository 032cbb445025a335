"""The second factor over HTTP: codes from an app, passkeys, recovery codes; and signing out from afar."""

import base64
import hashlib
import hmac
import json
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from backend.accounts.models import User
from tests.conftest import PASSWORD

BASE = "/_allauth/browser/v1"
TOTP = "account/authenticators/totp"
CODES = "account/authenticators/recovery-codes"
PASSKEYS = "account/authenticators/webauthn"

# A first factor's other sessions end when it is committed.
pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """One with CSRF checks on, which keeps its cookies; ``origin`` is where it opened the app."""

    def __init__(self, origin: str = "http://localhost:8000", agent: str = "A browser") -> None:
        scheme, _, host = origin.partition("://")
        self.origin = origin
        self._client = Client(enforce_csrf_checks=True, headers={"user-agent": agent, "host": host})
        self._secure = scheme == "https"
        self.get("config")

    def get(self, path: str) -> Any:
        return self._client.get(f"{BASE}/{path}", secure=self._secure)

    def send(self, method: str, path: str, **values: Any) -> Any:
        token = self._client.cookies["csrftoken"].value
        return getattr(self._client, method)(
            f"{BASE}/{path}",
            json.dumps(values),
            content_type="application/json",
            headers={"X-CSRFToken": token, "Referer": f"{self.origin}/"},
            secure=self._secure,
        )

    def post(self, path: str, **values: Any) -> Any:
        return self.send("post", path, **values)

    def sign_in(self, user: User, password: str = PASSWORD) -> Any:
        return self.post("auth/login", email=user.email, password=password)

    def me(self) -> Any:
        return self._client.get("/api/v1/me/", secure=self._secure)

    def prove(self) -> None:
        assert self.post("auth/reauthenticate", password=PASSWORD).status_code == 200


def code_now(secret: str, steps: int = 0) -> str:
    """RFC 6238 with SHA-1, thirty seconds and six digits, ``steps`` periods from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 0xF
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def pending(answer: Any) -> list[str]:
    return [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]


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


def test_nobody_ends_anybody_elses_session(phone: Browser, bob: User) -> None:
    other = Browser()
    other.sign_in(bob)
    (mine,) = phone.get("auth/sessions").json()["data"]
    assert other.send("delete", "auth/sessions", sessions=[mine["id"]]).status_code == 400
    assert phone.me().status_code == 200


class Passkey:
    """An authenticator in software: answers what a browser's ``navigator.credentials`` would (WebAuthn level 2)."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(id(self)).encode()).digest()
        self._uses = 0

    def create(self, options: Any, origin: str) -> dict[str, Any]:
        public = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
        rp = options["publicKey"]["rp"]["id"]
        made = AuthenticatorData.create(hashlib.sha256(rp.encode()).digest(), flags, 0, attested)
        told = CollectedClientData.create("webauthn.create", options["publicKey"]["challenge"], origin)
        return self._answer(
            clientDataJSON=told, attestationObject=AttestationObject.create("none", made, {}), transports=["internal"]
        )

    def get(self, options: Any, origin: str, rp: str | None = None) -> dict[str, Any]:
        self._uses += 1
        rp = rp or options["publicKey"]["rpId"]
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        made = AuthenticatorData.create(hashlib.sha256(rp.encode()).digest(), flags, self._uses)
        told = CollectedClientData.create("webauthn.get", options["publicKey"]["challenge"], origin)
        signature = self._key.sign(made + told.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=told, authenticatorData=made, signature=signature)

    def _answer(self, **response: Any) -> dict[str, Any]:
        encoded = {
            name: websafe_encode(value) if isinstance(value, bytes) else value for name, value in response.items()
        }
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": encoded,
        }


def register(browser: Browser, passkey: Passkey) -> Any:
    browser.prove()
    options = browser.get(PASSKEYS).json()["data"]["creation_options"]
    made = passkey.create(options, browser.origin)
    answer = browser.post(PASSKEYS, name="This phone", credential=made)
    assert answer.status_code == 200, answer.content
    return options


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


@pytest.mark.parametrize(
    "address", ["auth/webauthn/login", "auth/webauthn/signup", "account/email", "auth/code/request"]
)
def test_what_the_app_has_no_screen_for_is_not_there(alice: User, address: str) -> None:
    browser = Browser()
    browser.sign_in(alice)
    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code == 404
