"""Courses over HTTP."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.parameters import read_parameters
from backend.sessionlog import services
from backend.sessionlog.models import Course
from backend.sessionlog.selectors import courses_for, progress_of
from backend.sessionlog.serializers.courses import CourseChangeSerializer, CourseSerializer
from backend.sessionlog.serializers.devices import SubjectParameter
from backend.subjects.guarded import GuardedViewSet


def shown(courses: Sequence[Course]) -> Any:
    """Courses with their progress."""
    return CourseSerializer(courses, many=True, context={"progress": progress_of(courses)}).data


class CourseViewSet(GuardedViewSet[Course]):
    """Planned courses, newest first, each with how far it is."""

    kind = AuditObject.COURSE
    serializer_class = CourseSerializer
    queryset = Course.objects.none()

    def get_queryset(self) -> QuerySet[Course]:
        return courses_for(self.request.user)

    @extend_schema(parameters=[SubjectParameter])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(SubjectParameter, request))
        page = self.paginate_queryset(courses_for(request.user, **query))
        return self.get_paginated_response(shown(page or []))

    @extend_schema(request=CourseSerializer, responses={201: CourseSerializer, 200: CourseSerializer})
    def create(self, request: Request) -> Response:
        serializer = CourseSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        course, is_new = services.plan_course(actor=signed_in(request), course_id=values.pop("id", None), **values)
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(shown([course])[0], status=made)

    def retrieve(self, _request: Request, pk: str) -> Response:
        return Response(shown([self.get_object()])[0])

    @extend_schema(request=CourseChangeSerializer, responses=CourseSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        course = self.get_object()
        serializer = CourseChangeSerializer(course, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        course = services.change_course(actor=signed_in(request), course=course, **serializer.validated_data)
        return Response(shown([course])[0])

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a plan. The sessions stay."""
        services.delete_course(actor=signed_in(request), course=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
