"""The worker's work on a time-lapse."""

import errno
import hashlib
import logging
from pathlib import Path
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from backend.common.errors import DomainError
from backend.comparisons.models import Timelapse
from backend.comparisons.processing.captions import captions_of
from backend.comparisons.processing.pictures import PhotoChanged, picture_of, shown_photos
from backend.comparisons.processing.progress import Progress, Unwanted
from backend.comparisons.storage import clear_workshop, make_workshop, remove_film
from backend.jobs.lease import Lease
from ml.caption import with_caption
from ml.film import Film
from ml.stopwatch import Stopwatch
from ml.vocabulary import TimelapseProblem, TimelapseState

__all__ = ["mark_failed", "remove_film_files", "render_timelapse"]

logger = logging.getLogger(__name__)

UNDER_WAY = [TimelapseState.QUEUED, TimelapseState.RENDERING]
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def render_timelapse(lease: Lease, timelapse_id: UUID) -> None:
    """Bring a film from ``queued`` to ``ready`` or ``failed``. Again, it changes nothing.

    One that the queue has given up on is made when whoever runs the machine lets its job be tried again.
    A try that was killed is begun anew: its half of a film lies in the workshop, which the next try empties.
    """
    given_up = Timelapse.objects.filter(state=TimelapseState.FAILED, problem=TimelapseProblem.UNEXPECTED)
    given_up.filter(pk=timelapse_id).update(state=TimelapseState.QUEUED, problem="")
    timelapse = Timelapse.objects.select_related("series").filter(pk=timelapse_id, state__in=UNDER_WAY).first()
    if timelapse is None:
        return
    watch = Stopwatch()
    try:
        path = make_workshop(timelapse.folder, lease.token) / f"film.{timelapse.format}"
        size = _write_film(lease, timelapse, path, watch)
        with watch.lap("store"):
            _store(lease, timelapse, path)
        _write_down(lease, timelapse, size)
    except Unwanted:
        remove_film(timelapse.folder)
    except PhotoChanged:
        _fail(lease, timelapse, TimelapseProblem.PHOTO_CHANGED)
    except (DomainError, OSError) as problem:
        if not _is_disk_full(problem):
            raise
        _fail(lease, timelapse, TimelapseProblem.DISK_FULL)
    finally:
        clear_workshop(timelapse.folder)
    logger.info("time-lapse %s of %d photos: %s", timelapse_id, timelapse.photo_count, watch)


def mark_failed(timelapse_id: UUID) -> None:
    """The queue has given up on a film; the person can ask for another."""
    Timelapse.objects.filter(pk=timelapse_id, state__in=UNDER_WAY).update(
        state=TimelapseState.FAILED, problem=TimelapseProblem.UNEXPECTED
    )


def remove_film_files(folder: str) -> None:
    """Remove what is left of a film that is gone."""
    if not Timelapse.objects.filter(folder=folder).exists():
        clear_workshop(folder)
        remove_film(folder)


def _write_film(lease: Lease, timelapse: Timelapse, path: Path, watch: Stopwatch) -> tuple[int, int]:
    """One pass over the photos, one picture in memory at a time. Returns (width, height) of the film."""
    progress = Progress(lease, timelapse)
    with Film(path, seconds_a_frame=timelapse.seconds_a_photo) as film:
        for photo, caption in zip(shown_photos(timelapse), captions_of(timelapse), strict=True):
            with watch.lap("read"):
                picture = picture_of(photo, timelapse)
            with watch.lap("write"):
                film.add(with_caption(picture, caption))
            progress.tell(film.frames)
    if film.size is None:
        raise PhotoChanged
    return film.size


def _store(lease: Lease, timelapse: Timelapse, path: Path) -> None:
    with path.open("rb") as file:
        timelapse.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        timelapse.bytes = file.tell()
        lease.hold()
        default_storage.save(timelapse.film_key, File(file))


def _write_down(lease: Lease, timelapse: Timelapse, size: tuple[int, int]) -> None:
    """One transaction behind the lease's fence. Raises Unwanted where the film was deleted meanwhile."""
    with transaction.atomic():
        lease.hold()
        kept = Timelapse.objects.filter(pk=timelapse.pk, state__in=UNDER_WAY).update(
            state=TimelapseState.READY,
            frames_done=timelapse.photo_count,
            width=size[0],
            height=size[1],
            bytes=timelapse.bytes,
            sha256=timelapse.sha256,
        )
    if not kept:
        raise Unwanted
    remove_film(timelapse.folder, but=timelapse.film_key)


def _fail(lease: Lease, timelapse: Timelapse, problem: TimelapseProblem) -> None:
    with transaction.atomic():
        lease.hold()
        Timelapse.objects.filter(pk=timelapse.pk).update(state=TimelapseState.FAILED, problem=problem)
    remove_film(timelapse.folder)


def _is_disk_full(problem: DomainError | OSError) -> bool:
    return problem.errno in NO_ROOM if isinstance(problem, OSError) else problem.code == "disk_full"
