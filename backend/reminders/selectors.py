"""Reading reminders and subscriptions: each account's own and nobody else's."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.common.errors import NotFound
from backend.photos.selectors import photos_for
from backend.reminders.models import PushSubscription, Reminder
from backend.subjects.selectors import own_self
from ml.vocabulary import PhotoState


def reminders_for(user: User) -> QuerySet[Reminder]:
    return Reminder.objects.filter(account=user).order_by("at", "created_at", "id")


def reminder_for(user: User, reminder_id: UUID) -> Reminder:
    """Raises NotFound."""
    found = reminders_for(user).filter(pk=reminder_id).first()
    if found is None:
        raise NotFound
    return found


def subscriptions_for(user: User) -> QuerySet[PushSubscription]:
    return PushSubscription.objects.filter(account=user).order_by("created_at", "id")


def subscription_for(user: User, subscription_id: UUID) -> PushSubscription:
    """Raises NotFound."""
    found = subscriptions_for(user).filter(pk=subscription_id).first()
    if found is None:
        raise NotFound
    return found


def is_photographed(user: User, *, views: list[str], day: date) -> bool:
    """Whether the record of ``user``'s own face has the photos that a day needs: one of each of ``views``, or any.

    Those of other people in their care don't count, and none that was rejected. Raises NotFound where the account
    has no record of its own.
    """
    photos = photos_for(user, subject=own_self(user), first_day=day, last_day=day).exclude(state=PhotoState.REJECTED)
    rows = photos.order_by().select_related(None).prefetch_related(None).defer(None)
    taken = set(rows.values_list("series__view", flat=True).distinct())
    return taken.issuperset(views) if views else bool(taken)
