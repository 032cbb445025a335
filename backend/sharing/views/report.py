"""The report for a consultation, over HTTP."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.common.parameters import read_parameters
from backend.photos.views import AnyFormat
from backend.sharing.serializers.reports import ReportParameters
from backend.sharing.services.reports import make_report


class ConsultationReportView(APIView):
    """Chosen pairs, what was done, and what was agreed, as a PDF."""

    content_negotiation_class = AnyFormat
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "exports"

    @extend_schema(
        operation_id="reports_consultation",
        parameters=[ReportParameters],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """Made anew each time, and written into the record's audit log as an export."""
        query = read_parameters(ReportParameters, request)
        content = make_report(actor=signed_in(request), **query)
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="report.pdf"'
        return answer
