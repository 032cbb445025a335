"""Sessions as CSV: what is written, and what is taken from spreadsheets.

Written: UTF-8 with a byte-order mark (spreadsheets take it for UTF-8 then), commas, decimal points, every cell in
quotes, CRLF. Taken: that, semicolons or tabs instead of commas, decimal commas, any order of the columns.

A cell of text that a spreadsheet would take for a formula gets an apostrophe in front, also after a separator inside
the text, where a spreadsheet that splits elsewhere would begin a cell (OWASP, "CSV Injection"). Reading takes exactly
these apostrophes away again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.common.csv_cells import BYTE_ORDER_MARK, csv_row, guard, unguard
from backend.common.errors import DomainError
from backend.sessionlog.models import TreatmentSession
from ml.vocabulary import CSV_MAX_BYTES, CSV_MAX_ROWS

# Column -> whether its cells are words of a person, which may hold anything.
COLUMNS: dict[str, bool] = {
    "id": False,
    "started_at": False,
    "modality": False,
    "device_name": True,
    "program_name": True,
    "minutes": False,
    "timed": False,
    "intensity_microamp": False,
    "frequency_hz": False,
    "waveform": False,
    "polarity": False,
    "conductive_product": True,
    "place": False,
    "zones": False,
    "comfort": False,
    "sensation": True,
    "skin_before": True,
    "skin_after": True,
    "notes": True,
    "simulated": False,
}
REQUIRED = ("started_at", "modality", "minutes")
NUMBERS = ("minutes", "intensity_microamp", "frequency_hz")
YES, NO = "yes", "no"
FLAGS = {YES: True, "true": True, "1": True, NO: False, "false": False, "0": False, "": False}


@dataclass(frozen=True)
class Line:
    """A row of the file: the line on which it starts (the first of the file is 1) and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a file, and the columns that mean nothing here."""

    lines: list[Line]
    ignored: list[str]


def csv_of(sessions: Iterable[TreatmentSession]) -> Iterator[str]:
    """The file, header first, row by row."""
    yield BYTE_ORDER_MARK + csv_row(COLUMNS)
    for session in sessions:
        cells = {name: cell_text(name, getattr(session, name)) for name in COLUMNS}
        cells["started_at"] = session.started_at.isoformat()
        cells["zones"] = zones_text(session.zones, session.minutes_by_zone)
        yield csv_row(cells[name] for name in COLUMNS)


def cell_text(name: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case float():
            # repr gives the shortest digits that read back as the same number.
            return repr(value).removesuffix(".0")
        case _:
            return guard(str(value)) if COLUMNS[name] else str(value)


def zones_text(zones: Iterable[str], minutes_by_zone: Mapping[str, float]) -> str:
    """``cheek_left 5 | jaw_left 2.5``, or the zones alone where no minutes are given for each."""
    return " | ".join(
        f"{zone} {cell_text('minutes', float(minutes_by_zone[zone]))}" if zone in minutes_by_zone else zone
        for zone in zones
    )


def read_table(content: bytes) -> Table:
    """The rows of a file of at most ``CSV_MAX_BYTES``.

    Raises DomainError ``file_too_large``, ``not_csv`` when it is no UTF-8 text or has no such columns, and
    ``too_many_rows``.
    """
    if len(content) > CSV_MAX_BYTES:
        raise file_too_large()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_csv("This file is not UTF-8 text. In the spreadsheet, choose “CSV UTF-8” when saving.") from None
    skipped = 0
    if text[:4].casefold() == "sep=":
        _, _, text = text.partition("\n")
        skipped = 1
    try:
        return _read(text, skipped)
    except csv.Error as problem:
        raise not_csv(f"This file is damaged: {problem}. Nothing was saved.") from None


def _read(text: str, skipped: int) -> Table:
    delimiter, header = _header(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(reader)
    before = reader.line_num
    lines: list[Line] = []
    for row in reader:
        number, before = before + 1 + skipped, reader.line_num
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) == CSV_MAX_ROWS:
            raise DomainError(
                "too_many_rows",
                f"At most {CSV_MAX_ROWS:,} sessions are taken at once. Split the file.",
                http_status=413,
            )
        cells = dict(zip(header, row, strict=False))
        lines.append(Line(number, {name: cells.get(name, "") for name in COLUMNS if name in header}))
    return Table(lines, [name for name in header if name and name not in COLUMNS])


def _header(text: str) -> tuple[str, list[str]]:
    """The delimiter under which the first line has the columns that are needed, and its names."""
    for delimiter in (",", ";", "\t"):
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        names = [name.strip().casefold() for name in first]
        if set(REQUIRED) <= set(names):
            return delimiter, names
    raise not_csv(f"The first line must name the columns {', '.join(REQUIRED)}. Nothing was saved.")


def not_csv(sentence: str) -> DomainError:
    return DomainError("not_csv", sentence)


def file_too_large() -> DomainError:
    return DomainError(
        "csv_too_large", f"Files of up to {CSV_MAX_BYTES // 1024**2} MB are taken. Split the file.", http_status=413
    )


def values_of(line: Line) -> dict[str, Any]:
    """A row's cells as the API's values; what cannot be read stays as it is, for the serializer to name."""
    values: dict[str, Any] = {}
    for name, cell in line.cells.items():
        text = unguard(cell) if COLUMNS[name] else cell.strip()
        if name == "zones":
            values |= _zones(text)
        elif name in NUMBERS:
            if text:
                values[name] = _decimal(text)
        elif name in {"timed", "simulated"}:
            values[name] = FLAGS.get(text.casefold(), text)
        elif text or COLUMNS[name]:
            values[name] = text
    return values


def _decimal(text: str) -> str:
    """A decimal comma as a point; a number with both is no number here."""
    return text.replace(",", ".") if "." not in text else text


def _zones(text: str) -> dict[str, Any]:
    parts = [part.split() for part in text.split("|") if part.strip()]
    minutes = {part[0]: _decimal(part[1]) for part in parts if len(part) == 2}
    return {
        "zones": [part[0] if len(part) <= 2 else " ".join(part) for part in parts],
        "minutes_by_zone": minutes,
    }
