"""Numbers with their n and an interval, and the table that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

_RESAMPLINGS: Final = 2000
_INTERVAL: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Summary:
    """Median, 95th percentile and largest of ``n`` values in ``groups`` groups, with 95 % intervals.

    The intervals come from a bootstrap over groups (photographs, people), since what shares a photograph is no
    independent evidence.
    """

    n: int
    groups: int
    median: float
    median_interval: tuple[float, float]
    p95: float
    p95_interval: tuple[float, float]
    largest: float

    def text(self) -> str:
        """For the table: ``median [interval] / p95 [interval] / max (n)``."""
        return (
            f"{self.median:.3f} [{self.median_interval[0]:.3f}–{self.median_interval[1]:.3f}] / "
            f"{self.p95:.3f} [{self.p95_interval[0]:.3f}–{self.p95_interval[1]:.3f}] / "
            f"{self.largest:.2f} (n {self.n})"
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``reached`` is ``None`` where there is no goal."""

    what: str
    measured: str
    goal: str = ""
    reached: bool | None = None


def summarise(values: Sequence[float], groups: Sequence[str]) -> Summary:
    """``values`` and the group of each. Raises ``ValueError`` when there are none."""
    if not values or len(values) != len(groups):
        raise ValueError("a summary needs values, and one group for each")
    table = np.asarray(values, dtype=np.float64)
    names = sorted(set(groups))
    members = [np.flatnonzero(np.array(groups) == name) for name in names]
    random = np.random.default_rng(0)
    drawn = []
    for _ in range(_RESAMPLINGS):
        chosen = np.concatenate([members[index] for index in random.integers(0, len(names), len(names))])
        drawn.append(np.percentile(table[chosen], (50, 95)))
    low, high = np.percentile(np.array(drawn), _INTERVAL, axis=0)
    median, p95 = np.percentile(table, (50, 95))
    return Summary(
        n=len(table),
        groups=len(names),
        median=float(median),
        median_interval=(float(low[0]), float(high[0])),
        p95=float(p95),
        p95_interval=(float(low[1]), float(high[1])),
        largest=float(table.max()),
    )


def wilson(share: float, count: int) -> tuple[float, float]:
    """95 % score interval of a share of ``count``."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * float(np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def printed(rows: Sequence[Row]) -> str:
    """The table as text."""
    marks = {True: "reached", False: "NOT REACHED", None: ""}
    lines = [(row.what, row.measured, row.goal, marks[row.reached]) for row in rows]
    head = ("what", "measured", "goal", "")
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(4)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in [head, rule, *lines]
    )
