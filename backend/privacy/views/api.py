"""Withdrawal and sealed copies over HTTP."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.privacy import selectors
from backend.privacy.answers import copy_answer
from backend.privacy.models import SealedCopy
from backend.privacy.serializers import (
    ForetoldSerializer,
    OpenRequestSerializer,
    SealedCopySerializer,
    WithdrawalSerializer,
)
from backend.privacy.services.sealed import open_copy
from backend.privacy.services.withdrawal import foretell, withdraw_consent


class WithdrawView(APIView):
    """The end of a consent: one tap, no reason."""

    @extend_schema(operation_id="consents_withdraw_create", request=None, responses=WithdrawalSerializer)
    def post(self, request: Request, consent_id: UUID) -> Response:
        """Withdraw it. Again, it changes nothing."""
        withdrawal = withdraw_consent(actor=signed_in(request), record_id=consent_id)
        return Response(WithdrawalSerializer(withdrawal).data)


class WhatStaysView(APIView):
    """What a withdrawal would end and leave, to be read before it."""

    @extend_schema(operation_id="consents_what_stays_retrieve", responses=ForetoldSerializer)
    def get(self, request: Request, consent_id: UUID) -> Response:
        """The concrete list; asking changes nothing."""
        foretold = foretell(actor=signed_in(request), record_id=consent_id)
        return Response(ForetoldSerializer(foretold).data)


class PracticeCopiesView(generics.GenericAPIView[SealedCopy]):
    """What a practice keeps after the care has ended, for its owners."""

    serializer_class = SealedCopySerializer
    queryset = SealedCopy.objects.none()

    @extend_schema(operation_id="practices_sealed_copies_list", responses=SealedCopySerializer(many=True))
    def get(self, request: Request, practice_id: UUID) -> Response:
        page = self.paginate_queryset(selectors.copies_of_practice(signed_in(request), practice_id)) or []
        openings = selectors.openings_of(page)
        return self.get_paginated_response(SealedCopySerializer(page, many=True, context={"openings": openings}).data)


class SubjectCopiesView(generics.GenericAPIView[SealedCopy]):
    """What practices keep of a record after the care has ended, for its owner."""

    serializer_class = SealedCopySerializer
    queryset = SealedCopy.objects.none()

    @extend_schema(operation_id="subjects_sealed_copies_list", responses=SealedCopySerializer(many=True))
    def get(self, request: Request, subject_id: UUID) -> Response:
        page = self.paginate_queryset(selectors.copies_of_subject(signed_in(request), subject_id)) or []
        openings = selectors.openings_of(page)
        return self.get_paginated_response(SealedCopySerializer(page, many=True, context={"openings": openings}).data)


class OpenCopyView(APIView):
    """The file, for a practice's owner who says why."""

    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "exports"

    @extend_schema(
        operation_id="sealed_copies_open_create",
        request=OpenRequestSerializer,
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request, copy_id: UUID) -> HttpResponseBase:
        """Open it. The client reads who did, when, and the reason."""
        user = signed_in(request)
        selectors.copy_for(user, copy_id)
        serializer = OpenRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return copy_answer(open_copy(actor=user, copy_id=copy_id, **serializer.validated_data))
