"""The texts that are shipped, one file each: ``<language>/<purpose>.<version>.md``.

A file that was released is never changed: a new wording is a new file with the next version. The first line is the
title, the quoted one the summary, the rest the body.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.consent.models import Purpose

# The app's own page on privacy; a practice's own notice takes its place.
PRIVACY_NOTICE: Final = "/welcome"
JURISDICTION: Final = "not checked for any one country"


@dataclass(frozen=True)
class Template:
    """One shipped text."""

    purpose: Purpose
    language: str
    version: int
    title: str
    plain_summary: str
    body_markdown: str


def templates() -> Iterator[Template]:
    """All that are shipped, earlier versions first."""
    files = Path(__file__).parent.glob("*/*.md")
    for path in sorted(files, key=lambda file: (file.parent.name, int(file.suffixes[0][1:]), file.name)):
        purpose, version, _ = path.name.split(".")
        title, summary, body = path.read_text(encoding="utf-8").split("\n\n", 2)
        yield Template(
            purpose=Purpose(purpose),
            language=path.parent.name,
            version=int(version),
            title=title.removeprefix("# "),
            plain_summary=summary.removeprefix("> "),
            body_markdown=body.strip(),
        )
