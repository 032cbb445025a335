"""Writing CSV that a spreadsheet opens without running anything that stands in it."""

import csv
import io
import re
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"

# What begins a formula, in narrow and in full-width characters; the apostrophe is guarded so that one in the text
# stays apart from ours.
_STARTS = "'=+\\-@＝＋－＠\t\r\n"
_BEGINNING = r"(?<![^;,\t\r\n])"
_UNGUARDED = re.compile(f"{_BEGINNING}(?=[{_STARTS}])")
_GUARD = re.compile(f"{_BEGINNING}'(?=[{_STARTS}])")


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return _UNGUARDED.sub("'", text)


def unguard(text: str) -> str:
    """What ``guard`` was given."""
    return _GUARD.sub("", text)


def csv_row(cells: Iterable[str]) -> str:
    """One line, every cell quoted."""
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return target.getvalue()
