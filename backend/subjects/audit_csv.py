"""The audit log of a record as a spreadsheet reads it."""

from collections.abc import Iterable, Iterator

from backend.audit.models import AuditEvent
from backend.common.csv_cells import BYTE_ORDER_MARK, csv_row, guard

COLUMNS = ("at", "actor", "role", "practice", "action", "object", "object_id", "detail", "network")


def csv_of(events: Iterable[AuditEvent]) -> Iterator[str]:
    """The file, header first, row by row; times are UTC."""
    yield BYTE_ORDER_MARK + csv_row(COLUMNS)
    for event in events:
        yield csv_row(
            [
                event.at.isoformat(timespec="seconds"),
                guard(event.actor_name),
                event.role,
                guard(event.practice_name),
                event.action,
                event.object_type,
                str(event.object_id or ""),
                guard(event.detail),
                event.network,
            ]
        )
