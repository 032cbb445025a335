"""What happens here because of an event in an app below; all of it in the transaction of that event."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from backend.consent.models import ConsentRecord, Purpose, State
from backend.consent.signals import consent_over
from backend.jobs.services import cancel, enqueue
from backend.photos.models import Photo
from backend.sharing.handlers import CLEAR_ENDED, MAKE, REMOVE_FILES
from backend.sharing.models import Publication, ShareGrant
from backend.sharing.services.grants import end_grants
from backend.subjects.models import CareRelation
from backend.subjects.signals import care_ended


@receiver(consent_over)
def end_what_it_permitted(record: ConsentRecord, state: str, **_: Any) -> None:
    """Nothing is shown on the strength of a consent that is over, and what was published has to come down."""
    permitted = Q(consent=record)
    if record.purpose == Purpose.CARE_RECORD and state != State.REPLACED:
        # The practice's own close with its care, and agreeing to be treated again is not to be shown again.
        permitted |= Q(subject=record.subject_id, practice=record.practice_id, practice__isnull=False)
    end_grants(ShareGrant.objects.filter(permitted), why=f"consent {state}")
    publications = Publication.objects.filter(consent=record, removal_asked_at__isnull=True, removed_at__isnull=True)
    publications.update(removal_asked_at=timezone.now())


@receiver(care_ended)
def end_what_the_practice_shared(relation: CareRelation, **_: Any) -> None:
    """The practice's own; what the client shared on other consents stays."""
    grants = ShareGrant.objects.filter(subject=relation.subject_id, practice=relation.practice_id)
    end_grants(grants, why="care ended")


@receiver(pre_delete, sender=Photo)
def end_what_shows_it(instance: Photo, **_: Any) -> None:
    """Its pairs go with the row, so the grants that they are of are found before."""
    shown = ShareGrant.objects.filter(Q(pairs__before=instance) | Q(pairs__after=instance)).values("pk")
    end_grants(ShareGrant.objects.filter(pk__in=list(shown.values_list("pk", flat=True))), why="photo deleted")


@receiver(post_delete, sender=ShareGrant)
def remove_files_of(instance: ShareGrant, **_: Any) -> None:
    """However the row went: its files follow by a job that a crash cannot lose."""
    cancel(handler=MAKE, key=str(instance.pk))
    cancel(handler=CLEAR_ENDED, key=str(instance.pk))
    enqueue(handler=REMOVE_FILES, key=instance.folder)
