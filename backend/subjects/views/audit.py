"""What was done with a record, over HTTP; for its owner."""

from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditEvent
from backend.audit.selectors import events_of
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import read_parameters
from backend.subjects import services
from backend.subjects.audit_csv import csv_of
from backend.subjects.relations import owned_by
from backend.subjects.serializers import AuditEventSerializer, AuditParameters

ROWS_AT_ONCE = 500


class AuditPagination(NewestFirstPagination):
    ordering = ("-at", "-id")


class AuditView(GenericAPIView[AuditEvent]):
    """Who saw, added, shared or exported what, and when; newest first."""

    serializer_class = AuditEventSerializer
    pagination_class = AuditPagination
    queryset = AuditEvent.objects.none()

    @extend_schema(
        operation_id="subjects_audit_list", parameters=[AuditParameters], responses=AuditEventSerializer(many=True)
    )
    def get(self, request: Request, subject_id: UUID) -> Response:
        owned_by(signed_in(request), subject_id)
        query = read_parameters(AuditParameters, request)
        page = self.paginate_queryset(events_of(subject_id, **query))
        return self.get_paginated_response(AuditEventSerializer(page, many=True).data)


class AuditExportView(APIView):
    """The same, to keep."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "exports"

    @extend_schema(operation_id="subjects_audit_export", responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request, subject_id: UUID) -> StreamingHttpResponse:
        """All of it as CSV, streamed: UTF-8 with a byte-order mark. That it was exported is its first row."""
        services.note_audit_export(actor=signed_in(request), subject_id=subject_id)
        rows = csv_of(events_of(subject_id).iterator(chunk_size=ROWS_AT_ONCE))
        headers = {"Content-Disposition": 'attachment; filename="likeness-audit.csv"'}
        return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)
