"""The writes that a person asks for: which photos are one sitting."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import By
from backend.common.errors import DomainError, NotFound
from backend.measures.models import SittingPlace
from backend.measures.selectors import sitting_places_for
from backend.photos.models import Photo
from backend.photos.selectors import photos_for
from backend.subjects.access import Permission
from backend.subjects.guarded import changing
from backend.subjects.selectors import in_reach, not_allowed


def join_sitting(*, actor: User, sitting_id: UUID, photos: Iterable[UUID]) -> list[UUID]:
    """Let these photos, and no others, be the sitting ``sitting_id``; one alone stands for itself.

    A photo leaves the sitting that it was in. Again, it changes nothing. Raises NotFound for a photo or a sitting
    out of reach, DomainError ``not_one_view`` for photos that are not of one view of one subject, ``not_allowed``.
    """
    wanted = set(photos)
    with transaction.atomic():
        found = list(photos_for(actor).filter(pk__in=wanted).order_by("taken_local", "pk"))
        if len(found) != len(wanted):
            raise _refusal(actor, Photo.objects.filter(pk__in=wanted))
        if len({photo.series_id for photo in found}) > 1:
            raise DomainError("not_one_view", "The photos of a sitting are of one view. Nothing was changed.")
        places = SittingPlace.objects.filter(sitting=sitting_id)
        if places.exclude(photo__subject=found[0].subject_id).exists():
            raise NotFound
        with _changing(actor, found[0]):
            places.exclude(photo__in=found).delete()
            for photo in found:
                SittingPlace.objects.update_or_create(photo=photo, defaults={"sitting": sitting_id})
    return [photo.pk for photo in found]


def leave_to_the_clock(*, actor: User, sitting_id: UUID) -> None:
    """Forget what was said by hand about a sitting: its photos are grouped by their time again.

    Raises NotFound, DomainError ``not_allowed``.
    """
    places = sitting_places_for(actor).filter(sitting=sitting_id)
    first = places.select_related("photo").first()
    if first is None:
        raise _refusal(actor, Photo.objects.filter(sitting_place__sitting=sitting_id))
    with _changing(actor, first.photo):
        places.delete()


def _changing(actor: User, photo: Photo) -> AbstractContextManager[By]:
    kind, may = AuditObject.MEASURES, Permission.ADD_PHOTOS
    return changing(actor, photo, kind, may, subject_id=photo.subject_id, action=AuditAction.CHANGED, anybodys=True)


def _refusal(actor: User, photos: QuerySet[Photo]) -> DomainError:
    """Of photos not all of which ``actor`` may see."""
    subjects = set(photos.order_by().values_list("subject", flat=True))
    reached = bool(subjects) and all(in_reach(actor, subject) for subject in subjects)
    return not_allowed() if reached else NotFound()
