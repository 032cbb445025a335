"""The app's one page, and the answer to addresses that are none."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.common.errors import NotFound

NOT_BUILT = "The app's pages are not built yet. Start with `python3 manage.py up`, which builds them."


@require_safe
@never_cache
@ensure_csrf_cookie
def app_page(_request: HttpRequest) -> HttpResponse:
    """Every address that is not the API's is a screen of the app; the one page finds out which."""
    index = Path(settings.FRONTEND_DIST) / "index.html"
    if not index.exists():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")


@extend_schema(exclude=True)
class UnknownAddressView(APIView):
    """An address under /api/ that does not exist answers in the API's own shape."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *_args: object, **_kwargs: object) -> None:
        raise NotFound
