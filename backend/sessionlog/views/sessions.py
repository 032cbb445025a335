"""Sessions over HTTP."""

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.errors import DomainError
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import PeriodParameters, read_parameters
from backend.sessionlog import services
from backend.sessionlog.csv_format import csv_of, file_too_large, read_table
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.selectors import sessions_for, totals_for
from backend.sessionlog.serializers.imports import ImportOutcomeSerializer, ImportSerializer, read_rows
from backend.sessionlog.serializers.sessions import (
    SessionChangeSerializer,
    SessionSerializer,
    TotalsParameters,
    TotalsSerializer,
)
from backend.subjects.guarded import GuardedViewSet
from ml.vocabulary import CSV_MAX_BYTES

# Room for the form around the file.
MAX_REQUEST_BYTES = CSV_MAX_BYTES + 64 * 1024
ROWS_AT_ONCE = 500


class SessionPagination(NewestFirstPagination):
    ordering = ("-started_local", "-id")


class SessionViewSet(GuardedViewSet[TreatmentSession]):
    """Treatments, newest first."""

    kind = AuditObject.SESSION
    serializer_class = SessionSerializer
    pagination_class = SessionPagination
    parser_classes = [JSONParser]
    queryset = TreatmentSession.objects.none()
    throttle_scope = "exports"

    def get_throttles(self) -> list[Any]:
        """The whole log at once, out or in."""
        return [ScopedRateThrottle()] if self.action in {"export", "import_"} else []

    def get_queryset(self) -> QuerySet[TreatmentSession]:
        return sessions_for(self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced length, before a byte of the body is read: the CSRF check would read it whole."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_REQUEST_BYTES:
            raise file_too_large()
        super().initial(request, *args, **kwargs)

    @extend_schema(parameters=[PeriodParameters])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(PeriodParameters, request))
        page = self.paginate_queryset(sessions_for(request.user, **query))
        return self.get_paginated_response(SessionSerializer(page, many=True).data)

    @extend_schema(request=SessionSerializer, responses={201: SessionSerializer, 200: SessionSerializer})
    def create(self, request: Request) -> Response:
        serializer = SessionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        session, is_new = services.log_session(actor=signed_in(request), session_id=values.pop("id", None), **values)
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(SessionSerializer(session).data, status=made)

    def retrieve(self, _request: Request, pk: str) -> Response:
        return Response(SessionSerializer(self.get_object()).data)

    @extend_schema(request=SessionChangeSerializer, responses=SessionSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        session = self.get_object()
        serializer = SessionChangeSerializer(session, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        session = services.change_session(actor=signed_in(request), session=session, **serializer.validated_data)
        return Response(SessionSerializer(session).data)

    def destroy(self, request: Request, pk: str) -> Response:
        services.delete_session(actor=signed_in(request), session=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[TotalsParameters], responses=TotalsSerializer)
    @action(detail=False, pagination_class=None)
    def totals(self, request: Request) -> Response:
        """Minutes and µA·min over a period, in all and by zone, in one query.

        A session's minutes by zone are those written down for each zone, else its minutes shared equally among its
        zones. Sessions without an intensity add no µA·min; how many they are is said.
        """
        query = self.of_subject(read_parameters(TotalsParameters, request))
        return Response(TotalsSerializer(totals_for(request.user, **query)).data)

    @extend_schema(parameters=[PeriodParameters], responses={(200, "text/csv"): OpenApiTypes.STR})
    @action(detail=False, pagination_class=None)
    def export(self, request: Request) -> StreamingHttpResponse:
        """All sessions as CSV, streamed: UTF-8 with a byte-order mark, commas, decimal points.

        Text that a spreadsheet would take for a formula has an apostrophe in front; the import takes it away again.
        """
        query = self.of_subject(read_parameters(PeriodParameters, request))
        rows = csv_of(sessions_for(request.user, **query).iterator(chunk_size=ROWS_AT_ONCE))
        headers = {"Content-Disposition": 'attachment; filename="likeness-sessions.csv"'}
        return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)

    @extend_schema(request={"multipart/form-data": ImportSerializer}, responses=ImportOutcomeSerializer)
    @action(detail=False, methods=["post"], url_path="import", parser_classes=[MultiPartParser], pagination_class=None)
    def import_(self, request: Request) -> Response:
        """Take sessions over from CSV: look first (`save` false), then save all of them or none.

        Semicolons, tabs and decimal commas are taken too. Needed columns: `started_at` (ISO 8601 local time),
        `modality`, `minutes`; the others are those of the export, in any order. A session whose id is in the log
        stays as it is; rows without an id are told apart by their content, so that the same file adds nothing twice.
        At most 8 MB and 10,000 sessions.
        """
        serializer = ImportSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        table = read_table(asked["file"].read(CSV_MAX_BYTES + 1))
        rows, problem_count, problems = read_rows(table)
        plan = services.plan_import(actor=signed_in(request), subject_id=asked.get("subject"), rows=rows)
        if asked["save"]:
            if problem_count:
                raise DomainError("invalid_rows", "Some lines cannot be used. Nothing was saved.")
            services.import_sessions(plan=plan)
        outcome = {
            "rows": len(table.lines),
            "new": len(plan.new),
            "already_here": plan.already_here,
            "saved": asked["save"],
            "ignored_columns": table.ignored,
            "problem_count": problem_count,
            "problems": problems,
        }
        return Response(ImportOutcomeSerializer(outcome).data)
