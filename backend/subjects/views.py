"""The account that is signed in, and its subjects."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.subjects import services
from backend.subjects.models import Subject
from backend.subjects.selectors import subjects_for
from backend.subjects.serializers import MeSerializer, SubjectSerializer


class MeView(APIView):
    """Who is signed in."""

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        reachable = subjects_for(request.user)
        return Response(MeSerializer({"email": request.user.get_username(), "subjects": reachable}).data)


class SubjectViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Subject]):
    """The people whose records the account reaches."""

    serializer_class = SubjectSerializer
    queryset = Subject.objects.none()

    def get_queryset(self) -> QuerySet[Subject]:
        return subjects_for(self.request.user)

    @extend_schema(request=SubjectSerializer, responses=SubjectSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        serializer = SubjectSerializer(self.get_object(), data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        subject = services.rename_subject(subject=self.get_object(), **serializer.validated_data)
        return Response(SubjectSerializer(subject).data)
