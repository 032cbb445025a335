"""Practices, their members and their invitations over HTTP."""

from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.practices import selectors, services
from backend.practices.serializers import (
    InvitationSerializer,
    InvitedSerializer,
    LinkSerializer,
    MembershipSerializer,
    MyPracticeSerializer,
    PracticeCardSerializer,
    PracticeSerializer,
    ReceivedInvitationSerializer,
)

NOTHING = status.HTTP_204_NO_CONTENT


class PracticesView(APIView):
    """Where the account works."""

    @extend_schema(operation_id="practices_list", responses=MyPracticeSerializer(many=True))
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        known = {"has_second_factor": selectors.has_second_factor(user)}
        return Response(MyPracticeSerializer(selectors.memberships_of(user), many=True, context=known).data)

    @extend_schema(operation_id="practices_create", request=PracticeSerializer, responses={201: PracticeSerializer})
    def post(self, request: Request) -> Response:
        """Open a practice; the account is its first owner."""
        serializer = PracticeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        practice = services.open_practice(owner=signed_in(request), **serializer.validated_data)
        return Response(PracticeSerializer(practice).data, status=status.HTTP_201_CREATED)


class PracticeView(APIView):
    """One practice, for those who work in it."""

    @extend_schema(operation_id="practices_retrieve", responses=PracticeSerializer)
    def get(self, request: Request, practice_id: UUID) -> Response:
        return Response(PracticeSerializer(selectors.practice_for(signed_in(request), practice_id)).data)

    @extend_schema(operation_id="practices_partial_update", request=PracticeSerializer, responses=PracticeSerializer)
    def patch(self, request: Request, practice_id: UUID) -> Response:
        """Its owners may change it. What was signed before keeps what it said then."""
        serializer = PracticeSerializer(data=request.data, partial=True)
        selectors.practice_owned_by(signed_in(request), practice_id)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        practice = services.change_practice(actor=signed_in(request), practice_id=practice_id, **values)
        return Response(PracticeSerializer(practice).data)


class PracticeCardView(APIView):
    """Any practice, as a client sees it before relating to it."""

    @extend_schema(operation_id="practices_card_retrieve", responses=PracticeCardSerializer)
    def get(self, _request: Request, practice_id: UUID) -> Response:
        return Response(PracticeCardSerializer(selectors.practice_card(practice_id)).data)


class PracticeCodeView(APIView):
    """What clients scan to relate to the practice."""

    @extend_schema(operation_id="practices_code_retrieve", responses=LinkSerializer)
    def get(self, request: Request, practice_id: UUID) -> Response:
        practice = selectors.practice_for(signed_in(request), practice_id)
        return Response(LinkSerializer({"link": f"{settings.ORIGIN}/practice/{practice.pk}"}).data)


class MembersView(APIView):
    """Who works there."""

    @extend_schema(operation_id="practices_members_list", responses=MembershipSerializer(many=True))
    def get(self, request: Request, practice_id: UUID) -> Response:
        practice = selectors.practice_for(signed_in(request), practice_id)
        members = selectors.members_of(practice)
        return Response(MembershipSerializer(members, many=True, context={"request": request}).data)


class MemberView(APIView):
    """One of them."""

    @extend_schema(
        operation_id="practices_members_partial_update", request=MembershipSerializer, responses=MembershipSerializer
    )
    def patch(self, request: Request, practice_id: UUID, membership_id: UUID) -> Response:
        """Owners give others another role. The last owner stays one."""
        user = signed_in(request)
        selectors.practice_owned_by(user, practice_id)
        serializer = MembershipSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        role = serializer.validated_data["role"]
        member = services.change_role(actor=user, practice_id=practice_id, membership_id=membership_id, role=role)
        return Response(MembershipSerializer(member, context={"request": request}).data)

    @extend_schema(operation_id="practices_members_destroy", responses={204: None})
    def delete(self, request: Request, practice_id: UUID, membership_id: UUID) -> Response:
        """Owners end anybody's membership, everybody may leave. The last owner can't."""
        services.end_membership(actor=signed_in(request), practice_id=practice_id, membership_id=membership_id)
        return Response(status=NOTHING)


class InvitationsView(APIView):
    """Who is invited to work there; for its owners."""

    throttle_scope = "invitations"

    def get_throttles(self) -> list[Any]:
        return [ScopedRateThrottle()] if self.request.method == "POST" else []

    @extend_schema(operation_id="practices_invitations_list", responses=InvitationSerializer(many=True))
    def get(self, request: Request, practice_id: UUID) -> Response:
        practice = selectors.practice_owned_by(signed_in(request), practice_id)
        waiting = selectors.open_invitations().filter(practice=practice).order_by("-created_at", "pk")
        return Response(InvitationSerializer(waiting, many=True).data)

    @extend_schema(
        operation_id="practices_invitations_create", request=InvitationSerializer, responses={201: InvitedSerializer}
    )
    def post(self, request: Request, practice_id: UUID) -> Response:
        """Make a link that is accepted once, within seven days. It is in this answer alone."""
        user = signed_in(request)
        selectors.practice_owned_by(user, practice_id)
        serializer = InvitationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        invited = services.invite(actor=user, practice_id=practice_id, **serializer.validated_data)
        return Response(InvitedSerializer(invited).data, status=status.HTTP_201_CREATED)


class InvitationView(APIView):
    """One that is open."""

    @extend_schema(operation_id="practices_invitations_destroy", responses={204: None})
    def delete(self, request: Request, practice_id: UUID, invitation_id: UUID) -> Response:
        """Take it back."""
        services.revoke_invitation(actor=signed_in(request), practice_id=practice_id, invitation_id=invitation_id)
        return Response(status=NOTHING)


class ReceivedInvitationView(APIView):
    """An invitation, for whoever has its link."""

    @extend_schema(operation_id="staff_invitations_retrieve", responses=ReceivedInvitationSerializer)
    def get(self, request: Request, token: str) -> Response:
        invitation = selectors.invitation_by(token)
        return Response(ReceivedInvitationSerializer(invitation, context={"request": request}).data)


class AcceptInvitationView(APIView):
    """Its acceptance."""

    @extend_schema(operation_id="staff_invitations_accept_create", request=None, responses={201: MembershipSerializer})
    def post(self, request: Request, token: str) -> Response:
        """Become a member, once."""
        membership = services.accept_invitation(actor=signed_in(request), token=token)
        answer = MembershipSerializer(membership, context={"request": request})
        return Response(answer.data, status=status.HTTP_201_CREATED)
