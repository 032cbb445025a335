"""The codes: what things are called, one class a kind. The database checks, the API and TypeScript know no others."""

from enum import StrEnum


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
    """A quantity measured in a photo of a face. Definitions: ``ml.metrics``. Left and right are the subject's.

    Ten geometric ones, one for each side where there are two; their summary, ``symmetry``; then those of brightness.
    """

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
