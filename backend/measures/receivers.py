"""What happens here because of an event in an app below: each stands in the transaction of its cause."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from backend.jobs.services import enqueue
from backend.measures.handlers import FILL, MEASURE
from backend.measures.models import Measurement
from backend.photos.models import Alignment, Series


@receiver(post_save, sender=Alignment)
def measure_again(instance: Alignment, **_: Any) -> None:
    """What was measured by the last alignment is of yesterday."""
    Measurement.objects.filter(alignment=instance).delete()
    enqueue(handler=MEASURE, key=str(instance.photo_id), background=True)


@receiver(post_save, sender=Series)
def measure_the_baseline(instance: Series, **_: Any) -> None:
    """A new baseline is measured in its own pose; the others are aligned again, and with that measured."""
    if instance.baseline_id:
        enqueue(handler=MEASURE, key=str(instance.baseline_id), background=True)


@receiver(post_delete, sender=Alignment)
def measure_what_it_was_the_baseline_of(**_: Any) -> None:
    """Another photo may have taken its place as the baseline."""
    enqueue(handler=FILL, key="", background=True)
