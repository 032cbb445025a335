"""``python -m ml.benchmarks measures``: how far measures move when nothing changed, and whether a change is found.

Pairs without a change are those of ``ml.benchmarks.unchanged``; a change is made by moving pixels before anything looks
at them (``ml.benchmarks.injected``), and the changed photo then gets other light, or another camera's place and noise.
People are split in halves: the floor (``ml.priors``) is fitted on one and every rate counted on the other; the printed
priors are fitted on all. Plots go to the folder that ``--plots`` names.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from ml.benchmarks import simulate
from ml.benchmarks.figures import Row, wilson
from ml.benchmarks.injected import changed
from ml.benchmarks.measures_plots import bars, drawing, histogram
from ml.benchmarks.photographs import Photograph, single_faces
from ml.benchmarks.unchanged import CAMERA, LIGHT, SHOT, SITTING, WITHIN, Pair, Unchanged, measure_unchanged, see
from ml.landmarks.mediapipe import face_detector
from ml.landmarks.protocol import LandmarkDetector
from ml.looks import Seen
from ml.metrics import GEOMETRIC
from ml.noise import NoiseFloor, change, noise_floor
from ml.priors import Prior
from ml.vocabulary import MEASURE_KIND, MEASURE_UNIT, MEASURES_VERIFIED, Measure, MeasureKind, MeasureUnit

_LOOKED_AT: Final = tuple(code for code in Measure if MEASURE_KIND[code] is MeasureKind.GEOMETRIC)
_INJECTED: Final = 2.5  # times the minimal detectable change
_EACH: Final = 3  # injected changes a photograph
_FREEDOMS: Final = (30.0, 20.0, 15.0, 10.0, 8.0, 6.0, 5.0, 4.0)
_ALLOWED: Final = 0.05  # of unchanged pairs flagged by any measure
_MM_PER_IOD: Final = 63.0
_JAW_IOD: Final = 0.75  # length of the jaw's edge whose slope is measured: its far end moves by slope × length
_NORMAL: Final = 1.96

Priors = dict[Measure, Prior]


@dataclass(frozen=True, slots=True)
class _Injection:
    code: Measure
    person: str
    ratio: float
    gain: float
    found: bool
    named: bool
    # By how many MDC the push really changed another measure, whichever most; from one on, it changed more than one.
    beside: float


def millimetres(code: Measure) -> float:
    """Millimetres for one stored unit at 63 mm between the eyes; an angle by what the jaw's far end moves."""
    return _MM_PER_IOD if MEASURE_UNIT[code] is MeasureUnit.MM else float(np.radians(_JAW_IOD * _MM_PER_IOD))


def run(output: Path, every: int) -> tuple[list[Row], dict[str, Any]]:
    """The rows, and everything behind them for ``--json``; of every ``every``-th photograph, plots to ``output``."""
    detector = face_detector()
    output.mkdir(parents=True, exist_ok=True)
    unchanged = measure_unchanged(islice(single_faces(detector), 0, None, every), detector)
    halves = [fit(unchanged, half=half) for half in (0, 1)]
    floors = [{code: noise_floor(code, [], prior=prior) for code, prior in priors.items()} for priors in halves]
    injections: list[_Injection] = []
    for number, (photograph, seen, own) in enumerate(unchanged.faces):
        injections += _inject(photograph, (seen, own), number, floors[1 - number % 2], detector)
    priors = fit(unchanged)
    rows = [*_noise(unchanged, floors), *_false_alarms(unchanged, floors), *_found(injections)]
    rows += [Row(f"prior of {code}", repr(prior).replace("Prior", "")) for code, prior in priors.items()]
    _plots(unchanged, floors, injections, output)
    details = {
        "pairs": [(pair.person, pair.kind, pair.moved, pair.by_mesh) for pair in unchanged.pairs],
        "injections": [
            (each.code, each.person, each.ratio, each.gain, each.found, each.named, each.beside) for each in injections
        ],
        "missed": unchanged.missed,
    }
    return rows, details


def fit(unchanged: Unchanged, half: int | None = None) -> Priors:
    """Priors from pairs without a change; ``half`` alone when stated.

    Two single photos differ by √2 · √(within² + between²), root mean square: that of pairs in other light or that of
    shots from different sittings, whichever is larger, measure by measure; *within* likewise from photos of one
    sitting. The degrees of freedom are as many as there are people with sittings at most, and the most of ``_FREEDOMS``
    with which at most half of the allowed 5 % of these pairs are flagged.
    """
    priors: Priors = {}
    people = max(len(unchanged.of(SHOT, half=half)), int(_FREEDOMS[-1]))
    for freedom in [float(people), *(freedom for freedom in _FREEDOMS if freedom < people)]:
        priors = {
            code: _prior(
                max(_rms(unchanged.of(kind, half=half), code) for kind in (LIGHT, SHOT)),
                max(_rms(unchanged.of(kind, half=half), code) for kind in (CAMERA, WITHIN)),
                freedom,
            )
            for code in Measure
        }
        floor = {code: noise_floor(code, [], prior=prior) for code, prior in priors.items()}
        pairs = unchanged.of(LIGHT, CAMERA, SHOT, half=half)
        flagged = [max(_ratio(code, pair.moved[code], floor[code]) for code in _LOOKED_AT) > 1 for pair in pairs]
        if np.mean(flagged) <= _ALLOWED / 2:
            break
    return priors


def _prior(apart: float, near: float, freedom: float) -> Prior:
    total = max(apart, 1e-6) / np.sqrt(2)
    within = min(near / np.sqrt(2), 0.9 * total)
    return Prior(round(float(within), 5), round(float(np.sqrt(total**2 - within**2)), 5), freedom)


def _rms(pairs: Sequence[Pair], code: Measure) -> float:
    moved = [pair.moved[code] for pair in pairs if code in pair.moved]
    return float(np.sqrt(np.mean(np.square(moved)))) if moved else 0.0


def _noise(unchanged: Unchanged, floors: Sequence[dict[Measure, NoiseFloor]]) -> list[Row]:
    """Minimal detectable change, median over the ten geometric measures, in millimetres."""
    rows = []
    for kind, goal in ((LIGHT, 1.0), (CAMERA, None), (SHOT, None), (SITTING, 1.5)):
        pairs = unchanged.of(kind)
        if not pairs:
            rows.append(Row(f"MDC, {kind}", "left out: no drawn heads"))
            continue
        for how, values in zip(("", ", mesh alone"), _sides(pairs), strict=True):
            middle, low, high = _median_mdc(values)
            aim, reached = (f"≤ {goal} mm", middle <= goal) if goal and not how else ("", None)
            measured = f"{middle:.2f} [{low:.2f}–{high:.2f}] mm (n {len(pairs)} people)"
            rows.append(Row(f"MDC 1.96·√2·SEM, median of ten, {kind}{how}", measured, aim, reached))
        each = ", ".join(f"{code} {_mdc([p.moved[code] for p in pairs], code):.2f}" for code in _LOOKED_AT)
        rows.append(Row(f"  each, mm, {kind}", each))
    for number, floor in enumerate(floors):
        middle = float(np.median([floor[code].mdc * millimetres(code) for code in GEOMETRIC]))
        rows.append(Row(f"MDC of the floor by the prior of half {number}, median of ten", f"{middle:.2f} mm"))
    return rows


def _median_mdc(values: Sequence[dict[Measure, float]]) -> tuple[float, float, float]:
    """With a 95 % interval by bootstrap over pairs, of which each person has one."""
    table = np.array([[each[code] * millimetres(code) for code in GEOMETRIC] for each in values])
    random = np.random.default_rng(0)
    drawn = [
        np.median(np.sqrt(np.mean(table[random.integers(0, len(table), len(table))] ** 2, axis=0))) for _ in range(2000)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5)) * _NORMAL
    return float(_NORMAL * np.median(np.sqrt(np.mean(table**2, axis=0)))), float(low), float(high)


def _mdc(moved: Sequence[float], code: Measure) -> float:
    """1.96·√2·SEM in millimetres: the root mean square of a difference is √2·SEM."""
    return _NORMAL * float(np.sqrt(np.mean(np.square(moved)))) * millimetres(code)


def _ratios(pair: Pair, floors: Sequence[dict[Measure, NoiseFloor]]) -> dict[Measure, float]:
    """Each measure's change over what counts as one, by the other half's floor."""
    return {code: _ratio(code, pair.moved[code], floors[1 - pair.half][code]) for code in _LOOKED_AT}


def _ratio(code: Measure, moved: float, floor: NoiseFloor) -> float:
    return abs(moved) / change(code, [0.0], [moved], floor, len(_LOOKED_AT)).mdc


def _false_alarms(unchanged: Unchanged, floors: Sequence[dict[Measure, NoiseFloor]]) -> list[Row]:
    rows = []
    for kinds, goal in (((LIGHT, CAMERA, SHOT), _ALLOWED), ((LIGHT,), None), ((CAMERA,), None), ((SHOT,), None)):
        pairs = unchanged.of(*kinds)
        if not pairs:
            continue
        flagged = [max(_ratios(pair, floors).values()) > 1 for pair in pairs]
        share = float(np.mean(flagged))
        low, high = wilson(share, len(flagged))
        aim, reached = (f"≤ {goal:.0%} of pairs", share <= goal) if goal else ("", None)
        measured = f"{share:.1%} [{low:.1%}–{high:.1%}] ({sum(flagged)} of {len(flagged)})"
        rows.append(Row(f"unchanged pairs flagged by any measure, {' or '.join(kinds)}", measured, aim, reached))
    return rows


def _inject(
    photograph: Photograph,
    before: tuple[Seen, dict[Measure, float]],
    number: int,
    floor: dict[Measure, NoiseFloor],
    detector: LandmarkDetector,
) -> list[_Injection]:
    """Three of the ten measures in turn, up or down, then other light or another place of the camera."""
    seen, own = before
    found = []
    for index in range(_EACH):
        code = GEOMETRIC[(number * _EACH + index) % len(GEOMETRIC)]
        random = np.random.default_rng((zlib.crc32(photograph.name.encode()), 71 + index))
        amount = _INJECTED * floor[code].mdc * float(random.choice([-1.0, 1.0]))
        image, really = changed(photograph.image, seen.mean, code, amount)
        simulation = (simulate.other_light, simulate.known_warp)[(number + index) % 2]
        after = see(simulation(image, photograph.analysis, random).image, detector, seen)
        if after is None:
            continue
        moved = {each: after[0][each] - own[each] for each in _LOOKED_AT}
        ratios = {each: _ratio(each, moved[each], floor[each]) for each in _LOOKED_AT}
        first = max(GEOMETRIC, key=lambda each: ratios[each])
        told = ratios[code] > 1
        beside = max(abs(really[each]) / floor[each].mdc for each in GEOMETRIC if each is not code)
        found.append(
            _Injection(code, photograph.name, ratios[code], moved[code] / amount, told, told and first is code, beside)
        )
    return found


def _found(injections: Sequence[_Injection]) -> list[Row]:
    """Of all ten measures, which the goal is for, and of those alone that the app tells a change by."""
    rows = []
    told = [each for each in injections if each.code in MEASURES_VERIFIED]
    alone = [each for each in injections if each.beside < 1]
    for among, ones in (
        ("", injections),
        (", where no other measure really changed by its MDC", alone),
        (", of measures told in the app", told),
    ):
        for what, hits in (("found", [i.found for i in ones]), ("named rightly", [i.named for i in ones])):
            share = float(np.mean(hits))
            low, high = wilson(share, len(hits))
            measured = f"{share:.1%} [{low:.1%}–{high:.1%}] ({sum(hits)} of {len(hits)})"
            goal, reached = ("", None) if among else ("≥ 90 %", share >= 0.9)
            rows.append(Row(f"injected change of {_INJECTED} × MDC {what}{among}", measured, goal, reached))
    for code in GEOMETRIC:
        mine = [each for each in injections if each.code is code]
        if mine:
            gain = float(np.median([each.gain for each in mine]))
            caught, named = sum(each.found for each in mine), sum(each.named for each in mine)
            text = f"{caught} found, {named} named of {len(mine)}, gain {gain:.2f}"
            rows.append(Row(f"  {code}", text))
    return rows


def _plots(
    unchanged: Unchanged, floors: Sequence[dict[Measure, NoiseFloor]], injections: Sequence[_Injection], output: Path
) -> None:
    for kind, name in ((LIGHT, "mdc_other_light"), (SITTING, "mdc_sittings")):
        pairs = unchanged.of(kind)
        if pairs:
            values = {
                code.value: [_mdc([each[code] for each in side], code) for side in _sides(pairs)] for code in _LOOKED_AT
            }
            bars(output / f"{name}.png", f"MDC in mm, {kind}: product, mesh alone", values)
    still = [max(_ratios(pair, floors).values()) for pair in unchanged.of(LIGHT, CAMERA, SHOT)]
    title = "largest change over what counts as one: unchanged pairs, injected changes"
    histogram(output / "flagged.png", title, (still, [each.ratio for each in injections]))
    if unchanged.faces:
        photograph, seen, _ = unchanged.faces[0]
        drawing(output / "definitions.png", photograph.image, seen.mean)


def _sides(pairs: Sequence[Pair]) -> tuple[list[dict[Measure, float]], list[dict[Measure, float]]]:
    """By the product, by the mesh alone."""
    return [pair.moved for pair in pairs], [pair.by_mesh for pair in pairs]
