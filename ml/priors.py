"""How much each measure varies from photo to photo when nothing changed: over people, before one's own photos say.

In the units measures are stored in (interocular distances, degrees, ratio). Made by ``python -m ml.benchmarks
measures``, which prints this table; nothing here is set by hand.
"""

from dataclasses import dataclass
from typing import Final

from ml.vocabulary import Measure


@dataclass(frozen=True, slots=True)
class Prior:
    """``within_sd`` between photos of one sitting, ``between_sd`` what sittings add; each worth ``freedom`` degrees."""

    within_sd: float
    between_sd: float
    freedom: float


PRIORS: Final[dict[Measure, Prior]] = {
    Measure.BROW_HEIGHT_LEFT: Prior(0.010, 0.014, 6.0),
    Measure.BROW_HEIGHT_RIGHT: Prior(0.010, 0.014, 6.0),
    Measure.EYE_OPENING_LEFT: Prior(0.007, 0.010, 6.0),
    Measure.EYE_OPENING_RIGHT: Prior(0.007, 0.010, 6.0),
    Measure.MOUTH_CORNER_LEFT: Prior(0.012, 0.017, 6.0),
    Measure.MOUTH_CORNER_RIGHT: Prior(0.012, 0.017, 6.0),
    Measure.JAW_ANGLE_LEFT: Prior(1.0, 1.4, 6.0),
    Measure.JAW_ANGLE_RIGHT: Prior(1.0, 1.4, 6.0),
    Measure.LOWER_THIRD: Prior(0.012, 0.017, 6.0),
    Measure.FACE_WIDTH: Prior(0.014, 0.020, 6.0),
    Measure.SYMMETRY: Prior(0.006, 0.008, 6.0),
    Measure.UNDER_EYE_DARKNESS_LEFT: Prior(0.06, 0.10, 6.0),
    Measure.UNDER_EYE_DARKNESS_RIGHT: Prior(0.06, 0.10, 6.0),
    Measure.FOREHEAD_LINES: Prior(0.10, 0.20, 6.0),
}
"""Measured on the people of the benchmark (see the module's docstring for the command)."""
