"""Pairs for the verdicts' benchmark: what was done to each is the truth, and it is written beside it.

A size *within* and one *beyond* tolerance are drawn for each cause; between the two lies what a person may call either.
Half of the people, every second in the order of their names, are for choosing thresholds, the others for the table.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np

from ml.benchmarks import heads, retakes
from ml.benchmarks.photographs import Photograph, faces_folder, photograph
from ml.compare import PhotoReport
from ml.flip import Detail, detail, detect
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import align, analyse
from ml.pose import estimate_pose
from ml.quality import assess
from ml.refine import make_reference
from ml.tone import light_of
from ml.types import Alignment, Analysis, Baseline, Camera, Image, QualityReason
from ml.vocabulary import ReasonCode, View

Zone = Literal["within", "beyond"]
Half = Literal["choosing", "held out"]

CAMERA: Final = Camera("Maker", "Phone", 26.0)
_SERIES: Final = 4
_HEAD_DISTANCE_MM: Final = 900.0
_HEAD_SIDE: Final = 480


@dataclass(frozen=True, slots=True)
class Cause:
    """One way to differ: sizes drawn within and beyond tolerance, the reasons that name it, and how it is made.

    ``group`` is that of the goals; without one there is no goal.
    """

    name: str
    unit: str
    within: tuple[float, float]
    beyond: tuple[float, float]
    codes: tuple[ReasonCode, ...]
    make: Callable[[Photograph, float, np.random.Generator], retakes.Field] | None = None
    group: str = ""

    def zones(self) -> tuple[tuple[Zone, tuple[float, float]], ...]:
        """Each zone with its sizes."""
        return ("within", self.within), ("beyond", self.beyond)


# One person before a fixed camera, frame by frame; what eyes and lips do was seen by looking at them.
_FRAMES: Final = "same_person_over_time/pexels_fixed_camera_video"
_SEEN_BY_EYE: Final = {
    "eyes closed, real": (("0144", "0180", "0216", "0252", "0324", "0360"), ("0036", "0072", "0108", "0288")),
    "mouth open, real": (("0000", "0036"), ("0252", "0288", "0324", "0360", "0396", "0432")),
}

_MOVED: Final = (
    ReasonCode.SMILE, ReasonCode.MOUTH_CORNERS, ReasonCode.BROWS_RAISED, ReasonCode.BROWS_LOWERED, ReasonCode.SQUINT,
    ReasonCode.LIPS_PURSED, ReasonCode.MOUTH, ReasonCode.EYES,
)  # fmt: skip
CAUSES: Final = (
    Cause("yaw", "degrees", (0, 2.5), (5, 9), (ReasonCode.YAW,), retakes.yaw, "pose"),
    Cause("pitch", "degrees", (0, 2.5), (5, 9), (ReasonCode.PITCH,), retakes.pitch, "pose"),
    Cause("distance", "% nearer or farther", (0, 3), (8, 25), (ReasonCode.DISTANCE,), retakes.distance, "distance"),
    Cause("light", "stops rms over the head", (0, 0.12), (0.5, 1.0), (ReasonCode.LIGHT,), retakes.light, "light"),
    Cause("exposure", "stops", (0, 0.35), (1.2, 2.5), (ReasonCode.EXPOSURE,), retakes.exposure, "light"),
    Cause("smile", "% IOD", (0, 1), (7, 11), _MOVED, retakes.smile, "expression"),
    Cause("mouth open", "% IOD", (0, 1), (9, 16), _MOVED, retakes.mouth, "expression"),
    Cause("brows raised", "% IOD", (0, 1), (9, 14), _MOVED, retakes.brows, "expression"),
    Cause("eyes closed", "% of the opening", (0, 10), (75, 97), _MOVED, retakes.eyes, "expression"),
    Cause("flip", "", (0, 0), (1, 1), (ReasonCode.FLIP,), group="flip"),
    Cause("crop", "", (0, 0), (1, 1), (ReasonCode.DISTANCE,)),
    Cause("colour", "% red against blue", (0, 3), (20, 40), (ReasonCode.COLOUR,), retakes.colour),
    Cause("blur", "% IOD", (0, 0.3), (3, 7), (ReasonCode.SHARPNESS,), retakes.blur),
)
HEAD_CAUSES: Final = (
    Cause("yaw, drawn", "degrees", (0, 2.5), (5, 9), (ReasonCode.YAW,), group="pose"),
    Cause("pitch, drawn", "degrees", (0, 2.5), (5, 9), (ReasonCode.PITCH,), group="pose"),
    Cause("distance, drawn", "% nearer or farther", (0, 3), (8, 25), (ReasonCode.DISTANCE,), group="distance"),
    Cause("light, drawn", "degrees to a side", (0, 4), (40, 65), (ReasonCode.LIGHT,), group="light"),
)


REAL_CAUSES: Final = (
    Cause("eyes closed, real", "", (0, 0), (1, 1), (ReasonCode.EYES, ReasonCode.SQUINT)),
    Cause("mouth open, real", "", (0, 0), (1, 1), (ReasonCode.MOUTH, ReasonCode.SMILE)),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of one person, and what was done between them."""

    cause: Cause
    person: str
    half: Half
    zone: Zone
    size: float
    before: PhotoReport
    after: PhotoReport


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A shot and what would be stored of it."""

    image: Image
    analysis: Analysis
    report: PhotoReport
    baseline: Baseline | None = None


def photographed(faces: Sequence[Photograph]) -> Iterator[Pair]:
    """Each photograph against retakes of it, two sizes a cause; ``unchanged`` ones count as within."""
    for index, face in enumerate(faces):
        random = np.random.default_rng(zlib.crc32(face.name.encode()))
        before = first_shot(face.image, face.name)
        if before is None:
            continue
        half: Half = "held out" if index % 2 else "choosing"
        shots = [face.image, *(retakes.retake(face.image.astype(float), random) for _ in range(_SERIES))]
        series = [other for other in map(_detail, shots) if other is not None]
        for cause in CAUSES:
            for zone, limits in cause.zones():
                size = float(random.uniform(*limits))
                after = _retaken(face, cause, size, random, before=before, series=series)
                if after is not None:
                    yield Pair(cause, face.name, half, zone, size, before.report, after)


def drawn(files: Sequence[Path]) -> Iterator[Pair]:
    """Heads drawn by a pinhole camera that keeps its lens: turned, farther away with all its perspective, lit anew."""
    for index, file in enumerate(files):
        random = np.random.default_rng(zlib.crc32(file.stem.encode()))
        head = heads.load(file)
        before = first_shot(retakes.retake(_draw(head), random), file.stem)
        if before is None:
            continue
        half: Half = "held out" if index % 2 else "choosing"
        for cause in HEAD_CAUSES:
            for zone, limits in cause.zones():
                size = float(random.uniform(*limits))
                signed = size * float(random.choice((-1.0, 1.0)))
                after = next_shot(retakes.retake(_drawn_for(head, cause, signed), random), file.stem, before.baseline)
                if after is not None:
                    yield Pair(cause, file.stem, half, zone, size, before.report, after.report)


def looked_at() -> Iterator[Pair]:
    """Every frame with open eyes against every one with closed eyes, and closed lips against open ones."""
    folder = faces_folder() / _FRAMES
    for cause in REAL_CAUSES:
        without, having = _SEEN_BY_EYE[cause.name]
        for name in without:
            first = photograph(folder / f"frame_{name}.jpg", face_detector())
            before = first_shot(first.image, _FRAMES) if first else None
            for other in having if before else ():
                second = photograph(folder / f"frame_{other}.jpg", face_detector())
                after = next_shot(second.image, _FRAMES, before.baseline) if second and before else None
                if before and after:
                    yield Pair(cause, _FRAMES, "held out", "beyond", 1.0, before.report, after.report)


def _drawn_for(head: heads.Head, cause: Cause, size: float) -> Image:
    match cause.name:
        case "yaw, drawn":
            return _draw(head, yaw=size)
        case "pitch, drawn":
            return _draw(head, pitch=size)
        case "light, drawn":
            return _draw(head, azimuth=size)
        case _:
            return _draw(head, farther=1 + size / 100 if size > 0 else 1 / (1 - size / 100))


def _draw(
    head: heads.Head, *, yaw: float = 0.0, pitch: float = 0.0, farther: float = 1.0, azimuth: float = 0.0
) -> Image:
    """``heads.draw`` widens its lens with the distance; this one takes that back, so that the face gets smaller."""
    side = np.radians(azimuth)
    towards = (float(np.sin(side)), 0.4, float(np.cos(side)))
    picture = heads.draw(
        head, (yaw, pitch, 0.0), distance_mm=_HEAD_DISTANCE_MM * farther, side=_HEAD_SIDE, light=towards
    )
    return picture if farther == 1.0 else np.asarray(retakes.zoomed(picture.astype(float), 1 / farther), np.uint8)


def _retaken(
    face: Photograph, cause: Cause, size: float, random: np.random.Generator, *, before: Seen, series: list[Detail]
) -> PhotoReport | None:
    make = cause.make or retakes.unchanged
    image = retakes.retake(make(face, size, random), random)
    if cause.name == "flip":
        image = np.ascontiguousarray(image[:, ::-1]) if size else image
        after = next_shot(image, face.name, before.baseline)
        if after is None:
            return None
        return replace(after.report, flip_suspected=detect(detail(image, after.analysis.landmarks), series).suspected)
    if cause.name == "crop" and size:
        margin = (image.shape[0] // 10, image.shape[1] // 10)
        image = np.ascontiguousarray(image[margin[0] : -margin[0], margin[1] : -margin[1]])
    after = next_shot(image, face.name, before.baseline)
    if after is None:
        return None
    # A crop comes from an editor, which drops the camera's name.
    return replace(after.report, camera=None) if cause.name == "crop" and size else after.report


def first_shot(image: Image, person: str) -> Seen | None:
    """The photo that the others are aligned to and compared with."""
    seen = next_shot(image, person, None)
    own = align(seen.analysis, None) if seen else None
    if seen is None or not isinstance(own, Alignment):
        return None
    reference = make_reference(image, own.matrix)
    return replace(seen, baseline=Baseline(seen.analysis.landmarks.points, own.matrix, reference))


def next_shot(image: Image, person: str, baseline: Baseline | None) -> Seen | None:
    """What would be stored of the photo, aligned to the baseline."""
    found = analyse(image, face_detector())
    if not isinstance(found, Analysis):
        return None
    alignment = align(found, baseline, image) if baseline else None
    quality = assess(image, found)
    report = PhotoReport(
        subject=person,
        view=View.FRONTAL,
        size=(image.shape[1], image.shape[0]),
        pose=estimate_pose(found.landmarks),
        interocular_px=found.interocular_px,
        camera=CAMERA,
        expression=quality.expression,
        mouth_opening=quality.mouth_opening,
        eye_opening=quality.eye_opening,
        covered=QualityReason.FACE_COVERED in quality.reasons,
        light_patches=quality.light_patches,
        skin=light_of(image, found.landmarks.points).skin,
        sharpness=quality.sharpness,
        residual_iod=alignment.residual_iod if isinstance(alignment, Alignment) else None,
    )
    return Seen(image, found, report)


def _detail(image: Image) -> Detail | None:
    found = analyse(image, face_detector())
    return detail(image, found.landmarks) if isinstance(found, Analysis) else None


cv2.setNumThreads(1)
