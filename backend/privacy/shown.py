"""A consent in the words of the public page."""

from dataclasses import dataclass

from backend.consent.models import ConsentRecord, State
from backend.consent.words import DEIDENTIFICATIONS, PURPOSES, STATES


@dataclass(frozen=True)
class Shown:
    """Its title, where it stands, and rows of name and value."""

    title: str
    state: str
    rows: list[tuple[str, str]]
    text_title: str
    paragraphs: list[str]


def shown(record: ConsentRecord, state: State) -> Shown:
    content = record.content
    scope, party = content["scope"], content["controller"]
    until = [f"{record.valid_until:%Y-%m-%d}"] if record.valid_until else []
    days = f"{scope['first_day'] or 'the first photo'} to {scope['last_day'] or 'the end of this consent'}"
    rows = [
        ("With", f"{party['name']}, {party['address']}, {party['contact']}"),
        ("Views", ", ".join(view.replace("_", " ") for view in scope["views"]) or "all"),
        ("Parts of the face", ", ".join(zone.replace("_", " ") for zone in scope["zones"]) or "all"),
        ("Photos", f"{len(scope['photos'])} named one by one" if scope["photos"] else days),
        ("Treatment sessions", "included" if scope["sessions"] else "not included"),
        ("Shown to", ", ".join(content["recipient_third_parties"]) or "nobody else"),
        ("Channels", ", ".join(content["channels"])),
        ("Made less recognisable", DEIDENTIFICATIONS[content["deidentification"]]),
        ("Kept at", ", ".join(content["storage_locations"])),
        ("Kept for", content["retention_period"]),
        ("Signed", f"{content['signature']['signed_name']}, {content['signature']['signed_at'][:10]}"),
        ("Until", " or ".join([*until, *filter(None, [content["expiry_event"]])])),
        ("Privacy notice", content["privacy_notice"]),
    ]
    text = record.text
    body = text.body_markdown.replace("**", "").replace("# ", "")
    return Shown(
        title=PURPOSES[record.purpose],
        state=STATES[state],
        rows=[row for row in rows if row[1]],
        text_title=text.title,
        paragraphs=[part.strip() for part in body.split("\n\n") if part.strip()],
    )
