"""What happens here because of an event in an app below, and what it asks here."""

from typing import Any

from django.dispatch import receiver

from backend.photos.holds import add_holder
from backend.privacy.models import HeldFolder
from backend.privacy.services.sealing import order_copy
from backend.subjects.models import CareRelation
from backend.subjects.signals import care_ended


@receiver(care_ended)
def seal_what_was_added(relation: CareRelation, **_: Any) -> None:
    order_copy(relation=relation)


@add_holder
def is_wanted_for_a_copy(folder: str) -> bool:
    """A photo that is deleted between the end of the care and the writing of the copy is in it all the same."""
    return HeldFolder.objects.filter(folder=folder).exists()
