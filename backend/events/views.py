"""Events over HTTP."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import PeriodParameters, read_parameters
from backend.events import services
from backend.events.models import Event
from backend.events.selectors import events_for
from backend.events.serializers import EventChangeSerializer, EventSerializer
from backend.subjects.guarded import GuardedViewSet


class EventPagination(NewestFirstPagination):
    ordering = ("-happened_local", "-id")


class EventViewSet(GuardedViewSet[Event]):
    """What happened besides sessions, newest first: it may explain a change, and nothing is concluded from it."""

    kind = AuditObject.EVENT
    serializer_class = EventSerializer
    pagination_class = EventPagination
    queryset = Event.objects.none()

    def get_queryset(self) -> QuerySet[Event]:
        return events_for(self.request.user)

    @extend_schema(parameters=[PeriodParameters])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(PeriodParameters, request))
        page = self.paginate_queryset(events_for(request.user, **query))
        return self.get_paginated_response(EventSerializer(page, many=True).data)

    @extend_schema(request=EventSerializer, responses={201: EventSerializer, 200: EventSerializer})
    def create(self, request: Request) -> Response:
        serializer = EventSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        event, is_new = services.note_event(actor=signed_in(request), event_id=values.pop("id", None), **values)
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(EventSerializer(event).data, status=made)

    def retrieve(self, _request: Request, pk: str) -> Response:
        return Response(EventSerializer(self.get_object()).data)

    @extend_schema(request=EventChangeSerializer, responses=EventSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        event = self.get_object()
        serializer = EventChangeSerializer(event, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        event = services.change_event(actor=signed_in(request), event=event, **serializer.validated_data)
        return Response(EventSerializer(event).data)

    def destroy(self, request: Request, pk: str) -> Response:
        services.delete_event(actor=signed_in(request), event=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
