"""Pairs of photos of one face in which nothing changed, and how far each measure moved all the same.

How each truth is made:

- *Other light*: a photograph and the same under one hard light 15–50° aside, with the head's own shadows.
- *Camera moved*: a photograph and the same moved, turned in the plane, enlarged, with softer light, noise and JPEG.
- *Sittings*: heads drawn by a pinhole camera (``ml.benchmarks.heads``): two sittings of three shots. A sitting has its
  own lamp (±0.6 aside), distance (600 mm ± 5 %) and pose (±1.5° of yaw and pitch, ±3° of roll), each shot another
  0.8° and 2 % on top, then noise and JPEG: what capture guided by the baseline allows.

What they can't show: living skin, expression and swelling from day to day, hair and make-up. No photographs of several
people in repeated sittings were at hand; the floor of a real person comes from that person's own sittings.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ml.benchmarks import heads, simulate
from ml.benchmarks.photographs import Photograph
from ml.benchmarks.signals import heads_folder
from ml.landmarks.protocol import LandmarkDetector
from ml.looks import Seen, look, measure_photo
from ml.metrics import measure
from ml.pipeline import analyse
from ml.pose import estimate_pose
from ml.shades import shades
from ml.types import Image, Rejection
from ml.vocabulary import Measure

LIGHT: Final = "other light"
CAMERA: Final = "camera moved"
SHOT: Final = "one shot of each sitting"
SITTING: Final = "three-shot sittings"
WITHIN: Final = "within a sitting"
_SHOTS: Final = 3
_SIDE: Final = 540
_MAX_YAW: Final = 15.0
_MIN_SPAN: Final = 60.0

Values = dict[Measure, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """After − before, by the product (``moved``) and by the mesh alone; ``half`` 0 or 1 is the person's."""

    person: str
    half: int
    kind: str
    moved: Values
    by_mesh: Values


@dataclass
class Unchanged:
    """All pairs, and the photographs they were made of with what the product saw in them."""

    pairs: list[Pair] = field(default_factory=list)
    faces: list[tuple[Photograph, Seen, Values]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def of(self, *kinds: str, half: int | None = None) -> list[Pair]:
        """Those of the kinds; ``half`` alone when stated."""
        return [pair for pair in self.pairs if pair.kind in kinds and half in (None, pair.half)]


def measure_unchanged(photographs: Iterable[Photograph], detector: LandmarkDetector) -> Unchanged:
    """Photographs under other light and from a moved camera, then drawn heads where there are any."""
    found = Unchanged()
    for number, photograph in enumerate(_frontal(photographs)):
        seen = look(photograph.image, photograph.analysis.landmarks, detector)
        if isinstance(seen, Rejection):
            found.missed.append(photograph.name)
            continue
        pose = estimate_pose(seen.mean)
        own = measure(seen.mean, pose=pose, towards=pose) | shades(photograph.image, seen.mean)
        found.faces.append((photograph, seen, own))
        for kind, simulation in ((LIGHT, simulate.other_light), (CAMERA, simulate.known_warp)):
            random = np.random.default_rng((zlib.crc32(photograph.name.encode()), 31))
            image = simulation(photograph.image, photograph.analysis, random).image
            after = see(image, detector, seen)
            if after is None:
                found.missed.append(f"{photograph.name}, {kind}")
                continue
            found.pairs.append(Pair(photograph.name, number % 2, kind, _apart(own, after[0]), _apart(own, after[1])))
    for number, file in enumerate(sorted(heads_folder().glob("*.npz"))):
        _sittings(found, heads.load(file), number, detector)
    return found


def see(image: Image, detector: LandmarkDetector, baseline: Seen | None) -> tuple[Values, Values] | None:
    """What the product measures against ``baseline``, and what the mesh alone says; nothing where no face is found."""
    analysis = analyse(image, detector)
    if isinstance(analysis, Rejection):
        return None
    measured = measure_photo(image, analysis.landmarks, detector, baseline=baseline)
    if isinstance(measured, Rejection):
        return None
    pose = estimate_pose(analysis.landmarks)
    return measured.values, measure(analysis.landmarks, pose=pose, towards=pose)


def _frontal(photographs: Iterable[Photograph]) -> Iterator[Photograph]:
    for photograph in photographs:
        pose = estimate_pose(photograph.analysis.landmarks)
        if abs(pose.yaw) <= _MAX_YAW and photograph.analysis.interocular_px >= _MIN_SPAN:
            yield photograph


def _sittings(found: Unchanged, head: heads.Head, number: int, detector: LandmarkDetector) -> None:
    random = np.random.default_rng(100 + number)
    baseline: Seen | None = None
    taken: list[list[tuple[Values, Values]]] = []
    for _ in range(2):
        turn = random.uniform((-1.5, -1.5, -3.0), (1.5, 1.5, 3.0))
        light = (float(random.uniform(-0.6, 0.6)), float(random.uniform(0.0, 0.6)), 1.0)
        distance = 600.0 * float(random.uniform(0.95, 1.05))
        shots = []
        for _ in range(_SHOTS):
            yaw, pitch, roll = (float(angle) for angle in turn + random.normal(0, (0.8, 0.8, 1.0)))
            near = distance * float(random.uniform(0.98, 1.02))
            drawn = heads.draw(head, (yaw, pitch, roll), distance_mm=near, light=light, side=_SIDE)
            analysis = analyse(drawn, detector)
            if isinstance(analysis, Rejection):
                continue
            spoilt = simulate.camera_noise(drawn, analysis, random)
            if baseline is None:
                first = look(spoilt, analysis.landmarks, detector)
                baseline = None if isinstance(first, Rejection) else first
            seen = see(spoilt, detector, baseline)
            if seen is not None:
                shots.append(seen)
        taken.append(shots)
    if len(taken[0]) < _SHOTS or len(taken[1]) < _SHOTS:
        found.missed.append(head.name)
        return
    means = [tuple(_mean([shot[by] for shot in shots]) for by in (0, 1)) for shots in taken]

    def add(kind: str, before: tuple[Values, ...], after: tuple[Values, ...]) -> None:
        moved, by_mesh = (_apart(a, b) for a, b in zip(before, after, strict=True))
        found.pairs.append(Pair(head.name, number % 2, kind, moved, by_mesh))

    add(SITTING, means[0], means[1])
    add(SHOT, taken[0][0], taken[1][0])
    for shots in taken:
        add(WITHIN, shots[0], shots[1])
        add(WITHIN, shots[1], shots[2])


def _mean(values: Sequence[Values]) -> Values:
    return {code: float(np.mean([each[code] for each in values])) for code in values[0]}


def _apart(before: Values, after: Values) -> Values:
    return {code: after[code] - value for code, value in before.items() if code in after}
