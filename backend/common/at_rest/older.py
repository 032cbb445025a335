"""What was stored before anything was encrypted: found, and encrypted in its place."""

from collections.abc import Iterator
from typing import Final, cast

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from backend.common.at_rest.fields import EncryptedBinaryField
from backend.common.at_rest.keyset import older_files_note, places
from backend.common.at_rest.pieces import MARK
from backend.common.at_rest.storage import EncryptedStorage

# Half-received files: they are read as they are, and gone within a day.
_LEFT: Final = {"uploads"}


def plain_files(storage: EncryptedStorage | None = None, folder: str = "") -> Iterator[str]:
    """The keys of all files in the store that lie there in plain."""
    storage = storage or _store()
    if not folder and not storage.exists(folder):
        return
    folders, names = storage.listdir(folder)
    for name in names:
        key = f"{folder}/{name}" if folder else name
        if not storage.is_encrypted(key):
            yield key
    for name in folders:
        if folder or name not in _LEFT:
            yield from plain_files(storage, f"{folder}/{name}" if folder else name)


def encrypt_older() -> tuple[int, int]:
    """Encrypt every file and every column that is not yet. Again, it goes on. Returns how many (files, columns).

    While nothing else runs: a file that is deleted meanwhile would be put back.
    """
    storage = _store()
    files = 0
    for key in list(plain_files(storage)):
        with storage.open(key) as file:
            storage.save(key, file)
        files += 1
    columns = sum(_encrypt_column(model, field) for model, field in _columns())
    older_files_note(places()).unlink(missing_ok=True)
    return files, columns


def is_unfinished() -> bool:
    """There may be some that were not come to yet."""
    return older_files_note(places()).exists()


def _store() -> EncryptedStorage:
    return cast(EncryptedStorage, default_storage)


def _columns() -> Iterator[tuple[type[models.Model], EncryptedBinaryField]]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedBinaryField):
                yield model, field


def _encrypt_column(model: type[models.Model], field: EncryptedBinaryField) -> int:
    """Row by row: an album's worth of pictures is not in memory at once."""
    beginning = Substr(field.name, 1, len(MARK), output_field=models.BinaryField())
    plain = model._default_manager.annotate(beginning=beginning).filter(
        ~Q(beginning=MARK), **{f"{field.name}__isnull": False}
    )
    keys = list(plain.values_list("pk", flat=True))
    for key in keys:
        content = model._default_manager.values_list(field.name, flat=True).get(pk=key)
        model._default_manager.filter(pk=key).update(**{field.name: content})
    return len(keys)
