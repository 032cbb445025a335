"""Columns whose content is a picture."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from backend.common.at_rest.pieces import open_sealed, seal


class EncryptedBinaryField(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Bytes that are encrypted in the database, bound to their table and column. They can't be looked for."""

    def get_lookup(self, lookup_name: str) -> Any:
        """Raises FieldError: the same bytes never look the same, so that nothing would ever be found."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and can't be looked for")
        return super().get_lookup(lookup_name)

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else seal(bytes(value), self.place)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes | None:
        return None if value is None else open_sealed(bytes(value), self.place)
