"""The timeline over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from backend.common.parameters import read_parameters
from backend.timeline.selectors import Cursor, timeline_page
from backend.timeline.serializers import TimelinePageSerializer, TimelineParameters


class TimelineView(APIView):
    """Photos and sessions in one stream by local date, newest first."""

    @extend_schema(operation_id="timeline_list", parameters=[TimelineParameters], responses=TimelinePageSerializer)
    def get(self, request: Request) -> Response:
        query = read_parameters(TimelineParameters, request)
        cursor = query.pop("cursor", None)
        page = timeline_page(
            request.user, size=query.pop("page_size"), cursor=Cursor.read(cursor) if cursor else None, **query
        )
        address = request.build_absolute_uri()
        following = replace_query_param(address, "cursor", str(page.next)) if page.next else None
        answer = {"next": following, "previous": None, "results": page.entries}
        return Response(TimelinePageSerializer(answer).data)
