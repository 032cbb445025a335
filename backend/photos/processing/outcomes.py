"""What one look at a photo gives."""

from dataclasses import dataclass

from ml import types
from ml.flip import Detail
from ml.tone import Light
from ml.vocabulary import AlignmentMethod, RenditionSpec


@dataclass(frozen=True)
class Made:
    """A rendition whose file is written and whose row is not."""

    spec: RenditionSpec
    recipe: str
    key: str
    size: tuple[int, int]
    content: bytes


@dataclass(frozen=True)
class Rejected:
    """The photo cannot be aligned; ``made`` holds the preview if it could be read."""

    rejection: types.Rejection
    made: list[Made]


@dataclass(frozen=True)
class Report:
    """What was measured of an aligned photo; nothing where no face was found and it was placed by hand."""

    pose: types.Pose | None = None
    quality: types.QualityReport | None = None
    distance_ratio: float | None = None
    flip_detail: Detail | None = None
    light: Light | None = None


@dataclass(frozen=True)
class Aligned:
    """The photo lies on the canonical face; ``made`` holds all its renditions."""

    method: AlignmentMethod
    analysis: types.Analysis | None
    alignment: types.Alignment
    report: Report
    made: list[Made]
