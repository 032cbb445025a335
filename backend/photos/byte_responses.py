"""Answers that carry the bytes of a picture, once a selector has let them pass."""

import logging
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from rest_framework.request import Request

from backend.common.errors import NotFound
from backend.photos.models import Photo, Rendition
from ml.vocabulary import PHOTO_MEDIA_TYPES

logger = logging.getLogger(__name__)


def rendition_response(request: Request, rendition: Rendition) -> HttpResponseBase:
    return _response(request, rendition.key, rendition.media_type, etag=rendition.recipe)


def original_response(request: Request, photo: Photo) -> HttpResponseBase:
    """As a download under the name it came with; opened in a tab, a file of a stranger's making could do harm."""
    name = photo.file_name or f"photo{PHOTO_MEDIA_TYPES[photo.media_type][0]}"
    return _response(request, photo.original_key, photo.media_type, etag=photo.sha256, download_as=name)


def _response(
    request: Request, key: str, media_type: str, *, etag: str, download_as: str | None = None
) -> HttpResponseBase:
    """Streamed, private, and asked for anew each time: the guard has the say at every view, caches never."""
    quoted = quote_etag(etag)
    response: HttpResponseBase
    if quoted in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(
            _open(key),
            content_type=media_type,
            as_attachment=download_as is not None,
            filename=download_as or "",
        )
    response["ETag"] = quoted
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _open(key: str) -> "File[Any]":
    """Raises NotFound for a file that went with its photo a moment ago, or was lost."""
    try:
        return default_storage.open(key)
    except FileNotFoundError as problem:
        logger.error("no file is stored under %s", key)
        raise NotFound from problem
