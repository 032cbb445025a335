"""The app's one page, the face model for guidance, and the answer to addresses that are none."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import condition, require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.common.errors import NotFound
from ml.landmarks.model import MODEL_SHA256, FaceModelError, model_path, read_model

logger = logging.getLogger(__name__)

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


@lru_cache(maxsize=1)
def _model(path: Path) -> bytes:
    return read_model(path)


@require_safe
@condition(etag_func=lambda _request: f'"{MODEL_SHA256}"')
def face_model(request: HttpRequest) -> HttpResponse:
    """The file that the server's own detector works with. It is nobody's data: anybody may have it, and keep it.

    For good where the address names its contents (``?v=`` and the digest's start).
    """
    try:
        content = _model(model_path())
    except FaceModelError as problem:
        logger.error("guidance has no model: %s", problem)
        return HttpResponse(status=404)
    named = request.GET.get("v") == MODEL_SHA256[:8]
    keep = "public, max-age=31536000, immutable" if named else "public, no-cache"
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": keep})


@extend_schema(exclude=True)
class UnknownAddressView(APIView):
    """An address under /api/ that does not exist answers in the API's own shape."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *_args: object, **_kwargs: object) -> None:
        raise NotFound
