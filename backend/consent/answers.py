"""Answers that carry a receipt or a signature, once a selector has let them pass."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.errors import NotFound
from backend.consent.links import link_of
from backend.consent.models import ConsentRecord
from backend.consent.receipt import receipt
from backend.consent.receipt_pdf import receipt_pdf

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}


class AnyFormat(BaseContentNegotiation):
    """A file is what it is: what a browser would rather have changes nothing."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def withdrawal_link(token: str | None) -> dict[str, str | None]:
    """The serializer's context."""
    return {"withdrawal_link": link_of(token) if token else None}


def receipt_answer(record: ConsentRecord) -> Response:
    answer = Response(receipt(record, timezone.now()))
    answer["Content-Disposition"] = f'attachment; filename="{_name(record)}.json"'
    return answer


def receipt_pdf_answer(record: ConsentRecord, *, link: str = "") -> HttpResponse:
    pdf = receipt_pdf(receipt(record, timezone.now()), signature=bytes(record.signature_shown or b""), link=link)
    return _file(pdf, "application/pdf", f"{_name(record)}.pdf")


def signature_answer(record: ConsentRecord) -> HttpResponse:
    """As a download: opened in a tab, a file of a stranger's making could do harm. Raises NotFound without one."""
    if record.signature_image is None:
        raise NotFound
    ending = _ENDINGS[record.signature_media_type]
    return _file(bytes(record.signature_image), record.signature_media_type, f"signature-{record.pk}.{ending}")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _name(record: ConsentRecord) -> str:
    return f"consent-{record.valid_from:%Y-%m-%d}-{record.purpose}"
