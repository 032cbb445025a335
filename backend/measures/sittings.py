"""Which photos of a view are one sitting: by a person's word, else by the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from ml.vocabulary import SITTING_MINUTES, TakenAtSource

# A file's own date is often that of a copy, and the moment of receipt is nobody's sitting.
_CLOCKS = {TakenAtSource.USER, TakenAtSource.EXIF, TakenAtSource.FILE_NAME}
# What stands in for the time of day where a file name tells the day alone.
_NOON = time(12)


@dataclass(frozen=True)
class Taken:
    """When a photo was taken, how that is known, and the sitting that a person put it in."""

    photo: UUID
    local: datetime
    source: str
    by_hand: UUID | None = None

    @property
    def has_clock(self) -> bool:
        if self.source == TakenAtSource.FILE_NAME and self.local.time() == _NOON:
            return False
        return self.source in _CLOCKS


def sittings_of(photos: Iterable[Taken]) -> dict[UUID, UUID]:
    """The sitting of each photo of one view, named by the person's own sitting or by its earliest photo.

    One sitting spans at most a quarter of an hour from its first photo, so that no chain of photos grows over a day.
    """
    found: dict[UUID, UUID] = {}
    first: Taken | None = None
    for taken in sorted(photos, key=lambda one: (one.local, one.photo)):
        if taken.by_hand:
            found[taken.photo] = taken.by_hand
        elif not taken.has_clock:
            found[taken.photo] = taken.photo
        else:
            if first is None or taken.local - first.local > timedelta(minutes=SITTING_MINUTES):
                first = taken
            found[taken.photo] = first.photo
    return found
