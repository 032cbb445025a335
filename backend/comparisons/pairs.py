"""Drawing the pairs of a blind round: by dates and verdicts alone, never by anything that was measured of the face."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from random import Random
from uuid import UUID

from ml.vocabulary import VerdictLevel

# A draw can leave photos over that another order would have paired.
DRAWS = 20
# A long series has more pairs than anybody wants to judge; this many verdicts take about a tenth of a second.
MOST_VERDICTS = 2_000

Judge = Callable[[UUID, UUID], VerdictLevel]


@dataclass(frozen=True)
class Drawn:
    """Two photos under the letters they will be shown with, and whether they are to be compared with care."""

    a: UUID
    b: UUID
    with_care: bool


def draw_round(taken: dict[UUID, datetime], judge: Judge, *, days_apart: int, most: int, random: Random) -> list[Drawn]:
    """At most ``most`` pairs of photos at least ``days_apart`` days apart, each photo in one of them at most.

    Comparable pairs go before those to be compared with care; others are never drawn. Which pair comes when, and which
    of the two is called A, is chance.
    """
    levels = _judged(taken, judge, days_apart, random)
    draws = (_draw(levels, random)[:most] for _ in range(DRAWS))
    best = max(draws, key=lambda drawn: (len(drawn), sum(levels[pair] is VerdictLevel.GOOD for pair in drawn)))
    random.shuffle(best)
    return [_lettered(pair, levels[pair], random) for pair in best]


Pair = tuple[UUID, UUID]


def _judged(taken: dict[UUID, datetime], judge: Judge, days_apart: int, random: Random) -> dict[Pair, VerdictLevel]:
    """The verdicts of pairs that may be drawn, of as many as there is time for."""
    far = [
        (one, other)
        for one, other in combinations(taken, 2)
        if abs(taken[one] - taken[other]) >= timedelta(days=days_apart)
    ]
    some = random.sample(far, min(MOST_VERDICTS, len(far)))
    levels = {pair: judge(*pair) for pair in some}
    return {pair: level for pair, level in levels.items() if level is not VerdictLevel.NOT_COMPARABLE}


def _draw(levels: dict[Pair, VerdictLevel], random: Random) -> list[Pair]:
    pairs = list(levels)
    random.shuffle(pairs)
    pairs.sort(key=lambda pair: levels[pair] is not VerdictLevel.GOOD)
    return list(_without_repetition(pairs))


def _without_repetition(pairs: Iterable[Pair]) -> Iterable[Pair]:
    used: set[UUID] = set()
    for pair in pairs:
        if used.isdisjoint(pair):
            used.update(pair)
            yield pair


def _lettered(pair: Pair, level: VerdictLevel, random: Random) -> Drawn:
    one, other = random.sample(pair, 2)
    return Drawn(one, other, with_care=level is not VerdictLevel.GOOD)
