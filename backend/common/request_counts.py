"""How many requests this process has answered, by the first digit of their status. Counts alone: of nobody."""

import threading
from collections import Counter

_lock = threading.Lock()
_counts: Counter[str] = Counter()


def count_answer(status: int) -> None:
    with _lock:
        _counts[f"{status // 100}xx"] += 1


def answer_counts() -> dict[str, int]:
    """Since this process started: ``{"2xx": 120, "4xx": 3}``."""
    with _lock:
        return dict(_counts)
