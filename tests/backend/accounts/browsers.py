"""A browser and a passkey, as far as the accounts' routes see of them."""

import base64
import hashlib
import hmac
import json
import struct
import time
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
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
PASSKEYS = "account/authenticators/webauthn"


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
