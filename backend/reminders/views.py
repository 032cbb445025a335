"""Reminders and the browsers that are reminded, over HTTP: each account's own."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.selectors import signed_in
from backend.reminders import selectors, services
from backend.reminders.serializers import (
    PushSerializer,
    PushSubscriptionSerializer,
    ReminderChangeSerializer,
    ReminderSerializer,
    SubscribeSerializer,
)
from backend.reminders.vapid import public_key


def made(is_new: bool) -> int:
    return status.HTTP_201_CREATED if is_new else status.HTTP_200_OK


class RemindersView(APIView):
    """When the account wants to be reminded of its photo. There is none until it makes one."""

    @extend_schema(operation_id="reminders_list", responses=ReminderSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ReminderSerializer(selectors.reminders_for(signed_in(request)), many=True).data)

    @extend_schema(
        operation_id="reminders_create",
        request=ReminderSerializer,
        responses={201: ReminderSerializer, 200: ReminderSerializer},
    )
    def post(self, request: Request) -> Response:
        serializer = ReminderSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        reminder, is_new = services.make_reminder(
            actor=signed_in(request), reminder_id=values.pop("id", None), **values
        )
        return Response(ReminderSerializer(reminder).data, status=made(is_new))


class ReminderView(APIView):
    """One reminder."""

    @extend_schema(operation_id="reminders_retrieve", responses=ReminderSerializer)
    def get(self, request: Request, reminder_id: UUID) -> Response:
        return Response(ReminderSerializer(selectors.reminder_for(signed_in(request), reminder_id)).data)

    @extend_schema(
        operation_id="reminders_partial_update", request=ReminderChangeSerializer, responses=ReminderSerializer
    )
    def patch(self, request: Request, reminder_id: UUID) -> Response:
        reminder = selectors.reminder_for(signed_in(request), reminder_id)
        serializer = ReminderChangeSerializer(reminder, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return Response(
            ReminderSerializer(services.change_reminder(reminder=reminder, **serializer.validated_data)).data
        )

    @extend_schema(operation_id="reminders_destroy", responses={204: None})
    def delete(self, request: Request, reminder_id: UUID) -> Response:
        services.delete_reminder(reminder=selectors.reminder_for(signed_in(request), reminder_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PushView(APIView):
    """What a browser needs to be reminded, and which of the account's browsers are."""

    @extend_schema(operation_id="push_retrieve", responses=PushSerializer)
    def get(self, request: Request) -> Response:
        subscriptions = selectors.subscriptions_for(signed_in(request))
        return Response(PushSerializer({"public_key": public_key(), "subscriptions": subscriptions}).data)

    @extend_schema(
        operation_id="push_subscribe",
        request=SubscribeSerializer,
        responses={201: PushSubscriptionSerializer, 200: PushSubscriptionSerializer},
    )
    def post(self, request: Request) -> Response:
        """The browser has named the host, and the person has agreed to it."""
        serializer = SubscribeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        subscription, is_new = services.subscribe(actor=signed_in(request), endpoint=given["endpoint"], **given["keys"])
        return Response(PushSubscriptionSerializer(subscription).data, status=made(is_new))


class PushSubscriptionView(APIView):
    """One browser that is reminded."""

    @extend_schema(operation_id="push_unsubscribe", responses={204: None})
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Its push service is contacted no more."""
        services.unsubscribe(subscription=selectors.subscription_for(signed_in(request), subscription_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
