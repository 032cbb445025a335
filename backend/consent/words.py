"""What codes are called on paper, in mails and on the public page: places that have no catalogue of words."""

from typing import Final

from backend.consent.models import Deidentification, Purpose, SignatureMethod, State
from backend.practices.models import PracticeKind

PURPOSES: Final[dict[str, str]] = {
    Purpose.CARE_RECORD: "keeping a care record",
    Purpose.SHARE_WITH_ME: "sharing my pictures with me",
    Purpose.SHARE_WITH_NAMED: "showing pictures to named people",
    Purpose.TEACHING: "teaching",
    Purpose.PUBLICATION_SINGLE: "one publication",
    Purpose.MARKETING_WEBSITE: "the practice's website",
    Purpose.MARKETING_SOCIAL: "social media",
}
STATES: Final[dict[str, str]] = {
    State.REQUESTED: "Asked for, not answered.",
    State.GIVEN: "Given, and in force.",
    State.REFUSED: "Refused.",
    State.REAFFIRMED: "Given, and in force.",
    State.WITHDRAWN: "Withdrawn: it permits nothing any more.",
    State.EXPIRED: "Over, by its date.",
    State.REPLACED: "Replaced by a newer consent.",
    State.INVALIDATED: "Declared void.",
}
METHODS: Final[dict[str, str]] = {
    SignatureMethod.DRAWN: "drawn by hand on a screen",
    SignatureMethod.TYPED: "name typed",
    SignatureMethod.CLICK: "confirmed by a click",
    SignatureMethod.PAPER_SCAN: "signed on paper, which was scanned",
    SignatureMethod.VERBAL_WITNESSED: "said aloud before a witness",
}
DEIDENTIFICATIONS: Final[dict[str, str]] = {
    Deidentification.NONE: "not at all",
    Deidentification.CROP_ZONE: "cut to a part of the face; this reduces recognition and makes nobody anonymous",
    Deidentification.EYE_MASK: "a bar over the eyes; this reduces recognition a little and makes nobody anonymous",
    Deidentification.FULL_MASK: "the face's features covered; this reduces recognition and makes nobody anonymous",
}
PARTY_TYPES: Final[dict[str, str]] = {
    PracticeKind.CLINIC: "clinic",
    PracticeKind.SALON: "salon",
    PracticeKind.SOLO: "practitioner on their own",
    PracticeKind.OTHER: "organisation",
    "private_person": "private person",
}
STATEMENTS: Final[dict[str, str]] = {
    "can_withdraw": "I can withdraw this consent at any time, without giving a reason.",
    "not_a_condition_of_service": "No treatment and no service depends on it.",
    "may_be_passed_on": "Whoever sees the pictures might pass them on.",
    "published_cannot_be_recalled": "What is already published or saved by others can't be called back.",
}
