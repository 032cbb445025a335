"""From an upright image to the face in it, and from there to its place in the canonical frame."""

from typing import Final

import numpy as np

from ml import geometry
from ml.canonical import (
    CANONICAL_VERSION,
    INTEROCULAR_PX,
    STABLE_INDICES,
    STABLE_POINTS,
    STABLE_WEIGHTS,
    eye_centres,
)
from ml.landmarks.agreement import Confirmed, confirm
from ml.landmarks.protocol import LandmarkDetector
from ml.landmarks.search import distinct, extent, searches
from ml.types import Alignment, Analysis, Baseline, Image, Landmarks, Rejection
from ml.vocabulary import MIN_INTEROCULAR_PX, RejectionReason

ALIGNMENT_VERSION: Final = "1"
"""Changes when :func:`analyse` or :func:`align` would answer differently for the same photo."""

BACKGROUND_RATIO: Final = 0.5
"""A face less than half as large as the largest is background (a passer-by, a picture on the wall) and ignored."""

_MIN_SHARE_INSIDE: Final = 0.75
"""The part of the mesh that must lie in the frame; below it too much of the face is the mesh's guess."""

_INLIER_WEIGHT: Final = 0.5


def analyse(image: Image, detector: LandmarkDetector) -> Analysis | Rejection:
    """Find the one face of ``image``.

    Rejections: ``no_face``; ``several_faces`` (another at least half as large); ``face_too_small`` (eye centres
    nearer than ``MIN_INTEROCULAR_PX``); ``face_cut_off`` (an eye, or more than a quarter of the mesh, outside).
    """
    faces = _confirmed_faces(image, detector)
    if not faces:
        return Rejection(RejectionReason.NO_FACE)
    if len(faces) > 1:
        return Rejection(RejectionReason.SEVERAL_FACES, f"{len(faces)} faces of similar size")
    face = faces[0]
    right, left = eye_centres(face.landmarks.points)
    interocular = float(np.hypot(*(left - right)))
    if interocular < MIN_INTEROCULAR_PX:
        return Rejection(RejectionReason.FACE_TOO_SMALL, f"{interocular:.1f} px between the eyes")
    height, width = image.shape[:2]
    cut_off = _cut_off(face.landmarks, width, height)
    if cut_off:
        return Rejection(RejectionReason.FACE_CUT_OFF, cut_off)
    return Analysis(
        size=(width, height),
        landmarks=face.landmarks,
        eye_right=right,
        eye_left=left,
        interocular_px=interocular,
        agreement_iod=face.agreement_iod,
        detector_version=detector.version,
    )


def align(analysis: Analysis, baseline: Baseline | None) -> Alignment | Rejection:
    """The similarity that brings the face where it belongs in the canonical frame.

    Without a baseline its stable points are fitted to the mean face, which levels the eyes, centres them and sets
    their distance. With one they are fitted to where the baseline's own points lie, so that the two pictures coincide.
    Either fit is robust: a point moved by expression, hair or a hand loses its say.
    """
    source = analysis.landmarks.points[STABLE_INDICES]
    target = STABLE_POINTS if baseline is None else geometry.apply(baseline.matrix, baseline.points[STABLE_INDICES])
    fit = geometry.estimate_robust(source, target, STABLE_WEIGHTS)
    if isinstance(fit, Rejection):
        return fit
    return Alignment(
        matrix=fit.matrix,
        canonical_version=CANONICAL_VERSION,
        alignment_version=ALIGNMENT_VERSION,
        interocular_px=analysis.interocular_px,
        residual_iod=float(np.median(fit.residuals)) / INTEROCULAR_PX,
        inlier_share=float(np.mean(fit.weights > _INLIER_WEIGHT)),
    )


def _confirmed_faces(image: Image, detector: LandmarkDetector) -> list[Confirmed]:
    """The largest face that is really there, and others of similar size; looks harder only while there is none."""
    for search in searches():
        kept: list[Confirmed] = []
        for candidate in search(image, detector):
            # Candidates come largest first, so the first one confirmed sets what counts as background.
            if kept and extent(candidate) < BACKGROUND_RATIO * extent(kept[0].landmarks):
                break
            found = confirm(image, candidate, detector)
            if found is not None:
                kept.append(found)
        if kept:
            largest = distinct([face.landmarks for face in kept])
            return [face for face in kept if face.landmarks in largest]
    return []


def _cut_off(face: Landmarks, width: int, height: int) -> str:
    """What is missing of the face, in words; empty when enough of it is in the frame."""
    low, high = np.array((-0.5, -0.5)), np.array((width - 0.5, height - 0.5))
    for name, eye in zip(("right", "left"), eye_centres(face.points), strict=True):
        if (eye < low).any() or (eye > high).any():
            return f"the {name} eye is outside the frame"
    inside = float(np.mean(((face.points >= low) & (face.points <= high)).all(axis=1)))
    return f"{inside:.0%} of the face is inside the frame" if inside < _MIN_SHARE_INSIDE else ""
