"""The writes that a person asks for: which photos are one sitting."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from backend.common.errors import DomainError, NotFound
from backend.measures.models import SittingPlace
from backend.measures.selectors import sitting_places_for
from backend.photos.selectors import photos_for
from backend.subjects.selectors import Actor


def join_sitting(*, actor: Actor, sitting_id: UUID, photos: Iterable[UUID]) -> list[UUID]:
    """Let these photos, and no others, be the sitting ``sitting_id``; one alone stands for itself.

    A photo leaves the sitting that it was in. Again, it changes nothing. Raises NotFound for a photo or a sitting
    out of reach, DomainError ``not_one_view`` for photos that are not of one view of one subject.
    """
    wanted = set(photos)
    with transaction.atomic():
        found = list(photos_for(actor).filter(pk__in=wanted).order_by("taken_local", "pk"))
        if len(found) != len(wanted):
            raise NotFound
        if len({photo.series_id for photo in found}) > 1:
            raise DomainError("not_one_view", "The photos of a sitting are of one view. Nothing was changed.")
        places = SittingPlace.objects.filter(sitting=sitting_id)
        if places.exclude(photo__subject=found[0].subject_id).exists():
            raise NotFound
        places.exclude(photo__in=found).delete()
        for photo in found:
            SittingPlace.objects.update_or_create(photo=photo, defaults={"sitting": sitting_id})
    return [photo.pk for photo in found]


def leave_to_the_clock(*, actor: Actor, sitting_id: UUID) -> None:
    """Forget what was said by hand about a sitting: its photos are grouped by their time again. Raises NotFound."""
    deleted, _ = sitting_places_for(actor).filter(sitting=sitting_id).delete()
    if not deleted:
        raise NotFound
