"""The receipt that the person keeps: the record's content, its status, and the newest hash of its chain."""

from datetime import datetime
from typing import Any

from backend.consent.models import SCHEMA_VERSION, ConsentRecord
from backend.consent.selectors import status


def receipt(record: ConsentRecord, now: datetime) -> dict[str, Any]:
    """Plain values for JSON, and all that the hashes of text, content and events cover: it can be checked by itself.

    ``chain.hash`` held against the server's later shows whether events were taken away.
    """
    events = list(record.events.order_by("number"))
    return {
        "receipt_id": str(record.pk),
        "schema_version": SCHEMA_VERSION,
        "made_at": now.isoformat(),
        "status": status(record, now).value,
        "record": record.content,
        "text": {
            "title": record.text.title,
            "version": record.text.version,
            "language": record.text.language,
            "is_template": record.text.is_template,
            "jurisdiction": record.text.jurisdiction,
            "plain_summary": record.text.plain_summary,
            "body_markdown": record.text.body_markdown,
            "privacy_notice_url": record.text.privacy_notice_url,
            "sha256": record.text.sha256,
        },
        "events": [
            {
                "event_time": event.at.isoformat(),
                "event_type": event.type,
                "event_state": event.state,
                "entity_id": event.entity,
                "note": event.note,
                "validity_duration": {
                    "from": record.content["valid_from"],
                    "until": record.content["valid_until"],
                    "event": record.content["expiry_event"],
                },
                "id": str(event.pk),
                "number": event.number,
                "content_sha256": event.content_sha256,
                "previous_hash": event.previous_hash,
                "hash": event.hash,
            }
            for event in events
        ],
        "chain": {"length": len(events), "hash": events[-1].hash if events else ""},
    }
