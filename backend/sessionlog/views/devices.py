"""Devices and programs over HTTP."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.selectors import signed_in
from backend.audit.models import AuditObject
from backend.common.parameters import read_parameters
from backend.sessionlog import services
from backend.sessionlog.models import Device, Program
from backend.sessionlog.selectors import device_for, devices_for, programs_for
from backend.sessionlog.serializers.devices import (
    ChecklistSerializer,
    DeviceChangeSerializer,
    DeviceSerializer,
    ProgramChangeSerializer,
    ProgramSerializer,
    SubjectParameter,
)
from backend.subjects.guarded import GuardedViewSet


class DeviceViewSet(GuardedViewSet[Device]):
    """What sessions are done with, newest first, with programs and the latest confirmation of the checklist."""

    kind = AuditObject.DEVICE
    serializer_class = DeviceSerializer
    queryset = Device.objects.none()

    def get_queryset(self) -> QuerySet[Device]:
        return devices_for(self.request.user)

    @extend_schema(parameters=[SubjectParameter])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(SubjectParameter, request))
        page = self.paginate_queryset(devices_for(request.user, **query))
        return self.get_paginated_response(DeviceSerializer(page, many=True).data)

    @extend_schema(request=DeviceSerializer, responses={201: DeviceSerializer, 200: DeviceSerializer})
    def create(self, request: Request) -> Response:
        serializer = DeviceSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        device, is_new = services.add_device(actor=signed_in(request), device_id=values.pop("id", None), **values)
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(DeviceSerializer(device).data, status=made)

    def retrieve(self, _request: Request, pk: str) -> Response:
        return Response(DeviceSerializer(self.get_object()).data)

    @extend_schema(request=DeviceChangeSerializer, responses=DeviceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        device = self.get_object()
        serializer = DeviceChangeSerializer(device, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        device = services.change_device(actor=signed_in(request), device=device, **serializer.validated_data)
        return Response(DeviceSerializer(device).data)

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a device and its programs. Sessions stay, with the names that were written down."""
        services.delete_device(actor=signed_in(request), device=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=ChecklistSerializer, responses=DeviceSerializer)
    @action(detail=True, methods=["post"])
    def checklist(self, request: Request, pk: str) -> Response:
        """Confirm having read what makers of such devices say not to use them with. Nothing waits for it."""
        device = self.get_object()
        serializer = ChecklistSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        services.confirm_checklist(actor=signed_in(request), device=device, **serializer.validated_data)
        return Response(DeviceSerializer(device_for(request.user, device.pk)).data)


class ProgramViewSet(GuardedViewSet[Program]):
    """Ways to use a device."""

    kind = AuditObject.DEVICE
    subject_path = "device__subject"
    serializer_class = ProgramSerializer
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet[Program]:
        return programs_for(self.request.user)

    @extend_schema(parameters=[SubjectParameter])
    def list(self, request: Request) -> Response:
        query = self.of_subject(read_parameters(SubjectParameter, request))
        page = self.paginate_queryset(programs_for(request.user, **query))
        return self.get_paginated_response(ProgramSerializer(page, many=True).data)

    @extend_schema(request=ProgramSerializer, responses={201: ProgramSerializer, 200: ProgramSerializer})
    def create(self, request: Request) -> Response:
        serializer = ProgramSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        program, is_new = services.add_program(actor=signed_in(request), program_id=values.pop("id", None), **values)
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(ProgramSerializer(program).data, status=made)

    def retrieve(self, _request: Request, pk: str) -> Response:
        return Response(ProgramSerializer(self.get_object()).data)

    @extend_schema(request=ProgramChangeSerializer, responses=ProgramSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        program = self.get_object()
        serializer = ProgramChangeSerializer(program, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        program = services.change_program(actor=signed_in(request), program=program, **serializer.validated_data)
        return Response(ProgramSerializer(program).data)

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a program. Sessions stay, with the name that was written down."""
        services.delete_program(actor=signed_in(request), program=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
