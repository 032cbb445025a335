"""Which photos are one sitting: the clock's word, and a person's over it."""

import uuid
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.measures.sittings import Taken, sittings_of
from ml.vocabulary import SITTING_MINUTES

START = datetime(2026, 3, 12, 8, 0)  # noqa: DTZ001 (wall time)
QUARTER = timedelta(minutes=SITTING_MINUTES)


def taken(minutes: float, *, source: str = "exif", by_hand: uuid.UUID | None = None) -> Taken:
    return Taken(uuid.uuid4(), START + timedelta(minutes=minutes), source, by_hand)


def groups(photos: list[Taken]) -> list[int]:
    """The sitting of each photo, numbered as they come."""
    found = sittings_of(photos)
    numbers: dict[uuid.UUID, int] = {}
    return [numbers.setdefault(found[one.photo], len(numbers)) for one in photos]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([0, 1, 15], [0, 0, 0]),
        ([0, 15.1], [0, 1]),
        ([0, 10, 20, 30], [0, 0, 1, 1]),
        ([20, 0, 1], [0, 1, 1]),
    ],
)
def test_a_quarter_of_an_hour_from_its_first_photo(minutes: list[float], expected: list[int]) -> None:
    assert groups([taken(one) for one in minutes]) == expected


@pytest.mark.parametrize("source", ["last_modified", "received"])
def test_a_clock_that_is_not_the_cameras_makes_no_sitting(source: str) -> None:
    assert groups([taken(0, source=source), taken(1, source=source), taken(2)]) == [0, 1, 2]


def test_a_file_name_that_tells_the_day_alone_makes_no_sitting() -> None:
    assert groups([taken(240, source="file_name"), taken(240, source="file_name")]) == [0, 1]
    assert groups([taken(241, source="file_name"), taken(242, source="file_name")]) == [0, 0]


def test_a_persons_word_stands_over_the_clock() -> None:
    mine = uuid.uuid4()
    photos = [taken(0), taken(1, by_hand=mine), taken(2), taken(600, by_hand=mine)]
    assert groups(photos) == [0, 1, 0, 1]
    assert sittings_of(photos)[photos[1].photo] == mine


@given(st.lists(st.integers(0, 200), max_size=25), st.randoms())
def test_no_sitting_is_longer_and_order_does_not_matter(minutes: list[int], shuffler: Random) -> None:
    photos = [taken(one) for one in minutes]
    found = sittings_of(photos)
    assert set(found) == {one.photo for one in photos}
    for sitting in set(found.values()):
        times = [one.local for one in photos if found[one.photo] == sitting]
        assert max(times) - min(times) <= QUARTER
    shuffled = list(photos)
    shuffler.shuffle(shuffled)
    assert sittings_of(shuffled) == found
