"""Which of several faces is meant."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ml.types import FaceBox, Landmarks, Rejection
from ml.vocabulary import RejectionReason

MAX_OFFSET: Final = 0.75
"""How far from the expected place a face may stand to be proposed, in widths of the expected face."""

MAX_SIZE_RATIO: Final = 1.5
"""How much larger or smaller than expected: an arm bent or stretched changes a face in the frame by about this."""

LEAD: Final = 2.0
"""The next best face must stand this many times as far off, or the choice is left to the person."""


def face_box(face: Landmarks) -> FaceBox:
    """The box around the mesh."""
    (left, top), (right, bottom) = face.points.min(axis=0), face.points.max(axis=0)
    return FaceBox(float(left), float(top), float(right - left), float(bottom - top))


def choose_face(
    faces: Sequence[FaceBox], *, chosen: tuple[float, float] | None, expected: FaceBox | None
) -> int | Rejection:
    """The number of the face that is meant, among ``faces``, largest first.

    A point that a person ``chosen`` goes before all. Otherwise one face alone is meant; of several, the one that
    stands where the series' faces stand (``expected``) and not merely a little nearer to it than another.
    """
    if not faces:
        return Rejection(RejectionReason.NO_FACE)
    if chosen is not None:
        for number, face in enumerate(faces):
            if face.holds(chosen):
                return number
        return Rejection(RejectionReason.NO_FACE, "no face where one was chosen", tuple(faces))
    if len(faces) == 1:
        return 0
    if expected is not None:
        offsets = [_offset(face, expected) for face in faces]
        first, second = np.argsort(offsets)[:2]
        if offsets[first] <= MAX_OFFSET and offsets[second] >= LEAD * offsets[first]:
            return int(first)
    return Rejection(RejectionReason.SEVERAL_FACES, f"{len(faces)} faces of similar size", tuple(faces))


def _offset(face: FaceBox, expected: FaceBox) -> float:
    """Distance of the centres in widths of the expected face; infinite where the size can't be the same face's."""
    ratio = face.width / expected.width
    if not 1 / MAX_SIZE_RATIO <= ratio <= MAX_SIZE_RATIO:
        return float("inf")
    across = face.x + face.width / 2 - expected.x - expected.width / 2
    down = face.y + face.height / 2 - expected.y - expected.height / 2
    return float(np.hypot(across, down)) / expected.width
