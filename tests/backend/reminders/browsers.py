"""A browser that is reminded, as its own side of RFC 8291, and a push service on this machine that it listens to."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.reminders.webpush import as_point, b64url, derived_keys, from_b64url


@dataclass
class Browser:
    """Holds the private key that the server never sees."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    def subscription(self) -> dict[str, Any]:
        """As ``PushSubscription.toJSON`` gives it."""
        keys = {"p256dh": b64url(as_point(self.key.public_key())), "auth": b64url(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys}

    def open(self, body: bytes) -> bytes:
        """What was sealed for it. Raises InvalidTag for what was not."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), theirs)
        receiver = as_point(self.key.public_key())
        content_key, nonce = derived_keys(shared, auth=self.auth, salt=salt, receiver=receiver, sender=sender)
        text = AESGCM(content_key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\x02"), "the last record is marked as the last"
        return text[:-1]


def claims_of(authorization: str) -> dict[str, Any]:
    """What a VAPID header claims, once its signature is found to be of the key that it names."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    head, body, signature = parts["t"].split(".")
    assert json.loads(from_b64url(head)) == {"typ": "JWT", "alg": "ES256"}
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_b64url(parts["k"]))
    raw = from_b64url(signature)
    assert len(raw) == 64
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key.verify(pair, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as problem:
        raise AssertionError("signed by another key") from problem
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims | {"k": parts["k"]}


@dataclass
class PushService:
    """What arrived, as (path, headers, body); and what is answered: status and headers."""

    port: int
    arrived: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)

    def browser(self, name: str = "a") -> Browser:
        return Browser(f"http://127.0.0.1:{self.port}/send/{name}")


@contextmanager
def push_service() -> Iterator[PushService]:
    """A real server on a port of its own, until the block ends."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.arrived.append((self.path, dict(self.headers), body))
            self.send_response(service.status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    service = PushService(server.server_address[1])
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
