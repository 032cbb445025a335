"""Verdicts and partners over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.audit.models import AuditObject
from backend.common.parameters import read_parameters
from backend.comparisons.selectors.comparison import comparison_of, partners_of
from backend.comparisons.serializers.comparison import (
    ComparisonSerializer,
    PairParameters,
    PartnerParameters,
    PartnersSerializer,
)
from backend.photos.models import Photo
from backend.subjects.guarded import note_seen


class VerdictView(APIView):
    """Whether two photos can be compared."""

    @extend_schema(operation_id="comparisons_verdict", parameters=[PairParameters], responses=ComparisonSerializer)
    def get(self, request: Request) -> Response:
        """The verdict on a pair, with every reason in numbers; a pure reading of what was stored of each photo."""
        query = read_parameters(PairParameters, request)
        found = comparison_of(request.user, **query)
        for photo in (query["before"], query["after"]):
            note_seen(request.user, Photo(pk=photo), AuditObject.COMPARISON)
        return Response(ComparisonSerializer(found).data)


class PartnersView(APIView):
    """The most comparable photos near a date."""

    @extend_schema(operation_id="comparisons_partners", parameters=[PartnerParameters], responses=PartnersSerializer)
    def get(self, request: Request) -> Response:
        """Best first, by the verdict's reasons and the distance in days alone."""
        query = read_parameters(PartnerParameters, request)
        found = partners_of(request.user, **query)
        note_seen(request.user, Photo(pk=query["photo"]), AuditObject.COMPARISON)
        return Response(PartnersSerializer(found).data)
