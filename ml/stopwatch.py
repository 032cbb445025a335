"""Where the time of a slow piece of work goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Milliseconds of named laps, in the order in which they were run; a name run twice adds up."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.laps[name] = self.laps.get(name, 0.0) + (time.perf_counter() - started) * 1000

    def rounded(self) -> dict[str, float]:
        """The laps to a tenth of a millisecond, for a report."""
        return {name: round(value, 1) for name, value in self.laps.items()}

    def __str__(self) -> str:
        return " ".join(f"{name}={value:.0f}ms" for name, value in self.laps.items())
