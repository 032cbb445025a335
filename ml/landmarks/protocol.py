"""What the pipeline asks of a landmark detector."""

from typing import Protocol

from ml.types import Image, Landmarks


class LandmarkDetector(Protocol):
    """Finds face meshes in an image, in one pass. The pipeline repeats it on crops where it wants to be sure."""

    @property
    def version(self) -> str:
        """Names the model and its runtime; stored with every result, so that old ones can be told from new."""
        ...

    def detect(self, image: Image) -> list[Landmarks]:
        """All faces found, in no order, in pixels of ``image``; points may lie outside it. Empty when none."""
        ...
