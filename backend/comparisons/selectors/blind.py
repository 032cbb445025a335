"""Reading blind rounds: the guard of every trial and its pictures is ``rounds_for``."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.common.errors import NotFound
from backend.comparisons.models import BlindRound, BlindTrial
from backend.photos.models import Rendition
from backend.subjects.guarded import one_of
from backend.subjects.selectors import Actor, subjects_for
from ml.vocabulary import RenditionSpec


def rounds_for(user: Actor, *, subject: UUID | None = None, series: UUID | None = None) -> QuerySet[BlindRound]:
    """Rounds that ``user`` may see, newest first, each with its ``answered_count``."""
    rounds = BlindRound.objects.filter(subject__in=subjects_for(user))
    if subject:
        rounds = rounds.filter(subject=subject)
    if series:
        rounds = rounds.filter(series=series)
    answered = Count("trials", filter=~Q(trials__choice=""))
    return rounds.select_related("series").annotate(answered_count=answered).order_by("-created_at", "-id")


def trials_of(blind_round: BlindRound) -> QuerySet[BlindTrial]:
    """In the order in which they are asked."""
    return BlindTrial.objects.filter(round=blind_round).select_related("photo_a", "photo_b").order_by("number")


def trial_for(user: Actor, trial_id: UUID) -> BlindTrial:
    """Raises NotFound, DomainError ``not_allowed``."""
    trials = BlindTrial.objects.filter(round__subject__in=subjects_for(user))
    return one_of(user, trials.select_related("round", "photo_a", "photo_b"), trial_id, subject="round__subject")


def trial_picture(trial: BlindTrial, letter: str) -> Rendition:
    """The aligned picture that is shown under ``letter``. Raises NotFound."""
    photos = {"a": trial.photo_a_id, "b": trial.photo_b_id}
    if letter not in photos:
        raise NotFound
    rendition = Rendition.objects.filter(photo=photos[letter], spec=RenditionSpec.ALIGNED).first()
    if rendition is None:
        raise NotFound
    return rendition
