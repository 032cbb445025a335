"""Measures over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.parameters import read_parameters
from backend.measures import examples, services
from backend.measures.changes import changes_between
from backend.measures.charts import chart, measures_of
from backend.measures.selectors import measured_pair, measured_view, session_starts
from backend.measures.serializers import (
    ChangeParameters,
    ChangesSerializer,
    MeasureParameters,
    MeasuresSerializer,
    SittingAnswerSerializer,
    SittingSerializer,
    changes_json,
    measures_json,
)
from backend.photos.models import Photo
from backend.subjects.guarded import note_seen, note_subject_seen
from backend.subjects.selectors import subject_for


class MeasuresView(APIView):
    """What was measured of a view's photos."""

    @extend_schema(
        parameters=[MeasureParameters],
        responses=MeasuresSerializer,
        examples=[OpenApiExample("One measure of two photos", examples.MEASURES, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """Every measure of one view: its points, its noise floor and its trend. Measured, never explained."""
        query = read_parameters(MeasureParameters, request)
        found = subject_for(request.user, query.get("subject"))
        note_subject_seen(request.user, found, AuditObject.MEASURES)
        subject = found.pk
        view = measured_view(request.user, subject, query["view"])
        codes = measures_of(view)
        wanted = [code for code in codes if query.get("measure") in (None, code)]
        charts = [chart(view, code, looked_at=len(codes), same_day=query["same_day"]) for code in wanted]
        sessions = session_starts(request.user, subject, view)
        return Response(measures_json(view, len(codes), sessions, charts))


class ChangesView(APIView):
    """What changed between two photos."""

    @extend_schema(
        parameters=[ChangeParameters],
        responses=ChangesSerializer,
        examples=[OpenApiExample("One measure within its noise, one left out", examples.CHANGES, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """Each measure of two photos of one view, against the noise floor. What changed and how sure, never why."""
        query = read_parameters(ChangeParameters, request)
        view, before, after = measured_pair(request.user, query["before"], query["after"])
        note_seen(request.user, Photo(pk=after.photo), AuditObject.MEASURES)
        return Response(changes_json(view.view, changes_between(view, before, after)))


class SittingView(APIView):
    """A sitting made by hand."""

    @extend_schema(
        request=SittingSerializer,
        responses=SittingAnswerSerializer,
        examples=[OpenApiExample("Three photos are one sitting", examples.SITTING, request_only=True)],
    )
    def put(self, request: Request, sitting_id: UUID) -> Response:
        """Say that these photos are one sitting, whatever the clock says; of one photo, that it stands alone."""
        serializer = SittingSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        photos = services.join_sitting(
            actor=signed_in(request), sitting_id=sitting_id, photos=serializer.validated_data["photos"]
        )
        return Response({"id": sitting_id, "photos": photos})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, sitting_id: UUID) -> Response:
        """Leave the photos of a sitting made by hand to the clock again."""
        services.leave_to_the_clock(actor=signed_in(request), sitting_id=sitting_id)
        return Response(status=status.HTTP_204_NO_CONTENT)
