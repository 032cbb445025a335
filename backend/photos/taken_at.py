"""When a photo was taken: the first source that tells, from most to least reliable."""

import re
from datetime import datetime, timedelta

from backend.common.localtime import LocalTime
from ml.vocabulary import TakenAtSource

# Where a name tells the day alone, the middle of it is the least wrong.
NOON = (12, 0, 0)

_DATE = r"(?P<year>(?:19|20)\d\d)(?P<sep>[-._ ]?)(?P<month>\d\d)(?P=sep)(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d)[-._: hH]?(?P<minute>\d\d)[-._: mM]?(?P<second>\d\d)"
# 20260312_083000, 2026-03-12 08.30.00, IMG_20260312_083000123, Photo 2026-03-12 at 08.30.00
_DATE_TIME = re.compile(rf"(?<!\d){_DATE}(?:[-_T ,]{{1,2}}|\s+at\s+){_TIME}(?!\d{{4}})")
_DATE_ONLY = re.compile(rf"(?<!\d){_DATE}(?!\d)")
# Pixel phones write the time in their file names in UTC.
_PIXEL = re.compile(r"^PXL_")


def find_taken_at(
    *,
    given: LocalTime | None,
    exif_local: str | None,
    exif_offset: str | None,
    file_name: str,
    last_modified: LocalTime | None,
) -> tuple[LocalTime, TakenAtSource]:
    """The date of a photo and where it came from.

    Order: what the person said, EXIF DateTimeOriginal with OffsetTimeOriginal, the file name, the file's own date on
    the phone, and at last the moment of receipt. Dates before 1990 or in the future are passed over.
    """
    if given is not None:
        return given, TakenAtSource.USER
    offered = (
        (read_exif(exif_local, exif_offset), TakenAtSource.EXIF),
        (read_file_name(file_name, last_modified), TakenAtSource.FILE_NAME),
        (last_modified, TakenAtSource.LAST_MODIFIED),
    )
    for taken_at, source in offered:
        if taken_at is not None and taken_at.is_plausible():
            return taken_at, source
    return LocalTime.now_utc(), TakenAtSource.RECEIVED


def read_exif(local: str | None, offset: str | None) -> LocalTime | None:
    """EXIF's ``2026:03:12 08:30:00`` and ``+01:00``; an offset that can't be read is unknown, not zero."""
    match = re.match(r"^(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)", local or "")
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    text = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
    # Some cameras write 60 for the second, or zeros for all: no time that ever was.
    for candidate in (text + (offset or "").strip(), text):
        try:
            return LocalTime.parse(candidate)
        except ValueError:
            continue
    return None


def read_file_name(name: str, last_modified: LocalTime | None = None) -> LocalTime | None:
    """The date in a camera's, messenger's or screenshot tool's file name.

    A Pixel phone's name is in UTC; the phone's offset, known from ``last_modified``, turns it into wall time.
    """
    if match := _DATE_TIME.search(name):
        parts = [int(match[part]) for part in ("year", "month", "day", "hour", "minute", "second")]
        moment = _datetime(*parts)
        if moment and _PIXEL.match(name):
            offset = (last_modified.offset_minutes if last_modified else None) or 0
            return LocalTime(moment + timedelta(minutes=offset), offset)
        if moment:
            return LocalTime(moment, None)
    if match := _DATE_ONLY.search(name):
        moment = _datetime(int(match["year"]), int(match["month"]), int(match["day"]), *NOON)
        return LocalTime(moment, None) if moment else None
    return None


def _datetime(*parts: int) -> datetime | None:
    try:
        return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (wall time)
    except ValueError:
        return None
