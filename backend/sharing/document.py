"""A report as a PDF: what it holds is decided elsewhere, here it is laid out on A4."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Final
from uuid import UUID
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from backend.sharing.showing import ShownPair
from backend.sharing.words import MEASURED

_MARGIN: Final = 18 * mm
_GAP: Final = 4 * mm
# Platypus keeps 6 points free on either side of its frame.
_WIDTH: Final = A4[0] - 2 * _MARGIN - 12
_PICTURE: Final = (_WIDTH - _GAP) / 2
# Of a picture as high as it may be (4:5 and a caption beneath): two rows of text still fit on its page.
_MOST_HEIGHT: Final = 1.35 * _PICTURE
_INK, _QUIET, _LINE = HexColor("#1a1c1d"), HexColor("#54595b"), HexColor("#d8dadb")

_TEXT: Final = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=14.5, textColor=_INK)
_SMALL: Final = ParagraphStyle("small", parent=_TEXT, fontSize=8.5, leading=12, textColor=_QUIET)
_TITLE: Final = ParagraphStyle("title", parent=_TEXT, fontName="Helvetica-Bold", fontSize=22, leading=28)
_HEADING: Final = ParagraphStyle(
    "heading", parent=_TEXT, fontName="Helvetica-Bold", fontSize=13, leading=18, spaceAfter=4
)
_DATE: Final = ParagraphStyle("date", parent=_TEXT, fontName="Helvetica-Bold")


@dataclass(frozen=True)
class Zone:
    """What the sessions add up to on one zone."""

    name: str
    sessions: int
    minutes: str
    microamp_minutes: str


@dataclass(frozen=True)
class Sessions:
    """What was done in the period."""

    count: int
    minutes: str
    microamp_minutes: str
    remark: str
    zones: Sequence[Zone]


@dataclass(frozen=True)
class Report:
    """All that a report says. ``facts`` are rows of its first page, name and value."""

    title: str
    facts: Sequence[tuple[str, str]]
    remarks: Sequence[str]
    pairs: Sequence[ShownPair]
    sessions: Sessions | None = None


def as_pdf(report: Report, open_picture: Callable[[UUID], IO[bytes]]) -> bytes:
    """The report as PDF bytes, with pictures embedded as the JPEG files that ``open_picture(photo)`` gives."""
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=report.title,
        author="",
        producer="Likeness",
        creator="Likeness",
        lang="en",
    )
    story: list[Flowable] = [*_first_page(report)]
    for pair in report.pairs:
        story += [PageBreak(), *_pair(pair, len(report.pairs), open_picture)]
    if report.sessions is not None:
        story += [PageBreak(), *_sessions(report.sessions)]
    document.build(story, onFirstPage=_footer, onLaterPages=_footer)
    return target.getvalue()


def _first_page(report: Report) -> list[Flowable]:
    rows = [[Paragraph(escape(name), _SMALL), Paragraph(escape(value), _TEXT)] for name, value in report.facts]
    facts = Table(rows, colWidths=[38 * mm, _WIDTH - 38 * mm])
    facts.setStyle(_table_style())
    listed = [
        Paragraph(
            f"<b>{pair.number}. {escape(pair.view)}</b>: {pair.before_date} and {pair.after_date}, "
            f"{pair.apart.lower()}. {escape(pair.verdict)}",
            _TEXT,
        )
        for pair in report.pairs
    ]
    return [
        Paragraph(escape(report.title), _TITLE),
        Spacer(0, 6 * mm),
        facts,
        Spacer(0, 8 * mm),
        Paragraph("Pairs", _HEADING),
        *listed,
        Spacer(0, 6 * mm),
        *(Paragraph(escape(remark), _SMALL) for remark in report.remarks),
    ]


def _pair(pair: ShownPair, of: int, open_picture: Callable[[UUID], IO[bytes]]) -> list[Flowable]:
    dates = [
        Paragraph(pair.before_date, _DATE),
        Paragraph(pair.after_date, _DATE),
    ]
    pictures = [_picture(open_picture(photo)) for photo in (pair.before, pair.after)]
    side_by_side = Table([pictures, dates], colWidths=[_PICTURE + _GAP / 2] * 2)
    side_by_side.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("ALIGN", (1, 0), (1, 0), "RIGHT"),
                ("LEFTPADDING", (1, 1), (1, 1), _GAP / 2),
            ]
        )
    )
    return [
        KeepTogether(
            [
                Paragraph(f"Pair {pair.number} of {of}: {escape(pair.view)}", _HEADING),
                side_by_side,
                Spacer(0, 2 * mm),
                Paragraph(f"<b>{pair.apart}.</b> {escape(pair.verdict)}", _TEXT),
                *(Paragraph(escape(note), _TEXT) for note in pair.notes),
                Paragraph(escape(pair.chosen_from), _SMALL),
            ]
        )
    ]


def _picture(file: IO[bytes]) -> Image:
    with file:
        picture = Image(io.BytesIO(file.read()))
    shrink = min(_PICTURE / picture.imageWidth, _MOST_HEIGHT / picture.imageHeight)
    picture.drawWidth, picture.drawHeight = picture.imageWidth * shrink, picture.imageHeight * shrink
    return picture


def _sessions(sessions: Sessions) -> list[Flowable]:
    head = [Paragraph(name, _SMALL) for name in ("Zone", "Sessions", "Minutes", "µA·min")]
    rows = [
        [
            Paragraph(escape(text), _TEXT)
            for text in (zone.name, str(zone.sessions), zone.minutes, zone.microamp_minutes)
        ]
        for zone in sessions.zones
    ]
    table = Table([head, *rows], colWidths=[_WIDTH * share for share in (0.4, 0.2, 0.2, 0.2)], repeatRows=1)
    table.setStyle(_table_style())
    counted = "1 session" if sessions.count == 1 else f"{sessions.count} sessions"
    return [
        Paragraph("Sessions", _HEADING),
        Paragraph(f"{counted}, {sessions.minutes} minutes, {sessions.microamp_minutes} µA·min in all.", _TEXT),
        Spacer(0, 3 * mm),
        *([table] if rows else []),
        Spacer(0, 3 * mm),
        Paragraph(escape(sessions.remark), _SMALL),
    ]


def _table_style() -> TableStyle:
    return TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )


def _footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.setFillColor(_QUIET)
    canvas.drawString(_MARGIN, 10 * mm, MEASURED)
    canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, str(document.page))
    canvas.restoreState()
