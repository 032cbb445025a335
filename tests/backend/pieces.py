"""A photo sent in pieces, as a client of tus sends it."""

import base64
import hashlib
import uuid
from typing import Any

from rest_framework.test import APIClient

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
