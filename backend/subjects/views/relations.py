"""Care relations and clients over HTTP."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.subjects.relations import owned_by, relation_for, relations_of, require_practice
from backend.subjects.serializers import (
    AddClientSerializer,
    AllowsSerializer,
    CareRelationSerializer,
    InvitePracticeSerializer,
    NewClientSerializer,
)
from backend.subjects.services import claims, relations

NEW = status.HTTP_201_CREATED


class InvitationThrottle(APIView):
    """What may send a mail to somebody outside is asked for a limited number of times."""

    throttle_scope = "invitations"

    def get_throttles(self) -> list[Any]:
        return [ScopedRateThrottle()] if self.request.method == "POST" else []


class ClientsView(InvitationThrottle):
    """Those whom a practice takes in."""

    @extend_schema(
        operation_id="practices_clients_create", request=AddClientSerializer, responses={201: NewClientSerializer}
    )
    def post(self, request: Request, practice_id: UUID) -> Response:
        """Write down a client without an account: a record that is theirs as soon as they claim it."""
        user = signed_in(request)
        require_practice(user, practice_id)
        serializer = AddClientSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = claims.add_client(actor=user, practice_id=practice_id, **serializer.validated_data)
        return Response(NewClientSerializer(made).data, status=NEW)


class SubjectRelationsView(InvitationThrottle):
    """Who may see or act for the person in the photos."""

    @extend_schema(operation_id="subjects_care_relations_list", responses=CareRelationSerializer(many=True))
    def get(self, request: Request, subject_id: UUID) -> Response:
        """All of them for the record's owner; for a practice, its own."""
        return Response(CareRelationSerializer(relations_of(signed_in(request), subject_id), many=True).data)

    @extend_schema(
        operation_id="subjects_care_relations_create",
        request=InvitePracticeSerializer,
        responses={201: CareRelationSerializer},
    )
    def post(self, request: Request, subject_id: UUID) -> Response:
        """Ask a practice into the record's care."""
        user = signed_in(request)
        owned_by(user, subject_id)
        serializer = InvitePracticeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = relations.invite_practice(actor=user, subject_id=subject_id, **serializer.validated_data)
        return Response(CareRelationSerializer(made).data, status=NEW)


class RelationView(APIView):
    """One care relation."""

    @extend_schema(operation_id="care_relations_retrieve", responses=CareRelationSerializer)
    def get(self, request: Request, relation_id: UUID) -> Response:
        return Response(CareRelationSerializer(relation_for(signed_in(request), relation_id)).data)

    @extend_schema(
        operation_id="care_relations_partial_update", request=AllowsSerializer, responses=CareRelationSerializer
    )
    def patch(self, request: Request, relation_id: UUID) -> Response:
        """The record's owner says what the practice may do, from the next request on."""
        serializer = AllowsSerializer(data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        user = signed_in(request)
        changed = relations.change_allowed(actor=user, relation_id=relation_id, **serializer.validated_data)
        return Response(CareRelationSerializer(changed).data)


class AcceptRelationView(APIView):
    """Its acceptance, by the side that was invited."""

    @extend_schema(operation_id="care_relations_accept_create", request=None, responses=CareRelationSerializer)
    def post(self, request: Request, relation_id: UUID) -> Response:
        accepted = relations.accept(actor=signed_in(request), relation_id=relation_id)
        return Response(CareRelationSerializer(accepted).data)


class EndRelationView(APIView):
    """Its end, by either side."""

    @extend_schema(operation_id="care_relations_end_create", request=None, responses=CareRelationSerializer)
    def post(self, request: Request, relation_id: UUID) -> Response:
        """From the next request on the practice reaches nothing of the record."""
        ended = relations.end(actor=signed_in(request), relation_id=relation_id)
        return Response(CareRelationSerializer(ended).data)
