"""From which size on a difference between two photos counts, each with its source.

[REF] stands for published or proposed numbers: natural head position returns within 2–3° of pitch (3dMD study of 40
students); 5 % of distance at arm's length changes the ears' plane by 1 % of the face's width; a smile alone can pass
for a changed cheek (Mustoe 2019).
"""

from typing import Final

from ml.vocabulary import ReasonCode, ReasonUnit

# code: (unit, caution above, not comparable above). Percent of what, see ``ml.differences``.
TOLERANCES: Final[dict[ReasonCode, tuple[ReasonUnit, float, float | None]]] = {
    ReasonCode.YAW: (ReasonUnit.DEGREES, 3.0, 6.0),
    ReasonCode.PITCH: (ReasonUnit.DEGREES, 3.0, 6.0),
    # Alignment takes roll out; what is left is gravity and a tired neck.
    ReasonCode.ROLL: (ReasonUnit.DEGREES, 8.0, 20.0),
    ReasonCode.DISTANCE: (ReasonUnit.PERCENT, 5.0, 10.0),
    ReasonCode.SMILE: (ReasonUnit.PERCENT, 20.0, 45.0),
    ReasonCode.MOUTH_CORNERS: (ReasonUnit.PERCENT, 20.0, 45.0),
    ReasonCode.BROWS_RAISED: (ReasonUnit.PERCENT, 25.0, 50.0),
    ReasonCode.BROWS_LOWERED: (ReasonUnit.PERCENT, 25.0, 50.0),
    ReasonCode.SQUINT: (ReasonUnit.PERCENT, 30.0, 60.0),
    ReasonCode.LIPS_PURSED: (ReasonUnit.PERCENT, 30.0, 60.0),
    ReasonCode.MOUTH: (ReasonUnit.PERCENT, 2.0, 5.0),
    ReasonCode.EYES: (ReasonUnit.PERCENT, 2.0, 5.0),
    ReasonCode.LIGHT: (ReasonUnit.STOPS, 0.35, 0.8),
    ReasonCode.EXPOSURE: (ReasonUnit.STOPS, 0.8, 2.0),
    # Matched light can take a cast out of a picture: it is never a reason not to compare shapes.
    ReasonCode.COLOUR: (ReasonUnit.DELTA_E, 6.0, None),
    ReasonCode.SHARPNESS: (ReasonUnit.PERCENT, 25.0, 50.0),
    ReasonCode.ALIGNMENT: (ReasonUnit.PERCENT, 6.0, 12.0),
}

MOVEMENTS: Final = {
    ReasonCode.SMILE: "smile",
    ReasonCode.MOUTH_CORNERS: "mouth_corners_down",
    ReasonCode.BROWS_RAISED: "brows_raised",
    ReasonCode.BROWS_LOWERED: "brows_lowered",
    ReasonCode.SQUINT: "squint",
    ReasonCode.LIPS_PURSED: "lips_pursed",
}
"""Codes and the parts of an ``Expression`` that they compare."""

EYES_CLOSED: Final = 0.03
"""Opening as a share of the distance from the eye line to the chin; ``ml.quality``'s bound for closed eyes."""
EYES_CLOSED_MIN_DIFFERENCE: Final = 0.015
"""Narrow eyes on both sides of the bound are not a blink: the two must differ by this much as well."""

SAME_FOCAL: Final = 0.04
"""Focal lengths are written in whole millimetres: 26 and 27 may be one lens."""
SAME_SHAPE: Final = 0.005
"""Two frames of one shape differ in rounding only: one pixel in 200."""

SWELLING_HOURS: Final = 24.0
"""How long after a session a photo is said to be: makers and practitioners speak of tightening that lasts hours."""
