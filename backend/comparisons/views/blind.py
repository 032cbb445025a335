"""Blind rounds over HTTP."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.errors import NotFound
from backend.common.parameters import read_parameters
from backend.comparisons.models import BlindRound
from backend.comparisons.selectors.blind import rounds_for, trial_for, trial_picture
from backend.comparisons.serializers.blind import (
    BlindAnswerSerializer,
    BlindParameters,
    BlindRoundDetailSerializer,
    BlindRoundRequestSerializer,
    BlindRoundSerializer,
)
from backend.comparisons.services import blind as services
from backend.photos.views import AnyFormat
from backend.subjects.guarded import GuardedViewSet, note_seen

EXAMPLE = OpenApiExample(
    "Pairs at least twelve weeks apart",
    request_only=True,
    value={
        "id": "0f2b9c0e-5d0e-4d8e-9a53-6a5f6f1f7c11",
        "series": "6d1b3c46-5f0e-4a52-9a55-2f6b0d1e7c10",
        "days_apart": 84,
    },
)


class BlindRoundViewSet(mixins.RetrieveModelMixin, GuardedViewSet[BlindRound]):
    """Rounds of “Which photo is the later one?”, newest first. Dates and order are hidden until all is answered."""

    kind = AuditObject.BLIND_ROUND
    serializer_class = BlindRoundDetailSerializer
    queryset = BlindRound.objects.none()

    def get_queryset(self) -> QuerySet[BlindRound]:
        return rounds_for(self.request.user)

    @extend_schema(parameters=[BlindParameters], responses=BlindRoundSerializer(many=True))
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(BlindParameters, request))
        page = self.paginate_queryset(rounds_for(request.user, **query))
        return self.get_paginated_response(BlindRoundSerializer(page, many=True).data)

    @extend_schema(
        request=BlindRoundRequestSerializer,
        responses={201: BlindRoundDetailSerializer, 200: BlindRoundDetailSerializer},
        examples=[EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """Draw a round: pairs by dates and verdicts alone, each photo in one of them at most, sides by chance."""
        serializer = BlindRoundRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        blind_round, is_new = services.start_round(
            actor=signed_in(request),
            round_id=values["id"],
            series_id=values["series"],
            days_apart=values["days_apart"],
        )
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(BlindRoundDetailSerializer(blind_round).data, status=made)

    def destroy(self, request: Request, pk: str) -> Response:
        services.delete_round(actor=signed_in(request), blind_round=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class BlindAnswerView(APIView):
    """What a person says of one pair."""

    @extend_schema(request=BlindAnswerSerializer, responses=BlindRoundDetailSerializer)
    def put(self, request: Request, trial_id: UUID) -> Response:
        """Answer a trial. The last answer finishes the round, whose result and dates are then told."""
        serializer = BlindAnswerSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        trial = trial_for(request.user, trial_id)
        choice = serializer.validated_data["choice"]
        services.answer_trial(actor=signed_in(request), trial=trial, choice=choice)
        return Response(BlindRoundDetailSerializer(rounds_for(request.user).get(pk=trial.round_id)).data)


class BlindPictureView(APIView):
    """The bytes of a picture of a trial. Nothing about them names the photo: no tag, no date, no name of a file."""

    content_negotiation_class = AnyFormat

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, trial_id: UUID, letter: str) -> HttpResponseBase:
        trial = trial_for(request.user, trial_id)
        rendition = trial_picture(trial, letter)
        note_seen(request.user, trial.round, AuditObject.BLIND_ROUND)
        try:
            file = default_storage.open(rendition.key)
        except FileNotFoundError as problem:
            raise NotFound from problem
        response = FileResponse(file, content_type=rendition.media_type, filename="picture.jpg")
        response["Cache-Control"] = "private, no-store"
        response["Vary"] = "Cookie"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
