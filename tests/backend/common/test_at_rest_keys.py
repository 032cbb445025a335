"""The master key and the keyset: made once, told apart, changed without touching a photo, never replaced in silence."""

import base64
import io
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from backend.common.at_rest import keyset as keys
from backend.common.at_rest.master import BYTES, MasterKey, write_key_file
from backend.common.at_rest.problems import KeyProblem

KEY = "photos/ab/one/original.jpg"


@pytest.fixture
def installation(settings: Any, tmp_path: Path) -> Path:
    """One of its own, that was never started."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KEYSET_FILE, settings.MASTER_KEY_FILE = tmp_path / "keys" / "keyset.json", tmp_path / "master_key"
    return tmp_path


@pytest.fixture
def photo(installation: Path) -> Callable[[], bytes]:
    """Reads what was stored at first."""
    default_storage.save(KEY, ContentFile(b"a face"))

    def read() -> bytes:
        keys._opened.cache_clear()
        with default_storage.open(KEY) as file:
            return bytes(file.read())

    return read


def said(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("master_key", *arguments, stdout=out)
    return out.getvalue()


@given(secret=st.binary(min_size=BYTES, max_size=BYTES))
def test_a_key_that_is_written_down_is_read_again(secret: bytes) -> None:
    key = MasterKey(secret)
    assert MasterKey.parse(key.text) == key
    assert MasterKey.parse(f" {key.text.lower().replace('-', ' ')}\n") == key
    assert len(key.text.split("-")) == 14


@given(secret=st.binary(min_size=BYTES, max_size=BYTES), at=st.integers(0, 68), letter=st.sampled_from("ABCXYZ234567"))
def test_a_slip_of_the_pen_is_found_out(secret: bytes, at: int, letter: str) -> None:
    text = MasterKey(secret).text
    if text[at] in {"-", letter}:
        return
    with pytest.raises(KeyProblem, match="a letter is wrong or missing"):
        MasterKey.parse(text[:at] + letter + text[at + 1 :])


def test_the_secret_shows_in_no_representation() -> None:
    key = MasterKey(b"S" * BYTES)
    assert "SSS" not in repr(key)
    assert key.text not in repr(key)
    assert key.text[:9] not in key.name


def test_keys_are_made_once_for_their_owner_alone(photo: Callable[[], bytes], installation: Path) -> None:
    kept = (installation / "keys" / "keyset.json").read_bytes(), (installation / "master_key").read_bytes()
    assert photo() == b"a face"
    assert kept == ((installation / "keys" / "keyset.json").read_bytes(), (installation / "master_key").read_bytes())
    for path in (installation / "keys" / "keyset.json", installation / "master_key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((installation / "keys").stat().st_mode) == 0o700


def test_another_master_key_is_told_apart_and_nothing_is_changed(
    photo: Callable[[], bytes], installation: Path
) -> None:
    right = (installation / "master_key").read_text()
    (installation / "master_key").write_text(MasterKey.generate().text)
    before = (installation / "keys" / "keyset.json").read_bytes()
    with pytest.raises(KeyProblem, match="is not the one that opens the keyset; that is the master key "):
        photo()
    assert (installation / "keys" / "keyset.json").read_bytes() == before
    (installation / "master_key").write_text(right)
    assert photo() == b"a face"


def test_a_missing_master_key_is_not_made_anew(photo: Callable[[], bytes], installation: Path) -> None:
    (installation / "master_key").unlink()
    with pytest.raises(KeyProblem, match="The master key is missing"):
        photo()
    assert not (installation / "master_key").exists()


def test_a_missing_keyset_is_not_made_anew_where_photos_need_it(photo: Callable[[], bytes], installation: Path) -> None:
    (installation / "keys" / "keyset.json").unlink()
    with pytest.raises(KeyProblem, match="Put it back from a backup"):
        photo()
    assert not (installation / "keys" / "keyset.json").exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"form": "likeness keyset 1", "wrapped": [{}]}', b"\xff"])
def test_a_keyset_that_cannot_be_read_is_said(photo: Callable[[], bytes], installation: Path, content: bytes) -> None:
    (installation / "keys" / "keyset.json").write_bytes(content)
    with pytest.raises(KeyProblem, match="cannot be read"):
        photo()


def test_a_keyset_of_a_later_form_asks_for_an_update(photo: Callable[[], bytes], installation: Path) -> None:
    path = installation / "keys" / "keyset.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"form": "likeness keyset 2"}))
    with pytest.raises(KeyProblem, match="update Likeness"):
        photo()


def test_an_altered_keyset_does_not_open(photo: Callable[[], bytes], installation: Path) -> None:
    path = installation / "keys" / "keyset.json"
    content = json.loads(path.read_text())
    wrapped = bytearray(base64.b64decode(content["wrapped"][0]["keys"]))
    wrapped[40] ^= 1
    content["wrapped"][0]["keys"] = base64.b64encode(wrapped).decode()
    path.write_text(json.dumps(content))
    with pytest.raises(KeyProblem, match="does not open the keyset, or the keyset was altered"):
        photo()


def test_the_master_key_is_changed_without_touching_a_photo(photo: Callable[[], bytes], installation: Path) -> None:
    old = (installation / "master_key").read_text()
    stored = (installation / "media" / KEY).read_bytes()
    assert "The master key was changed" in said("change")
    assert (installation / "master_key").read_text() != old
    assert (installation / "media" / KEY).read_bytes() == stored
    assert photo() == b"a face"
    (installation / "master_key").write_text(old)
    with pytest.raises(KeyProblem, match="is not the one"):
        photo()


# Making the new key, letting it in (1 + 1), putting it in its place, letting the old one go (1 + 1).
@pytest.mark.parametrize("step", range(1, 7))
def test_a_change_that_is_cut_off_at_any_step_leaves_the_photos_readable(
    photo: Callable[[], bytes], installation: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    class Dead(BaseException):
        """The battery is empty."""

    done = 0

    def dies_at(step_of: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == step:
                raise Dead
            return step_of(*arguments, **named)

        return call

    command = "backend.common.management.commands.master_key"
    with monkeypatch.context() as patched:
        patched.setattr(f"{command}.write_key_file", dies_at(write_key_file))
        patched.setattr(keys, "rewrap", dies_at(keys.rewrap))
        patched.setattr(Path, "replace", dies_at(Path.replace))
        patched.setattr(keys, "forget_other_wrappers", dies_at(keys.forget_other_wrappers))
        with pytest.raises(Dead):
            call_command("master_key", "change", stdout=io.StringIO())
        assert done == step
    assert photo() == b"a face"
    said("change")
    assert photo() == b"a face"
    assert len(keys.wrappers(keys.places())) == 1
    assert sorted(path.name for path in installation.iterdir() if "master" in path.name) == ["master_key"]


def test_the_key_may_come_from_the_environment(photo: Callable[[], bytes], installation: Path, settings: Any) -> None:
    settings.MASTER_KEY = (installation / "master_key").read_text()
    (installation / "master_key").unlink()
    assert photo() == b"a face"
    new = said("change").split("The new key: ")[1].splitlines()[0]
    assert photo() == b"a face", "both open it until the change is finished"
    assert "So do: " in said("check")
    settings.MASTER_KEY = new
    assert photo() == b"a face"
    assert "No longer opens the keyset: master key" in said("finish")
    assert len(keys.wrappers(keys.places())) == 1
    assert photo() == b"a face"


PROGRAM = """#!{python}
import base64, sys
content = base64.b64decode(sys.stdin.read())
if sys.argv[1] == "unwrap" and not content.startswith(b"service:"):
    sys.exit("this was not wrapped here")
turned = content[8:][::-1] if sys.argv[1] == "unwrap" else b"service:" + content[::-1]
print(base64.b64encode(turned).decode())
"""


def test_a_program_may_keep_the_key(photo: Callable[[], bytes], installation: Path, settings: Any) -> None:
    program = installation / "key-program"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o700)
    said("change", f"--to-program={program}")
    settings.KEY_PROGRAM = program
    said("finish")
    (installation / "master_key").unlink()
    assert photo() == b"a face"
    assert keys.wrappers(keys.places()) == ["key program"]
    program.write_text("#!/bin/sh\necho the service sleeps >&2; exit 3\n")
    with pytest.raises(KeyProblem, match="ended with 3: the service sleeps"):
        photo()


def test_showing_the_key_puts_it_into_no_log(photo: Callable[[], bytes], installation: Path) -> None:
    key = (installation / "master_key").read_text().strip()
    assert key not in said("show")
    assert str(installation / "master_key") in said("show")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    call_command("master_key", "show", stdout=out)
    assert key in out.getvalue()


def test_commands_say_what_is_wrong_in_words(photo: Callable[[], bytes], installation: Path) -> None:
    os.truncate(installation / "master_key", 10)
    keys._opened.cache_clear()
    with pytest.raises(CommandError, match="a letter is wrong or missing"):
        said("check")
