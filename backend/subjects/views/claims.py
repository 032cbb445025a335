"""Links that hand a record to its owner, over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.subjects.relations import claim_preview, claimable_by, open_claims
from backend.subjects.serializers import (
    AcceptClaimSerializer,
    ClaimSerializer,
    MadeClaimSerializer,
    ReceivedClaimSerializer,
    SubjectSerializer,
)
from backend.subjects.services import claims
from backend.subjects.views.relations import InvitationThrottle


class SubjectClaimsView(InvitationThrottle):
    """Links by which somebody becomes the record's owner."""

    @extend_schema(operation_id="subjects_claims_list", responses=ClaimSerializer(many=True))
    def get(self, request: Request, subject_id: UUID) -> Response:
        """Those that are open."""
        subject, _ = claimable_by(signed_in(request), subject_id)
        waiting = open_claims().filter(subject=subject).order_by("-created_at", "pk")
        return Response(ClaimSerializer(waiting, many=True).data)

    @extend_schema(operation_id="subjects_claims_create", request=ClaimSerializer, responses={201: MadeClaimSerializer})
    def post(self, request: Request, subject_id: UUID) -> Response:
        """Make one that is used once, within thirty days. It is in this answer alone."""
        claimable_by(signed_in(request), subject_id)
        serializer = ClaimSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = claims.make_claim(actor=signed_in(request), subject_id=subject_id, **serializer.validated_data)
        return Response(MadeClaimSerializer(made).data, status=status.HTTP_201_CREATED)


class ClaimView(APIView):
    """One that is open."""

    @extend_schema(operation_id="claims_destroy", responses={204: None})
    def delete(self, request: Request, claim_id: UUID) -> Response:
        """Take it back."""
        claims.revoke_claim(actor=signed_in(request), claim_id=claim_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReceivedClaimView(APIView):
    """A claim, for whoever has its link."""

    @extend_schema(operation_id="claims_by_token_retrieve", responses=ReceivedClaimSerializer)
    def get(self, request: Request, token: str) -> Response:
        return Response(ReceivedClaimSerializer(claim_preview(signed_in(request), token)).data)


class AcceptClaimView(APIView):
    """Its acceptance."""

    @extend_schema(
        operation_id="claims_by_token_accept_create", request=AcceptClaimSerializer, responses=SubjectSerializer
    )
    def post(self, request: Request, token: str) -> Response:
        """Become the record's owner, once. Answers the record as it is then: it may have joined your own."""
        serializer = AcceptClaimSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        taken = claims.accept_claim(actor=signed_in(request), token=token, **serializer.validated_data)
        return Response(SubjectSerializer(taken).data)
