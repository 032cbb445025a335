"""The page that a receipt's link opens, for people without an account. It needs no script."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from backend.common.errors import DomainError, NotFound
from backend.common.throttles import by_address
from backend.consent.answers import receipt_pdf_answer
from backend.consent.links import link_of
from backend.consent.models import State
from backend.consent.selectors import status
from backend.privacy.selectors import consent_by_token
from backend.privacy.services.withdrawal import told, withdraw_by_receipt
from backend.privacy.shown import shown

MAY_BE_WITHDRAWN = {State.GIVEN, State.EXPIRED}


@require_http_methods(["GET", "HEAD", "POST"])
@by_address("looks")
@csrf_protect
def receipt_page(request: HttpRequest, token: str) -> HttpResponse:
    """What was agreed to, and the button that ends it. Looking at it, as a mail scanner does, ends nothing."""
    try:
        record = consent_by_token(token)
        if request.method == "POST":
            withdraw_by_receipt(record=record)
            return _private(HttpResponseRedirect(request.path))
    except NotFound:
        return _nothing(request)
    except DomainError:
        # It ended otherwise meanwhile: the page says how.
        return _private(HttpResponseRedirect(request.path))
    state = status(record, timezone.now())
    context = {
        "consent": shown(record, state),
        "may_withdraw": state in MAY_BE_WITHDRAWN,
        "withdrawal": told(record) if state is State.WITHDRAWN else None,
        "receipt": f"{request.path}/receipt.pdf",
    }
    return _private(render(request, "privacy/consent.html", context))


@require_safe
@by_address("looks_at_documents")
def receipt_pdf_page(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt to keep."""
    try:
        record = consent_by_token(token)
    except NotFound:
        return _nothing(request)
    return _private(receipt_pdf_answer(record, link=link_of(token)))


def _nothing(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "privacy/nothing.html", status=404))


def _private(answer: HttpResponse) -> HttpResponse:
    """For nobody but whoever has the link: no cache, no search engine, no address in a link that is followed."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
