"""The keyset: two Tink keys in one small file, closed by the master key (or by a key program).

``form`` says how to read it; ``wrapped`` holds the same keys once for each wrapper that opens them, of which there are
two only while the master key is being changed.
"""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final

import tink
from django.conf import settings
from tink import aead, secret_key_access, streaming_aead

from backend.common.at_rest.master import KeyProgram, MasterKey, Wrapper, read_key_file, write_key_file
from backend.common.at_rest.problems import KeyProblem
from backend.common.durable import write_new, write_over

FORM: Final = "likeness keyset 1"
# Of every encrypted file, before what Tink writes: no photograph begins like this.
FILE_MARK: Final = b"LKF1"

aead.register()
streaming_aead.register()


@dataclass(frozen=True)
class Keyset:
    """``files`` encrypts what is stored, ``pieces`` what is small, or still growing."""

    files: Any
    pieces: Any


@dataclass(frozen=True)
class Places:
    """Where keys lie, as the settings say."""

    keyset: Path
    master: Path
    # The key itself, from the environment; empty for the file's.
    master_text: str
    program: Path | None
    store: Path


def places() -> Places:
    return Places(
        keyset=settings.KEYSET_FILE,
        master=settings.MASTER_KEY_FILE,
        master_text=settings.MASTER_KEY,
        program=settings.KEY_PROGRAM,
        store=Path(settings.MEDIA_ROOT),
    )


def keyset() -> Keyset:
    """The keys that are in force, made at the first call on a new installation. Raises KeyProblem."""
    return _opened(places())


@lru_cache(maxsize=8)
def _opened(where: Places) -> Keyset:
    if not where.keyset.exists():
        make_keys(where)
    return _parse(_unwrap(_read(where.keyset), wrapper_of(where)))


def make_keys(where: Places) -> None:
    """Keys for an installation that has none; of two processes that start together, one makes them.

    Raises KeyProblem where files are encrypted already: with other keys they would never be read again.
    """
    if (lost := _first_encrypted(where.store)) is not None:
        raise KeyProblem(
            f"The keyset {where.keyset} is missing, but {lost} is encrypted with it. Put it back from a backup; "
            "nothing was changed."
        )
    if where.program is None and not where.master_text and read_key_file(where.master) is None:
        with suppress(FileExistsError):
            write_key_file(where.master, MasterKey.generate())
    wrapper = wrapper_of(where)
    # Until `encrypt_files` has gone over what an earlier Likeness stored in plain.
    write_over(older_files_note(where), b"")
    with suppress(FileExistsError):
        write_new(where.keyset, _written({wrapper.name: wrapper.wrap(_generate())}))


def older_files_note(where: Places) -> Path:
    """While this file is there, some of what is stored may lie in plain."""
    return where.keyset.with_name("older_files")


def wrapper_of(where: Places) -> Wrapper:
    """What opens the keyset here. Raises KeyProblem where there is nothing."""
    if where.program is not None:
        return KeyProgram(where.program)
    if where.master_text:
        return MasterKey.parse(where.master_text)
    if (key := read_key_file(where.master)) is not None:
        return key
    raise KeyProblem(
        f"The master key is missing: there is no {where.master}, and LIKENESS_MASTER_KEY is not set. Without it no "
        "photo can be read. Put your copy of it back; nothing was changed."
    )


def rewrap(where: Places, *, by: Wrapper) -> None:
    """Let ``by`` open the keyset too. Raises KeyProblem where what opens it now is not here."""
    content = _read(where.keyset)
    secret = _unwrap(content, wrapper_of(where))
    write_over(where.keyset, _written(content | {by.name: by.wrap(secret)}))


def forget_other_wrappers(where: Places) -> list[str]:
    """Only what is in force opens the keyset from now on; the names of those that no longer do."""
    wrapper = wrapper_of(where)
    content = _read(where.keyset)
    _unwrap(content, wrapper)
    write_over(where.keyset, _written({wrapper.name: content[wrapper.name]}))
    _opened.cache_clear()
    return sorted(set(content) - {wrapper.name})


def wrappers(where: Places) -> list[str]:
    """The names of all that open the keyset."""
    return sorted(_read(where.keyset))


def _read(path: Path) -> dict[str, bytes]:
    try:
        content = json.loads(path.read_bytes())
        if content["form"] != FORM:
            raise KeyProblem(f"The keyset {path} is of another form ({content['form']}): update Likeness.")
        return {one["by"]: base64.b64decode(one["keys"]) for one in content["wrapped"]}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise KeyProblem(f"The keyset {path} cannot be read: {problem}. Put it back from a backup.") from problem


def _written(wrapped: dict[str, bytes]) -> bytes:
    entries = [{"by": name, "keys": base64.b64encode(keys).decode()} for name, keys in wrapped.items()]
    return json.dumps({"form": FORM, "wrapped": entries}, indent=1).encode() + b"\n"


def _unwrap(content: dict[str, bytes], wrapper: Wrapper) -> bytes:
    if wrapper.name not in content:
        raise KeyProblem(
            f"The {wrapper.name} is not the one that opens the keyset; that is the {' or the '.join(sorted(content))}. "
            "Put the right one in its place; nothing was changed."
        )
    return wrapper.unwrap(content[wrapper.name])


def _generate() -> bytes:
    templates = {
        "files": streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB,
        "pieces": aead.aead_key_templates.AES256_GCM,
    }
    made = {
        name: tink.json_proto_keyset_format.serialize(tink.new_keyset_handle(template), secret_key_access.TOKEN)
        for name, template in templates.items()
    }
    return json.dumps(made).encode()


def _parse(secret: bytes) -> Keyset:
    def handle(name: str) -> Any:
        return tink.json_proto_keyset_format.parse(keys[name], secret_key_access.TOKEN)

    keys = json.loads(secret)
    return Keyset(
        handle("files").primitive(streaming_aead.StreamingAead),
        handle("pieces").primitive(aead.Aead),
    )


def begins_encrypted(file: IO[bytes]) -> bool:
    """Whether the mark stands where ``file`` stands, which is behind it afterwards."""
    return file.read(len(FILE_MARK)) == FILE_MARK


def _first_encrypted(store: Path) -> Path | None:
    for path in store.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                if begins_encrypted(file):
                    return path
    return None
