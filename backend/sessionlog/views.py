"""The session log over HTTP."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.selectors import signed_in
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import PeriodParameters, read_parameters
from backend.sessionlog import services
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.selectors import sessions_for
from backend.sessionlog.serializers import SessionChangeSerializer, SessionSerializer


class SessionPagination(NewestFirstPagination):
    ordering = ("-started_local", "-id")


class SessionViewSet(viewsets.GenericViewSet[TreatmentSession]):
    """Treatments, newest first."""

    serializer_class = SessionSerializer
    pagination_class = SessionPagination
    queryset = TreatmentSession.objects.none()

    def get_queryset(self) -> QuerySet[TreatmentSession]:
        return sessions_for(self.request.user)

    @extend_schema(parameters=[PeriodParameters])
    def list(self, request: Request) -> Response:
        query = read_parameters(PeriodParameters, request)
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
        serializer = SessionChangeSerializer(self.get_object(), data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        session = services.change_session(session=self.get_object(), **serializer.validated_data)
        return Response(SessionSerializer(session).data)

    def destroy(self, _request: Request, pk: str) -> Response:
        services.delete_session(session=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
