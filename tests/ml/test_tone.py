"""Matched light: one factor a channel for the whole picture, bounded, undone where nothing differs."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.landmarks.mediapipe import face_detector
from ml.pipeline import analyse
from ml.tone import MAX_BALANCE, MAX_STOPS, Light, LightMatch, apply_light, light_of, match_light, matched_light
from ml.types import Analysis, Image, Points
from tests.ml.pictures import portrait

light = st.floats(0.02, 0.9)
triple = st.tuples(light, light, light)
gain = st.floats(0.3, 3.0)


def match_of(gains: tuple[float, float, float]) -> LightMatch:
    return LightMatch("1", gains, 0.0, background_used=False, bounded=False)


def lit(image: Image, gains: tuple[float, float, float]) -> Image:
    """As ``apply_light`` does it, but by another formula: gamma 2.4 with its straight foot, channel by channel."""
    values = image / 255.0
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4) * np.array(gains)
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(encoded * 255), dtype=np.uint8)


@pytest.fixture(scope="module")
def image() -> Image:
    return portrait()[:400]


@pytest.fixture(scope="module")
def points(image: Image) -> Points:
    found = analyse(image, face_detector())
    assert isinstance(found, Analysis)
    return found.landmarks.points


def test_equal_light_gives_the_same_pixels(image: Image, points: Points) -> None:
    got, match = matched_light(image, points, image, points)
    assert match.gains == (1.0, 1.0, 1.0)
    assert match.exposure_stops == 0
    assert not match.bounded
    assert (got == image).all()
    assert got is not image


@pytest.mark.parametrize("gains", [(0.7, 0.7, 0.7), (1.1, 1.0, 0.9), (0.75, 0.85, 1.0)])
def test_other_light_is_undone(image: Image, points: Points, gains: tuple[float, float, float]) -> None:
    """To 5 %, three grey levels on average: eight bits were rounded twice, and what was clipped stays lost."""
    got, match = matched_light(lit(image, gains), points, image, points)
    assert not match.bounded
    assert match.background_used
    assert np.array(match.gains) * gains == pytest.approx(1.0, abs=0.05)
    assert np.abs(got.astype(int) - image.astype(int)).mean() < 3.0


def test_the_bounds_hold_and_are_told(image: Image, points: Points) -> None:
    got, match = matched_light(lit(image, (0.15, 0.15, 0.15)), points, image, points)
    assert match.bounded
    assert match.exposure_stops == pytest.approx(MAX_STOPS)
    assert got.mean() < image.mean()
    tinted = matched_light(lit(image, (1.0, 0.8, 0.3)), points, image, points)[1]
    assert tinted.bounded
    balance = np.log2(tinted.gains) - np.log2(tinted.gains).mean()
    assert np.abs(balance).max() == pytest.approx(np.log2(MAX_BALANCE))


@given(triple, triple, st.one_of(st.none(), triple), st.one_of(st.none(), triple))
def test_no_light_leads_beyond_the_bounds(
    skin: tuple[float, float, float],
    wanted: tuple[float, float, float],
    behind: tuple[float, float, float] | None,
    reference_behind: tuple[float, float, float] | None,
) -> None:
    match = match_light(Light(skin, behind), Light(wanted, reference_behind))
    logs = np.log2(match.gains)
    assert abs(logs.mean()) <= MAX_STOPS + 1e-9
    assert np.abs(logs - logs.mean()).max() <= np.log2(MAX_BALANCE) + 1e-9
    json.dumps(match.to_json())


@settings(max_examples=30)
@given(st.tuples(gain, gain, gain))
def test_a_channel_keeps_its_order_and_a_colour_its_like_everywhere(gains: tuple[float, float, float]) -> None:
    """Every one of a channel's 256 values, at two places with other surroundings."""
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    shuffled = ramp[:, np.random.default_rng(0).permutation(256)]
    picture = np.concatenate((ramp, shuffled))
    got = apply_light(picture, match_of(gains))
    for channel in range(3):
        table = got[0, :, channel].astype(int)
        assert (np.diff(table) >= 0).all()
        assert (got[1, :, channel] == table[picture[1, :, channel]]).all()
        assert table[0] == 0


def test_it_is_the_same_as_multiplying_light(image: Image) -> None:
    gains = (1.2, 0.9, 0.8)
    assert (apply_light(image, match_of(gains)) == lit(image, gains)).all()


def test_another_room_behind_the_face_is_left_out(image: Image, points: Points) -> None:
    moved = image.copy()
    low, high = points.min(axis=0), points.max(axis=0)
    beside = np.ones(image.shape[:2], dtype=bool)
    margin = 10
    beside[int(low[1]) - margin : int(high[1]) + margin, int(low[0]) - margin : int(high[0]) + margin] = False
    moved[beside] = (40, 160, 60)
    match = matched_light(moved, points, image, points)[1]
    assert not match.background_used
    assert np.array(match.gains) == pytest.approx(1.0, abs=0.01)


def test_nothing_to_measure_changes_nothing(image: Image, points: Points) -> None:
    black = np.zeros_like(image)
    assert light_of(black, points) == Light(None, None)
    got, match = matched_light(black, points, image, points)
    assert match.gains == (1.0, 1.0, 1.0)
    assert (got == black).all()


def test_a_picture_of_another_size_has_the_same_light(image: Image, points: Points) -> None:
    large = np.repeat(np.repeat(image, 3, axis=0), 3, axis=1)
    one, other = light_of(image, points), light_of(large, (points + 0.5) * 3 - 0.5)
    assert one.skin is not None
    assert one.background is not None
    assert other.skin == pytest.approx(one.skin, rel=0.03)
    assert other.background == pytest.approx(one.background, rel=0.03)
