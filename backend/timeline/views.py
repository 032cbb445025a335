"""The timeline over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import read_parameters
from backend.photos.selectors import pinned_photos_for, tags_for, with_clocks
from backend.photos.serializers import SubjectParameter
from backend.subjects.guarded import listed
from backend.subjects.models import CareRelation
from backend.subjects.selectors import own_self
from backend.timeline.clients import at_a_glance, clients_for
from backend.timeline.days import days_for, first_day_for, period
from backend.timeline.places import Cursor
from backend.timeline.selectors import Wanted, timeline_page
from backend.timeline.serializers import (
    CalendarSerializer,
    ClientParameters,
    ClientSerializer,
    DaysParameters,
    PinnedSerializer,
    TimelinePageSerializer,
    TimelineParameters,
)

# Milestones are few; whoever marks every photo has the stream.
MOST_PINNED = 40


class TimelineView(APIView):
    """Photos, sessions and events in one stream by local date, newest first."""

    @extend_schema(operation_id="timeline_list", parameters=[TimelineParameters], responses=TimelinePageSerializer)
    def get(self, request: Request) -> Response:
        query = read_parameters(TimelineParameters, request)
        named = query.get("subject")
        query["subject"] = listed(request.user, named, AuditObject.RECORD) if named else own_self(request.user)
        before, text = query.pop("before", None), query.pop("cursor", None)
        start = Cursor.at_end_of(before) if before else None
        cursor = Cursor.read(text) if text else start
        page = timeline_page(request.user, size=query.pop("page_size"), cursor=cursor, wanted=Wanted(**query))
        answer = {"next": link(request, page.next), "previous": link(request, page.previous), "results": page.entries}
        return Response(TimelinePageSerializer(answer).data)


def link(request: Request, cursor: Cursor | None) -> str | None:
    address = remove_query_param(request.build_absolute_uri(), "before")
    return replace_query_param(address, "cursor", str(cursor)) if cursor else None


class PinnedView(APIView):
    """Baselines, milestones and the tags in use."""

    @extend_schema(operation_id="timeline_pinned", parameters=[SubjectParameter], responses=PinnedSerializer)
    def get(self, request: Request) -> Response:
        subject = read_parameters(SubjectParameter, request).get("subject")
        query = {"subject": listed(request.user, subject, AuditObject.PHOTO)}
        photos = with_clocks(request.user, list(pinned_photos_for(request.user, **query)[:MOST_PINNED]))
        return Response(PinnedSerializer({"photos": photos, "tags": tags_for(request.user, **query)}).data)


class DaysView(APIView):
    """Which local dates hold photos, sessions and events."""

    @extend_schema(operation_id="timeline_days", parameters=[DaysParameters], responses=CalendarSerializer)
    def get(self, request: Request) -> Response:
        query = read_parameters(DaysParameters, request)
        subject = listed(request.user, query.get("subject"), AuditObject.RECORD)
        first, last = period(query.get("first_day"), query.get("last_day"))
        days = days_for(request.user, subject=subject, first_day=first, last_day=last)
        return Response(
            CalendarSerializer({"first_day": first_day_for(request.user, subject=subject), "days": days}).data
        )


class ClientPagination(NewestFirstPagination):
    """By name."""

    ordering = ("name", "id")


class ClientsView(GenericAPIView[CareRelation]):
    """Whom the practices that the account works in have in their care."""

    pagination_class = ClientPagination
    serializer_class = ClientSerializer
    queryset = CareRelation.objects.none()

    @extend_schema(operation_id="clients_list", parameters=[ClientParameters], responses=ClientSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Each with the last photo, the next planned session, and where the consent stands."""
        query = read_parameters(ClientParameters, request)
        page = self.paginate_queryset(clients_for(signed_in(request), **query))
        return self.get_paginated_response(ClientSerializer(at_a_glance(page or []), many=True).data)
