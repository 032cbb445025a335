"""The register of shares, and publications."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from backend.accounts.selectors import signed_in
from backend.common.pagination import NewestFirstPagination
from backend.common.parameters import read_parameters
from backend.common.qr import qr_svg
from backend.sharing.models import Publication, ShareGrant
from backend.sharing.selectors import grants_for, grants_received
from backend.sharing.serializers.publications import (
    NewPublicationSerializer,
    PublicationParameters,
    PublicationSerializer,
    RemovalSerializer,
)
from backend.sharing.serializers.shares import (
    MadeShareSerializer,
    PassphraseSerializer,
    ReceivedShareSerializer,
    RevocationSerializer,
    RevokedSerializer,
    ShareAccessSerializer,
    ShareParameters,
    ShareSerializer,
    SubjectNameSerializer,
    WantedShareSerializer,
)
from backend.sharing.services import grants as services
from backend.sharing.services import register
from backend.sharing.services.publications import note_publication, note_removal


class AccessPagination(NewestFirstPagination):
    ordering = ("-at", "-id")


class ShareViewSet(viewsets.GenericViewSet[ShareGrant]):
    """Everything that is or was shown to others, newest first."""

    serializer_class = ShareSerializer
    queryset = ShareGrant.objects.none()
    pagination_class = NewestFirstPagination
    lookup_value_converter = "uuid"
    throttle_scope = "shares"

    def get_throttles(self) -> list[Any]:
        """Each one that is made may send a mail and orders pictures; ending one is never put off."""
        return [ScopedRateThrottle()] if self.action == "create" else []

    def get_queryset(self) -> QuerySet[ShareGrant]:
        return grants_for(self.request.user)

    @extend_schema(parameters=[ShareParameters])
    def list(self, request: Request) -> Response:
        query = read_parameters(ShareParameters, request)
        page = self.paginate_queryset(register.list_shares(actor=signed_in(request), **query))
        return self.get_paginated_response(ShareSerializer(page, many=True).data)

    @extend_schema(request=WantedShareSerializer, responses={201: MadeShareSerializer, 200: MadeShareSerializer})
    def create(self, request: Request) -> Response:
        serializer = WantedShareSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = services.share(actor=signed_in(request), **serializer.as_arguments())
        once = {"link": made.link, "qr_svg": qr_svg(made.link) if made.link else ""}
        code = status.HTTP_201_CREATED if made.is_new else status.HTTP_200_OK
        return Response(MadeShareSerializer(made.grant, context=once).data, status=code)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(ShareSerializer(register.read_share(actor=signed_in(request), grant_id=pk)).data)

    @extend_schema(responses=ShareAccessSerializer(many=True))
    @action(detail=True, pagination_class=AccessPagination)
    def accesses(self, request: Request, pk: UUID) -> Response:
        """Who opened it, gave a wrong passphrase, or was refused; for the record's owner and whoever made it."""
        rows: QuerySet[Any] = register.read_accesses(actor=signed_in(request), grant_id=pk)
        return self.get_paginated_response(ShareAccessSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=RevocationSerializer, responses=ShareSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: UUID) -> Response:
        """End it for good, from the next request on."""
        serializer = RevocationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        ended = services.revoke(actor=signed_in(request), grant_id=pk, **serializer.validated_data)
        return Response(ShareSerializer(ended).data)

    @extend_schema(request=SubjectNameSerializer, responses=RevokedSerializer)
    @action(detail=False, methods=["post"], url_path="revoke-all")
    def revoke_all(self, request: Request) -> Response:
        """End all of a record's shares: the owner every one, a practice its own."""
        serializer = SubjectNameSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        ended = services.revoke_all(actor=signed_in(request), subject_id=serializer.validated_data["subject"])
        return Response({"ended": ended})

    @extend_schema(request=PassphraseSerializer, responses=ShareSerializer)
    @action(detail=True, methods=["put"])
    def passphrase(self, request: Request, pk: UUID) -> Response:
        """Ask for another passphrase from now on, of every browser. Lifts the lock after too many wrong guesses."""
        serializer = PassphraseSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        grant = services.set_passphrase(actor=signed_in(request), grant_id=pk, **serializer.validated_data)
        return Response(ShareSerializer(grant).data)

    @extend_schema(responses=ReceivedShareSerializer(many=True))
    @action(detail=False)
    def received(self, request: Request) -> Response:
        """What was shared with this account."""
        page = self.paginate_queryset(grants_received(signed_in(request)))
        return self.get_paginated_response(ReceivedShareSerializer(page, many=True).data)


class PublicationViewSet(viewsets.GenericViewSet[Publication]):
    """Where practices published pictures, newest first."""

    serializer_class = PublicationSerializer
    queryset = Publication.objects.none()
    pagination_class = NewestFirstPagination
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[PublicationParameters])
    def list(self, request: Request) -> Response:
        query = read_parameters(PublicationParameters, request)
        page = self.paginate_queryset(register.list_publications(actor=signed_in(request), **query))
        return self.get_paginated_response(PublicationSerializer(page, many=True).data)

    @extend_schema(request=NewPublicationSerializer, responses={201: PublicationSerializer})
    def create(self, request: Request) -> Response:
        serializer = NewPublicationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        made = note_publication(actor=signed_in(request), consent_id=values.pop("consent"), **values)
        return Response(PublicationSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RemovalSerializer, responses=PublicationSerializer)
    @action(detail=True, methods=["post"])
    def removed(self, request: Request, pk: UUID) -> Response:
        """It is gone from there."""
        serializer = RemovalSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        publication = note_removal(actor=signed_in(request), publication_id=pk, **serializer.validated_data)
        return Response(PublicationSerializer(publication).data)
