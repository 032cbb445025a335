"""The receipt that the person keeps: the record's content, its status, and the newest hash of its chain."""

from datetime import datetime
from typing import Any

from backend.consent.models import SCHEMA_VERSION, ConsentRecord
from backend.consent.selectors import status


def receipt(record: ConsentRecord, now: datetime) -> dict[str, Any]:
    """Plain values for JSON. ``chain.hash`` held against the server's later shows whether events were taken away."""
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
            "body_markdown": record.text.body_markdown,
            "sha256": record.text.sha256,
        },
        "events": [
            {
                "event_time": event.at.isoformat(),
                "event_type": event.type,
                "event_state": event.state,
                "entity_id": event.entity or str(record.subject_id),
                "note": event.note,
                "validity_duration": {
                    "from": record.content["valid_from"],
                    "until": record.content["valid_until"],
                    "event": record.content["expiry_event"],
                },
                "hash": event.hash,
            }
            for event in events
        ],
        "chain": {"length": len(events), "hash": events[-1].hash if events else ""},
    }
