"""The receipt on paper: everything that the JSON receipt says, in an order that a person reads."""

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from backend.consent.words import DEIDENTIFICATIONS, METHODS, PARTY_TYPES, PURPOSES, STATEMENTS, STATES

# Bitstream Vera comes with reportlab, and is put into the file: no font of the reader's machine is asked for.
_FONT, _BOLD = "Vera", "VeraBd"
_INK, _QUIET, _LINE = HexColor("#1c1b1a"), HexColor("#5c5955"), HexColor("#d8d4ce")
_BODY: Final = ParagraphStyle("body", fontName=_FONT, fontSize=9, leading=13, textColor=_INK, alignment=TA_LEFT)
_SMALL: Final = ParagraphStyle("small", parent=_BODY, fontSize=7.5, leading=10.5, textColor=_QUIET)
_LABEL: Final = ParagraphStyle("label", parent=_BODY, textColor=_QUIET)
_TITLE: Final = ParagraphStyle("title", parent=_BODY, fontName=_BOLD, fontSize=15, leading=20)
_HEADING: Final = ParagraphStyle("heading", parent=_BODY, fontName=_BOLD, fontSize=10.5, leading=14, spaceBefore=10)
_WIDTH: Final = A4[0] - 40 * mm
_SIGNATURE_BOX: Final = (80 * mm, 30 * mm)
_NO_GLYPH: Final = "\u25a1"
_MISSING: Final = (
    f"Letters that this printout's font lacks are shown as {_NO_GLYPH}; the receipt as JSON has them whole."
)


class _PlainInfo(PDFInfo):  # type: ignore[misc]
    """Title and producer, and nothing of who, when and with what."""

    def format(self, document: Any) -> Any:
        return PDFDictionary({"Title": PDFString(self.title), "Producer": PDFString("Likeness")}).format(document)


def receipt_pdf(receipt: dict[str, Any], *, signature: bytes = b"", link: str = "") -> bytes:
    """The receipt as PDF. ``signature`` is a JPEG without metadata or empty, ``link`` the one that withdraws."""
    _register_fonts()
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=f"Consent: {PURPOSES[receipt['record']['purpose']]}",
        invariant=1,
    )
    story = [*_story(receipt, signature, link)]
    if _lacks_letters(receipt):
        story.append(_paragraph(_MISSING, _SMALL))

    def begin(canvas: Any, _document: Any) -> None:
        # The object that stands for it is numbered already, so it is the same one that says less.
        canvas._doc.info.__class__ = _PlainInfo
        _foot(canvas, receipt)

    document.build(story, onFirstPage=begin, onLaterPages=lambda canvas, _document: _foot(canvas, receipt))
    return target.getvalue()


def _story(receipt: dict[str, Any], signature: bytes, link: str) -> Iterator[Flowable]:
    record, text = receipt["record"], receipt["text"]
    yield _paragraph(f"Consent: {PURPOSES[record['purpose']]}", _TITLE)
    yield _paragraph(f"{STATES[receipt['status']]} Receipt made {_time(receipt['made_at'])}.")
    if text["is_template"]:
        yield _paragraph("The text is a template, to be checked by whoever uses it.", _SMALL)
    yield from _section("Who decides", _party(record["controller"]))
    yield from _section("What was agreed to", _agreed(record))
    yield from _section("Until when, and how it ends", _ending(record, link))
    yield from _section("Statements that were ticked", [("Ticked", STATEMENTS[name]) for name in record["statements"]])
    yield from _signed(record["signature"], record, signature)
    yield from _section("What happened to it", [*_happened(receipt)])
    yield _paragraph("The text that was read", _HEADING)
    yield _paragraph(f"{text['title']} (version {text['version']}, {text['language']})", _LABEL)
    yield from _markdown(text["body_markdown"])
    yield from _section("For checking", [*_for_checking(receipt)])


def _party(party: dict[str, Any]) -> list[tuple[str, str]]:
    kind = PARTY_TYPES.get(party["type"], party["type"])
    return [
        ("Name", party["name"]),
        ("Kind", kind),
        ("Address", party["address"]),
        ("Contact", party["contact"]),
        ("Number", party["id"]),
    ]


def _agreed(record: dict[str, Any]) -> list[tuple[str, str]]:
    scope = record["scope"]
    first, last = scope["first_day"] or "the first photo", scope["last_day"] or "the end of this consent"
    rows = [
        ("Purpose", PURPOSES[record["purpose"]]),
        ("Views", ", ".join(_words(view) for view in scope["views"]) or "all"),
        ("Parts of the face", ", ".join(_words(zone) for zone in scope["zones"]) or "all"),
        ("Photos", f"{len(scope['photos'])} by name" if scope["photos"] else f"from {first} to {last}"),
        ("Treatment sessions", "included" if scope["sessions"] else "not included"),
        ("Shown to", ", ".join(record["recipient_third_parties"]) or "nobody else"),
        ("Channels", ", ".join(record["channels"]) or "none"),
        ("Made less recognisable", DEIDENTIFICATIONS[record["deidentification"]]),
        ("Kept at", ", ".join(record["storage_locations"])),
        ("Kept for", record["retention_period"]),
        ("Law", record["jurisdiction"]),
        ("Legal ground", record["lawful_basis"]),
        ("Special category", "yes: pictures of a face in care" if record["special_category"] else "no"),
        ("Privacy notice", record["privacy_notice"]),
    ]
    rows += [("Photo", photo) for photo in scope["photos"]]
    return rows


def _ending(record: dict[str, Any], link: str) -> list[tuple[str, str]]:
    until = _time(record["valid_until"]) if record["valid_until"] else ""
    rows = [
        ("From", _time(record["valid_from"])),
        ("Until", " or ".join(part for part in (until, record["expiry_event"]) if part)),
        ("To withdraw it", record["withdrawal_method"]),
    ]
    if link:
        rows.append(("Link", link))
    return [*rows, *(("Your right", right) for right in record["privacy_rights"])]


def _signed(signature: dict[str, Any], record: dict[str, Any], image: bytes) -> Iterator[Flowable]:
    rows = [
        ("Signed by", signature["signed_name"]),
        ("Person in the photos", record["pii_principal_id"]),
        ("When", _time(signature["signed_at"])),
        ("How", METHODS[signature["method"]]),
        ("From the network", signature["network"]),
        ("With", signature["user_agent"]),
        ("Witness", signature["witness"]),
        ("Practitioner present", signature["practitioner_present"]),
        ("Guardian", ", ".join(part for part in (record["guardian_name"], record["guardian_authority"]) if part)),
        ("Picture's SHA-256", signature["image_sha256"]),
    ]
    parts = [_paragraph("Signature", _HEADING), _table([row for row in rows if row[1]])]
    if image:
        parts += [Spacer(1, 6), _picture(image)]
    elif signature["image_sha256"]:
        parts.append(_paragraph("The picture of the signature is kept with the consent.", _SMALL))
    yield KeepTogether(parts)


def _picture(jpeg: bytes) -> Image:
    width, height = ImageReader(io.BytesIO(jpeg)).getSize()
    scale = min(_SIGNATURE_BOX[0] / width, _SIGNATURE_BOX[1] / height)
    return Image(io.BytesIO(jpeg), width=width * scale, height=height * scale, hAlign="LEFT")


def _happened(receipt: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for event in receipt["events"]:
        note = f" ({event['note']})" if event["note"] else ""
        yield _time(event["event_time"]), f"{_words(event['event_state'])}, {_words(event['event_type'])}{note}"
        yield "", f"by {event['entity_id']}, {event['hash']}"


def _for_checking(receipt: dict[str, Any]) -> Iterator[tuple[str, str]]:
    record = receipt["record"]
    yield "Receipt", receipt["receipt_id"]
    yield "Consent", record["record_id"]
    yield "Form", f"ISO/IEC TS 27560:2023; version {receipt['schema_version']} of this receipt"
    yield "Text", f"{record['text_id']}, {record['language_shown']}, SHA-256 {record['text_sha256']}"
    yield "Events", f"{receipt['chain']['length']}; the newest hash is {receipt['chain']['hash']}"


def _section(heading: str, rows: list[tuple[str, str]]) -> Iterator[Flowable]:
    yield _paragraph(heading, _HEADING)
    if rows:
        yield _table(rows)


def _table(rows: list[tuple[str, str]]) -> Table:
    cells = [[_paragraph(label, _LABEL), _paragraph(value)] for label, value in rows]
    table = Table(cells, colWidths=(_WIDTH * 0.26, _WIDTH * 0.74), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, _LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _markdown(text: str) -> Iterator[Flowable]:
    """Headings, lists, bold and paragraphs; what else there is stands as it was written."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.strip().splitlines()
        if lines[0].startswith("#"):
            yield _paragraph(lines[0].lstrip("# "), _HEADING)
            lines = lines[1:]
        if lines and all(line.lstrip().startswith(("- ", "* ")) for line in lines):
            for line in lines:
                yield _paragraph(line.lstrip()[2:], _BODY, bullet="–")
        elif lines:
            yield _paragraph(" ".join(lines), _BODY)
        yield Spacer(1, 4)


def _paragraph(text: str, style: ParagraphStyle = _BODY, *, bullet: str | None = None) -> Paragraph:
    """``text`` is anybody's words: escaped, so that no tag of theirs is one to reportlab."""
    shown = "".join(letter if _has(letter) else _NO_GLYPH for letter in text)
    marked = re.sub(r"\*\*(.+?)\*\*", rf'<font name="{_BOLD}">\1</font>', escape(shown))
    if bullet is None:
        return Paragraph(marked, style)
    indented = ParagraphStyle("list", parent=style, leftIndent=10, bulletIndent=0, bulletFontName=_FONT)
    return Paragraph(marked, indented, bulletText=bullet)


def _foot(canvas: Any, receipt: dict[str, Any]) -> None:
    canvas.saveState()
    canvas.setFont(_FONT, 7)
    canvas.setFillColor(_QUIET)
    canvas.drawString(20 * mm, 10 * mm, f"Consent {receipt['receipt_id']}")
    canvas.drawRightString(A4[0] - 20 * mm, 10 * mm, f"Page {canvas.getPageNumber()}")
    canvas.restoreState()


def _time(iso: str) -> str:
    """``2026-03-12T08:30:00.123+01:00`` → ``2026-03-12 08:30 +01:00``."""
    offset = "+00:00" if iso.endswith("Z") else iso[-6:]
    return f"{iso[:10]} {iso[11:16]} {offset}"


def _words(code: str) -> str:
    return code.replace("_", " ")


@cache
def _register_fonts() -> None:
    pdfmetrics.registerFont(TTFont(_FONT, "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(_BOLD, "VeraBd.ttf"))


def _has(letter: str) -> bool:
    return letter in "\n\r\t" or ord(letter) in pdfmetrics.getFont(_FONT).face.charToGlyph


def _lacks_letters(value: Any) -> bool:
    """Whether any words in the receipt have a letter that the font has not."""
    match value:
        case dict():
            return any(_lacks_letters(part) for part in value.values())
        case list():
            return any(_lacks_letters(part) for part in value)
        case str():
            return not all(_has(letter) for letter in value)
    return False
