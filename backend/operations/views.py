"""What a machine asks of this one: whether it lives, and whether it can serve. Never about anybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.operations.checks import Level
from backend.operations.metrics import CONTENT_TYPE, exposition
from backend.operations.readiness import readiness


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
