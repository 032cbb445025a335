"""What a new photo of a series should match: its baseline, in numbers that a live camera can be held against."""

from typing import Any

import numpy as np

from backend.photos.models import Alignment, Photo
from ml.canonical import eye_centres
from ml.types import Landmarks

_UNKNOWN: dict[str, Any] = {
    "pose": None,
    "eye_span": None,
    "eyes_middle": None,
    "ghost_eyes": None,
    "mouth_opening": None,
    "eye_opening": None,
    "smile": None,
    "light_patches": None,
}


def target_of(baseline: Photo) -> dict[str, Any]:
    """As ``TargetSerializer`` describes it. Whatever was set by hand, or never measured, is None.

    It says nothing that the picture of the baseline does not show.
    """
    stored: Alignment | None = getattr(baseline, "alignment", None)
    if stored is None:
        return _UNKNOWN
    quality = stored.quality or {}
    expression = quality.get("expression") or {}
    return {
        "pose": stored.pose,
        **_places(baseline, stored),
        "mouth_opening": quality.get("mouth_opening"),
        "eye_opening": quality.get("eye_opening"),
        "smile": expression.get("smile"),
        "light_patches": quality.get("light_patches"),
    }


def _places(baseline: Photo, stored: Alignment) -> dict[str, Any]:
    """Where the eyes lie in the original, as shares of its sides, and in the aligned picture, in its pixels."""
    if not stored.landmarks:
        return {"eye_span": None, "eyes_middle": None, "ghost_eyes": None}
    right, left = eye_centres(Landmarks.from_bytes(bytes(stored.landmarks)).points)
    matrix = np.array(stored.matrix)
    shown = {name: matrix[:, :2] @ eye + matrix[:, 2] for name, eye in (("right", right), ("left", left))}
    middle = (right + left) / 2
    return {
        "eye_span": float(np.hypot(*(left - right))) / max(baseline.width, baseline.height),
        "eyes_middle": {"x": float(middle[0]) / baseline.width, "y": float(middle[1]) / baseline.height},
        "ghost_eyes": {name: {"x": float(x), "y": float(y)} for name, (x, y) in shown.items()},
    }
