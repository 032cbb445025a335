"""Answers that carry part of a film: players fetch what they show, and jump."""

import re
from collections.abc import Iterator
from typing import IO, Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import parse_etags, quote_etag
from rest_framework.request import Request

CHUNK = 256 * 1024
# One range; browsers ask for no other kind of a film, and several at once may be answered with the whole.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")


def film_response(
    request: Request, file: IO[Any], *, length: int, etag: str, media_type: str, name: str, as_download: bool
) -> HttpResponseBase:
    """The whole of ``file`` or the part that is asked for (RFC 9110, 14). Private, and asked for anew each time."""
    quoted = quote_etag(etag)
    asked = _range(request, quoted, length)
    response: HttpResponseBase
    if quoted in parse_etags(request.headers.get("If-None-Match", "")):
        file.close()
        response = HttpResponseNotModified()
    elif asked is None:
        response = FileResponse(file, content_type=media_type, filename=name, as_attachment=as_download)
    elif not asked:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{length}"})
    else:
        response = StreamingHttpResponse(_part(file, asked), status=206, content_type=media_type)
        response["Content-Length"] = str(len(asked))
        response["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{length}"
    response["ETag"] = quoted
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _range(request: Request, quoted: str, length: int) -> range | None:
    """The bytes asked for; an empty range where there are none such; None for the whole."""
    found = RANGE.match(request.headers.get("Range", "").strip())
    unchanged = request.headers.get("If-Range", quoted) == quoted
    if not found or not unchanged or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, length - int(last)), length)
    end = min(int(last) + 1, length) if last else length
    if last and int(last) < int(first):
        return None
    return range(int(first), end)


def _part(file: IO[Any], asked: range) -> Iterator[bytes]:
    with file:
        file.seek(asked.start)
        left = len(asked)
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
