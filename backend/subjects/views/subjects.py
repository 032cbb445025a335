"""The account that is signed in, and its subjects."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.practices.selectors import has_second_factor, memberships_of
from backend.subjects import services
from backend.subjects.selectors import own_subjects
from backend.subjects.serializers import MeSerializer, SubjectChangeSerializer, SubjectSerializer


class MeView(APIView):
    """Who is signed in."""

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        known = {"has_second_factor": has_second_factor(user)}
        mine = {"subjects": own_subjects(user), "practices": memberships_of(user)}
        me = {"id": user.pk, "email": user.email, **mine, **known}
        return Response(MeSerializer(me, context=known).data)


class SubjectsView(APIView):
    """The account's own records: the person's own, and those of others whom they act for."""

    @extend_schema(operation_id="subjects_list", responses=SubjectSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(SubjectSerializer(own_subjects(signed_in(request)), many=True).data)


class SubjectView(APIView):
    """One record that the account may do anything with."""

    @extend_schema(operation_id="subjects_retrieve", responses=SubjectSerializer)
    def get(self, request: Request, subject_id: UUID) -> Response:
        return Response(SubjectSerializer(services.look_at(user=signed_in(request), subject_id=subject_id)).data)

    @extend_schema(operation_id="subjects_partial_update", request=SubjectChangeSerializer, responses=SubjectSerializer)
    def patch(self, request: Request, subject_id: UUID) -> Response:
        serializer = SubjectChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = signed_in(request)
        found = services.rename_subject(actor=user, subject_id=subject_id, **serializer.validated_data)
        return Response(SubjectSerializer(found).data)
