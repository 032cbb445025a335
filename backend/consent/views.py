"""Consent texts and consents over HTTP."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import read_parameters
from backend.consent import selectors
from backend.consent.access import author_in
from backend.consent.answers import AnyFormat, receipt_answer, receipt_pdf_answer, signature_answer, withdrawal_link
from backend.consent.models import ConsentRecord, ConsentText
from backend.consent.serializers import (
    ConsentParameters,
    ConsentRequestSerializer,
    ConsentSerializer,
    ConsentTextChangeSerializer,
    ConsentTextSerializer,
    TextParameters,
)
from backend.consent.services import reading, signing, texts


class TextPagination(NewestFirstPagination):
    ordering = ("purpose", "language", "-version", "id")


class ConsentTextViewSet(viewsets.GenericViewSet[ConsentText]):
    """What people are asked: templates that are shipped, and what a practice wrote itself."""

    serializer_class = ConsentTextSerializer
    pagination_class = TextPagination
    queryset = ConsentText.objects.none()
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[TextParameters])
    def list(self, request: Request) -> Response:
        query = read_parameters(TextParameters, request)
        page = self.paginate_queryset(selectors.texts_for(signed_in(request), **query))
        return self.get_paginated_response(ConsentTextSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(ConsentTextSerializer(selectors.text_for(signed_in(request), pk)).data)

    @extend_schema(request=ConsentTextChangeSerializer, responses=ConsentTextSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change the words of a draft; it is to be reviewed again then."""
        user = signed_in(request)
        text = selectors.text_for(user, pk, to_write=True)
        serializer = ConsentTextChangeSerializer(text, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        changed = texts.change_draft(author=user, text=text, **serializer.validated_data)
        return Response(ConsentTextSerializer(changed).data)

    @extend_schema(request=None, responses=ConsentTextSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: UUID) -> Response:
        """Say that it may be published: somebody other than who wrote it, where there is somebody."""
        user = signed_in(request)
        text = selectors.text_for(user, pk, to_write=True)
        return Response(ConsentTextSerializer(texts.review_text(reviewer=user, text=text)).data)

    @extend_schema(request=None, responses=ConsentTextSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: UUID) -> Response:
        """Fix it for good, and retire the version before."""
        user = signed_in(request)
        text = selectors.text_for(user, pk, to_write=True)
        return Response(ConsentTextSerializer(texts.publish_text(publisher=user, text=text)).data)

    @extend_schema(request=None, responses=ConsentTextSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: UUID) -> Response:
        """Let nobody sign it from now on; what was signed stands."""
        text = selectors.text_for(signed_in(request), pk, to_write=True)
        return Response(ConsentTextSerializer(texts.retire_text(text=text)).data)


class PracticeTextsView(APIView):
    """A practice's own texts."""

    @extend_schema(
        operation_id="practices_consent_texts_create",
        request=ConsentTextSerializer,
        responses={201: ConsentTextSerializer},
    )
    def post(self, request: Request, practice_id: UUID) -> Response:
        """Draft the next version of a text."""
        user = signed_in(request)
        practice = author_in(user, practice_id).practice
        serializer = ConsentTextSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        text = texts.draft_text(author=user, practice=practice, **serializer.validated_data)
        return Response(ConsentTextSerializer(text).data, status=status.HTTP_201_CREATED)


class ConsentViewSet(viewsets.GenericViewSet[ConsentRecord]):
    """What was agreed to, newest first."""

    serializer_class = ConsentSerializer
    queryset = ConsentRecord.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[ConsentRecord]:
        return selectors.with_events(selectors.records_for(self.request.user))

    @extend_schema(parameters=[ConsentParameters])
    def list(self, request: Request) -> Response:
        query = read_parameters(ConsentParameters, request)
        page = self.paginate_queryset(reading.list_consents(actor=signed_in(request), **query))
        return self.get_paginated_response(ConsentSerializer(page, many=True).data)

    @extend_schema(request=ConsentRequestSerializer, responses={201: ConsentSerializer, 200: ConsentSerializer})
    def create(self, request: Request) -> Response:
        """Sign: as the record's owner, or as a client on the practice's device."""
        serializer = ConsentRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.asked(request.headers.get("User-Agent", ""))
        record, token = signing.sign_consent(actor=signed_in(request), asked=asked)
        made = status.HTTP_201_CREATED if token else status.HTTP_200_OK
        return Response(ConsentSerializer(record, context=withdrawal_link(token)).data, status=made)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(ConsentSerializer(reading.read_consent(actor=signed_in(request), record_id=pk)).data)


class ReceiptView(APIView):
    """The receipt that the person keeps, for machines."""

    @extend_schema(operation_id="consents_receipt_retrieve", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, consent_id: UUID) -> Response:
        return receipt_answer(reading.read_consent(actor=signed_in(request), record_id=consent_id))


class ReceiptPdfView(APIView):
    """The receipt that the person keeps, to read and to print."""

    content_negotiation_class = AnyFormat
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "exports"

    @extend_schema(
        operation_id="consents_receipt_pdf_retrieve", responses={(200, "application/pdf"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, consent_id: UUID) -> HttpResponse:
        return receipt_pdf_answer(reading.read_consent(actor=signed_in(request), record_id=consent_id))


class SignatureView(APIView):
    """The picture of the signature, byte for byte as it was given."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="consents_signature_retrieve",
        responses={
            (200, "image/png"): OpenApiTypes.BINARY,
            (200, "image/jpeg"): OpenApiTypes.BINARY,
            (200, "application/pdf"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, consent_id: UUID) -> HttpResponse:
        return signature_answer(reading.read_consent(actor=signed_in(request), record_id=consent_id))
