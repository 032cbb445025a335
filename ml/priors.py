"""How much each measure varies from photo to photo when nothing changed: over people, before one's own photos say.

In the units measures are stored in (interocular distances, degrees, ratio). ``python -m ml.benchmarks measures`` prints
this table; nothing here is set by hand. Measured on 40 photographs under simulated light and camera moves, and on 13
drawn heads in two sittings of three shots (``ml.benchmarks.unchanged``), whichever vary more. So these are what light,
pose within capture's guidance and camera do; a living face's expression and swelling from day to day are not in them,
and a person's floor is typical variation until that person's own sittings outweigh it.
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
    Measure.BROW_HEIGHT_LEFT: Prior(0.00319, 0.00209, 13.0),
    Measure.BROW_HEIGHT_RIGHT: Prior(0.0022, 0.00107, 13.0),
    Measure.EYE_OPENING_LEFT: Prior(0.00177, 0.00086, 13.0),
    Measure.EYE_OPENING_RIGHT: Prior(0.00195, 0.00143, 13.0),
    Measure.MOUTH_CORNER_LEFT: Prior(0.00291, 0.00391, 13.0),
    Measure.MOUTH_CORNER_RIGHT: Prior(0.0029, 0.00403, 13.0),
    Measure.JAW_ANGLE_LEFT: Prior(0.57849, 0.93005, 13.0),
    Measure.JAW_ANGLE_RIGHT: Prior(0.62168, 0.65804, 13.0),
    Measure.LOWER_THIRD: Prior(0.00727, 0.00352, 13.0),
    Measure.FACE_WIDTH: Prior(0.01128, 0.00546, 13.0),
    Measure.SYMMETRY: Prior(0.00153, 0.00314, 13.0),
    Measure.UNDER_EYE_DARKNESS_LEFT: Prior(0.14247, 0.069, 13.0),
    Measure.UNDER_EYE_DARKNESS_RIGHT: Prior(0.14784, 0.0716, 13.0),
    Measure.FOREHEAD_LINES: Prior(0.15313, 0.37644, 13.0),
}
