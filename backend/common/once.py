"""Records that a phone names: the same name again gives the first record."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from backend.common.errors import DomainError

Row = TypeVar("Row", bound=models.Model)


def make_once(
    key: UUID | None, *, word: str, reachable: "models.QuerySet[Row]", make: Callable[[dict[str, Any]], Row]
) -> tuple[Row, bool]:
    """Make a record named ``key`` and say whether it is new, so that a phone may send it twice.

    ``make`` gets the identity to create it with; ``reachable`` holds the records that may be the first one.
    Raises DomainError ``id_conflict`` for an id that names another record.
    """
    try:
        with transaction.atomic():
            return make({"pk": key} if key else {}), True
    except IntegrityError:
        first = reachable.filter(pk=key).first() if key else None
        if first is not None:
            return first, False
        if key is None:
            raise
        raise DomainError(
            "id_conflict", f"This id names another record. Send the {word} with a new id.", http_status=409
        ) from None


def overwrite(row: Row, values: dict[str, Any]) -> Row:
    """Store the given values of a record, and touch no other column."""
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=[*values])
    return row
