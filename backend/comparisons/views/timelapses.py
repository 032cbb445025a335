"""Time-lapses over HTTP."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.errors import NotFound
from backend.common.parameters import read_parameters
from backend.comparisons.byte_ranges import film_response
from backend.comparisons.models import Timelapse
from backend.comparisons.selectors.timelapses import film_for, timelapses_for
from backend.comparisons.serializers.timelapses import (
    TimelapseParameters,
    TimelapseRequestSerializer,
    TimelapseSerializer,
)
from backend.comparisons.services.timelapses import delete_timelapse, make_timelapse
from backend.photos.views import AnyFormat
from backend.subjects.guarded import GuardedViewSet, note_seen
from ml.vocabulary import TimelapseFormat

MEDIA_TYPES = {TimelapseFormat.MP4.value: "video/mp4", TimelapseFormat.WEBP.value: "image/webp"}
EXAMPLE = OpenApiExample(
    "The photos of spring, half a second each",
    request_only=True,
    value={
        "id": "0f2b9c0e-5d0e-4d8e-9a53-6a5f6f1f7c11",
        "series": "6d1b3c46-5f0e-4a52-9a55-2f6b0d1e7c10",
        "from": "2026-03-01",
        "to": "2026-05-31",
        "format": "mp4",
        "seconds_a_photo": 0.5,
        "session_markers": True,
    },
)


class TimelapseViewSet(mixins.RetrieveModelMixin, GuardedViewSet[Timelapse]):
    """Films of aligned photos, newest first. A film goes when a photo of it goes."""

    kind = AuditObject.TIMELAPSE
    serializer_class = TimelapseSerializer
    queryset = Timelapse.objects.none()
    throttle_scope = "films"

    def get_throttles(self) -> list[Any]:
        return [ScopedRateThrottle()] if self.action == "create" else []

    def get_queryset(self) -> QuerySet[Timelapse]:
        return timelapses_for(self.request.user)

    @extend_schema(parameters=[TimelapseParameters])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(TimelapseParameters, request))
        page = self.paginate_queryset(timelapses_for(request.user, **query))
        return self.get_paginated_response(TimelapseSerializer(page, many=True).data)

    @extend_schema(
        request=TimelapseRequestSerializer,
        responses={201: TimelapseSerializer, 200: TimelapseSerializer},
        examples=[EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """Ask for a film. It is made in the background: `state` and `frames_done` tell how far it is."""
        serializer = TimelapseRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        timelapse, is_new = make_timelapse(actor=signed_in(request), **serializer.asked())
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(TimelapseSerializer(timelapse).data, status=made)

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a film, or stop its making."""
        delete_timelapse(actor=signed_in(request), timelapse=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class FilmView(APIView):
    """The bytes of a film, whole or in ranges."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        parameters=[OpenApiParameter("download", bool, description="As a file to keep, not to be shown here.")],
        responses={
            (200, "video/mp4"): OpenApiTypes.BINARY,
            (200, "image/webp"): OpenApiTypes.BINARY,
            (206, "video/mp4"): OpenApiTypes.BINARY,
            304: None,
            416: None,
        },
    )
    def get(self, request: Request, timelapse_id: UUID) -> HttpResponseBase:
        film = film_for(request.user, timelapse_id)
        note_seen(request.user, film, AuditObject.TIMELAPSE)
        try:
            file = default_storage.open(film.film_key)
        except FileNotFoundError as problem:
            raise NotFound from problem
        return film_response(
            request,
            file,
            length=film.bytes or 0,
            etag=film.sha256,
            media_type=MEDIA_TYPES[film.format],
            name=f"likeness-{film.created_at:%Y-%m-%d}.{film.format}",
            as_download="download" in request.query_params,
        )
