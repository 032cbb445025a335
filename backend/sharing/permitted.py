"""What one consent permits to be shown, read from what was signed."""

from datetime import date
from typing import Final
from uuid import UUID

from backend.consent.content import Scope
from backend.consent.models import ConsentRecord, Deidentification, Purpose
from backend.photos.models import Photo
from ml.vocabulary import ZONE_BOXES, Zone

SHARING_PURPOSES: Final = frozenset(Purpose) - {Purpose.CARE_RECORD}
"""Consent to be treated and written down is none to be shown."""
NAMED_PURPOSES: Final = frozenset({Purpose.SHARE_WITH_NAMED, Purpose.PUBLICATION_SINGLE})
PUBLISHING_PURPOSES: Final = frozenset(
    {Purpose.TEACHING, Purpose.PUBLICATION_SINGLE, Purpose.MARKETING_WEBSITE, Purpose.MARKETING_SOCIAL}
)

# The eyes stand on the line y = 0; a close-up whose edge keeps this far from it, in interocular distances, shows none.
_CLEAR_OF_EYES: Final = 0.12
ZONES_WITHOUT_EYES: Final = frozenset(
    Zone(zone) for zone, (_, top, _, bottom) in ZONE_BOXES.items() if top > _CLEAR_OF_EYES or bottom < -_CLEAR_OF_EYES
)


def scope_of(record: ConsentRecord) -> Scope:
    """The part of the record that the person agreed to show."""
    scope = record.content["scope"]
    return Scope(
        views=tuple(scope["views"]),
        zones=tuple(scope["zones"]),
        first_day=_day(scope["first_day"]),
        last_day=_day(scope["last_day"]),
        photos=tuple(UUID(photo) for photo in scope["photos"]),
        sessions=bool(scope["sessions"]),
    )


def holds(scope: Scope, photo: Photo) -> bool:
    """Whether ``photo`` (with its series) lies inside now: its date or view may have been corrected since."""
    return scope.holds(photo=photo.pk, view=photo.series.view, day=photo.taken_local.date())


def names(record: ConsentRecord, recipient: str) -> bool:
    """Whether the consent names ``recipient``, however it is spelled in capitals and spaces."""
    return _plain(recipient) in {_plain(name) for name in record.content["recipient_third_parties"]}


def hides_enough(asked: str, given: str, zone: str) -> bool:
    """Whether ``given`` (with ``zone`` where it crops to one) hides at least what ``asked`` does."""
    match asked:
        case Deidentification.NONE:
            return True
        case Deidentification.CROP_ZONE:
            return given in {Deidentification.CROP_ZONE, Deidentification.FULL_MASK}
        case Deidentification.EYE_MASK:
            cropped = given == Deidentification.CROP_ZONE and zone in ZONES_WITHOUT_EYES
            return cropped or given in {Deidentification.EYE_MASK, Deidentification.FULL_MASK}
    return given == Deidentification.FULL_MASK


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
