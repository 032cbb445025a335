"""What is asked by whoever watches the machine: whether it lives and serves, how its queue stands. About nobody."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from backend.accounts.models import User
from backend.jobs.services import try_again
from backend.operations.checks import Level
from backend.operations.metrics import CONTENT_TYPE, exposition
from backend.operations.readiness import readiness
from backend.operations.selectors import queue_stands


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers. It asks nothing of the database: a restart would not mend that."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when all that serving needs is there, else 503; either way each check with one word."""
    findings = readiness.findings()
    is_ready = all(found.level != Level.ERROR for found in findings)
    body = {"status": "ready" if is_ready else "not ready", "checks": {found.name: found.code for found in findings}}
    return JsonResponse(body, status=200 if is_ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for whoever holds the token; without one in the settings, there is no such address."""
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(), content_type=CONTENT_TYPE)


def for_staff(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For everybody else there is no such address, whatever they ask of it.

    The check of a form's token waits until it is clear who asks: it would answer 403. What writes brings its own.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not (isinstance(request.user, User) and request.user.is_staff):
            raise Http404
        return view(request)

    return answer


@for_staff
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, runs and was given up."""
    return render(request, "operations/queue.html", queue_stands())


@for_staff
@require_POST
@never_cache
@csrf_protect
def queue_again(request: HttpRequest) -> HttpResponse:
    """Let one parked job be tried again, or all."""
    wish = request.POST.get("job", "")
    try:
        try_again(job_id=None if wish == "all" else UUID(wish))
    except ValueError:
        raise Http404 from None
    return HttpResponseRedirect(reverse("queue"))
