"""What the steps of the pipeline hand to each other: frozen dataclasses of arrays and numbers."""

import zlib
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ml.vocabulary import RejectionReason

Image: TypeAlias = NDArray[np.uint8]
"""``(H, W, 3)`` RGB ``uint8``, upright, sRGB."""

Points: TypeAlias = NDArray[np.float64]
"""``(N, 2)`` as ``(x, y)`` pixels, pixel centres at integers."""

Matrix: TypeAlias = NDArray[np.float64]
"""``(2, 3)``, source → canonical, always a similarity."""

LANDMARK_COUNT: Final = 478
"""MediaPipe's face mesh: 468 points of the surface, then five of each iris (right, left)."""


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a face is: the box around its mesh, in pixels of the upright source."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether ``point`` lies inside; the right and lower edges are outside, as of any half-open box."""
        return self.x <= point[0] < self.x + self.width and self.y <= point[1] < self.y + self.height


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a photo goes no further. ``detail`` is for the log and the curious, never shown as the message.

    ``faces`` are those among which a person may choose, largest first; empty where there is no such choice.
    """

    reason: RejectionReason
    detail: str = ""
    faces: tuple[FaceBox, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """The face mesh of one face in one image.

    ``points`` is ``(478, 2)`` pixels, ``depth`` ``(478,)`` in pixels of the same scale, smaller = nearer to the
    camera, relative to the head's centre.
    """

    points: Points
    depth: NDArray[np.float64]
    blendshapes: NDArray[np.float64] | None = None
    """(52,) how strongly each part of the face is moved, 0–1, in the order of ``BLENDSHAPES``; not stored."""

    def to_bytes(self) -> bytes:
        """478 × (x, y, depth) as little-endian ``float32``: 5,736 bytes, exact to 0.001 px in an 8,000-px photo."""
        return np.column_stack((self.points, self.depth)).astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Inverse of :meth:`to_bytes`. Raises ``ValueError`` when the length is not that of 478 points."""
        values = np.frombuffer(stored, dtype="<f4").astype(np.float64)
        if values.size != LANDMARK_COUNT * 3:
            raise ValueError(f"expected {LANDMARK_COUNT} landmarks of 3 numbers, got {values.size} numbers")
        table = values.reshape(LANDMARK_COUNT, 3)
        return cls(points=table[:, :2].copy(), depth=table[:, 2].copy())


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The one face of a photo, in pixels of the upright source.

    ``size`` is ``(width, height)`` of the source. ``eye_right`` and ``eye_left`` are the subject's eye centres,
    ``(2,)`` each. ``agreement_iod`` tells how far the repeated detections differ from their median (root mean square
    over the mesh, worst of the three, share of the interocular distance): small is sure. ``faces`` are all faces of
    similar size, largest first, where there is more than one; this is the chosen one.
    """

    size: tuple[int, int]
    landmarks: Landmarks
    eye_right: NDArray[np.float64]
    eye_left: NDArray[np.float64]
    interocular_px: float
    agreement_iod: float
    detector_version: str
    faces: tuple[FaceBox, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What the pixels of later photos are compared with: brightness of the baseline's canonical crop, ``(256, 336)``.

    ``ml.refine.make_reference`` makes it.
    """

    grey: NDArray[np.uint8]

    def to_bytes(self) -> bytes:
        """Deflated, about 50 kB."""
        return zlib.compress(np.array(self.grey.shape, dtype="<u2").tobytes() + self.grey.tobytes())

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Inverse of :meth:`to_bytes`. Raises ``ValueError`` when that is not where the bytes come from."""
        try:
            plain = zlib.decompress(stored)
        except zlib.error as error:
            raise ValueError("not a stored reference") from error
        height, width = (int(side) for side in np.frombuffer(plain[:4].ljust(4, b"\0"), dtype="<u2"))
        if len(plain) != 4 + width * height:
            raise ValueError(f"a reference of {width} × {height} in {len(plain)} bytes")
        return cls(grey=np.frombuffer(plain, dtype=np.uint8, offset=4).reshape(height, width).copy())


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The photo others are aligned to: its landmarks, ``(478, 2)`` source pixels, and its own alignment matrix.

    Without a ``reference`` others are aligned to its landmarks alone.
    """

    points: Points
    matrix: Matrix
    reference: Reference | None = None


class RefinementReason(StrEnum):
    """Why pixels decided where a face lies, or why landmarks did."""

    APPLIED = "applied"
    NO_REFERENCE = "no_reference"
    """Nothing to compare with: the first photo of a series, or landmarks alone were asked for."""
    TOO_DIFFERENT = "too_different"
    """Turn, expression, something in front of the face, another person."""
    UNSETTLED = "unsettled"
    """The search did not come to rest, or two halves of the pixels disagree."""
    TOO_FAR = "too_far"
    """The pixels would overrule the landmarks by more than those can be wrong."""
    NO_GAIN = "no_gain"
    """On pixels without a say the landmark fit is as good."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """What the pixels said. When not ``applied``, the landmark fit stands.

    ``moved_iod`` is the way from the landmark fit, root mean square over the face; ``measure_before`` and
    ``measure_after`` the correlation with the baseline on pixels held out of the fit (−1 to 1, ``None`` when it came to
    no measurement).
    """

    applied: bool
    reason: RefinementReason
    moved_iod: float = 0.0
    measure_before: float | None = None
    measure_after: float | None = None
    iterations: int = 0


UNREFINED: Final = Refinement(applied=False, reason=RefinementReason.NO_REFERENCE)


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Where a photo lies in the canonical frame.

    ``matrix`` maps source → canonical. ``interocular_px`` is measured in the source. ``residual_iod`` is the median
    distance left between the stable points and their targets, as a share of the canonical interocular distance;
    ``inlier_share`` the part of the stable points that the robust fit kept (weight above one half), 0–1.
    """

    matrix: Matrix
    canonical_version: str
    alignment_version: str
    interocular_px: float
    residual_iod: float
    inlier_share: float
    refinement: Refinement = UNREFINED


@dataclass(frozen=True, slots=True)
class Pose:
    """Which way the head is turned, in degrees, relative to the ray from the camera to the face.

    ``yaw`` + : to the subject's left (nose to the right of an unmirrored picture). ``pitch`` + : chin up. ``roll`` + :
    clockwise in the picture (towards the subject's left shoulder).
    """

    yaw: float
    pitch: float
    roll: float


QUALITY_VERSION: Final = "2"
"""Changes with any formula or bound of ``ml.quality``; stored with every report. Older ones are made again."""


LIGHT_PATCHES: Final = (
    (69, -0.5, 0.6), (151, 0.0, 0.6), (299, 0.5, 0.6),
    (50, -0.8, -0.5), (36, -0.5, -0.5), (266, 0.5, -0.5), (280, 0.8, -0.5),
    (214, -0.8, -1.1), (434, 0.8, -1.1),
)  # fmt: skip
"""Where the light on a face is read: mesh point, and its place in interocular distances, to the subject's left and up
from the eye line (median of four faces). Forehead, cheeks, beside the mouth: skin that stays in view.
"""


class QualityReason(StrEnum):
    """What about a photo makes comparing it harder. Of the photo, never of the person; each a hint, not a verdict."""

    FACE_SMALL = "face_small"
    BLURRED = "blurred"
    UNDEREXPOSED = "underexposed"
    OVEREXPOSED = "overexposed"
    LIGHT_UNEVEN = "light_uneven"
    EYES_CLOSED = "eyes_closed"
    MOUTH_OPEN = "mouth_open"
    SMILING = "smiling"
    BROWS_RAISED = "brows_raised"
    BROWS_LOWERED = "brows_lowered"
    FACE_COVERED = "face_covered"


@dataclass(frozen=True, slots=True)
class Expression:
    """How strongly the detector's blendshapes say that a part of the face is moved, 0–1; both sides' mean."""

    smile: float
    mouth_corners_down: float
    brows_raised: float
    brows_lowered: float
    squint: float
    jaw_open: float
    lips_pursed: float


@dataclass(frozen=True, slots=True)
class Camera:
    """What took a photo, as its header says; ``focal_mm`` is the 35 mm equivalent, which tells lens and zoom."""

    make: str
    model: str
    focal_mm: float | None


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What one photo's face looks like, in numbers that need no other photo. Formulae and sources: ``ml.quality``.

    Shares and indices are 0–1. ``interocular_px`` source pixels between the eye centres; ``head_share`` eye line to
    chin, as a share of the picture's height; ``sharpness`` 0 blurred – 1 sharp; ``underexposed_share`` and
    ``overexposed_share`` of the face's pixels; ``light_uniformity`` 1 when both cheeks are lit alike;
    ``light_balance_stops`` log2 of the light on the subject's left cheek over the right (+1: twice as much);
    ``eye_opening`` and ``mouth_opening`` lids' (the narrower eye's) and lips' distance, as a share of the distance from
    the eye line to the chin; ``expression`` nothing when no blendshapes were at hand; ``covered_share`` of the face's
    surface that looks unlike the rest of it; ``eyes_dark_share`` of the eye sockets that is far darker than the skin;
    ``light_patches`` log2 of the light on the nine patches of ``LIGHT_PATCHES`` against their mean, stops;
    ``camera`` nothing when the file doesn't tell.
    """

    version: str
    interocular_px: float
    head_share: float
    sharpness: float
    underexposed_share: float
    overexposed_share: float
    light_uniformity: float
    light_balance_stops: float
    eye_opening: float
    mouth_opening: float
    expression: Expression | None
    covered_share: float
    eyes_dark_share: float
    light_patches: tuple[float, ...]
    reasons: tuple[QualityReason, ...]
    camera: Camera | None = None

    def to_json(self) -> dict[str, object]:
        """Plain numbers, strings, lists: the fields by their names, rounded to what is meant."""
        found: dict[str, object] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Expression):
                value = {part.name: round(getattr(value, part.name), 4) for part in fields(value)}
            elif isinstance(value, Camera):
                value = asdict(value)
            elif isinstance(value, tuple):
                value = [round(part, 4) if isinstance(part, float) else str(part) for part in value]
            elif isinstance(value, float):
                value = round(value, 4)
            found[field.name] = value
        return found


@dataclass(frozen=True, slots=True)
class FlipReport:
    """Whether a photo is probably mirrored against its series. A warning for a person to judge; nothing is flipped.

    ``score`` is positive when the mirrored photo is more like the series, 0 when nothing tells; ``compared`` is how
    many other photos it was compared with; ``suspected`` that the score lies above ``ml.flip``'s threshold.
    """

    version: str
    score: float
    compared: int
    suspected: bool
