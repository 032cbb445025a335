"""``python -m ml.benchmarks.signals [--only PART] [--json FILE]``: pose and flips against what is known, with goals.

How each truth is made:

- *Pose*: heads drawn by a pinhole camera (``ml.benchmarks.heads``), so that the angles are the drawing's own. Their
  meshes are a scan of a real head and heads modelled by hand, none of them from the detector's mesh. What they can't
  show: living skin and eyes, and where a real person's pitch is zero (the modelled heads' zero is their maker's).
- *Centre and corner*: one photograph pasted into a grey canvas three times as large; truth is that nothing changed.
- *Flips, real*: photographs of one person, trusted to be unmirrored; the flipped copies are ours. Each is compared with
  the others of its person, and with four drawn at random.
- *Flips, simulated*: one portrait turned in depth, moved, spoilt and lit hard from a random side
  (``ml.benchmarks.simulate``); hair and expression stay the same, which makes it easier than a year does.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.benchmarks import heads, simulate
from ml.benchmarks.figures import Row, printed, summarise, wilson
from ml.benchmarks.photographs import ROOT, Photograph, people, photograph, single_faces
from ml.canonical import SURROUND
from ml.flip import Detail, detail, detect
from ml.landmarks.mediapipe import face_detector
from ml.landmarks.protocol import LandmarkDetector
from ml.pipeline import analyse
from ml.pose import estimate_pose
from ml.types import Image, Rejection

HEADS_SETTING: Final = "LIKENESS_HEADS"
_AXES: Final = ("yaw", "pitch", "roll")
_GOALS: Final = (3.0, 2.5, 1.5)
_RANGE: Final = (30.0, 30.0, 30.0)
_DISTANCES_MM: Final = (450.0, 600.0, 900.0, 1200.0)
_SERIES: Final = 5
_DRAWS: Final = 20

_Table = NDArray[np.float64]
Measured = tuple[list[Row], dict[str, object]]


def heads_folder() -> Path:
    """Where the heads are looked for: the setting, or ``shared/heads`` beside the repository."""
    return Path(os.environ.get(HEADS_SETTING, ROOT.parent / "shared" / "heads"))


def pose_of_heads(detector: LandmarkDetector, poses: int) -> Measured:
    """Each head once at rest and ``poses`` times turned by up to ±30° about every axis, at one distance a head."""
    files = sorted(heads_folder().glob("*.npz"))
    if not files:
        return [Row("pose of drawn heads", f"left out: no heads in {heads_folder()}")], {"pose": None}
    random = np.random.default_rng(11)
    names, raw, relative, missed = [], [], [], 0
    for file in files:
        head = heads.load(file)
        distance = float(random.choice(_DISTANCES_MM))
        rest = _pose_error(head, (0.0, 0.0, 0.0), distance, (0.3, 0.4, 1.0), detector)
        for _ in range(poses):
            yaw, pitch, roll = (float(random.uniform(-most, most)) for most in _RANGE)
            light = (float(random.uniform(-0.8, 0.8)), float(random.uniform(0.0, 0.7)), 1.0)
            error = _pose_error(head, (yaw, pitch, roll), distance, light, detector)
            if error is None or rest is None:
                missed += 1
                continue
            names.append(file.stem)
            raw.append(error)
            relative.append(error - rest)
    rows, found = [], {}
    for title, errors in (("against the same head at rest", relative), ("of one picture alone", raw)):
        table = np.abs(np.array(errors))
        for axis, goal, values in zip(_AXES, _GOALS, table.T, strict=True):
            mean, low, high = _mean(values, names)
            text = f"{mean:.2f} [{low:.2f}–{high:.2f}] (n {len(values)}, {len(files)} heads)"
            rows.append(Row(f"{axis}, mean error {title}, °", text, f"≤ {goal}", mean <= goal))
            found[f"{axis} {title}"] = {"mean": mean, "interval": [low, high], "n": len(values)}
    by_head = {name: np.array(raw)[[n == name for n in names]].mean(axis=0).round(2).tolist() for name in set(names)}
    rows.append(Row("drawn heads without a found face", f"{missed} of {missed + len(names)}"))
    return rows, {"pose": {**found, "mean error by head": by_head, "missed": missed}}


def pose_in_the_frame(faces: Sequence[Photograph], detector: LandmarkDetector) -> Measured:
    """Largest difference of any angle between the centre and the four corners, photograph by photograph."""
    differences, names = [], []
    for face in faces:
        height, width = face.image.shape[:2]
        poses = []
        for down, right in ((1, 1), (0, 0), (0, 2), (2, 0), (2, 2)):
            canvas = np.full((3 * height, 3 * width, 3), SURROUND, dtype=np.uint8)
            canvas[down * height : (down + 1) * height, right * width : (right + 1) * width] = face.image
            angles = _angles(canvas, detector)
            if angles is not None:
                poses.append(angles)
        if len(poses) > 1:
            differences.append(float(np.abs(np.array(poses[1:]) - poses[0]).max()))
            names.append(face.name)
    summary = summarise(differences, names)
    row = Row("centre against corners, °, median / p95 / max", summary.text(), "max ≤ 0.5", summary.largest <= 0.5)
    return [row], {"centre and corners": dict(zip(names, differences, strict=True))}


def flips(series: dict[str, list[Image]], title: str, detector: LandmarkDetector) -> Measured:
    """Every photo and its flipped copy, against the others of its series and against four of them at random."""
    random = np.random.default_rng(5)
    whole: dict[str, list[tuple[bool, bool]]] = {}
    drawn: dict[str, list[tuple[bool, bool]]] = {}
    scores: dict[str, list[tuple[float, float]]] = {}
    for name, images in series.items():
        pairs = [(_detail(image, detector), _detail(_mirrored(image), detector)) for image in images]
        both = [(straight, flipped) for straight, flipped in pairs if straight is not None and flipped is not None]
        if len(both) < _SERIES:
            continue
        for index, (straight, flipped) in enumerate(both):
            others = [other for place, (other, _) in enumerate(both) if place != index]
            answers = detect(straight, others), detect(flipped, others)
            whole.setdefault(name, []).append((answers[0].suspected, answers[1].suspected))
            scores.setdefault(name, []).append((answers[0].score, answers[1].score))
            for _ in range(_DRAWS if len(others) > _SERIES else 0):
                four = [others[place] for place in random.choice(len(others), _SERIES - 1, replace=False)]
                drawn.setdefault(name, []).append((detect(straight, four).suspected, detect(flipped, four).suspected))
    rows = []
    for what, answers_by in (("against the whole series", whole), ("in series of five", drawn)):
        if not answers_by:
            continue
        table = np.array([answer for answers in answers_by.values() for answer in answers], dtype=float)
        count = sum(len(answers) for answers in whole.values())
        for column, label, goal in ((0, "false alarms", "≤ 2 %"), (1, "found", "≥ 90 %")):
            share = float(table[:, column].mean())
            low, high = wilson(share, count)
            text = f"{share:.1%} [{low:.1%}–{high:.1%}] ({count} photos, {len(whole)} series)"
            rows.append(Row(f"{label}, {title}, {what}", text, goal, share <= 0.02 if column == 0 else share >= 0.9))
    return rows, {title: {"scores (as is, flipped)": scores}}


def real_series() -> dict[str, list[Image]]:
    """Photographs of one person, those with one face that is found."""
    detector = face_detector()
    found = {name: [photograph(path, detector) for path in paths] for name, paths in people().items()}
    return {name: [face.image for face in faces if face is not None] for name, faces in found.items()}


def simulated_series(faces: Sequence[Photograph]) -> dict[str, list[Image]]:
    """Six of each portrait: turned three times, lit hard from a side twice, moved once."""
    kinds: tuple[Callable[..., simulate.Simulated], ...] = (simulate.turned,) * 3 + (simulate.other_light,) * 2
    series = {}
    for index, face in enumerate(faces):
        random = np.random.default_rng(index)
        series[face.name] = [kind(face.image, face.analysis, random).image for kind in (*kinds, simulate.known_warp)]
    return series


def main() -> int:
    """Exit code 0 when every goal is reached, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m ml.benchmarks.signals", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    parser.add_argument("--only", choices=("pose", "frame", "real", "simulated"), help="one part of the four")
    parser.add_argument("--poses", type=int, default=10, help="turned pictures of each head")
    parser.add_argument("--portraits", type=int, default=24, help="photographs for the frame and the simulated series")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    detector = face_detector()
    faces = [face for face in single_faces(detector) if max(face.image.shape) <= 1100][::3][: options.portraits]
    parts: dict[str, Callable[[], Measured]] = {
        "pose": lambda: pose_of_heads(detector, options.poses),
        "frame": lambda: pose_in_the_frame(faces, detector),
        "real": lambda: flips(real_series(), "real", detector),
        "simulated": lambda: flips(simulated_series(faces), "simulated", detector),
    }
    rows: list[Row] = []
    details: dict[str, object] = {}
    for name, part in parts.items():
        if options.only in (None, name):
            more, found = part()
            rows += more
            details |= found
    print(printed(rows))
    if options.json:
        table = [{"what": row.what, "measured": row.measured, "goal": row.goal, "reached": row.reached} for row in rows]
        options.json.write_text(json.dumps({"table": table, "details": details}, indent=2), encoding="utf-8")
    return 0 if all(row.reached is not False for row in rows) else 1


def _pose_error(
    head: heads.Head,
    angles: tuple[float, float, float],
    distance: float,
    light: tuple[float, float, float],
    detector: LandmarkDetector,
) -> _Table | None:
    found = _angles(heads.draw(head, angles, distance_mm=distance, side=600, light=light), detector)
    return None if found is None else found - angles


def _angles(image: Image, detector: LandmarkDetector) -> _Table | None:
    analysis = analyse(image, detector)
    if isinstance(analysis, Rejection):
        return None
    pose = estimate_pose(analysis.landmarks)
    return np.array((pose.yaw, pose.pitch, pose.roll))


def _detail(image: Image, detector: LandmarkDetector) -> Detail | None:
    analysis = analyse(image, detector)
    return None if isinstance(analysis, Rejection) else detail(image, analysis.landmarks)


def _mirrored(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])


def _mean(values: _Table, groups: Sequence[str]) -> tuple[float, float, float]:
    """Mean, and a 95 % interval by bootstrap over groups."""
    members = [values[[group == name for group in groups]] for name in sorted(set(groups))]
    random = np.random.default_rng(0)
    drawn = [
        np.concatenate([members[i] for i in random.integers(0, len(members), len(members))]).mean() for _ in range(2000)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(values.mean()), float(low), float(high)


if __name__ == "__main__":
    sys.exit(main())
