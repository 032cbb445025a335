"""What a tally says against guessing: the exact interval of Clopper and Pearson (Biometrika 26, 1934, 404-413).

Exact, since rounds are small: a normal approximation of 9 right of 10 would end beyond 100 %. It covers the true share
in at least 95 % of rounds, whatever that share is.
"""

from collections.abc import Callable
from math import comb

CONFIDENCE = 0.95
BY_GUESSING = 0.5
# 2⁻⁴⁰ of the way from 0 to 1: far below what is shown.
_HALVINGS = 40


def interval(right: int, answered: int) -> tuple[float, float]:
    """The shares of right answers (0–1) that ``right`` of ``answered`` is compatible with. Raises ValueError."""
    if not 0 <= right <= answered or answered == 0:
        raise ValueError(f"{right} of {answered} is no tally")
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if right == 0 else _where(lambda share: _at_most(right - 1, answered, share) > 1 - tail)
    high = 1.0 if right == answered else _where(lambda share: _at_most(right, answered, share) > tail)
    return low, high


def _where(holds: Callable[[float], bool]) -> float:
    """The share up to which ``holds`` is true; it turns false once."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _at_most(right: int, answered: int, share: float) -> float:
    """How probable it is that no more than ``right`` of ``answered`` are right."""
    return sum(comb(answered, k) * share**k * (1 - share) ** (answered - k) for k in range(right + 1))
