"""The date of a photo: which source wins, and how each is read."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.localtime import LocalTime
from backend.photos.taken_at import find_taken_at, read_exif, read_file_name
from ml.vocabulary import TakenAtSource

MODIFIED = LocalTime.parse("2026-04-01T10:00:00+02:00")


def find(**sources: object) -> tuple[str, TakenAtSource]:
    nothing: dict[str, object] = {
        "given": None,
        "exif_local": None,
        "exif_offset": None,
        "file_name": "",
        "last_modified": None,
    }
    taken_at, source = find_taken_at(**{**nothing, **sources})  # type: ignore[arg-type]
    return taken_at.isoformat(), source


def test_the_first_source_that_tells_wins() -> None:
    sources: dict[str, object] = {
        "given": LocalTime.parse("2025-01-01T01:01:01"),
        "exif_local": "2026:03:12 08:30:00",
        "exif_offset": "+01:00",
        "file_name": "IMG_20260311_070000.jpg",
        "last_modified": MODIFIED,
    }
    found = []
    for missing in [[], ["given"], ["exif_local"], ["file_name"], ["last_modified"]]:
        for name in missing:
            sources[name] = "" if name == "file_name" else None
        found.append(find(**sources))
    assert found[:4] == [
        ("2025-01-01T01:01:01", TakenAtSource.USER),
        ("2026-03-12T08:30:00+01:00", TakenAtSource.EXIF),
        ("2026-03-11T07:00:00", TakenAtSource.FILE_NAME),
        ("2026-04-01T10:00:00+02:00", TakenAtSource.LAST_MODIFIED),
    ]
    assert found[4][1] == TakenAtSource.RECEIVED


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IMG_20260312_083000.jpg", "2026-03-12T08:30:00"),
        ("20260312_083000.jpg", "2026-03-12T08:30:00"),
        ("IMG_20260312_083000123_HDR.jpg", "2026-03-12T08:30:00"),
        ("2026-03-12 08.30.00.jpg", "2026-03-12T08:30:00"),
        ("Photo 2026-03-12 at 08.30.00.heic", "2026-03-12T08:30:00"),
        ("signal-2026-03-12-083000.jpg", "2026-03-12T08:30:00"),
        ("Screenshot_20260312-083000.png", "2026-03-12T08:30:00"),
        ("IMG-20260312-WA0001.jpg", "2026-03-12T12:00:00"),
        ("face 2026-03-12.png", "2026-03-12T12:00:00"),
        ("IMG_1234.HEIC", None),
        ("20261345_000000.jpg", None),
        ("1234567890123456.jpg", None),
        ("", None),
    ],
)
def test_file_names_of_cameras_and_messengers(name: str, expected: str | None) -> None:
    found = read_file_name(name)
    assert (found.isoformat() if found else None) == expected


def test_a_pixel_phones_name_is_in_utc() -> None:
    found = read_file_name("PXL_20260312_223000123.jpg", MODIFIED)
    assert found == LocalTime.parse("2026-03-13T00:30:00+02:00")


@given(st.datetimes(min_value=datetime.fromisoformat("1990-01-01"), max_value=datetime.fromisoformat("2026-01-01")))
def test_any_moment_survives_exif_and_file_name(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert read_exif(moment.strftime("%Y:%m:%d %H:%M:%S"), None) == LocalTime(moment, None)
    assert read_file_name(moment.strftime("IMG_%Y%m%d_%H%M%S.jpg")) == LocalTime(moment, None)


@given(st.text(max_size=60), st.text(max_size=10))
def test_no_text_breaks_the_readers(text: str, offset: str) -> None:
    read_file_name(text)
    read_exif(text, offset)


@pytest.mark.parametrize("local", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:02:30 08:00:00", "", None])
def test_exif_that_is_no_date_is_passed_over(local: str | None) -> None:
    assert read_exif(local, "+01:00") is None


def test_exif_offset_that_cannot_be_read_is_unknown() -> None:
    assert read_exif("2026:03:12 08:30:00", "   :  ") == LocalTime.parse("2026-03-12T08:30:00")


def test_a_clock_that_is_wrong_is_not_believed() -> None:
    assert find(exif_local="2062:01:01 00:00:00", last_modified=MODIFIED)[1] == TakenAtSource.LAST_MODIFIED
    assert find(exif_local="1980:01:01 00:00:00", last_modified=MODIFIED)[1] == TakenAtSource.LAST_MODIFIED


@given(
    st.datetimes(min_value=datetime.fromisoformat("1900-01-01"), max_value=datetime.fromisoformat("2200-01-01")),
    st.none() | st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_local_time_round_trips(moment: datetime, offset: int | None) -> None:
    when = LocalTime(moment.replace(microsecond=0), offset)
    assert LocalTime.parse(when.isoformat()) == when


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-12", "2026-03-12T08:30:00+23:00", "2026-13-12T08:30:00"])
def test_what_is_no_local_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        LocalTime.parse(text)
