"""What tus 1.0 (https://tus.io/protocols/resumable-upload) asks of headers, apart from what they are about.

Spoken: the core and the extensions creation, termination and expiration. Of the protocol's demands one is left out: a
method that a header overrides, since the checks in front of a view go by the method of the request.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from django.utils.http import http_date
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.errors import DomainError
from backend.photos.selectors import Progress
from ml.vocabulary import PHOTO_MAX_BYTES

VERSION = "1.0.0"
CHUNK_TYPE = "application/offset+octet-stream"
CAPABILITIES = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,termination,expiration",
    "Tus-Max-Size": str(PHOTO_MAX_BYTES),
}


def expect_version(request: Request) -> None:
    """Raises DomainError ``other_protocol`` for another version than ours, or none."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise DomainError(
            "other_protocol",
            f"This address speaks tus {VERSION}; say so in the header Tus-Resumable.",
            http_status=status.HTTP_412_PRECONDITION_FAILED,
        )


def expect_chunk(request: Request) -> None:
    """Raises DomainError for a body of another type."""
    if request.content_type != CHUNK_TYPE:
        raise DomainError(
            "unsupported_media_type",
            f"Send the bytes as {CHUNK_TYPE}.",
            http_status=status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
        )


def announced_in(request: Request) -> dict[str, str]:
    """The length and the metadata, by name, as they were sent. Raises DomainError for what can't be read."""
    said = dict(_pairs(request.headers.get("Upload-Metadata", "")))
    return said | {"length": request.headers.get("Upload-Length", "")}


def offset_in(request: Request) -> int:
    """Bytes, not below 0. Raises DomainError for what can't be read."""
    text = request.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise _unreadable("Upload-Offset")
    return int(text)


def headers_of(progress: Progress) -> dict[str, str]:
    told: dict[str, Any] = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": progress.offset,
        "Upload-Length": progress.length,
    }
    if progress.expires_at and progress.photo is None:
        told["Upload-Expires"] = http_date(progress.expires_at.timestamp())
    return {name: str(value) for name, value in told.items()}


def with_version(response: Response) -> Response:
    response.headers.setdefault("Tus-Resumable", VERSION)
    return response


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, text.split(",")):
        name, _, value = pair.strip().partition(" ")
        try:
            yield name, base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise _unreadable("Upload-Metadata") from None


def _unreadable(header: str) -> DomainError:
    return DomainError("invalid", f"The header {header} is missing or cannot be read. Nothing was saved.")
