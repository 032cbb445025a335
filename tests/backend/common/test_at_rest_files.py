"""What lies in the store: nothing that can be read, altered, exchanged or cut short without the keys."""

import io
from pathlib import Path
from typing import IO, Any, cast

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backend.common.at_rest.keyset import FILE_MARK
from backend.common.at_rest.problems import Unreadable

KEY = "photos/ab/one/original.jpg"
MIB = 1024 * 1024
# Around the ends of Tink's segments of 1 MiB, the first of which is shorter by a header of 40, each by a tag of 16.
EDGES = [0, 1, 15, 16, MIB - 57, MIB - 56, MIB - 55, 2 * MIB - 73, 2 * MIB - 72, 2 * MIB - 71, 3 * MIB]


def stored(key: str = KEY) -> Path:
    return Path(settings.MEDIA_ROOT) / key


def content_of(size: int) -> bytes:
    return bytes(number * 7919 % 251 for number in range(1000)) * (size // 1000 + 1)


def read(key: str = KEY) -> bytes:
    with default_storage.open(key) as file:
        return cast(bytes, file.read())


@pytest.mark.parametrize("size", EDGES)
def test_what_goes_in_comes_out_and_its_size_is_known(size: int) -> None:
    content = content_of(size)[:size]
    default_storage.save(KEY, ContentFile(content))
    assert read() == content
    assert default_storage.size(KEY) == size
    assert stored().read_bytes().startswith(FILE_MARK)
    with default_storage.open(KEY) as file:
        assert file.seek(0, io.SEEK_END) == size
        assert file.read() == b""


def test_nothing_of_the_content_lies_on_the_disk() -> None:
    content = b"this face is nobody's business" * 50_000
    default_storage.save(KEY, ContentFile(content))
    lies_there = stored().read_bytes()
    assert content[:16] not in lies_there
    assert len(lies_there) < len(content) + 200, "it does not grow either"


def test_the_same_content_never_looks_the_same() -> None:
    default_storage.save(KEY, ContentFile(b"one" * 1000))
    first = stored().read_bytes()
    default_storage.save(KEY, ContentFile(b"one" * 1000))
    second = stored().read_bytes()
    assert first != second
    # The salt of its own key stands after the mark and a byte of length.
    assert first[5:37] != second[5:37]


@given(
    moves=st.lists(
        st.tuples(st.integers(0, 2 * MIB + 5000), st.integers(0, 70_000)),
        min_size=1,
        max_size=6,
    )
)
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_can_be_read_in_any_order(moves: list[tuple[int, int]]) -> None:
    content = content_of(2 * MIB + 3000)[: 2 * MIB + 3000]
    if not default_storage.exists(KEY):
        default_storage.save(KEY, ContentFile(content))
    with default_storage.open(KEY) as file:
        for start, length in moves:
            file.seek(start)
            assert file.read(length) == content[start : start + length]


@pytest.mark.parametrize("at", [4, 20, 50, 1000, MIB + 500, -1])
def test_a_changed_byte_is_found_out(at: int) -> None:
    default_storage.save(KEY, ContentFile(content_of(2 * MIB)))
    lies_there = bytearray(stored().read_bytes())
    lies_there[at] ^= 1
    stored().write_bytes(lies_there)
    with pytest.raises(Unreadable):
        read()


@pytest.mark.parametrize("left", [4, 30, 44, 60, MIB, MIB + 4, 2 * MIB + 4])
def test_a_file_that_was_cut_short_is_found_out(left: int) -> None:
    default_storage.save(KEY, ContentFile(content_of(2 * MIB)))
    stored().write_bytes(stored().read_bytes()[:left])
    with pytest.raises(Unreadable):
        read()


def test_a_file_does_not_open_in_the_place_of_another() -> None:
    other = "photos/ab/two/original.jpg"
    default_storage.save(KEY, ContentFile(b"one"))
    default_storage.save(other, ContentFile(b"two"))
    stored(other).write_bytes(stored().read_bytes())
    with pytest.raises(Unreadable):
        read(other)


def test_what_was_stored_before_files_were_encrypted_is_still_read() -> None:
    stored().parent.mkdir(parents=True)
    stored().write_bytes(b"\xff\xd8\xff an old photo")
    assert read() == b"\xff\xd8\xff an old photo"


def test_there_is_no_way_past_the_keys() -> None:
    default_storage.save(KEY, ContentFile(b"one"))
    with pytest.raises(NotImplementedError):
        default_storage.path(KEY)
    with pytest.raises(NotImplementedError):
        default_storage.url(KEY)
    with pytest.raises(ValueError, match="saved as a whole"):
        default_storage.open(KEY, "wb")


def test_memory_does_not_grow_with_the_file() -> None:
    class Long(io.RawIOBase):
        """A hundred megabytes that are nowhere."""

        left = 100

        def readable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def read(self, size: int = -1) -> bytes:
            assert size <= MIB
            self.left -= 1
            return b"x" * MIB if self.left >= 0 else b""

    import tracemalloc  # noqa: PLC0415 (slows down what runs beside it)

    tracemalloc.start()
    try:
        default_storage.save(KEY, cast(IO[Any], Long()))
        with default_storage.open(KEY) as file:
            assert sum(len(chunk) for chunk in iter(lambda: file.read(64 * 1024), b"")) == 100 * MIB
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 * MIB
