"""A photo sent in pieces, as a client of tus sends it."""

import base64
import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from backend.photos import partials
from backend.photos.models import Photo

UPLOADS = "/api/v1/photos/uploads/"
TUS: dict[str, Any] = {"HTTP_TUS_RESUMABLE": "1.0.0"}


def metadata(**said: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


def said_of(content: bytes, **said: Any) -> dict[str, Any]:
    usual = {"id": str(uuid.uuid4()), "view": "frontal", "sha256": hashlib.sha256(content).hexdigest()}
    return {**usual, **said}


def begin(client: APIClient, content: bytes, *, length: int | None = None, **said: Any) -> Any:
    size = str(len(content) if length is None else length)
    headers: dict[str, Any] = {"HTTP_UPLOAD_LENGTH": size, "HTTP_UPLOAD_METADATA": metadata(**said_of(content, **said))}
    return client.post(UPLOADS, **(TUS | headers))


def send(client: APIClient, upload_id: str, content: bytes, at: int, **other: Any) -> Any:
    options = {"content_type": "application/offset+octet-stream", "HTTP_UPLOAD_OFFSET": str(at), **TUS, **other}
    return client.patch(f"{UPLOADS}{upload_id}/", content, **options)


@contextmanager
def killed_at(where: Any, name: str) -> Iterator[None]:
    """As when the process is killed there: nothing that it would have done afterwards is done."""

    def killed(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(where, name, killed)
        with pytest.raises(RuntimeError, match="killed"):
            yield


class AtOnce:
    """A row that goes takes its file when that is committed, which a test's transaction never is."""

    @staticmethod
    def on_commit(run: Callable[[], None], *, robust: bool) -> None:
        assert robust
        run()


def partial_files() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "uploads").glob("*"))


def arrived(file: Path) -> bytes:
    """What of a photo lies in one of them."""
    with partials.whole(file.name) as content:
        assert content is not None
        return content.read()


def original_of(photo_id: str) -> bytes:
    with default_storage.open(Photo.objects.get(pk=photo_id).original_key) as file:
        return bytes(file.read())
