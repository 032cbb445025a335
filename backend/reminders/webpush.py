"""Sealing a message for one browser (RFC 8291, aes128gcm of RFC 8188), and saying who sends it (VAPID, RFC 8292).

The push service that carries it reads nothing of it but its length.
"""

import base64
import json
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
# One record holds the whole message; every push service takes 4096 bytes.
RECORD_SIZE = 4096
TAG_LENGTH = 16
SALT_LENGTH = 16
POINT_LENGTH = 65
LAST_RECORD = b"\x02"
# RFC 8292 allows a day; Apple's service takes less than that.
TOKEN_LASTS = timedelta(hours=12)


def b64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def from_b64url(text: str) -> bytes:
    """Raises ValueError for what is no base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except UnicodeEncodeError as problem:
        raise ValueError("base64url is written in ASCII") from problem


def as_point(key: ec.EllipticCurvePublicKey) -> bytes:
    """Uncompressed, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_point(content: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError for what is no uncompressed point of P-256."""
    if len(content) != POINT_LENGTH:
        raise ValueError(f"a point has {POINT_LENGTH} bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, content)


def seal(
    message: bytes,
    *,
    p256dh: str,
    auth: str,
    salt: bytes | None = None,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of a push for the browser with these two keys (base64url).

    ``salt`` (16 bytes) and ``key`` are made anew for each message; they are given for a test vector alone.
    Raises ValueError for keys that are none, and for a message that does not fit one record.
    """
    if len(message) + len(LAST_RECORD) + TAG_LENGTH > RECORD_SIZE:
        raise ValueError("the message is too long for one record")
    salt, key = salt or os.urandom(SALT_LENGTH), key or ec.generate_private_key(CURVE)
    theirs, ours = from_b64url(p256dh), as_point(key.public_key())
    shared = key.exchange(ec.ECDH(), read_point(theirs))
    content_key, nonce = derived_keys(shared, auth=from_b64url(auth), salt=salt, receiver=theirs, sender=ours)
    sealed = AESGCM(content_key).encrypt(nonce, message + LAST_RECORD, None)
    return salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def derived_keys(shared: bytes, *, auth: bytes, salt: bytes, receiver: bytes, sender: bytes) -> tuple[bytes, bytes]:
    """Content key (16 bytes) and nonce (12 bytes) of RFC 8291, section 3.4, for both sides alike."""
    secret = _hkdf(shared, salt=auth, info=b"WebPush: info\x00" + receiver + sender, length=32)
    content_key = _hkdf(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    return content_key, _hkdf(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)


def _hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def authorization(endpoint: str, *, key: ec.EllipticCurvePrivateKey, subject: str, now: datetime) -> str:
    """The ``Authorization`` header: a token signed for the endpoint's origin alone, and the key that checks it.

    ``subject`` is where a push service can reach whoever runs this server: ``mailto:`` or ``https:``.
    """
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + TOKEN_LASTS).timestamp()), "sub": subject}
    signed = f"{_segment({'typ': 'JWT', 'alg': 'ES256'})}.{_segment(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{b64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={b64url(as_point(key.public_key()))}"


def _segment(value: dict[str, object]) -> str:
    return b64url(json.dumps(value, separators=(",", ":")).encode())
