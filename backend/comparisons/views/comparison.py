"""Verdicts and partners over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.parameters import read_parameters
from backend.comparisons.selectors.comparison import comparison_of, partners_of
from backend.comparisons.serializers.comparison import (
    ComparisonSerializer,
    PairParameters,
    PartnerParameters,
    PartnersSerializer,
)


class VerdictView(APIView):
    """Whether two photos can be compared."""

    @extend_schema(operation_id="comparisons_verdict", parameters=[PairParameters], responses=ComparisonSerializer)
    def get(self, request: Request) -> Response:
        """The verdict on a pair, with every reason in numbers; a pure reading of what was stored of each photo."""
        query = read_parameters(PairParameters, request)
        return Response(ComparisonSerializer(comparison_of(request.user, **query)).data)


class PartnersView(APIView):
    """The most comparable photos near a date."""

    @extend_schema(operation_id="comparisons_partners", parameters=[PartnerParameters], responses=PartnersSerializer)
    def get(self, request: Request) -> Response:
        """Best first, by the verdict's reasons and the distance in days alone."""
        query = read_parameters(PartnerParameters, request)
        return Response(PartnersSerializer(partners_of(request.user, **query)).data)
