"""The master key: 32 random bytes that a person can copy down, or a program that asks a key service."""

import base64
import binascii
import hashlib
import hmac
import secrets
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.common.at_rest.problems import KeyProblem
from backend.common.durable import write_new

BYTES: Final = 32
_NONCE_BYTES: Final = 12
_CHECK_BYTES: Final = 3
_CONTEXT: Final = b"likeness keyset 1"
# A key service that does not answer keeps nothing waiting for ever.
_SECONDS_TO_ANSWER: Final = 30


class Wrapper(Protocol):
    """Closes and opens the keyset."""

    @property
    def name(self) -> str:
        """Tells one wrapper from another, and nothing about its secret."""

    def wrap(self, content: bytes) -> bytes: ...

    def unwrap(self, content: bytes) -> bytes:
        """Raises KeyProblem where it was closed by another one, or altered."""


@dataclass(frozen=True)
class MasterKey:
    """Wraps by AES-256-GCM under a random nonce."""

    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "MasterKey":
        return cls(secrets.token_bytes(BYTES))

    @classmethod
    def parse(cls, text: str) -> "MasterKey":
        """The key that ``text`` writes down; blanks, hyphens and case do not matter. Raises KeyProblem."""
        plain = "".join(text.split()).replace("-", "").upper()
        try:
            content = base64.b32decode(plain + "=" * (-len(plain) % 8))
        except binascii.Error:
            content = b""
        secret, check = content[:BYTES], content[BYTES:]
        if len(secret) != BYTES or check != _check(secret):
            raise KeyProblem(
                "This is not a master key: a letter is wrong or missing. It is 56 letters and digits in groups of "
                "four; compare it with your copy."
            )
        return cls(secret)

    @property
    def text(self) -> str:
        """14 groups of four letters and digits (base32), the last of which find a typing error."""
        letters = base64.b32encode(self.secret + _check(self.secret)).decode()
        return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))

    @cached_property
    def name(self) -> str:
        return f"master key {hmac.new(self.secret, b'name', hashlib.sha256).hexdigest()[:8]}"

    def wrap(self, content: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, content, _CONTEXT)

    def unwrap(self, content: bytes) -> bytes:
        try:
            return AESGCM(self.secret).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], _CONTEXT)
        except (InvalidTag, ValueError) as problem:
            raise KeyProblem(f"The {self.name} does not open the keyset, or the keyset was altered.") from problem


@dataclass(frozen=True)
class KeyProgram:
    """A program that is called with ``wrap`` or ``unwrap``, reads base64 and answers base64: a door to any key service.

    It exits with 0 where it could; what it says on stderr is shown.
    """

    path: Path

    @property
    def name(self) -> str:
        return "key program"

    def wrap(self, content: bytes) -> bytes:
        return self._call("wrap", content)

    def unwrap(self, content: bytes) -> bytes:
        return self._call("unwrap", content)

    def _call(self, verb: str, content: bytes) -> bytes:
        try:
            answer = subprocess.run(
                [self.path, verb],
                input=base64.b64encode(content),
                capture_output=True,
                check=True,
                timeout=_SECONDS_TO_ANSWER,
            )
            return base64.b64decode(answer.stdout.strip(), validate=True)
        except subprocess.CalledProcessError as problem:
            said = problem.stderr.decode(errors="replace").strip()
            raise KeyProblem(f"The key program {self.path} {verb} ended with {problem.returncode}: {said}") from problem
        except (OSError, subprocess.TimeoutExpired, binascii.Error) as problem:
            raise KeyProblem(f"The key program {self.path} {verb} gave no key: {problem}") from problem


def read_key_file(path: Path) -> MasterKey | None:
    """None where there is no such file. Raises KeyProblem for one that can't be read or holds something else."""
    try:
        return MasterKey.parse(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise KeyProblem(f"The master key in {path} cannot be read: {problem}") from problem
    except KeyProblem as problem:
        raise KeyProblem(f"{path}: {problem}") from problem


def write_key_file(path: Path, key: MasterKey) -> None:
    """Raises FileExistsError where a file stands there; what a crash leaves is a whole key or none."""
    write_new(path, f"{key.text}\n".encode())


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()[:_CHECK_BYTES]
