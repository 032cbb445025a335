"""Photos over HTTP."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import read_parameters
from backend.photos import services
from backend.photos.byte_responses import original_response, rendition_response
from backend.photos.models import Photo, Series
from backend.photos.problems import file_too_large
from backend.photos.selectors import (
    ghosts_of,
    photo_for,
    photos_for,
    photos_within_reach,
    rendition_for,
    series_for,
    told_of,
    with_clocks,
)
from backend.photos.serializers import (
    GhostSerializer,
    OverrideSerializer,
    PhotoChangeSerializer,
    PhotoParameters,
    PhotoSerializer,
    SeriesChangeSerializer,
    SeriesSerializer,
    SubjectParameter,
    UploadSerializer,
)
from backend.subjects.access import Permission
from backend.subjects.guarded import GuardedViewSet, note_seen, note_subject_seen
from backend.subjects.selectors import subject_for
from ml.vocabulary import PHOTO_MAX_BYTES

# Room for the form around the file.
MAX_REQUEST_BYTES = PHOTO_MAX_BYTES + 1024 * 1024


class PhotoPagination(NewestFirstPagination):
    ordering = ("-taken_local", "-id")


class PhotoViewSet(GuardedViewSet[Photo]):
    """Photos, newest first."""

    kind = AuditObject.PHOTO
    serializer_class = PhotoSerializer
    pagination_class = PhotoPagination
    parser_classes = [JSONParser, MultiPartParser]
    throttle_scope = "uploads"
    queryset = Photo.objects.none()

    def get_queryset(self) -> QuerySet[Photo]:
        return photos_within_reach(self.request.user)

    def get_throttles(self) -> list[Any]:
        return [ScopedRateThrottle()] if self.action == "create" else []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced length, before a byte of the body is read: the CSRF check would read it whole."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_REQUEST_BYTES:
            raise file_too_large()
        super().initial(request, *args, **kwargs)

    @extend_schema(parameters=[PhotoParameters])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(PhotoParameters, request))
        page = self.paginate_queryset(photos_for(request.user, **query))
        return self.get_paginated_response(PhotoSerializer(with_clocks(request.user, page or []), many=True).data)

    @extend_schema(
        request={"multipart/form-data": UploadSerializer}, responses={201: PhotoSerializer, 200: PhotoSerializer}
    )
    def create(self, request: Request) -> Response:
        serializer = UploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        photo, is_new = services.receive_photo(actor=signed_in(request), upload=serializer.save())
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return self.answer(photo, made)

    def retrieve(self, _request: Request, pk: str) -> Response:
        return self.answer(self.get_object())

    @extend_schema(request={"application/json": PhotoChangeSerializer}, responses=PhotoSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        serializer = PhotoChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        actor, photo = signed_in(request), self.get_object()
        return self.answer(services.correct_photo(actor=actor, photo=photo, **serializer.validated_data))

    def destroy(self, request: Request, pk: str) -> Response:
        services.delete_photo(actor=signed_in(request), photo=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request={"application/json": OverrideSerializer}, responses=PhotoSerializer)
    @action(detail=True, methods=["put"])
    def override(self, request: Request, pk: str) -> Response:
        """Set by hand which face is meant, where its points lie, or that the photo is mirrored."""
        serializer = OverrideSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        override = services.Override(**serializer.validated_data)
        services.override_alignment(actor=signed_in(request), photo=self.get_object(), override=override)
        return self.answer(self.get_object())

    @extend_schema(request=None, responses={202: PhotoSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        photo = services.retry_photo(actor=signed_in(request), photo=self.get_object())
        return self.answer(photo, status.HTTP_202_ACCEPTED)

    def answer(self, photo: Photo, code: int = status.HTTP_200_OK) -> Response:
        return Response(PhotoSerializer(told_of(self.request.user, photo)).data, status=code)

    @extend_schema(request=None, responses={202: PhotoSerializer, 200: PhotoSerializer})
    @action(detail=True, methods=["post"])
    def closeups(self, request: Request, pk: str) -> Response:
        """Ask for the aligned picture at the original's own resolution.

        202: it will be among the `renditions` as `aligned_full` (and `matched_full`). 200: it is there already, or the
        original is no finer than `aligned`.
        """
        photo = photo_for(request.user, pk)
        queued = services.request_closeups(photo=photo)
        return self.answer(photo, status.HTTP_202_ACCEPTED if queued else status.HTTP_200_OK)


class AnyFormat(BaseContentNegotiation):
    """A picture is what it is: what a browser would rather have changes nothing."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class RenditionView(APIView):
    """The bytes of a derived image."""

    content_negotiation_class = AnyFormat

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY, 304: None})
    def get(self, request: Request, photo_id: UUID, spec: str) -> HttpResponseBase:
        rendition = rendition_for(request.user, photo_id, spec)
        note_seen(request.user, rendition.photo, AuditObject.PHOTO)
        return rendition_response(request, rendition)


class OriginalView(APIView):
    """The bytes of the untouched upload."""

    content_negotiation_class = AnyFormat

    @extend_schema(responses={(200, "image/*"): OpenApiTypes.BINARY, 304: None})
    def get(self, request: Request, photo_id: UUID) -> HttpResponseBase:
        photo = photo_for(request.user, photo_id)
        note_seen(request.user, photo, AuditObject.PHOTO)
        return original_response(request, photo)


class GhostsView(APIView):
    """What a new photo is taken over: all that somebody sees who may add photos and see none."""

    @extend_schema(operation_id="subjects_ghosts_list", responses=GhostSerializer(many=True))
    def get(self, request: Request, subject_id: UUID) -> Response:
        """The baseline of each series that has one."""
        subject = subject_for(request.user, subject_id, may=Permission.ADD_PHOTOS)
        note_subject_seen(request.user, subject, AuditObject.SERIES)
        return Response(GhostSerializer(ghosts_of(subject.pk), many=True).data)


class GhostView(APIView):
    """The bytes of a ghost: the aligned picture of a series' baseline."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="subjects_ghosts_retrieve", responses={(200, "image/jpeg"): OpenApiTypes.BINARY, 304: None}
    )
    def get(self, request: Request, subject_id: UUID, series_id: UUID) -> HttpResponseBase:
        subject = subject_for(request.user, subject_id, may=Permission.ADD_PHOTOS)
        ghost = get_object_or_404(ghosts_of(subject.pk), photo__series=series_id)
        note_seen(request.user, ghost.photo.series, AuditObject.SERIES)
        return rendition_response(request, ghost)


class SeriesViewSet(mixins.RetrieveModelMixin, GuardedViewSet[Series]):
    """Series of photos that are compared with one another."""

    kind = AuditObject.SERIES
    serializer_class = SeriesSerializer
    queryset = Series.objects.none()

    def get_queryset(self) -> QuerySet[Series]:
        return series_for(self.request.user)

    @extend_schema(request=SeriesChangeSerializer, responses=SeriesSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Choose the photo that the others are aligned to and compared with."""
        serializer = SeriesChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        chosen, series = serializer.validated_data["baseline"], self.get_object()
        services.choose_baseline(actor=signed_in(request), series=series, photo_id=chosen)
        return Response(SeriesSerializer(self.get_object()).data)

    @extend_schema(parameters=[SubjectParameter])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(SubjectParameter, request))
        page = self.paginate_queryset(series_for(request.user, **query))
        return self.get_paginated_response(SeriesSerializer(page, many=True).data)
