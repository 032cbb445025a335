"""The hash chain of one record's events: what each hash covers, and what is wrong with a chain that was changed."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from backend.consent.content import canonical, digest
from backend.consent.models import ConsentEvent, ConsentRecord
from backend.practices.models import PracticeKind

_COVERED: Final = ("number", "state", "type", "entity", "note", "content_sha256", "previous_hash")


def hash_of(event: ConsentEvent) -> str:
    """SHA-256 over everything of the event but the hash itself; the time to the microsecond, in UTC."""
    covered = {name: getattr(event, name) for name in _COVERED}
    covered |= {"id": str(event.pk), "record": str(event.record_id), "at": event.at.isoformat()}
    return hashlib.sha256(canonical(covered)).hexdigest()


def problems(record: ConsentRecord, events: Sequence[ConsentEvent]) -> list[str]:
    """What doesn't fit, in words; empty for a whole chain. ``events`` are all of the record's, by number.

    What a chain can't show by itself: that its newest events were all taken away. A receipt that was handed out holds
    the newest hash of its time, and shows it.
    """
    found = []
    content = digest(record.content)
    if not events:
        found.append("it has no events")
    previous = ""
    for number, event in enumerate(events, start=1):
        if event.number != number:
            found.append(f"event {number} is missing")
            break
        if event.hash != hash_of(event):
            found.append(f"event {number} was changed")
        if event.previous_hash != previous:
            found.append(f"event {number} doesn't follow the one before it")
        if event.content_sha256 != content:
            found.append(f"the record isn't what event {number} was about")
        previous = event.hash
    found += _beside_the_content(record)
    return found


def _beside_the_content(record: ConsentRecord) -> Iterator[str]:
    """The columns that queries ask, and the signature's picture: each has to be what the content says."""
    content: dict[str, Any] = record.content
    text = record.text
    if str(text.pk) != content.get("text_id") or (text.published_at and text.sha256 != content.get("text_sha256")):
        yield "the text isn't the one that was shown"
    image = bytes(record.signature_image) if record.signature_image is not None else b""
    digest_of_image = hashlib.sha256(image).hexdigest() if image else ""
    if digest_of_image != content.get("signature", {}).get("image_sha256"):
        yield "the picture of the signature isn't the one that was given"
    if record.purpose != content.get("purpose"):
        yield "its purpose isn't the one that was signed"
    if str(record.subject_id) != content.get("pii_principal_id"):
        yield "it is filed under another person than the one it was signed for"
    if not _same_controller(record, content.get("controller", {})):
        yield "it is filed for another practice than the one it was signed for"
    times = (record.valid_from, record.valid_until)
    if times != tuple(_time(content.get(name)) for name in ("valid_from", "valid_until")):
        yield "its dates aren't those that were signed"


def _same_controller(record: ConsentRecord, controller: dict[str, Any]) -> bool:
    if record.practice_id is not None:
        return str(record.practice_id) == controller.get("id")
    return controller.get("type") not in PracticeKind.values


def _time(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None
