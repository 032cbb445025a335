"""The key pair by which push services know this server: made when somebody first asks for it, and then kept."""

import contextlib
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from backend.reminders.webpush import CURVE, as_point, b64url, from_b64url

FILE = "push_key.pem"


def vapid_key() -> ec.EllipticCurvePrivateKey:
    """From the environment, else from a file that only its owner reads.

    Another key would be no use to any browser that is subscribed. So two processes that ask first together agree on
    one, and a crash leaves none rather than half of one. Raises ValueError where it is no key of P-256.
    """
    if settings.PUSH_KEY:
        return ec.derive_private_key(int.from_bytes(from_b64url(settings.PUSH_KEY), "big"), CURVE)
    path = settings.DATA_DIR / FILE
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        made = ec.generate_private_key(CURVE)
        content = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path} holds no key of P-256")
    return key


def public_key() -> str:
    """What a browser wants as ``applicationServerKey``: base64url of the point."""
    return b64url(as_point(vapid_key().public_key()))
