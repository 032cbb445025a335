"""From which size on a difference between two photos counts, each with where it comes from.

Published or proposed numbers (P) set what matters; the benchmark ``verdicts`` (B) sets what can be told. Its *noise* is
the 95th percentile of what is measured between two shots of one face that differ in nothing or in less than tolerance,
on the half of the people that thresholds were chosen on (10 photographs, 6 drawn heads, 124 pairs). Care begins at 1.5
times the noise or above, and low enough to name every change beyond tolerance of that half. The shots are made from one
photograph each: how much a living face at rest differs from day to day is not in them, and no repeat captures were at
hand to tell.
"""

from typing import Final

from ml.vocabulary import ReasonCode, ReasonUnit, View

# code: (unit, caution above, not comparable above). Percent of what, see ``ml.differences``.
TOLERANCES: Final[dict[ReasonCode, tuple[ReasonUnit, float, float | None]]] = {
    # P: 3° and 6°. Natural head position comes back within 2–3° of pitch, less of yaw (students, two weeks apart).
    # B: noise 1.3° and 1.0°.
    ReasonCode.YAW: (ReasonUnit.DEGREES, 3.0, 6.0),
    ReasonCode.PITCH: (ReasonUnit.DEGREES, 3.0, 6.0),
    # P: alignment takes roll out; what is left is gravity and a tired neck. B: noise 2.1°, all of it put there.
    ReasonCode.ROLL: (ReasonUnit.DEGREES, 8.0, 20.0),
    # P: 5 % and 10 %: from 45 to 60 cm the ears' plane changes by 4.8 % of its width. B: noise 1.8 %.
    ReasonCode.DISTANCE: (ReasonUnit.PERCENT, 5.0, 10.0),
    # P: "even the smallest smile can mimic significant cheek augmentation" (Mustoe 2019).
    # B: noise, in this order, 3.1, 0.1, 1.8, 8.1 (some brows flicker), 4.1, 1.3.
    ReasonCode.SMILE: (ReasonUnit.PERCENT, 8.0, 30.0),
    ReasonCode.MOUTH_CORNERS: (ReasonUnit.PERCENT, 10.0, 35.0),
    ReasonCode.BROWS_RAISED: (ReasonUnit.PERCENT, 12.0, 35.0),
    ReasonCode.BROWS_LOWERED: (ReasonUnit.PERCENT, 12.0, 35.0),
    ReasonCode.SQUINT: (ReasonUnit.PERCENT, 15.0, 45.0),
    ReasonCode.LIPS_PURSED: (ReasonUnit.PERCENT, 15.0, 45.0),
    # Of the distance from the eye line to the chin. B: noise 0.4 and 0.4.
    ReasonCode.MOUTH: (ReasonUnit.PERCENT, 1.5, 5.0),
    ReasonCode.EYES: (ReasonUnit.PERCENT, 1.2, 4.0),
    # B: noise 0.03 stops; a hard light from a side that changes the head by 0.5 stops is told as 0.4 or more.
    ReasonCode.LIGHT: (ReasonUnit.STOPS, 0.25, 0.7),
    # P: half or double the light is a camera's ordinary hunting; a fourth of it hides what skin looks like.
    ReasonCode.EXPOSURE: (ReasonUnit.STOPS, 0.8, 2.0),
    # B: noise 1.8. Matched light can take a cast out of a picture: it is never a reason not to compare shapes.
    ReasonCode.COLOUR: (ReasonUnit.DELTA_E, 6.0, None),
    # B: noise 7 %.
    ReasonCode.SHARPNESS: (ReasonUnit.PERCENT, 20.0, 50.0),
    # B: noise 0.6 % of the distance between the eyes; pairs of other days, poses and expressions 3.9–6.9 %.
    ReasonCode.ALIGNMENT: (ReasonUnit.PERCENT, 4.0, 10.0),
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
EYES_CLOSED_MIN_DIFFERENCE: Final = 0.012
"""Narrow eyes on both sides of the bound are not a blink: the two must differ by more than care begins at as well."""

SAME_FOCAL: Final = 0.04
"""Focal lengths are written in whole millimetres: 26 and 27 may be one lens."""
SAME_SHAPE: Final = 0.005
"""Two frames of one shape differ in rounding only: one pixel in 200."""

# What the live camera is held to besides: these never enter a verdict, and have no benchmark behind them.
GUIDE_PLACE: Final = (10.0, 25.0)
"""Of the frame's side, how far the face may stand from where it stood in the baseline. A tenth of a phone's short side
is about 4.5° off the axis and stretches a face by 0.3 %, a fourth about 11° and 1.8 % (1 / cos against 1 / cos²)."""
FIRST_PHOTO: Final[dict[str, tuple[float, float]]] = {
    ReasonCode.YAW: (6.0, 12.0),
    # A person's own proportions shift its zero by up to 11° (``ml.pose``).
    ReasonCode.PITCH: (12.0, 20.0),
    ReasonCode.ROLL: (8.0, 20.0),
    ReasonCode.DISTANCE: (40.0, 80.0),
    "place": (15.0, 30.0),
    # ``ml.quality``'s bounds of an open mouth and of a smile.
    ReasonCode.MOUTH: (6.0, 12.0),
    ReasonCode.SMILE: (35.0, 60.0),
}
"""(caution above, off above) for the first photo of a series, which has no baseline to match: general advice."""
FIRST_YAW: Final[dict[str, float]] = {
    View.FRONTAL: 0.0,
    # Three quarters are "about 45°" in the guides; the left side of the face shows when it is turned to the right.
    View.OBLIQUE_LEFT: -45.0,
    View.OBLIQUE_RIGHT: 45.0,
    View.LATERAL_LEFT: -90.0,
    View.LATERAL_RIGHT: 90.0,
}
FIRST_EYE_SPAN: Final = 0.12
"""Between the eyes, as a share of the frame's longer side: 0.09 is a phone at arm's length, 0.19 fills the frame."""
FIRST_EYES_MIDDLE: Final = (0.5, 0.45)
"""Where the middle between the eyes belongs in the frame, as shares of its width and height: room for hair and neck."""
