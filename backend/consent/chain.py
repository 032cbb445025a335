"""The hash chain of one record's events: what each hash covers, and what is wrong with a chain that was changed."""

import hashlib
from collections.abc import Sequence
from typing import Final

from backend.consent.content import canonical, digest
from backend.consent.models import ConsentEvent, ConsentRecord

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
    if record.text.published_at and record.text.sha256 != record.content.get("text_sha256"):
        found.append("the text isn't the one that was shown")
    return found
