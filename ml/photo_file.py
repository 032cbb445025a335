"""One photo from file to file: decoded, aligned, rendered and written, with its entry of the report.

A photo larger than the output needs is decoded at 1/2, 1/4 or 1/8 where its format can (means over whole blocks, as
part of the decoding), and then sampled once.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from ml import geometry
from ml.canonical import EYES_MIDDLE, INTEROCULAR_PX, SIZE
from ml.imaging import ImageHeader, decode, encode_jpeg, probe
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import align, analyse
from ml.pose import distance_ratio, estimate_pose
from ml.quality import assess
from ml.refine import make_reference
from ml.types import Alignment, Analysis, Baseline, Image, Matrix, Pose, Refinement, Rejection
from ml.warp import render

_JPEG_QUALITY: Final = 92
# Decoded at no less than this longer side, and at full size if that leaves the face smaller than in the output.
_FIRST_LOOK: Final = 1500


@dataclass(frozen=True, slots=True)
class Frame:
    """The output: ``size`` (width, height), the canonical face as large as fits, in its middle."""

    size: tuple[int, int]

    def from_canonical(self) -> Matrix:
        """Canonical pixels → pixels of the output."""
        zoom = min(self.size[0] / SIZE[0], self.size[1] / SIZE[1])
        shift = [(side - 1) / 2 - zoom * (canonical - 1) / 2 for side, canonical in zip(self.size, SIZE, strict=True)]
        return geometry.similarity(scale=zoom, rotation=0.0, translation=(shift[0], shift[1]))

    def to_json(self) -> dict[str, object]:
        """``canonical`` of the report."""
        matrix = self.from_canonical()
        middle = geometry.apply(matrix, np.array([EYES_MIDDLE]))[0]
        return {
            "width": self.size[0],
            "height": self.size[1],
            "interocular_px": round(INTEROCULAR_PX * geometry.scale(matrix), 4),
            "eyes_middle": [round(float(value), 4) for value in middle],
        }


@dataclass(frozen=True, slots=True)
class Settings:
    """The same for all photos of a run."""

    frame: Frame
    fast: bool


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """What the series' first photo gives to the others."""

    baseline: Baseline
    interocular_px: float
    pose: Pose


@dataclass(frozen=True, slots=True)
class Job:
    """One photo and where its picture goes; ``target`` nowhere for a baseline that is no photo of the series."""

    path: Path
    target: Path | None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The entry of the report, and what this photo gives as a baseline if it is aligned."""

    entry: dict[str, Any]
    standard: Standard | None = None

    @property
    def aligned(self) -> bool:
        """Whether there is a picture."""
        return bool(self.entry["status"] == "aligned")


def process(job: Job, settings: Settings, standard: Standard | None) -> Outcome:
    """One photo from file to file. Without ``standard`` it defines the frame."""
    clock = _Clock()
    entry: dict[str, Any] = {"file": job.path.name, "status": "failed", "reason": None}
    try:
        with job.path.open("rb") as stream:
            header = probe(stream)
            if not isinstance(header, ImageHeader):
                return Outcome(entry | {"reason": header.code, "ms": clock.laps})
            with clock.lap("decode"):
                image = decode(stream, enough_side=_FIRST_LOOK)
            if isinstance(image, Rejection):
                return Outcome(entry | {"reason": image.reason.value, "ms": clock.laps})
            with clock.lap("analyse"):
                analysis = analyse(image, face_detector(), fast=settings.fast)
            shrunk = max(image.shape[:2]) < max(header.width, header.height)
            if isinstance(analysis, Analysis) and shrunk and analysis.interocular_px < _wanted_span(settings.frame):
                with clock.lap("decode"):
                    whole = decode(stream)
                if not isinstance(whole, Rejection):
                    analysis, image = _rescaled(analysis, whole), whole
        if isinstance(analysis, Rejection):
            return Outcome(entry | {"status": "rejected", "reason": analysis.reason.value, "ms": clock.laps})
        with clock.lap("align"):
            pixels = None if settings.fast else image
            alignment = align(analysis, standard.baseline if standard else None, pixels)
        if isinstance(alignment, Rejection):
            return Outcome(entry | {"status": "rejected", "reason": alignment.reason.value, "ms": clock.laps})
        to_output = geometry.compose(settings.frame.from_canonical(), alignment.matrix)
        if job.target is not None:
            with clock.lap("render"):
                picture = render(image, to_output, settings.frame.size, canonical_size=settings.frame.size)
            with clock.lap("write"):
                _write(job.target, encode_jpeg(picture, _JPEG_QUALITY))
        with clock.lap("describe"):
            full = max(header.width, header.height) / max(image.shape[:2])
            described = _described(image, analysis, alignment, standard, full)
        reference = None if settings.fast or standard else make_reference(image, alignment.matrix)
        given = Standard(
            baseline=Baseline(analysis.landmarks.points, alignment.matrix, reference),
            interocular_px=analysis.interocular_px * full,
            pose=estimate_pose(analysis.landmarks),
        )
    except (OSError, MemoryError) as error:
        return Outcome(entry | {"reason": type(error).__name__, "detail": str(error), "ms": clock.laps})
    from_source = geometry.compose(to_output, _shrinking(1 / full))
    entry |= {"status": "aligned", "matrix": _rounded(from_source), **described, "ms": clock.laps}
    return Outcome(entry, None if standard else given)


class _Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = 1000 * (time.perf_counter() - started)
            self.laps[name] = round(self.laps.get(name, 0.0) + spent, 1)


def _described(
    image: Image, analysis: Analysis, alignment: Alignment, standard: Standard | None, full: float
) -> dict[str, Any]:
    pose = estimate_pose(analysis.landmarks)
    ratio = None
    if standard is not None:
        ratio = distance_ratio(analysis.interocular_px * full, standard.interocular_px, pose, standard.pose)
    quality = replace(assess(image, analysis), interocular_px=analysis.interocular_px * full)
    return {
        "interocular_px": round(analysis.interocular_px * full, 4),
        "refined": alignment.refinement.applied,
        "refinement": _refinement(alignment.refinement),
        "residual_iod_percent": round(100 * alignment.residual_iod, 4),
        "pose": {name: round(getattr(pose, name), 3) for name in ("yaw", "pitch", "roll")},
        "distance_ratio": None if ratio is None else round(ratio, 4),
        "flip_suspected": None,
        "quality": quality.to_json(),
    }


def _refinement(refinement: Refinement) -> dict[str, object]:
    def measured(value: float | None) -> float | None:
        return None if value is None else round(value, 5)

    return {
        "applied": refinement.applied,
        "reason": refinement.reason.value,
        "moved_iod_percent": round(100 * refinement.moved_iod, 4),
        "measure_before": measured(refinement.measure_before),
        "measure_after": measured(refinement.measure_after),
        "iterations": refinement.iterations,
    }


def _wanted_span(frame: Frame) -> float:
    """Pixels between the eyes below which a reduced decoding would lose what the output can show."""
    return max(INTEROCULAR_PX * geometry.scale(frame.from_canonical()), INTEROCULAR_PX / 2)


def _rescaled(analysis: Analysis, whole: Image) -> Analysis:
    """``analysis`` of a reduced decoding, in pixels of the ``whole`` one."""
    zoom = max(whole.shape[:2]) / max(analysis.size)
    enlarge = _shrinking(zoom)
    landmarks = replace(
        analysis.landmarks,
        points=geometry.apply(enlarge, analysis.landmarks.points),
        depth=analysis.landmarks.depth * zoom,
    )
    right, left = geometry.apply(enlarge, np.stack((analysis.eye_right, analysis.eye_left)))
    size = (whole.shape[1], whole.shape[0])
    span = math.hypot(*(left - right))
    return replace(
        analysis, size=size, landmarks=landmarks, eye_right=right, eye_left=left, interocular_px=span, faces=()
    )


def _shrinking(scale: float) -> Matrix:
    """A picture's pixels → those of the same picture resized by ``scale``."""
    return geometry.similarity(scale=scale, rotation=0.0, translation=((scale - 1) / 2, (scale - 1) / 2))


def _rounded(matrix: Matrix) -> list[list[float]]:
    """A ten-thousandth of a pixel over 20,000 of them."""
    return [[round(float(value), 9) for value in row] for row in matrix]


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
