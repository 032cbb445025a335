"""The store as the product sees it: contents go in and come out; what lies there is encrypted."""

import io
from typing import IO, Any, Final, cast

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.deconstruct import deconstructible

from backend.common.at_rest.files import Decrypting, Encrypting
from backend.common.at_rest.keyset import begins_encrypted

_BUFFER: Final = 64 * 1024


@deconstructible
class EncryptedStorage(Storage):
    """Around another storage, given as ``inner`` in the form of an entry of ``STORAGES``.

    There is no ``path`` and no ``url``: nothing can go past the keys. A file from before files were encrypted is read
    as it is, until ``manage.py encrypt_files`` has come to it.
    """

    def __init__(self, inner: dict[str, Any]) -> None:
        self.inner = storages.create_storage(inner)

    def open(self, name: str, mode: str = "rb") -> "File[Any]":
        """Raises FileNotFoundError, Unreadable where the beginning can't be decrypted, ValueError for writing."""
        if mode != "rb":
            raise ValueError("a stored file is read, or saved as a whole")
        stored = self.inner.open(name)
        if not begins_encrypted(cast(IO[bytes], stored)):
            stored.seek(0)
            return stored
        content = io.BufferedReader(Decrypting(cast(IO[bytes], stored), name), _BUFFER)
        # Whoever is to be told that it can't be read is told before an answer has begun.
        content.peek(1)
        return File(cast(IO[bytes], content), name)

    def save(self, name: str | None, content: "File[Any] | IO[Any]", max_length: int | None = None) -> str:
        """Store ``content`` under exactly ``name``, over what stands there."""
        if not name:
            raise ValueError("a file needs a key")
        content.seek(0)
        encrypting = Encrypting(cast(IO[bytes], content), name)
        return self.inner.save(name, File(cast(IO[bytes], encrypting), name), max_length)

    def size(self, name: str) -> int:
        with self.open(name) as file:
            return int(file.seek(0, io.SEEK_END))

    def is_encrypted(self, name: str) -> bool:
        """Raises FileNotFoundError."""
        with self.inner.open(name) as file:
            return begins_encrypted(cast(IO[bytes], file))

    def delete(self, name: str) -> None:
        self.inner.delete(name)

    def exists(self, name: str) -> bool:
        return self.inner.exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.inner.listdir(path)
