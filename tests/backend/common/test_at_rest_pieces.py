"""What is small or still growing: uploads under way, pictures and secrets in the database, films in the making."""

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import pytest
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from backend.accounts.adapter import SecondFactorAdapter
from backend.common.at_rest import workshop
from backend.common.at_rest.fields import EncryptedBinaryField
from backend.common.at_rest.older import plain_files
from backend.common.at_rest.pieces import MARK, BlockReader, Blocks, open_sealed, seal
from backend.common.at_rest.problems import Unreadable
from backend.common.at_rest.uploads import EncryptedUploadHandler
from backend.photos.models import Alignment
from tests.conftest import RunJobs, Upload


@pytest.fixture
def growing() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile(buffering=0) as file:
        yield cast(IO[bytes], file)


def whole(file: IO[bytes], name: str = "one") -> bytes:
    return io.BufferedReader(BlockReader(Blocks(file, name))).read()


@given(blocks=st.lists(st.binary(min_size=1, max_size=300), max_size=8), torn=st.integers(1, 400))
def test_what_is_whole_counts_and_what_was_cut_off_is_overwritten(blocks: list[bytes], torn: int) -> None:
    with tempfile.TemporaryFile(buffering=0) as file:
        growing = cast(IO[bytes], file)
        for block in blocks:
            # Each time by another process.
            Blocks(growing, "one").append(block)
        sizes = os.fstat(growing.fileno()).st_size
        assert whole(growing) == b"".join(blocks)
        Blocks(growing, "one").append(b"x" * 500)
        growing.truncate(sizes + torn)
        assert Blocks(growing, "one").end.content == len(b"".join(blocks))
        Blocks(growing, "one").append(b"end")
        assert whole(growing) == b"".join(blocks) + b"end"


def test_any_part_of_a_growing_file_can_be_read(growing: IO[bytes]) -> None:
    blocks = Blocks(growing, "one")
    content = os.urandom(10_000)
    for at in range(0, len(content), 700):
        blocks.append(content[at : at + 700])
    reader = io.BufferedReader(BlockReader(blocks), 64)
    for start, length in ((9_999, 5), (0, 3), (699, 2), (5_000, 5_000)):
        reader.seek(start)
        assert reader.read(length) == content[start : start + length]


def test_blocks_are_bound_to_their_file_and_place(growing: IO[bytes]) -> None:
    Blocks(growing, "one").append(b"a" * 100)
    Blocks(growing, "one").append(b"b" * 100)
    with pytest.raises(Unreadable):
        whole(growing, "another")
    growing.seek(0)
    content = growing.read()
    half = len(content) // 2
    growing.seek(0)
    growing.write(content[half:] + content[:half])
    with pytest.raises(Unreadable):
        whole(growing)


def test_what_is_sealed_opens_as_nothing_else() -> None:
    sealed = seal(b"a secret", "here")
    assert open_sealed(sealed, "here") == b"a secret"
    assert open_sealed(b"kept before", "here") == b"kept before"
    with pytest.raises(Unreadable):
        open_sealed(sealed, "there")
    with pytest.raises(Unreadable):
        open_sealed(sealed[:-1] + bytes([sealed[-1] ^ 1]), "here")


def test_an_authenticator_s_secret_is_sealed_and_older_ones_still_open() -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSW" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"
    assert adapter.decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"


def test_a_form_s_file_has_no_name_and_nothing_plain_on_the_disk(tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    handler = EncryptedUploadHandler()
    handler.new_file("file", "p.jpg", "image/jpeg", None, None)
    content = os.urandom(200_000)
    for at in range(0, len(content), handler.chunk_size):
        handler.receive_data_chunk(content[at : at + handler.chunk_size], at)
    lies_there = os.pread(handler._file.fileno(), 1 << 20, 0)
    assert content[1000:1016] not in lies_there
    assert len(lies_there) > len(content)
    assert list(tmp_path.iterdir()) == []
    received = handler.file_complete(len(content))
    assert (received.size, received.name) == (len(content), "p.jpg")
    assert received.read() == content
    received.seek(100)
    assert received.read(50) == content[100:150]
    received.close()
    assert handler._file.closed


def columns() -> list[tuple[str, str]]:
    fields = [field for field in Alignment._meta.local_concrete_fields if isinstance(field, EncryptedBinaryField)]
    return [(Alignment._meta.db_table, str(field.column)) for field in fields]


def raw(table: str, column: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 (names of ours)
        return [bytes(value) for (value,) in cursor.fetchall()]


def test_nobody_looks_for_what_is_sealed() -> None:
    with pytest.raises(FieldError):
        Alignment.objects.filter(landmarks=b"one").first()


def test_pictures_in_the_database_are_sealed(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    upload(as_alice)
    run_jobs()
    alignment = Alignment.objects.get()
    assert len(alignment.landmarks or b"") == 478 * 3 * 4
    assert {column for _, column in columns()} == {"landmarks", "reference", "flip_detail"}
    kept = [value for table, column in columns() for value in raw(table, column)]
    assert len(kept) >= 2
    assert all(value.startswith(MARK) for value in kept)


def test_what_was_kept_in_plain_is_encrypted_in_its_place(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portrait: bytes
) -> None:
    photo = upload(as_alice).json()
    run_jobs()
    landmarks = bytes(Alignment.objects.get().landmarks or b"")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE photos_alignment SET landmarks = %s", [landmarks])
    store = Path(settings.MEDIA_ROOT)
    files = [str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()]
    for key in files:
        with default_storage.open(key) as file:
            content = file.read()
        (store / key).write_bytes(content)
    assert sorted(plain_files()) == sorted(files)
    assert b"".join(as_alice.get(photo["original"]["url"]).streaming_content) == portrait  # type: ignore[attr-defined]

    out = io.StringIO()
    call_command("encrypt_files", stdout=out)
    assert out.getvalue() == f"Encrypted: {len(files)} files, 1 pictures in the database.\n"
    assert list(plain_files()) == []
    assert raw("photos_alignment", "landmarks")[0].startswith(MARK)
    assert Alignment.objects.get().landmarks == landmarks
    assert b"".join(as_alice.get(photo["original"]["url"]).streaming_content) == portrait  # type: ignore[attr-defined]
    out = io.StringIO()
    call_command("encrypt_files", stdout=out)
    assert out.getvalue() == "Encrypted: 0 files, 0 pictures in the database.\n"
    call_command("encrypt_files", unfinished=True, stdout=out)
    assert out.getvalue().count("\n") == 1, "nothing is left to be gone on with"


def test_a_damaged_original_is_said_and_not_sent(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice).json()
    (stored,) = Path(settings.MEDIA_ROOT).rglob("original*")
    content = bytearray(stored.read_bytes())
    content[200] ^= 1
    stored.write_bytes(content)
    answer = as_alice.get(photo["original"]["url"])
    assert (answer.status_code, answer.json()["code"]) == (500, "file_damaged")


@pytest.fixture
def memory(settings: Any, tmp_path: Path) -> Path:
    settings.WORKSHOP_DIR = tmp_path / "shm"
    settings.WORKSHOP_DIR.mkdir()
    return tmp_path / "shm"


def test_films_are_made_in_memory_and_leave_nothing(memory: Path) -> None:
    place = workshop.make_workshop("films/one")
    assert memory in place.parents
    assert place.stat().st_mode & 0o777 == 0o700
    (place / "film.mp4").write_bytes(b"half")
    workshop.clear_workshops("films/one")
    assert [path for path in memory.rglob("*") if path.is_file() or path.name == "films"] == []


def test_another_account_s_folder_in_memory_is_not_used(memory: Path) -> None:
    place = workshop.make_workshop("films/one")
    own = place.parents[1]
    workshop.clear_workshops("films/one")
    own.chmod(0o777)
    assert memory not in workshop.make_workshop("films/one").parents
    workshop.clear_workshops("films/one")
    own.rmdir()
    own.symlink_to(memory)
    assert memory not in workshop.make_workshop("films/one").parents


def test_where_memory_is_short_films_are_made_on_the_disk(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "ENOUGH", 1 << 60)
    assert memory not in workshop.make_workshop("films/one").parents


def test_a_store_that_is_empty_has_nothing_in_plain() -> None:
    assert list(plain_files()) == []
    default_storage.save("a/b/c.jpg", ContentFile(b"one"))
    assert list(plain_files()) == []
