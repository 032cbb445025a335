"""Words, units and limits of the product, defined once.

Python rooms import them from here; ``manage.py export_vocabulary`` writes the same values for the front end,
and the OpenAPI schema takes its enumerations from these classes.
"""

from enum import StrEnum
from typing import Final


class View(StrEnum):
    """A standard direction of the face towards the camera. Left and right are the subject's."""

    FRONTAL = "frontal"
    OBLIQUE_LEFT = "oblique_left"
    OBLIQUE_RIGHT = "oblique_right"
    LATERAL_LEFT = "lateral_left"
    LATERAL_RIGHT = "lateral_right"


class PhotoState(StrEnum):
    """Where a photo is on its way: received → aligned | rejected | failed."""

    RECEIVED = "received"
    ALIGNED = "aligned"
    REJECTED = "rejected"
    FAILED = "failed"


class RejectionReason(StrEnum):
    """Why a photo could not be aligned. A property of the picture, never of the person."""

    UNREADABLE = "unreadable"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_SMALL = "face_too_small"
    FACE_CUT_OFF = "face_cut_off"
    DEGENERATE_LANDMARKS = "degenerate_landmarks"


class TakenAtSource(StrEnum):
    """Where a photo's date came from, most to least reliable; ``user`` was set by a person."""

    USER = "user"
    EXIF = "exif"
    FILE_NAME = "file_name"
    LAST_MODIFIED = "last_modified"
    RECEIVED = "received"


class RenditionSpec(StrEnum):
    """A kind of derived image. ``preview`` is upright and unaligned; ``…_full`` are made for close-ups, on demand."""

    ALIGNED = "aligned"
    ALIGNED_SMALL = "aligned_small"
    ALIGNED_FULL = "aligned_full"
    MATCHED_LIGHT = "matched_light"
    MATCHED_FULL = "matched_full"
    PREVIEW = "preview"


class AlignmentMethod(StrEnum):
    """What an alignment rests on: landmarks that were found, or two points or a transform set by hand."""

    AUTOMATIC = "automatic"
    POINTS = "points"
    TRANSFORM = "transform"


class Modality(StrEnum):
    """What kind of treatment a session was, as the field names it."""

    MICROCURRENT = "microcurrent"
    MYOSTIMULATION = "myostimulation"
    GALVANIC = "galvanic"
    LYMPH_DRAINAGE = "lymph_drainage"
    MESOTHERAPY = "mesotherapy"
    OTHER = "other"


class Waveform(StrEnum):
    """The shape of a device's current over time, as its leaflet names it."""

    DIRECT = "direct"
    PULSED_DIRECT = "pulsed_direct"
    SINE = "sine"
    SQUARE = "square"
    TRIANGLE = "triangle"
    BIPHASIC = "biphasic"
    OTHER = "other"


class Polarity(StrEnum):
    """The sign of the electrode on the skin that is treated."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    ALTERNATING = "alternating"


class SessionPlace(StrEnum):
    """Where a session took place."""

    HOME = "home"
    PRACTITIONER = "practitioner"


class CourseState(StrEnum):
    """How far a planned course of sessions is; ``finished`` once as many sessions are logged as were planned."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


class Contraindication(StrEnum):
    """What leaflets of electrical face devices tell people not to use them with.

    The leaflets' points, gathered; no device's own list, and no advice. Any change here, or in the front end's words
    for it, needs a new ``CHECKLIST_VERSION``, so that the list is shown and confirmed again.
    """

    ACTIVE_IMPLANT = "active_implant"
    EPILEPSY = "epilepsy"
    PREGNANCY = "pregnancy"
    CANCER_IN_TREATMENT = "cancer_in_treatment"
    THROMBOSIS = "thrombosis"
    METAL_OR_FRESH_FILLER = "metal_or_fresh_filler"
    BROKEN_OR_INFLAMED_SKIN = "broken_or_inflamed_skin"
    FEVER = "fever"


class EventKind(StrEnum):
    """What else happened that may explain a change between two photos. It is noted, nothing is concluded from it."""

    FILLER = "filler"
    BOTULINUM = "botulinum"
    THREAD_LIFT = "thread_lift"
    DENTAL = "dental"
    WEIGHT = "weight"
    ILLNESS = "illness"
    MAKE_UP = "make_up"
    NEW_CAMERA = "new_camera"
    HAIRCUT = "haircut"
    OTHER = "other"


class Zone(StrEnum):
    """A named part of the face. Left and right are the subject's."""

    UPPER_THIRD = "upper_third"
    MIDDLE_THIRD = "middle_third"
    LOWER_THIRD = "lower_third"
    FOREHEAD = "forehead"
    BROW_LEFT = "brow_left"
    BROW_RIGHT = "brow_right"
    UNDER_EYE_LEFT = "under_eye_left"
    UNDER_EYE_RIGHT = "under_eye_right"
    CHEEK_LEFT = "cheek_left"
    CHEEK_RIGHT = "cheek_right"
    MOUTH = "mouth"
    JAW_LEFT = "jaw_left"
    JAW_RIGHT = "jaw_right"
    NECK = "neck"


class TimelapseFormat(StrEnum):
    """What a time-lapse is written as."""

    MP4 = "mp4"
    WEBP = "webp"


class TimelapseSize(StrEnum):
    """How large its pictures are: as the aligned renditions, or larger and rendered from the originals."""

    STANDARD = "standard"
    LARGE = "large"


class TimelapseState(StrEnum):
    """Where a time-lapse is on its way: queued → rendering → ready | failed."""

    QUEUED = "queued"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class TimelapseProblem(StrEnum):
    """Why a time-lapse could not be made."""

    PHOTO_CHANGED = "photo_changed"
    DISK_FULL = "disk_full"
    UNEXPECTED = "unexpected"


class BlindChoice(StrEnum):
    """What a person says which of two photos is the later one."""

    A = "a"
    B = "b"
    CANNOT_TELL = "cannot_tell"


class BlindRoundState(StrEnum):
    """A blind round is open until all of it is answered; it has ended where a photo of it went before that."""

    OPEN = "open"
    FINISHED = "finished"
    ENDED = "ended"


class Measure(StrEnum):
    """A quantity measured in a photo of a face: ten of shape, their summary, three of brightness (``ml.metrics``)."""

    BROW_HEIGHT_LEFT = "brow_height_left"
    BROW_HEIGHT_RIGHT = "brow_height_right"
    EYE_OPENING_LEFT = "eye_opening_left"
    EYE_OPENING_RIGHT = "eye_opening_right"
    MOUTH_CORNER_LEFT = "mouth_corner_left"
    MOUTH_CORNER_RIGHT = "mouth_corner_right"
    JAW_ANGLE_LEFT = "jaw_angle_left"
    JAW_ANGLE_RIGHT = "jaw_angle_right"
    LOWER_THIRD = "lower_third"
    FACE_WIDTH = "face_width"
    SYMMETRY = "symmetry"
    UNDER_EYE_DARKNESS_LEFT = "under_eye_darkness_left"
    UNDER_EYE_DARKNESS_RIGHT = "under_eye_darkness_right"
    FOREHEAD_LINES = "forehead_lines"


class MeasureKind(StrEnum):
    """What a measure is taken from: the mesh, or the brightness of the aligned picture."""

    GEOMETRIC = "geometric"
    IMAGE = "image"


class MeasureUnit(StrEnum):
    """``mm`` is stored in interocular distances and shown in either; ``ratio`` is a plain number."""

    MM = "mm"
    DEGREE = "degree"
    RATIO = "ratio"


class VerdictLevel(StrEnum):
    """Whether a pair of photos can be compared."""

    GOOD = "good"
    CAUTION = "caution"
    NOT_COMPARABLE = "not_comparable"


class ReasonLevel(StrEnum):
    """What one difference between two photos means for comparing them; a note changes nothing about it."""

    GOOD = "good"
    NOTE = "note"
    UNKNOWN = "unknown"
    CAUTION = "caution"
    NOT_COMPARABLE = "not_comparable"


class ReasonCode(StrEnum):
    """In what two photos can differ besides the face itself."""

    SUBJECT = "subject"
    VIEW = "view"
    FLIP = "flip"
    POSE = "pose"
    YAW = "yaw"
    PITCH = "pitch"
    ROLL = "roll"
    DISTANCE = "distance"
    CAMERA = "camera"
    EXPRESSION = "expression"
    SMILE = "smile"
    MOUTH_CORNERS = "mouth_corners"
    BROWS_RAISED = "brows_raised"
    BROWS_LOWERED = "brows_lowered"
    SQUINT = "squint"
    LIPS_PURSED = "lips_pursed"
    MOUTH = "mouth"
    EYES = "eyes"
    COVERED = "covered"
    LIGHT = "light"
    EXPOSURE = "exposure"
    COLOUR = "colour"
    SHARPNESS = "sharpness"
    ALIGNMENT = "alignment"
    BY_HAND = "by_hand"
    SAME_DAY = "same_day"
    AFTER_SESSION = "after_session"
    SIMULATED = "simulated"


class ReasonUnit(StrEnum):
    """What the number of a reason counts."""

    DEGREES = "degrees"
    PERCENT = "percent"
    STOPS = "stops"
    DELTA_E = "delta_e"
    HOURS = "hours"


class Direction(StrEnum):
    """Which way the later-named photo differs from the first; left and right are the subject's.

    ``before`` and ``after`` name the photo that has what the other has not.
    """

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    CLOSER = "closer"
    FARTHER = "farther"
    MORE = "more"
    LESS = "less"
    ABOVE = "above"
    BELOW = "below"
    BRIGHTER = "brighter"
    DARKER = "darker"
    WARMER = "warmer"
    COOLER = "cooler"
    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


class NotComparedReason(StrEnum):
    """Why a measure of two photos is not compared: a property of the photos."""

    NOT_MEASURED = "not_measured"
    EXPRESSION = "expression"
    EXPRESSION_UNKNOWN = "expression_unknown"


# Photos. 60 megapixels leave room above the 48 of today's phones; a 48-megapixel JPEG is 15-25 MB, PNG up to 60.
PHOTO_MAX_BYTES: Final = 60 * 1024 * 1024
PHOTO_MAX_PIXELS: Final = 60_000_000
PHOTO_MAX_SIDE: Final = 20_000
PHOTO_MIN_SIDE: Final = 160
FILE_NAME_MAX_LENGTH: Final = 255
PHOTO_NOTES_MAX_LENGTH: Final = 2_000
TAG_MAX_LENGTH: Final = 40
TAGS_MAX: Final = 12

# Accepted upload formats: media type -> file name endings, the first one used when we name a file.
PHOTO_MEDIA_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "image/avif": (".avif",),
}

# Output sizes (width, height) in pixels; for the preview, the longest side.
ALIGNED_SIZE: Final = (1080, 1350)
ALIGNED_SMALL_SIZE: Final = (480, 600)
PREVIEW_MAX_SIDE: Final = 1080
# The aligned picture at the original's resolution is capped here: 13.1 megapixels fill a 24-megapixel portrait, and
# stay below the 16.7 megapixels that a phone's browser lets a canvas have.
ALIGNED_FULL_MAX_SIZE: Final = (3240, 4050)

# The canonical face in the aligned picture: the distance between the eye centres and the middle between them (x, y), in
# pixels of ALIGNED_SIZE. ``ml.canonical`` says why.
CANONICAL_INTEROCULAR_PX: Final = 256.0
CANONICAL_EYES_MIDDLE: Final = (539.5, 630.0)

# Where a close-up of each zone is cut from the aligned picture of a frontal photo: (left, top, right, bottom) in
# interocular distances from the middle between the eye centres; x towards the subject's left, y downwards. From the 5th
# to the 95th percentile of the zone's landmarks on 48 near-frontal photos (yaw and pitch within 12° and 14°) of public
# collections, with a margin of 0.05-0.15; the chin stands at 1.68-2.07. The hairline is no landmark: the upper third is
# as high as the middle one is by the rule of thirds (1.0 from glabella to the base of the nose), and the neck goes as
# far as the frame. A face that is turned or drawn back lies elsewhere: these are for the frontal view alone.
ZONE_BOXES: Final[dict[str, tuple[float, float, float, float]]] = {
    Zone.UPPER_THIRD: (-1.5, -1.4, 1.5, -0.1),
    Zone.MIDDLE_THIRD: (-1.5, -0.45, 1.5, 0.85),
    Zone.LOWER_THIRD: (-1.5, 0.6, 1.5, 2.15),
    Zone.FOREHEAD: (-1.15, -1.35, 1.15, -0.15),
    Zone.BROW_LEFT: (0.1, -0.55, 1.1, -0.05),
    Zone.BROW_RIGHT: (-1.1, -0.55, -0.1, -0.05),
    Zone.UNDER_EYE_LEFT: (0.1, -0.05, 1.1, 0.45),
    Zone.UNDER_EYE_RIGHT: (-1.1, -0.05, -0.1, 0.45),
    Zone.CHEEK_LEFT: (0.35, 0.15, 1.45, 1.2),
    Zone.CHEEK_RIGHT: (-1.45, 0.15, -0.35, 1.2),
    Zone.MOUTH: (-0.75, 0.75, 0.75, 1.55),
    Zone.JAW_LEFT: (-0.1, 0.6, 1.45, 2.2),
    Zone.JAW_RIGHT: (-1.45, 0.6, 0.1, 2.2),
    Zone.NECK: (-1.2, 1.6, 1.2, 2.8),
}

# The two points that a person sets by hand, enough for a similarity: centres of the eyes where both are seen, else the
# outer corner of the eye and the notch before the ear canal.
HAND_POINTS: Final[dict[str, tuple[str, str]]] = {
    View.FRONTAL: ("eye_right", "eye_left"),
    View.OBLIQUE_LEFT: ("eye_right", "eye_left"),
    View.OBLIQUE_RIGHT: ("eye_right", "eye_left"),
    View.LATERAL_LEFT: ("eye_corner", "ear"),
    View.LATERAL_RIGHT: ("eye_corner", "ear"),
}

# A face whose eyes stand closer than this is rejected: OFIQ's inter-eye score is 0.07 at 20 px and 0.18 at 40 px
# (sigmoid centred on 70 px), and mediapipe's mesh noise of 1 % of that distance falls below what resampling keeps.
MIN_INTEROCULAR_PX: Final = 40.0

# Events.
EVENT_WEIGHT_KG: Final = (20.0, 400.0)
EVENT_NOTES_MAX_LENGTH: Final = 2_000

# A calendar is asked for a year at most, a leap year and the days around it that fill its sheet.
CALENDAR_MAX_DAYS: Final = 380

# Sessions.
SESSION_MINUTES: Final = (0.5, 240.0)
ZONE_MINUTES: Final = (0.1, 240.0)
SESSION_INTENSITY_MICROAMP: Final = (0.1, 100_000.0)
SESSION_FREQUENCY_HZ: Final = (0.01, 1_000_000.0)
SESSION_NOTES_MAX_LENGTH: Final = 2_000
# What was felt, and how the skin looked before and after: a sentence or a few each.
SESSION_REMARK_MAX_LENGTH: Final = 500
SESSION_COMFORT: Final = (1, 5)
DEVICE_NAME_MAX_LENGTH: Final = 80
DEVICE_NOTES_MAX_LENGTH: Final = 1_000
PROGRAM_NAME_MAX_LENGTH: Final = 80
PRODUCT_NAME_MAX_LENGTH: Final = 120
CHECKLIST_VERSION: Final = 1
# Stored in µA throughout; leaflets of these give mA, so that is what is typed and shown.
MILLIAMP_MODALITIES: Final = (Modality.MYOSTIMULATION, Modality.GALVANIC)
MICROAMP_PER_MILLIAMP: Final = 1_000

# Courses. A session a day for half a year is the most that a leaflet asks for.
COURSE_NAME_MAX_LENGTH: Final = 80
COURSE_SESSIONS: Final = (1, 200)
COURSE_WEEKS: Final = (1, 104)

# A session's line is about 250 bytes, at most 9 kB with all its text: daily sessions of 27 years fit.
CSV_MAX_BYTES: Final = 8 * 1024 * 1024
CSV_MAX_ROWS: Final = 10_000
# Lines named in one answer; whoever has more mends these first.
CSV_MAX_PROBLEMS: Final = 100
DISPLAY_NAME_MAX_LENGTH: Final = 80

# Time-lapses. 1,000 photos are more than two years of a photo a day.
TIMELAPSE_PHOTOS: Final = (2, 1_000)
TIMELAPSE_SECONDS_A_PHOTO: Final = (0.1, 5.0)
# (width, height) of the pictures in pixels, without the caption beneath them. The larger one is the canonical frame at
# 379 px between the eyes, what a phone's selfie has (400-700 px at 12 megapixels) and what phones play smoothly.
TIMELAPSE_SIZES: Final[dict[str, tuple[int, int]]] = {
    TimelapseSize.STANDARD: ALIGNED_SIZE,
    TimelapseSize.LARGE: (1600, 2000),
}

# Blind rounds. Each photo stands in one trial of a round at most, so that one lucky clue is not counted twice.
BLIND_TRIALS: Final = 10
# Three right of three is still compatible with guessing (29 % at the least); the interval beside the tally says so.
BLIND_MIN_TRIALS: Final = 3
BLIND_DAYS_APART: Final = (7, 3_650)
BLIND_DAYS_APART_DEFAULT: Final = 28
# Measures. What is drawn over a face to show a measure: chains of rows of the face mesh.
MEASURE_KIND: Final = {
    measure: MeasureKind.IMAGE if measure.startswith(("under_eye", "forehead")) else MeasureKind.GEOMETRIC
    for measure in Measure
}
MEASURE_UNIT: Final = {
    measure: MeasureUnit.RATIO if kind is MeasureKind.IMAGE else (MeasureUnit.MM, MeasureUnit.DEGREE)["jaw" in measure]
    for measure, kind in MEASURE_KIND.items()
}
MEASURE_DRAWING: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    Measure.BROW_HEIGHT_LEFT: ((300, 293, 334, 296, 336, 285, 295, 282, 283, 276, 300), (362, 263)),
    Measure.BROW_HEIGHT_RIGHT: ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46, 70), (33, 133)),
    Measure.EYE_OPENING_LEFT: ((384, 385, 386, 387, 388), (381, 380, 374, 373, 390)),
    Measure.EYE_OPENING_RIGHT: ((157, 158, 159, 160, 161), (154, 153, 145, 144, 163)),
    Measure.MOUTH_CORNER_LEFT: ((409, 291, 375), (362, 263)),
    Measure.MOUTH_CORNER_RIGHT: ((185, 61, 146), (33, 133)),
    Measure.JAW_ANGLE_LEFT: ((397, 365, 379, 378, 400), (133, 362)),
    Measure.JAW_ANGLE_RIGHT: ((172, 136, 150, 149, 176), (133, 362)),
    Measure.LOWER_THIRD: ((97, 2, 326), (148, 152, 377)),
    Measure.FACE_WIDTH: ((132, 361), (58, 288), (172, 397)),
    Measure.SYMMETRY: ((10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 2, 164, 0, 17, 18, 200, 199, 175, 152),),
    Measure.UNDER_EYE_DARKNESS_LEFT: ((382, 381, 380, 374, 373, 448, 449, 450, 451, 452, 382),),
    Measure.UNDER_EYE_DARKNESS_RIGHT: ((155, 154, 153, 145, 144, 228, 229, 230, 231, 232, 155),),
    Measure.FOREHEAD_LINES: ((67, 109, 10, 338, 297, 299, 337, 151, 108, 69, 67),),
}
# Those for which the benchmark reached its goals; all others are shown as "not verified". Not the slope of the jaw (of
# changes of 2.5 times what counts as one a fifth was found), nor those of brightness (no data is at hand).
MEASURES_VERIFIED: Final = tuple(measure for measure, unit in MEASURE_UNIT.items() if unit is MeasureUnit.MM)
# A sitting: photos of one view within this long of its first; longer, and the face itself may have changed (a meal,
# a walk, a session). By hand, up to so many.
SITTING_MINUTES: Final = 15
SITTING_MAX_PHOTOS: Final = 50

# A photo so soon after a session is labelled and stands apart in charts: makers put what is seen at once down to
# swelling that passes within hours, and a day is long against those.
SAME_DAY_HOURS: Final = 24.0
