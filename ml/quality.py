"""How good one photo of a face is for comparing: measured, never judged, and nothing is thrown away for it.

Everything is about the picture and the moment, never about the person. Population bounds for the colour of skin, which
ISO/IEC 29794-5 has, are not used: what lies apart is judged against the rest of the same face.

Formulae marked OFIQ are those of ISO/IEC 29794-5 as its reference implementation OFIQ (MIT) has them; T is the distance
from the middle between the eyes to the chin, luminance is Y′ of BT.709, 0–255. Light and colour are measured in the
photo shrunk to at most ``SPAN`` pixels between the eyes, so that they cost the same for every camera.
"""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.canonical import eye_centres
from ml.landmarks.protocol import BLENDSHAPES
from ml.types import (
    LIGHT_PATCHES,
    QUALITY_VERSION,
    Analysis,
    Expression,
    Image,
    Points,
    QualityReason,
    QualityReport,
)

# Side of the squares about LIGHT_PATCHES, interocular distances.
PATCH_IOD: Final = 0.16
DIM: Final = 1e-4  # linear light; a fortieth of the darkest step that eight bits of sRGB show as grey
SPAN: Final = 128.0
_LUMA: Final = np.array((0.2126, 0.7152, 0.0722))
CHIN: Final = 152
# Outline of the mesh, clockwise from the top of the forehead; lids and lips, inner edges; brows' outlines.
_OVAL: Final = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_EYES: Final = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249),
)
_BROWS: Final = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
_LIPS: Final = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
LIDS: Final = (((160, 144), (159, 145), (158, 153)), ((387, 373), (386, 374), (385, 380)))
INNER_LIPS: Final = ((82, 87), (13, 14), (312, 317))
_MOUTH_CORNERS: Final = (61, 291)

_DARK, _BRIGHT = 25, 247  # OFIQ: luminance 0–25 is too dark to tell, 247–255 too bright
# A pixel is unlike its face when its colour is this far (Lab's a, b) from the face's median, in the face's own robust
# deviations of at least ``_CHROMA_FLOOR``.
_UNLIKE: Final = 4.0
_CHROMA_FLOOR: Final = 3.0

# Bounds of the reasons. From OFIQ's sigmoids (half the score): 70 px between the eyes, mouth 0.2 T, eyes 0.02 T plus
# one width of 0.01; the others from the photographs named in tests/ml/test_quality.py, between good and spoilt copies.
_SMALL_PX: Final = 70.0
_SHARP: Final = 0.35
_MAX_DARK_SHARE: Final = 0.25
_MAX_BRIGHT_SHARE: Final = 0.05
_MIN_UNIFORMITY: Final = 0.45
_MAX_STOPS: Final = 0.8
_EYE_CLOSED: Final = 0.03
_MOUTH_OPEN: Final = 0.06
_SMILE: Final = 0.35
_BROWS_UP: Final = 0.5
_BROWS_DOWN: Final = 0.6
_COVERED: Final = 0.25
_EYES_COVERED: Final = 0.6


def assess(image: Image, analysis: Analysis, blendshapes: NDArray[np.float64] | None = None) -> QualityReport:
    """The report on the one face of ``image``, whose ``analysis`` is in its pixels.

    ``blendshapes`` (52,) in the order of ``BLENDSHAPES`` default to the analysis' own, and may be missing altogether.
    """
    points = analysis.landmarks.points
    right, left = eye_centres(points)
    to_chin = float(np.hypot(*(points[CHIN] - (right + left) / 2)))
    crop, placed = _crop(image, points, analysis.interocular_px)
    luma = crop @ _LUMA
    skin, face = face_masks(luma.shape, placed)
    within = luma[face] if face.any() else luma.ravel()
    uniformity, stops = _light(crop, luma, placed)
    shapes = analysis.landmarks.blendshapes if blendshapes is None else blendshapes
    report = QualityReport(
        version=QUALITY_VERSION,
        interocular_px=analysis.interocular_px,
        head_share=to_chin / analysis.size[1],
        sharpness=_sharpness(luma, face),
        underexposed_share=float(np.mean(within <= _DARK)),
        overexposed_share=float(np.mean(within >= _BRIGHT)),
        light_uniformity=uniformity,
        light_balance_stops=stops,
        eye_opening=min(_opening(points, pairs) for pairs in LIDS) / to_chin,
        mouth_opening=_opening(points, INNER_LIPS) / to_chin,
        expression=None if shapes is None else _expression(shapes),
        covered_share=_unlike(crop, skin, placed),
        eyes_dark_share=_eyes_dark(luma, skin, placed),
        light_patches=_light_patches(crop, placed),
        reasons=(),
    )
    return replace(report, reasons=reasons(report))


def reasons(report: QualityReport) -> tuple[QualityReason, ...]:
    """What makes the photo harder to compare, by the bounds above, in the order of ``QualityReason``."""
    moved = report.expression
    tests = {
        QualityReason.FACE_SMALL: report.interocular_px < _SMALL_PX,
        QualityReason.BLURRED: report.sharpness < _SHARP,
        QualityReason.UNDEREXPOSED: report.underexposed_share > _MAX_DARK_SHARE,
        QualityReason.OVEREXPOSED: report.overexposed_share > _MAX_BRIGHT_SHARE,
        QualityReason.LIGHT_UNEVEN: report.light_uniformity < _MIN_UNIFORMITY
        and abs(report.light_balance_stops) > _MAX_STOPS,
        QualityReason.EYES_CLOSED: report.eye_opening < _EYE_CLOSED,
        QualityReason.MOUTH_OPEN: report.mouth_opening > _MOUTH_OPEN,
        QualityReason.SMILING: moved is not None and moved.smile > _SMILE,
        QualityReason.BROWS_RAISED: moved is not None and moved.brows_raised > _BROWS_UP,
        QualityReason.BROWS_LOWERED: moved is not None and moved.brows_lowered > _BROWS_DOWN,
        QualityReason.FACE_COVERED: report.covered_share > _COVERED or report.eyes_dark_share > _EYES_COVERED,
    }
    return tuple(reason for reason, true in tests.items() if true)


def face_masks(shape: tuple[int, ...], points: Points) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(H, W) twice: the skin of the face (without eyes, brows and lips), and all within its outline."""
    face = _filled(shape, [points[list(_OVAL)]])
    parts = [points[list(rows)] for rows in (*_EYES, *_BROWS, _LIPS)]
    return face & ~_filled(shape, parts), face


def _crop(image: Image, points: Points, interocular: float) -> tuple[Image, Points]:
    """The part of the photo with the face, at most ``SPAN`` pixels between the eyes; the mesh in its pixels."""
    height, width = image.shape[:2]
    margin = 0.3 * interocular
    low = np.clip(np.floor(points.min(axis=0) - margin), 0, (width - 2, height - 2)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) + margin) + 1, low + 2, (width, height)).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    shrink = min(1.0, SPAN / interocular)
    if shrink == 1.0:
        return part, points - low
    size = (max(2, round(part.shape[1] * shrink)), max(2, round(part.shape[0] * shrink)))
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    scale = np.array(size) / (part.shape[1], part.shape[0])
    return small, (points - low + 0.5) * scale - 0.5


def _filled(shape: tuple[int, ...], outlines: list[Points]) -> NDArray[np.bool_]:
    mask = np.zeros(shape[:2], dtype=np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32) for outline in outlines], 1)
    return mask.astype(bool)


def _opening(points: Points, pairs: tuple[tuple[int, int], ...]) -> float:
    """Mean distance of the pairs (OFIQ takes the largest; three averaged are steadier against the mesh's noise)."""
    upper, lower = (points[[pair[i] for pair in pairs]] for i in (0, 1))
    return float(np.mean(np.hypot(*(upper - lower).T)))


def _sharpness(luma: NDArray[np.float64], face: NDArray[np.bool_]) -> float:
    """1 − blur after Crété-Roffet, Dolmiere, Ladret, Nicolas (2007): how much of the detail a further blur removes.

    The larger blur of the two directions counts. Independent of contrast and skin tone; the crop's bounded scale makes
    it independent of the resolution above it. Noise passes for detail.
    """
    if not face.any():
        return 0.0
    inside = cv2.erode(face.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    worst = 0.0
    for axis in (0, 1):
        kernel = np.ones((9, 1) if axis == 0 else (1, 9)) / 9.0
        blurred = cv2.filter2D(luma, -1, kernel, borderType=cv2.BORDER_REPLICATE)
        before, after = (np.abs(np.diff(v, axis=axis, prepend=v.take([0], axis=axis))) for v in (luma, blurred))
        total = float(before[inside].sum())
        lost = float(np.maximum(before - after, 0.0)[inside].sum())
        worst = max(worst, 1.0 - lost / total if total > 0 else 1.0)
    return 1.0 - worst


def _light(crop: Image, luma: NDArray[np.float64], points: Points) -> tuple[float, float]:
    """OFIQ's illumination uniformity, and log2 of linear light on the subject's left cheek over the right.

    Squares of 0.3 interocular distances half-way between each eye and corner of the mouth, upright in the picture; the
    overlap of their normalised 256-bin histograms of luminance, 1 when alike.
    """
    eyes = eye_centres(points)
    side = 0.3 * float(np.hypot(*(eyes[1] - eyes[0])))
    histograms, light = [], []
    for eye, corner in zip(eyes, _MOUTH_CORNERS, strict=True):
        square = _square(luma.shape, (eye + points[corner]) / 2, side)
        counts = np.histogram(luma[square], bins=256, range=(0, 256))[0]
        histograms.append(counts / counts.sum())
        light.append(float(np.mean((crop[square] / 255.0) ** 2.2 @ _LUMA)))
    return float(np.minimum(*histograms).sum()), float(np.log2((light[1] + DIM) / (light[0] + DIM)))


def _light_patches(crop: Image, points: Points) -> tuple[float, ...]:
    """Median linear light of each patch against the mean of all, log2; what the camera's exposure does cancels."""
    side = PATCH_IOD * float(np.hypot(*np.subtract(*eye_centres(points))))
    squares = (crop[_square(crop.shape, points[index], side)] for index, _, _ in LIGHT_PATCHES)
    stops = [float(np.log2(np.median((square / 255.0) ** 2.2 @ _LUMA) + DIM)) for square in squares]
    return tuple(value - sum(stops) / len(stops) for value in stops)


def _square(shape: tuple[int, ...], middle: Points, side: float) -> tuple[slice, slice]:
    """The pixels about ``middle``; at least one, also where it lies outside."""
    low = np.clip(np.round(middle - side / 2).astype(int), 0, np.array(shape[1::-1]) - 1)
    high = np.maximum(np.round(middle + side / 2).astype(int) + 1, low + 1)
    return np.s_[low[1] : high[1], low[0] : high[0]]


def _expression(shapes: NDArray[np.float64]) -> Expression:
    if shapes.shape != (len(BLENDSHAPES),):
        raise ValueError(f"expected {len(BLENDSHAPES)} blendshapes, got {shapes.shape}")
    by_name = dict(zip(BLENDSHAPES, shapes.tolist(), strict=True))

    def mean(*names: str) -> float:
        return float(np.mean([by_name[name] for name in names]))

    return Expression(
        smile=mean("mouthSmileLeft", "mouthSmileRight"),
        mouth_corners_down=mean("mouthFrownLeft", "mouthFrownRight"),
        brows_raised=mean("browInnerUp", "browOuterUpLeft", "browOuterUpRight"),
        brows_lowered=mean("browDownLeft", "browDownRight"),
        squint=mean("eyeSquintLeft", "eyeSquintRight"),
        jaw_open=by_name["jawOpen"],
        lips_pursed=by_name["mouthPucker"],
    )


def _unlike(crop: Image, skin: NDArray[np.bool_], points: Points) -> float:
    """Share of the skin's surface whose colour departs from the face's own: masks, hair, a glove, not a bare hand.

    The face's own colour is the median of what lies above the lower lids, where masks and beards end.
    """
    lab = cv2.cvtColor(crop, cv2.COLOR_RGB2LAB).astype(np.float64)
    eyes = np.mean(eye_centres(points), axis=0)
    down = points[CHIN] - eyes
    lids = eyes + 0.1 * down
    rows, columns = np.indices(skin.shape)
    reference = skin & (columns * down[0] + rows * down[1] < lids @ down)
    if not reference.any():
        return 0.0
    own = lab[:, :, 1:][reference]
    centre = np.median(own, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(own - centre), axis=0), _CHROMA_FLOOR)
    away = np.sqrt((((lab[:, :, 1:][skin] - centre) / spread) ** 2).sum(axis=1))
    return float(np.mean(away > _UNLIKE))


def _eyes_dark(luma: NDArray[np.float64], skin: NDArray[np.bool_], points: Points) -> float:
    """Share of the two eye sockets that is darker than a third of the face's skin: dark glasses, hair, deep shadow.

    A socket is the outline of the eye, twice as large about its middle. Lashes and iris fill 10–30 % of it.
    """
    outlines = [points[list(rows)] for rows in _EYES]
    sockets = [outline.mean(axis=0) + 2.0 * (outline - outline.mean(axis=0)) for outline in outlines]
    within = luma[_filled(luma.shape, sockets)]
    if not within.size or not skin.any():
        return 0.0
    return float(np.mean(within < np.median(luma[skin]) / 3.0))
