"""Photos that come in pieces, over tus 1.0: a cut costs what was on the wire, and nothing else."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.photos import tus
from backend.photos.selectors import Progress, progress_of, told_of, upload_for
from backend.photos.serializers import AnnouncedSerializer, PhotoSerializer, UploadProgressSerializer
from backend.photos.services import uploads


def header(name: str, what: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=True, description=what)


VERSION = header("Tus-Resumable", f"`{tus.VERSION}`")


class TusView(APIView):
    """What both addresses have in common."""

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What is spoken here; asked before anything is known of an upload."""
        allowed = {"Allow": ", ".join(self.allowed_methods)}
        return Response(status=status.HTTP_204_NO_CONTENT, headers={**tus.CAPABILITIES, **allowed})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        return tus.with_version(super().finalize_response(request, response, *args, **kwargs))

    def told(self, progress: Progress, code: int) -> Response:
        """The photo, where it is received, else how far it has come."""
        told = tus.headers_of(progress)
        if progress.photo is None:
            return Response(UploadProgressSerializer(progress).data, status=code, headers=told)
        photo = told_of(self.request.user, progress.photo)
        return Response(PhotoSerializer(photo).data, status=201 if progress.is_new else 200, headers=told)


class UploadsView(TusView):
    """Where uploads begin."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "uploads"

    @extend_schema(
        operation_id="photos_uploads_create",
        request=None,
        parameters=[
            VERSION,
            header("Upload-Length", "Bytes.", OpenApiTypes.INT64),
            header(
                "Upload-Metadata",
                "As tus writes it, each value in base64: `id` (a UUID made by the phone), `sha256`, `view`; where known"
                " `subject`, `taken_at`, `last_modified`, `filename`, as in `POST /photos/`.",
            ),
        ],
        responses={201: UploadProgressSerializer, 200: PhotoSerializer},
    )
    def post(self, request: Request) -> Response:
        """Begin, or go on: `Upload-Offset` says how much is there; the same id or bytes again answer the photo."""
        tus.expect_version(request)
        serializer = AnnouncedSerializer(data=tus.announced_in(request))
        serializer.is_valid(raise_exception=True)
        progress = uploads.begin_upload(actor=signed_in(request), announced=serializer.save())
        response = self.told(progress, status.HTTP_201_CREATED if progress.is_new else status.HTTP_200_OK)
        response.headers["Location"] = reverse("photo-upload", args=[progress.photo_id])
        return response


class UploadView(TusView):
    """One upload."""

    @extend_schema(operation_id="photos_uploads_retrieve", responses=UploadProgressSerializer)
    def get(self, request: Request, upload_id: UUID) -> Response:
        """How much is there. HEAD says the same in tus's headers alone."""
        upload = upload_for(signed_in(request), upload_id)
        return self.told(progress_of(upload), status.HTTP_200_OK)

    @extend_schema(
        operation_id="photos_uploads_partial_update",
        parameters=[VERSION, header("Upload-Offset", "Where these bytes begin.", OpenApiTypes.INT64)],
        request={tus.CHUNK_TYPE: OpenApiTypes.BINARY},
        responses={204: None, 200: PhotoSerializer, 201: PhotoSerializer},
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """The bytes that come next: 204 and the new `Upload-Offset`; with the last of them, the photo."""
        actor = signed_in(request)
        upload = upload_for(actor, upload_id)
        tus.expect_version(request)
        tus.expect_chunk(request)
        at, most = tus.offset_in(request), int(request.META.get("CONTENT_LENGTH") or 0)
        progress = uploads.append_to_upload(actor=actor, upload=upload, at=at, body=request, most=most)
        if progress.photo is None:
            return Response(status=status.HTTP_204_NO_CONTENT, headers=tus.headers_of(progress))
        return self.told(progress, status.HTTP_200_OK)

    @extend_schema(operation_id="photos_uploads_destroy", parameters=[VERSION], responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Forget what came of it."""
        upload = upload_for(signed_in(request), upload_id)
        tus.expect_version(request)
        uploads.drop_upload(upload=upload)
        return Response(status=status.HTTP_204_NO_CONTENT)
