"""What happens here because of an event in an app below."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from backend.comparisons.handlers import REMOVE_FILM, RENDER
from backend.comparisons.models import BlindRound, BlindTrial, Timelapse
from backend.jobs.services import cancel, enqueue
from backend.photos.models import Photo
from ml.vocabulary import BlindRoundState


@receiver(pre_delete, sender=Photo)
def let_go_of_photo(instance: Photo, **_: Any) -> None:
    """No film outlives a photo of it, and a round that asks about it can't be finished; both in one transaction."""
    Timelapse.objects.filter(frames__photo=instance).delete()
    held = BlindTrial.objects.filter(Q(photo_a=instance) | Q(photo_b=instance)).values("round")
    rounds = list(BlindRound.objects.filter(state=BlindRoundState.OPEN, pk__in=held).values_list("pk", flat=True))
    BlindTrial.objects.filter(round__in=rounds).delete()
    BlindRound.objects.filter(pk__in=rounds).update(state=BlindRoundState.ENDED)


@receiver(post_delete, sender=Timelapse)
def remove_film_of(instance: Timelapse, **_: Any) -> None:
    """However the row went: its files follow by a job that a crash cannot lose."""
    cancel(handler=RENDER, key=str(instance.pk))
    enqueue(handler=REMOVE_FILM, key=instance.folder)
