"""``python -m ml.benchmarks verdicts``: does the verdict say of a pair what was done to it?

Truth is what was done (``ml.benchmarks.verdict_pairs``), never what is measured of it. Thresholds were chosen on half
of the people; the goals are held on the other half. (Of that half the first three photographs and one head had been
looked at before the thresholds for brows and lids were set; the others had not.) What lies between within and beyond
tolerance is left out: a pair turned by 4° may rightly be called either.

What this cannot show: living heads turn with their necks and hair, real lamps are softer, real smiles move more than
the corners of a mouth. A face nearer by a zoom and farther by a step looks the same to this verdict: only the file's
camera data tells those apart.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from ml.benchmarks.figures import Row, wilson
from ml.benchmarks.photographs import faces_folder, single_faces
from ml.benchmarks.scatter import Mark, plot
from ml.benchmarks.signals import heads_folder
from ml.benchmarks.verdict_pairs import (
    CAUSES,
    HEAD_CAUSES,
    REAL_CAUSES,
    Cause,
    Half,
    Pair,
    drawn,
    looked_at,
    photographed,
)
from ml.compare import Reason, Verdict, compare
from ml.landmarks.mediapipe import face_detector
from ml.tolerances import TOLERANCES
from ml.vocabulary import ReasonLevel, VerdictLevel

GOAL_BEYOND: Final = 0.95
GOAL_WITHIN: Final = 0.90
_LONGEST: Final = 1100
_LEAST_IOD_PX: Final = 70.0

Judged = tuple[Pair, Verdict]


def run(output: Path, *, people: int) -> tuple[list[Row], dict[str, object]]:
    """The table, with every figure; plots as PNG in ``output``."""
    detector = face_detector()
    faces = [face for face in single_faces(detector) if max(face.image.shape) <= _LONGEST]
    faces = [face for face in faces if face.analysis.interocular_px >= _LEAST_IOD_PX][::3][:people]
    files = sorted(heads_folder().glob("*.npz"))
    real = looked_at() if (faces_folder() / "same_person_over_time").is_dir() else ()
    return report([*photographed(faces), *drawn(files), *real], output)


def report(pairs: Iterable[Pair], output: Path) -> tuple[list[Row], dict[str, object]]:
    """The table of pairs that were made."""
    judged = [(pair, compare(pair.before, pair.after)) for pair in pairs]
    held_out = [one for one in judged if one[0].half == "held out"]
    # The real frames are all of one person, who turns as well: a row of their own, not part of the whole.
    made = [one for one in held_out if one[0].cause not in REAL_CAUSES]
    beyond = [one for one in made if one[0].zone == "beyond" and one[0].cause.group]
    within = [one for one in made if one[0].zone == "within"]
    rows = [
        _share("beyond tolerance, all: not good", beyond, good=False, goal=GOAL_BEYOND),
        _share("within tolerance, all: good", within, good=True, goal=GOAL_WITHIN),
    ]
    for group in dict.fromkeys(cause.group for cause in CAUSES if cause.group):
        found = [one for one in beyond if one[0].cause.group == group]
        rows.append(_share(f"beyond tolerance, {group}: not good", found, good=False, goal=GOAL_BEYOND))
    causes = [
        cause for cause in (*CAUSES, *HEAD_CAUSES, *REAL_CAUSES) if any(pair.cause is cause for pair, _ in judged)
    ]
    for cause in causes:
        rows += _rows_of(cause, held_out)
        _plot(cause, judged, output)
    rows.append(Row("reasons that spoke within tolerance, held out", _spoken(within)))
    rows += _noise(judged)
    choosing = [one for one in judged if one[0].half == "choosing"]
    rows += [
        _share(f"choosing half, {zone}", [one for one in choosing if one[0].zone == zone and one[0].cause.group],
               good=zone == "within")
        for zone in ("beyond", "within")
    ]  # fmt: skip
    return rows, {"pairs": [_plain(pair, verdict) for pair, verdict in judged]}


def _rows_of(cause: Cause, held_out: Sequence[Judged]) -> list[Row]:
    rows = []
    for zone, limits in (("beyond", cause.beyond), ("within", cause.within)):
        found = [one for one in held_out if one[0].cause is cause and one[0].zone == zone]
        sizes = f"{limits[0]:g}–{limits[1]:g} {cause.unit}" if cause.unit else ("done" if limits[1] else "not done")
        if not found:
            continue
        title = f"{cause.name}, {sizes}: {'not good' if zone == 'beyond' else 'good'}"
        rows.append(_share(title, found, good=zone == "within"))
        if zone == "beyond":
            named = sum(any(reason.code in cause.codes for reason in verdict.spoken) for _, verdict in found)
            rows.append(Row(f"{cause.name}: named as such", f"{named} of {len(found)}"))
    return rows


def _share(title: str, judged: Sequence[Judged], *, good: bool, goal: float | None = None) -> Row:
    count = len(judged)
    if not count:
        return Row(title, "no pairs")
    share = sum((verdict.level is VerdictLevel.GOOD) is good for _, verdict in judged) / count
    low, high = wilson(share, count)
    people = len({pair.person for pair, _ in judged})
    text = f"{share:.1%} [{low:.1%}–{high:.1%}] (n {count}, {people} people)"
    return Row(title, text, f"≥ {goal:.0%}" if goal else "", share >= goal if goal else None)


def _spoken(judged: Sequence[Judged]) -> str:
    """What made pairs within tolerance other than good, most frequent first."""
    counts = Counter(
        reason.code.value
        for _, verdict in judged
        for reason in verdict.spoken
        if reason.level in {ReasonLevel.CAUTION, ReasonLevel.NOT_COMPARABLE, ReasonLevel.UNKNOWN}
    )
    return ", ".join(f"{code} {count}" for code, count in counts.most_common()) or "none"


def _noise(judged: Sequence[Judged]) -> list[Row]:
    """Per code: the 95th percentile of what is measured between pairs within tolerance, beside its threshold."""
    values: dict[str, dict[Half, list[float]]] = {}
    for pair, verdict in judged:
        if pair.zone == "within":
            for reason in verdict.reasons:
                if reason.value is not None and reason.code in TOLERANCES:
                    by_half = values.setdefault(reason.code.value, {"choosing": [], "held out": []})
                    by_half[pair.half].append(reason.value)
    rows = []
    for code, (unit, caution, _) in TOLERANCES.items():
        found = values.get(code.value)
        if found and found["choosing"] and found["held out"]:
            chosen, held = (float(np.percentile(found[half], 95)) for half in ("choosing", "held out"))
            text = f"choosing half {chosen:.2f}, held out {held:.2f}"
            rows.append(
                Row(f"{code.value}, {unit.value}: 95th percentile within tolerance", text, f"care > {caution:g}")
            )
    return rows


def _plot(cause: Cause, judged: Sequence[Judged], output: Path) -> None:
    marks = [
        Mark(pair.size, _measured(cause, verdict), verdict.level) for pair, verdict in judged if pair.cause is cause
    ]
    code = cause.codes[0]
    lines: list[float] = []
    measured = "weightiest reason, 1 where care begins" if len(cause.codes) > 1 else code.value
    if len(cause.codes) > 1:
        lines = [1.0]
    elif code in TOLERANCES:
        unit, caution, not_comparable = TOLERANCES[code]
        lines, measured = [caution, *([not_comparable] if not_comparable else [])], f"{code.value}, {unit.value}"
    name = cause.name.replace(", ", "_").replace(" ", "_")
    plot(
        output / f"{name}.png",
        f"{cause.name}: {len(marks)} pairs",
        (cause.unit or "0 no, 1 yes", measured),
        marks,
        lines,
    )


def _measured(cause: Cause, verdict: Verdict) -> float | None:
    found = [reason for reason in verdict.reasons if reason.code in cause.codes]
    if len(cause.codes) > 1:
        return max((reason.severity for reason in found), default=None)
    return found[0].value if found else None


def _plain(pair: Pair, verdict: Verdict) -> dict[str, object]:
    def told(reason: Reason) -> list[object]:
        return [reason.code.value, reason.level.value, reason.value]

    return {
        "cause": pair.cause.name, "person": pair.person, "half": pair.half, "zone": pair.zone, "size": pair.size,
        "verdict": verdict.level.value, "reasons": [told(reason) for reason in verdict.spoken],
    }  # fmt: skip
