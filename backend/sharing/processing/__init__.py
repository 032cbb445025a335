"""The worker's work for shares: making what is shown, and removing it."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from backend.jobs.lease import Lease
from backend.photos.models import Photo
from backend.sharing.guard import OVER, status_of, with_grounds
from backend.sharing.models import GrantState, ShareGrant, SharePicture
from backend.sharing.processing.films import Film, make_film
from backend.sharing.processing.mail import tell_recipient
from backend.sharing.processing.pictures import Derived, derive
from backend.sharing.storage import film_key, picture_key, remove_files

__all__ = ["clear_ended", "make_pictures", "mark_failed", "remove_grant_files", "tell_recipient"]

MEDIA_TYPE = "image/jpeg"


def make_pictures(lease: Lease, grant_id: UUID) -> None:
    """Bring a grant from ``preparing`` to ``ready``. Again, it changes nothing; killed, it is begun anew.

    One that the queue has given up on is made when whoever runs the machine lets its job be tried again.
    """
    ShareGrant.objects.filter(pk=grant_id, state=GrantState.FAILED).update(state=GrantState.PREPARING)
    grant = _grant(grant_id)
    if grant is None or grant.state != GrantState.PREPARING:
        return
    if status_of(grant, timezone.now()) in OVER:
        # A try that was killed may have left pictures behind, after what it was ended by had removed the others.
        remove_grant_files(grant.folder)
        return
    made = []
    for photo in photos_of(grant):
        lease.hold()
        made += derive(grant, photo)
        for one in made[-2:]:
            _store(picture_key(grant.folder, one.recipe), one.content)
    film = None
    if grant.include_film:
        film = make_film(grant, photos_of(grant), lease)
    _write_down(lease, grant, made, film)


def mark_failed(grant_id: UUID) -> None:
    """The queue has given up; another share can be made."""
    ShareGrant.objects.filter(pk=grant_id, state=GrantState.PREPARING).update(state=GrantState.FAILED)


def clear_ended(grant_id: UUID) -> None:
    """When its time has come: remove what it showed, if it is over."""
    grant = _grant(grant_id)
    if grant is not None and status_of(grant, timezone.now()) in OVER:
        remove_grant_files(grant.folder)


def remove_grant_files(folder: str) -> None:
    """Remove all that was made for a grant that is over or gone; nothing of one that is not."""
    grant = with_grounds(ShareGrant.objects.filter(folder=folder), timezone.now()).first()
    if grant is not None and status_of(grant, timezone.now()) not in OVER:
        return
    remove_files(folder)
    if grant is not None:
        with transaction.atomic():
            SharePicture.objects.filter(grant=grant).delete()
            ShareGrant.objects.filter(pk=grant.pk).update(film_sha256="", film_bytes=None)


def photos_of(grant: ShareGrant) -> list[Photo]:
    """Each once, by view and time, with what deriving needs."""
    shown = {photo for pair in grant.pairs.all() for photo in (pair.before_id, pair.after_id)}
    photos = Photo.objects.filter(pk__in=shown).select_related("series", "alignment", "override")
    return list(photos.order_by("series", "taken_local", "pk"))


def _grant(grant_id: UUID) -> ShareGrant | None:
    return with_grounds(ShareGrant.objects.filter(pk=grant_id), timezone.now()).first()


def _store(key: str, content: bytes) -> None:
    """Named by its recipe: what is there is what would be written."""
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(content))


def _write_down(lease: Lease, grant: ShareGrant, made: list[Derived], film: Film | None) -> None:
    """One transaction behind the lease's fence; nothing of a grant that ended while its pictures were made."""
    with transaction.atomic():
        lease.hold()
        ShareGrant.objects.select_for_update().filter(pk=grant.pk).first()
        current = _grant(grant.pk)
        is_wanted = current is not None and status_of(current, timezone.now()) not in OVER
        if is_wanted:
            SharePicture.objects.filter(grant=grant).delete()
            SharePicture.objects.bulk_create(_row(grant, one) for one in made)
            ShareGrant.objects.filter(pk=grant.pk).update(
                state=GrantState.READY,
                film_sha256=film.sha256 if film else "",
                film_bytes=film.bytes if film else None,
            )
    kept = {picture_key(grant.folder, one.recipe) for one in made}
    if film:
        kept.add(film_key(grant.folder, film.sha256))
    remove_files(grant.folder, but=frozenset(kept) if is_wanted else frozenset())


def _row(grant: ShareGrant, one: Derived) -> SharePicture:
    return SharePicture(
        grant=grant,
        photo=one.photo,
        kind=one.kind,
        recipe=one.recipe,
        media_type=MEDIA_TYPE,
        width=one.size[0],
        height=one.size[1],
        bytes=len(one.content),
    )
