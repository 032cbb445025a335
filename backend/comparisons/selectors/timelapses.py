"""Reading time-lapses: the guard of every film is ``timelapses_for``."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from backend.common.errors import NotFound
from backend.comparisons.models import Timelapse, TimelapsePhoto
from backend.photos.models import Rendition
from backend.subjects.guarded import one_of
from backend.subjects.selectors import Actor, subjects_for
from ml.vocabulary import RenditionSpec, TimelapseState


def timelapses_for(user: Actor, *, subject: UUID | None = None, series: UUID | None = None) -> QuerySet[Timelapse]:
    """Films that ``user`` may see, newest first, in one query.

    Each with ``first_taken`` and ``last_taken`` (local time of its first and last photo) and ``is_outdated``: a photo
    of it has another date, or is aligned otherwise, than when the film was asked for.
    """
    films = Timelapse.objects.filter(subject__in=subjects_for(user))
    if subject:
        films = films.filter(subject=subject)
    if series:
        films = films.filter(series=series)
    frames = TimelapsePhoto.objects.filter(timelapse=OuterRef("pk"))
    aligned = Rendition.objects.filter(photo=OuterRef("photo"), spec=RenditionSpec.ALIGNED, recipe=OuterRef("recipe"))
    return (
        films.select_related("series")
        .annotate(
            first_taken=Subquery(frames.order_by("taken_local").values("taken_local")[:1]),
            last_taken=Subquery(frames.order_by("-taken_local").values("taken_local")[:1]),
            is_outdated=Exists(frames.filter(~Q(photo__taken_local=F("taken_local")) | ~Exists(aligned))),
        )
        .order_by("-created_at", "-id")
    )


def film_for(user: Actor, timelapse_id: UUID) -> Timelapse:
    """A film that is ready. Raises NotFound when it is not there, not yet, or not theirs."""
    film = one_of(user, Timelapse.objects.filter(subject__in=subjects_for(user)), timelapse_id)
    if film.state != TimelapseState.READY:
        raise NotFound
    return film
