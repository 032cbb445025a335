"""What the pipeline asks of a landmark detector."""

from typing import Final, Protocol

from ml.types import Image, Landmarks

BLENDSHAPES: Final = (
    "_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel",
    "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker",
    "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight",
)  # fmt: skip
"""The detector's names of what can move in a face, in the order of its answer."""


class LandmarkDetector(Protocol):
    """Finds face meshes in an image, in one pass. The pipeline repeats it on crops where it wants to be sure."""

    @property
    def version(self) -> str:
        """Names the model and its runtime; stored with every result, so that old ones can be told from new."""
        ...

    def detect(self, image: Image) -> list[Landmarks]:
        """All faces found, in no order, in pixels of ``image``; points may lie outside it. Empty when none."""
        ...
