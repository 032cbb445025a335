"""One photo from file to file: decoded, aligned, rendered and written, with its entry of the report.

A photo larger than the output needs is decoded at 1/2, 1/4 or 1/8 where its format can (means over whole blocks, as
part of the decoding), and then sampled once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from ml import flip, geometry
from ml.canonical import EYES_MIDDLE, INTEROCULAR_PX, SIZE
from ml.imaging import ImageHeader, ImageProblem, decode, encode_jpeg, probe
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import locate
from ml.pose import distance_ratio, estimate_pose
from ml.quality import assess
from ml.refine import REFERENCE_INTEROCULAR_PX, make_reference
from ml.stopwatch import Stopwatch
from ml.types import Alignment, Analysis, Baseline, Image, Landmarks, Matrix, Pose, Refinement, Rejection
from ml.vocabulary import RejectionReason
from ml.warp import render

_JPEG_QUALITY: Final = 92
# The longer side to look for the face in; decoded again, larger, when the face is smaller there than in the output.
_FIRST_LOOK: Final = 1500
_FIRST_LOOK_FAST: Final = 1000


# Held-out correlation of 95 photos with their own mirror images: 0.874 at most.
_MATCHES: Final = 0.9


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
    """The entry of the report; what an aligned photo gives as a baseline; what others are held against for a flip."""

    entry: dict[str, Any]
    standard: Standard | None = None
    detail: flip.Detail | None = None

    @property
    def aligned(self) -> bool:
        """Whether there is a picture."""
        return bool(self.entry["status"] == "aligned")

    def held_against(self, others: Sequence[flip.Detail]) -> "Outcome":
        """The same, with the answer whether it is mirrored against ``others``; no answer where none compares."""
        if self.detail is None or self.entry["flip_suspected"] is not None:
            return replace(self, detail=None)
        report = flip.detect(self.detail, others)
        answer = report.suspected if report.compared else None
        return replace(self, entry=self.entry | {"flip_suspected": answer}, detail=None)


def process(job: Job, settings: Settings, standard: Standard | None, *, to_hold: bool = True) -> Outcome:
    """One photo from file to file. Without ``standard`` it defines the frame.

    ``to_hold``: others will be held against this one for a flip.
    """
    clock = Stopwatch()
    entry: dict[str, Any] = {"file": job.path.name, "status": "failed", "reason": None}
    try:
        with job.path.open("rb") as stream:
            header = probe(stream)
            found = header if isinstance(header, ImageProblem) else _found(stream, header, settings, standard, clock)
        if isinstance(found, ImageProblem):
            return Outcome(entry | {"reason": found.code, "ms": clock.rounded()})
        if isinstance(found, Rejection):
            status = "failed" if found.reason is RejectionReason.UNREADABLE else "rejected"
            return Outcome(entry | {"status": status, "reason": found.reason.value, "ms": clock.rounded()})
        to_output = geometry.compose(settings.frame.from_canonical(), found.alignment.matrix)
        with clock.lap("render"):
            picture = render(found.image, to_output, settings.frame.size, canonical_size=settings.frame.size)
        if job.target is not None:
            with clock.lap("write"):
                _write(job.target, encode_jpeg(picture, _JPEG_QUALITY))
    except (OSError, MemoryError) as error:
        return Outcome(entry | {"reason": type(error).__name__, "detail": str(error), "ms": clock.rounded()})
    with clock.lap("describe"):
        given = found.standard()
        described = _described(found, given, standard)
        detail = None
        not_mirrored = _not_mirrored(found.alignment.refinement)
        if not settings.fast and (to_hold or not not_mirrored):
            mesh = found.analysis.landmarks
            enlarged = mesh.depth * geometry.scale(to_output)
            seen = Landmarks(geometry.apply(to_output, mesh.points), enlarged)
            detail = flip.detail(picture, seen)
    matrix = _rounded(geometry.compose(to_output, _resizing(1 / found.reduced)))
    if not_mirrored:
        described["flip_suspected"] = False
    entry |= {"status": "aligned", "matrix": matrix, **described, "ms": clock.rounded()}
    return Outcome(entry, None if standard else given, detail)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A face in ``image``, whose pixels are ``reduced`` times as large as those of the file."""

    image: Image
    reduced: float
    analysis: Analysis
    alignment: Alignment
    with_reference: bool

    def standard(self) -> Standard:
        reference = make_reference(self.image, self.alignment.matrix) if self.with_reference else None
        return Standard(
            baseline=Baseline(self.analysis.landmarks.points, self.alignment.matrix, reference),
            interocular_px=self.analysis.interocular_px * self.reduced,
            pose=estimate_pose(self.analysis.landmarks),
        )


def _found(
    stream: BinaryIO, header: ImageHeader, settings: Settings, standard: Standard | None, clock: Stopwatch
) -> _Found | Rejection:
    """The face, in a decoding just as large as the output and the refinement need."""
    longest = max(header.width, header.height)
    enough = _FIRST_LOOK_FAST if settings.fast else _FIRST_LOOK
    wanted = INTEROCULAR_PX * geometry.scale(settings.frame.from_canonical())
    if not settings.fast:
        wanted = max(wanted, REFERENCE_INTEROCULAR_PX)
    while True:
        with clock.lap("decode"):
            image = decode(stream, enough_side=enough)
        if isinstance(image, Rejection):
            return image
        with clock.lap("locate"):
            located = locate(image, face_detector(), standard.baseline if standard else None, fast=settings.fast)
        reduced = longest / max(image.shape[:2])
        if isinstance(located, Rejection):
            if reduced == 1 or located.reason is not RejectionReason.FACE_TOO_SMALL:
                return located
            enough = longest
            continue
        analysis, alignment = located
        if reduced == 1 or analysis.interocular_px >= wanted:
            return _Found(image, reduced, analysis, alignment, with_reference=not (settings.fast or standard))
        enough = min(longest, math.ceil(max(image.shape[:2]) * wanted / analysis.interocular_px))


def _described(found: _Found, given: Standard, standard: Standard | None) -> dict[str, Any]:
    pose, ratio = given.pose, None
    if standard is not None:
        ratio = distance_ratio(given.interocular_px, standard.interocular_px, pose, standard.pose)
    quality = replace(assess(found.image, found.analysis), interocular_px=given.interocular_px)
    return {
        "interocular_px": round(given.interocular_px, 4),
        "refined": found.alignment.refinement.applied,
        "refinement": _refinement(found.alignment.refinement),
        "residual_iod_percent": round(100 * found.alignment.residual_iod, 4),
        "pose": {name: round(getattr(pose, name), 3) for name in ("yaw", "pitch", "roll")},
        "distance_ratio": None if ratio is None else round(ratio, 4),
        "flip_suspected": None,
        "quality": quality.to_json(),
    }


def _not_mirrored(refinement: Refinement) -> bool:
    """Whether the pixels match the baseline's as no mirrored ones do; then the flip detector need not be asked."""
    return refinement.applied and (refinement.measure_after or 0) >= _MATCHES


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


def _resizing(scale: float) -> Matrix:
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
