"""Verdicts from stored numbers: what decides, which way it points, and that nothing unknown passes for equal."""

import inspect
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import compare as compare_module
from ml.compare import PhotoReport, Reason, compare, is_good, preference
from ml.tolerances import TOLERANCES
from ml.types import LIGHT_PATCHES, Camera, Expression, Pose
from ml.vocabulary import AlignmentMethod, Direction, ReasonCode, ReasonLevel, VerdictLevel, View

STILL = Expression(0.05, 0.0, 0.1, 0.1, 0.2, 0.0, 0.1)
USUAL = PhotoReport(
    subject="alice",
    view=View.FRONTAL,
    size=(3024, 4032),
    pose=Pose(1.0, -2.0, 0.5),
    interocular_px=500.0,
    camera=Camera("Maker", "Phone", 26.0),
    expression=STILL,
    mouth_opening=0.01,
    eye_opening=0.08,
    covered=False,
    light_patches=(0.1, 0.2, 0.1, 0.0, -0.1, -0.1, 0.0, -0.1, -0.1),
    skin=(0.3, 0.2, 0.15),
    sharpness=0.6,
    residual_iod=0.015,
    taken_local=datetime.fromisoformat("2026-03-12T08:00:00"),
)
LATER = replace(USUAL, taken_local=datetime.fromisoformat("2026-06-04T08:00:00"))


def only(before: PhotoReport, after: PhotoReport, code: ReasonCode) -> Reason:
    (found,) = (reason for reason in compare(before, after).reasons if reason.code is code)
    return found


def lit(left: float = 0.0, up: float = 0.0) -> tuple[float, ...]:
    """The usual light and a slope of stops per interocular distance, to the left and upwards."""
    slope = [left * x + up * y for _, x, y in LIGHT_PATCHES]
    return tuple(value + more - sum(slope) / 9 for value, more in zip(USUAL.light_patches or (), slope, strict=True))


def test_two_photos_taken_alike_are_comparable() -> None:
    verdict = compare(USUAL, LATER)
    assert verdict.level is VerdictLevel.GOOD
    assert verdict.spoken == ()
    assert {reason.code for reason in verdict.within} >= set(TOLERANCES)


TURNED: list[tuple[dict[str, Any], ReasonCode, Direction]] = [
    ({"pose": Pose(5.0, -2.0, 0.5)}, ReasonCode.YAW, Direction.LEFT),
    ({"pose": Pose(-3.0, -2.0, 0.5)}, ReasonCode.YAW, Direction.RIGHT),
    ({"pose": Pose(1.0, 3.0, 0.5)}, ReasonCode.PITCH, Direction.UP),
    ({"pose": Pose(1.0, -7.0, 0.5)}, ReasonCode.PITCH, Direction.DOWN),
    ({"pose": Pose(1.0, -2.0, 12.0)}, ReasonCode.ROLL, Direction.LEFT),
    ({"interocular_px": 465.0}, ReasonCode.DISTANCE, Direction.FARTHER),
    ({"interocular_px": 540.0}, ReasonCode.DISTANCE, Direction.CLOSER),
    ({"expression": replace(STILL, smile=0.5)}, ReasonCode.SMILE, Direction.MORE),
    ({"mouth_opening": 0.2}, ReasonCode.MOUTH, Direction.MORE),
    ({"eye_opening": 0.01}, ReasonCode.EYES, Direction.AFTER),
    ({"light_patches": lit(left=0.9)}, ReasonCode.LIGHT, Direction.LEFT),
    ({"light_patches": lit(left=-0.9)}, ReasonCode.LIGHT, Direction.RIGHT),
    ({"light_patches": lit(up=0.9)}, ReasonCode.LIGHT, Direction.ABOVE),
    ({"light_patches": lit(up=-0.9)}, ReasonCode.LIGHT, Direction.BELOW),
    ({"skin": (0.9, 0.6, 0.45)}, ReasonCode.EXPOSURE, Direction.BRIGHTER),
    ({"skin": (0.4, 0.2, 0.10)}, ReasonCode.COLOUR, Direction.WARMER),
    ({"skin": (0.25, 0.2, 0.22)}, ReasonCode.COLOUR, Direction.COOLER),
    ({"sharpness": 0.35}, ReasonCode.SHARPNESS, Direction.LESS),
    ({"flip_suspected": True}, ReasonCode.FLIP, Direction.AFTER),
    ({"covered": True}, ReasonCode.COVERED, Direction.AFTER),
    ({"method": AlignmentMethod.POINTS}, ReasonCode.BY_HAND, Direction.AFTER),
]


@pytest.mark.parametrize(("changed", "code", "direction"), TURNED)
def test_what_differs_is_named_with_its_direction(
    changed: dict[str, Any], code: ReasonCode, direction: Direction
) -> None:
    verdict = compare(USUAL, replace(LATER, **changed))
    assert verdict.level is not VerdictLevel.GOOD
    assert [(reason.code, reason.direction) for reason in verdict.spoken] == [(code, direction)]
    assert not is_good(USUAL, replace(LATER, **changed))


UNKNOWN: list[tuple[str, ReasonCode, VerdictLevel]] = [
    ("pose", ReasonCode.POSE, VerdictLevel.CAUTION),
    ("interocular_px", ReasonCode.DISTANCE, VerdictLevel.CAUTION),
    ("expression", ReasonCode.EXPRESSION, VerdictLevel.CAUTION),
    ("mouth_opening", ReasonCode.MOUTH, VerdictLevel.CAUTION),
    ("eye_opening", ReasonCode.EYES, VerdictLevel.CAUTION),
    ("covered", ReasonCode.COVERED, VerdictLevel.CAUTION),
    ("light_patches", ReasonCode.LIGHT, VerdictLevel.CAUTION),
    ("skin", ReasonCode.EXPOSURE, VerdictLevel.CAUTION),
    ("sharpness", ReasonCode.SHARPNESS, VerdictLevel.CAUTION),
    ("camera", ReasonCode.CAMERA, VerdictLevel.GOOD),
]


@pytest.mark.parametrize(("name", "code", "level"), UNKNOWN)
def test_what_is_not_known_is_said_so_and_is_no_equality(name: str, code: ReasonCode, level: VerdictLevel) -> None:
    missing: dict[str, Any] = {name: None}
    for before, after in ((USUAL, replace(LATER, **missing)), (replace(USUAL, **missing), LATER)):
        verdict = compare(before, after)
        assert only(before, after, code).level is ReasonLevel.UNKNOWN
        assert verdict.level is level


def test_another_camera_or_a_crop_leaves_the_distance_unknown() -> None:
    for camera in (Camera("Maker", "Other", 26.0), Camera("Maker", "Phone", 52.0)):
        other = replace(LATER, camera=camera, interocular_px=465.0)
        assert only(USUAL, other, ReasonCode.CAMERA).level is ReasonLevel.CAUTION
        assert only(USUAL, other, ReasonCode.DISTANCE).level is ReasonLevel.UNKNOWN
    cropped = replace(LATER, size=(2400, 2900))
    assert only(USUAL, cropped, ReasonCode.DISTANCE).level is ReasonLevel.UNKNOWN


def test_a_frame_resized_whole_is_measured_all_the_same() -> None:
    half = replace(LATER, size=(1512, 2016), interocular_px=250.0)
    assert only(USUAL, half, ReasonCode.DISTANCE).level is ReasonLevel.GOOD
    # Without a camera's name nothing tells a smaller file from a crop of the same shape.
    nameless = replace(half, camera=None)
    assert only(USUAL, nameless, ReasonCode.DISTANCE).level is ReasonLevel.UNKNOWN
    held_across = replace(LATER, size=(4032, 3024))
    assert only(USUAL, held_across, ReasonCode.DISTANCE).level is ReasonLevel.GOOD


def test_another_person_or_view_is_all_that_is_said() -> None:
    for other, code in (
        (replace(LATER, subject="bob"), ReasonCode.SUBJECT),
        (replace(LATER, view=View.OBLIQUE_LEFT), ReasonCode.VIEW),
    ):
        verdict = compare(USUAL, other)
        assert verdict.level is VerdictLevel.NOT_COMPARABLE
        assert [reason.code for reason in verdict.reasons] == [code]


def test_a_series_that_calls_both_mirrored_holds_nothing_between_them() -> None:
    assert compare(replace(USUAL, flip_suspected=True), replace(LATER, flip_suspected=True)).level is VerdictLevel.GOOD


def test_narrow_eyes_are_not_closed_ones() -> None:
    """Across the bound for closed eyes by less than a blink: one narrow-eyed person, twice."""
    one, other = replace(USUAL, eye_opening=0.026), replace(LATER, eye_opening=0.034)
    assert compare(one, other).level is VerdictLevel.GOOD
    assert compare(replace(USUAL, eye_opening=0.05), one).level is VerdictLevel.NOT_COMPARABLE


def test_notes_are_told_and_decide_nothing() -> None:
    evening = replace(
        USUAL, taken_local=datetime.fromisoformat("2026-03-12T21:00:00"), simulated=True, hours_since_session=2.0
    )
    verdict = compare(USUAL, evening)
    assert verdict.level is VerdictLevel.GOOD
    assert {reason.code for reason in verdict.spoken} == {
        ReasonCode.SAME_DAY,
        ReasonCode.AFTER_SESSION,
        ReasonCode.SIMULATED,
    }
    assert compare(USUAL, replace(LATER, hours_since_session=24.0)).spoken == ()


reports = st.builds(
    PhotoReport,
    subject=st.just("alice"),
    view=st.just(View.FRONTAL),
    size=st.sampled_from([(3024, 4032), (1512, 2016), (1000, 1000)]),
    method=st.sampled_from(AlignmentMethod),
    pose=st.none() | st.builds(Pose, *(st.floats(-90, 90),) * 3),
    interocular_px=st.none() | st.floats(40, 2000),
    camera=st.none() | st.builds(Camera, st.just("M"), st.sampled_from("AB"), st.none() | st.floats(8, 2000)),
    expression=st.none() | st.builds(Expression, *(st.floats(0, 1),) * 7),
    mouth_opening=st.none() | st.floats(0, 2),
    eye_opening=st.none() | st.floats(0, 1),
    covered=st.none() | st.booleans(),
    light_patches=st.none() | st.tuples(*(st.floats(-12, 12),) * 9),
    skin=st.none() | st.tuples(*(st.floats(0.0001, 1),) * 3),
    sharpness=st.none() | st.floats(0, 1),
    residual_iod=st.none() | st.floats(0, 1),
    flip_suspected=st.booleans(),
    simulated=st.booleans(),
)
MIRRORED_WORDS = {
    Direction.LEFT: Direction.RIGHT,
    Direction.UP: Direction.DOWN,
    Direction.CLOSER: Direction.FARTHER,
    Direction.MORE: Direction.LESS,
    Direction.ABOVE: Direction.BELOW,
    Direction.BRIGHTER: Direction.DARKER,
    Direction.BEFORE: Direction.AFTER,
}
OPPOSITE = MIRRORED_WORDS | {late: early for early, late in MIRRORED_WORDS.items()}
# A colour has two axes and a name for one: seen from the other side it is as far, at another luminance.
ONE_WAY = {ReasonCode.COLOUR}


@given(reports, reports)
def test_the_other_way_round_says_the_opposite(before: PhotoReport, after: PhotoReport) -> None:
    there = {one.code: one for one in compare(before, after).reasons if one.code not in ONE_WAY}
    back = {one.code: one for one in compare(after, before).reasons if one.code not in ONE_WAY}
    assert there.keys() == back.keys()
    for code, reason in there.items():
        other = back[code]
        assert other.direction is (OPPOSITE.get(reason.direction, reason.direction) if reason.direction else None)
        if code is not ReasonCode.DISTANCE:  # 10 % farther is 9 % closer
            assert other.level is reason.level
            assert other.value == (None if reason.value is None else pytest.approx(reason.value, abs=1e-6))


@given(reports)
def test_a_photo_differs_from_itself_in_nothing_that_is_known(report: PhotoReport) -> None:
    for reason in compare(report, report).reasons:
        if reason.level in {ReasonLevel.CAUTION, ReasonLevel.NOT_COMPARABLE}:
            assert reason.code in {ReasonCode.BY_HAND, ReasonCode.COVERED, ReasonCode.ALIGNMENT}
        elif reason.value is not None and reason.code is not ReasonCode.ALIGNMENT:
            assert reason.value == pytest.approx(0, abs=1e-9)


@given(reports, reports)
def test_the_short_answer_is_that_of_the_long_one(before: PhotoReport, after: PhotoReport) -> None:
    assert is_good(before, after) is (compare(before, after).level is VerdictLevel.GOOD)


@given(reports, reports, st.integers(0, 400))
def test_a_verdict_comes_before_any_date(before: PhotoReport, after: PhotoReport, days: int) -> None:
    verdict = compare(before, after)
    assert preference(compare(USUAL, LATER), 10_000) <= preference(verdict, days) or verdict.level is VerdictLevel.GOOD
    assert preference(verdict, days) < preference(verdict, days + 1)


def test_no_measure_of_change_has_a_place_here() -> None:
    """A partner is chosen by a verdict and days alone, and a verdict is made of what is named here alone."""
    assert list(inspect.signature(preference).parameters) == ["verdict", "days_off"]
    assert list(inspect.signature(compare_module.compare).parameters) == ["before", "after"]
    assert {field.name for field in fields(PhotoReport)} == {
        "subject", "view", "size", "method", "pose", "interocular_px", "camera", "expression", "mouth_opening",
        "eye_opening", "covered", "light_patches", "skin", "sharpness", "residual_iod", "flip_suspected", "simulated",
        "taken_local", "hours_since_session",
    }  # fmt: skip
