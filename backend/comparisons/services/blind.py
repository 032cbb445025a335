"""Starting a blind round, answering it, letting it go."""

from contextlib import AbstractContextManager
from random import SystemRandom
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import By
from backend.common.errors import DomainError
from backend.comparisons.models import BlindRound, BlindTrial
from backend.comparisons.pairs import Drawn, draw_round
from backend.comparisons.selectors.blind import rounds_for
from backend.comparisons.selectors.comparison import shots_of
from backend.photos.models import Series
from backend.photos.selectors import photos_for, series_for
from backend.subjects.access import Permission
from backend.subjects.guarded import added, allow, changing, one_of
from ml.compare import compare
from ml.vocabulary import BLIND_MIN_TRIALS, BLIND_TRIALS, BlindChoice, BlindRoundState, TakenAtSource, VerdictLevel


def start_round(*, actor: User, round_id: UUID, series_id: UUID, days_apart: int) -> tuple[BlindRound, bool]:
    """Draw the pairs of a round. Returns it and whether it is new; the same id again gives the first one.

    Raises NotFound for a series out of reach, DomainError ``too_few_pairs``, ``id_conflict``, ``not_allowed``.
    """
    series = one_of(actor, series_for(actor), series_id)
    by = allow(actor, series.subject_id, Permission.ADD_PHOTOS)
    is_new = not BlindRound.objects.filter(pk=round_id).exists()
    if is_new:
        try:
            _insert(round_id, series, days_apart, _drawn(actor, series, days_apart), by)
        except IntegrityError:
            # Two requests with the same id at the same time: the other one was first.
            is_new = False
    found = rounds_for(actor).filter(pk=round_id, series=series).first()
    if found is None:
        raise DomainError("id_conflict", "This id names another record. Start with a new id.", http_status=409)
    return found, is_new


def answer_trial(*, actor: User, trial: BlindTrial, choice: str) -> BlindRound:
    """Note an answer down; the last one finishes the round. The same answer again changes nothing.

    Raises DomainError ``already_answered`` for another answer than the first, ``round_ended`` where a photo of the
    round was deleted meanwhile, ``not_allowed``.
    """
    with _changing(actor, trial.round, anybodys=True):
        blind_round = BlindRound.objects.select_for_update().get(pk=trial.round_id)
        current = BlindTrial.objects.filter(pk=trial.pk).first()
        if current is None:
            raise DomainError(
                "round_ended", "A photo of this round was deleted, so it has ended without a result.", http_status=409
            )
        if current.choice and current.choice != choice:
            raise DomainError("already_answered", "The first answer counts.", http_status=409)
        if not current.choice:
            BlindTrial.objects.filter(pk=trial.pk).update(choice=choice, answered_at=timezone.now())
            _finish_if_answered(blind_round)
    return blind_round


def delete_round(*, actor: User, blind_round: BlindRound) -> None:
    """Raises DomainError ``not_allowed``."""
    with _changing(actor, blind_round, action=AuditAction.DELETED):
        blind_round.delete()


def _changing(
    actor: User, blind_round: BlindRound, *, action: AuditAction = AuditAction.CHANGED, anybodys: bool = False
) -> AbstractContextManager[By]:
    kind, may, whose = AuditObject.BLIND_ROUND, Permission.ADD_PHOTOS, blind_round.subject_id
    return changing(actor, blind_round, kind, may, subject_id=whose, action=action, anybodys=anybodys)


def _drawn(actor: User, series: Series, days_apart: int) -> list[Drawn]:
    photos = photos_for(actor).filter(series=series)
    # A photo whose date is only that of its upload may be older than it says.
    dated = photos.exclude(taken_source=TakenAtSource.RECEIVED)
    shots = {shot.id: shot for shot in shots_of(dated)}

    def judge(one: UUID, other: UUID) -> VerdictLevel:
        return compare(shots[one].report, shots[other].report).level

    taken = {shot.id: shot.taken_at.local for shot in shots.values()}
    drawn = draw_round(taken, judge, days_apart=days_apart, most=BLIND_TRIALS, random=SystemRandom())
    if len(drawn) < BLIND_MIN_TRIALS:
        raise DomainError(
            "too_few_pairs",
            f"A round needs {BLIND_MIN_TRIALS} pairs of comparable photos that far apart, and there are {len(drawn)}. "
            "Choose photos less far apart, or come back with more.",
            http_status=409,
        )
    return drawn


def _insert(round_id: UUID, series: Series, days_apart: int, drawn: list[Drawn], by: By) -> None:
    with transaction.atomic():
        blind_round = BlindRound.objects.create(
            pk=round_id,
            subject_id=series.subject_id,
            series=series,
            days_apart=days_apart,
            trial_count=len(drawn),
            caution_count=sum(pair.with_care for pair in drawn),
        )
        BlindTrial.objects.bulk_create(
            BlindTrial(round=blind_round, number=number, photo_a_id=pair.a, photo_b_id=pair.b)
            for number, pair in enumerate(drawn, 1)
        )
        added(blind_round, by, series.subject_id, AuditObject.BLIND_ROUND)


def _finish_if_answered(blind_round: BlindRound) -> None:
    """The tally, by the photos' dates as they are now: one may have been corrected while the round was open."""
    trials = list(BlindTrial.objects.filter(round=blind_round).select_related("photo_a", "photo_b"))
    if any(not trial.choice for trial in trials):
        return
    told = [trial for trial in trials if trial.choice != BlindChoice.CANNOT_TELL]
    right = sum(trial.choice == trial.later for trial in told)
    blind_round.state = BlindRoundState.FINISHED
    blind_round.right, blind_round.wrong = right, len(told) - right
    blind_round.cannot_tell = len(trials) - len(told)
    blind_round.finished_at = timezone.now()
    blind_round.save(update_fields=["state", "right", "wrong", "cannot_tell", "finished_at"])
