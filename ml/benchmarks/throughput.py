"""How many photos a second, in how much memory, beside the peer on the same files; and whether twice is the same."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from ml.benchmarks.figures import Row
from ml.benchmarks.peer import PeerError, environment
from ml.benchmarks.photographs import ROOT, portrait_path

_SIZE: Final = (3024, 4032)
_CROP: Final = (slice(0, 427), slice(62, 382))
_PHOTOS: Final = 60
_ROUNDS: Final = 3
# Two processes start up twice, so over few photos the start-up would be compared and not the work.
_LONG: Final = 240
_LONG_ROUNDS: Final = 2
_FEW, _MANY = 20, 400
# The peer keeps every photo in memory, so it is not asked for four hundred.
_MANY_FOR_PEER: Final = 40
_OUTPUT: Final = (512, 512)


@dataclass(frozen=True, slots=True)
class Run:
    """One command over ``photos``: wall-clock and processor seconds, start-up included, and peak memory."""

    photos: int
    wall_s: float
    cpu_s: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Photos a second."""
        return self.photos / self.wall_s


def run(*, with_peer: bool) -> tuple[list[Row], dict[str, Any]]:
    """The rows, and everything behind them for ``--json``."""
    python = environment() if with_peer else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        photos = _make_photos(folder / "photos", _PHOTOS)
        size = f"{_OUTPUT[0]}x{_OUTPUT[1]}"
        commands = {
            "full": _ours(photos, folder, "--size", size),
            "fast": _ours(photos, folder, "--size", size, "--fast"),
            "full, 1080x1350": _ours(photos, folder),
        }
        if python:
            commands["facelapse"] = _peer(python, photos, folder)
        # In turns, so that what else the machine does meets all alike; the least disturbed round counts.
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(_ROUNDS):
            for name, command in commands.items():
                runs[name].append(_run(command, _PHOTOS))
        best = {name: min(found, key=lambda one: one.wall_s) for name, found in runs.items()}
        long = _repeated(photos, folder / "long", _LONG)
        one, two = (
            min(
                (_run(_ours(long, folder, "--size", size, "--jobs", jobs), _LONG) for _ in range(_LONG_ROUNDS)),
                key=lambda each: each.wall_s,
            )
            for jobs in ("1", "2")
        )
        memory = _memory(folder, photos, python)
        same = _twice(photos, folder)
    rows = [Row(f"12-megapixel JPEGs to {size} ({_PHOTOS} photos, best of {_ROUNDS} rounds, start-up included)", "")]
    for name, each in best.items():
        rows.append(Row(f"  {name}", _text(each)))
    if python:
        peer = best["facelapse"].rate
        for name, least in (("fast", 1.2), ("full", 0.6)):
            share = best[name].rate / peer
            rows.append(Row(f"  {name} / facelapse", f"{share:.2f}", f"≥ {least}", share >= least))
    rows.append(Row(f"  full, {_LONG} photos, one job", _text(one)))
    rows.append(Row(f"  full, {_LONG} photos, two jobs", _text(two)))
    gain = two.rate / one.rate
    rows.append(Row(f"  two jobs / one ({os.cpu_count()} cores)", f"{gain:.2f}", "≥ 1.7", gain >= 1.7))
    few, many = memory["ours"]
    growth = many.peak_mb / few.peak_mb
    rows.append(
        Row(
            f"peak memory of the largest process, {few.photos} → {many.photos} photos",
            f"{few.peak_mb:.0f} → {many.peak_mb:.0f} MB ({growth - 1:+.0%})",
            "within 10 %",
            growth <= 1.1,
        )
    )
    if "facelapse" in memory:
        few, many = memory["facelapse"]
        rows.append(Row(f"  facelapse, {few.photos} → {many.photos}", f"{few.peak_mb:.0f} → {many.peak_mb:.0f} MB"))
    rows.append(Row("the same input twice: same report but for its timings, same pictures", str(same), "True", same))
    details = {
        "runs": {name: [asdict(one) for one in found] for name, found in runs.items()},
        "jobs": {"one": asdict(one), "two": asdict(two)},
        "memory": {name: [asdict(one) for one in both] for name, both in memory.items()},
        "twice_the_same": same,
    }
    return rows, details


def _text(one: Run) -> str:
    return f"{one.rate:.2f} photos/s, {1000 * one.cpu_s / one.photos:.0f} ms CPU a photo, {one.peak_mb:.0f} MB"


def _memory(folder: Path, photos: Path, python: Path | None) -> dict[str, tuple[Run, Run]]:
    few, many = _repeated(photos, folder / "few", _FEW), _repeated(photos, folder / "many", _MANY)
    found = {"ours": (_run(_ours(few, folder), _FEW), _run(_ours(many, folder), _MANY))}
    if python:
        some = _repeated(photos, folder / "some", _MANY_FOR_PEER)
        found["facelapse"] = (
            _run(_peer(python, few, folder), _FEW),
            _run(_peer(python, some, folder), _MANY_FOR_PEER),
        )
    return found


def _twice(photos: Path, folder: Path) -> bool:
    """The second time with two jobs: neither the time nor the number of processes may show."""
    first, second = folder / "once", folder / "again"
    few = _repeated(photos, folder / "few_twice", 6)
    for target, jobs in ((first, "1"), (second, "2")):
        _run(_ours(few, folder, "--jobs", jobs, output=target), 6)
    reports = [json.loads((target / "report.json").read_text(encoding="utf-8")) for target in (first, second)]
    for report in reports:
        for photo in report["photos"]:
            del photo["ms"]
    pictures = [[path.read_bytes() for path in sorted(target.glob("*.jpg"))] for target in (first, second)]
    return bool(reports[0] == reports[1] and pictures[0] == pictures[1] and pictures[0])


def _make_photos(folder: Path, count: int) -> Path:
    """The portrait, turned and sized a little otherwise each time, at 12 megapixels with a sensor's noise."""
    path = portrait_path()
    picture = None if path is None else cv2.imread(str(path))
    if picture is None:
        raise PeerError("the portrait that scikit-image ships is not installed")
    folder.mkdir()
    head = picture[_CROP]
    height, width = head.shape[:2]
    for number in range(count):
        random = np.random.default_rng(number)
        turn = cv2.getRotationMatrix2D((width / 2, 150), random.uniform(-5, 5), random.uniform(0.95, 1.1))
        turned = cv2.warpAffine(head, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        large = cv2.resize(turned, _SIZE, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        noisy = np.clip(large + random.standard_normal(large.shape, dtype=np.float32) * 3, 0, 255).astype(np.uint8)
        cv2.imwrite(str(folder / f"photo_{number:03d}.jpg"), noisy, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return folder


def _repeated(photos: Path, folder: Path, count: int) -> Path:
    """``count`` photos that are those of ``photos`` again and again."""
    folder.mkdir()
    originals = sorted(photos.glob("*.jpg"))
    for number in range(count):
        os.link(originals[number % len(originals)], folder / f"photo_{number:03d}.jpg")
    return folder


def _ours(photos: Path, folder: Path, *options: str, output: Path | None = None) -> list[str]:
    target = output or folder / "ours"
    command = [sys.executable, "-m", "ml", "align", str(photos), str(target)]
    return [*command, "--report", str(target / "report.json"), *options]


def _peer(python: Path, photos: Path, folder: Path) -> list[str]:
    """Its command line, told to write pictures as we do and no film."""
    command = [str(python.with_name("facelapse")), "-i", str(photos), "-o", str(folder / "theirs")]
    return [*command, "--skip-video", "--save-aligned-images", "--width", str(_OUTPUT[0]), "--height", str(_OUTPUT[1])]


def _run(command: list[str], photos: int) -> Run:
    """Measured from a small process in between: a child's peak memory starts at that of the process it comes from."""
    asked = [sys.executable, "-S", "-c", _STOPWATCH, *command]
    finished = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise PeerError(f"{' '.join(command)} failed: {finished.stderr[-2000:]}")
    wall, cpu, peak = json.loads(finished.stdout.splitlines()[-1])
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 if sys.platform == "linux" else 1
    return Run(photos, wall, cpu, peak * unit / 1e6)


_STOPWATCH: Final = """
import json, resource, subprocess, sys, time
started = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss]))
sys.exit(code)
"""
