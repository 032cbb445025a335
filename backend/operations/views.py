"""What a machine asks of this one: whether it lives, and whether it can serve. Never about anybody."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.operations.checks import Level
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
