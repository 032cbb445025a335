"""One pair for each verdict, from photographs: what is said of it, and that it is what one sees."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ml.benchmarks import retakes
from ml.benchmarks.photographs import Photograph, faces_folder, photograph
from ml.benchmarks.verdict_pairs import Seen, first_shot, next_shot
from ml.compare import PhotoReport, Verdict, compare
from ml.landmarks.mediapipe import face_detector
from ml.types import Image
from ml.vocabulary import Direction, ReasonCode, ReasonLevel, VerdictLevel
from tests.ml.pictures import portrait_path

VIDEO = "same_person_over_time/pexels_fixed_camera_video"
OBAMA = "public_domain_us_gov"


def opened(path: Path) -> Photograph:
    found = photograph(path, face_detector())
    assert found is not None, path
    return found


def verdict(before: Image, after: Image) -> Verdict:
    """As for files that lost their header."""
    first = first_shot(before, "somebody")
    assert first is not None
    second = next_shot(after, "somebody", first.baseline)
    assert second is not None
    return compare(nameless(first), nameless(second))


def nameless(seen: Seen) -> PhotoReport:
    return replace(seen.report, camera=None)


def codes(found: Verdict, level: ReasonLevel) -> set[ReasonCode]:
    return {reason.code for reason in found.reasons if reason.level is level}


@pytest.fixture(scope="module")
def face() -> Photograph:
    """A shared photograph where they are at hand, else the portrait that a package ships."""
    shared = faces_folder() / OBAMA / "barak-obama.jpg"
    return opened(shared if shared.is_file() else portrait_path())


def test_the_same_face_shot_again_is_comparable(face: Photograph) -> None:
    again = retakes.retake(face.image, np.random.default_rng(1))
    found = verdict(face.image, again)
    assert found.level is VerdictLevel.GOOD, found.spoken
    assert [reason.code for reason in found.spoken] == [ReasonCode.CAMERA]


def test_a_light_from_a_side_asks_for_care_and_names_the_side(face: Photograph) -> None:
    """``light`` draws its side; relit twice from one seed, the two agree with each other."""
    lit = retakes.light(face, 0.45, np.random.default_rng(4))
    found = verdict(face.image, retakes.retake(lit, np.random.default_rng(2)))
    assert found.level is VerdictLevel.CAUTION, found.spoken
    assert ReasonCode.LIGHT in codes(found, ReasonLevel.CAUTION)
    (light,) = (reason for reason in found.spoken if reason.code is ReasonCode.LIGHT)
    assert light.direction in {Direction.LEFT, Direction.RIGHT}
    # The subject's left is the picture's right: more light there, and the reason says left.
    middle = int((face.analysis.eye_right[0] + face.analysis.eye_left[0]) / 2)
    cheeks = [
        lit[:, :middle].mean() / face.image[:, :middle].mean(),
        lit[:, middle:].mean() / face.image[:, middle:].mean(),
    ]
    assert (light.direction is Direction.LEFT) == (cheeks[1] > cheeks[0])


def test_an_open_mouth_ends_the_comparison(face: Photograph) -> None:
    opened_wide = retakes.mouth(face, 16, np.random.default_rng(4))
    found = verdict(face.image, retakes.retake(opened_wide, np.random.default_rng(3)))
    assert found.level is VerdictLevel.NOT_COMPARABLE, found.spoken
    assert ReasonCode.MOUTH in codes(found, ReasonLevel.NOT_COMPARABLE)


if faces_folder().is_dir():

    def test_two_dates_of_one_man_differ_in_turn_smile_and_mouth() -> None:
        before, after = (opened(faces_folder() / OBAMA / name).image for name in ("fr_obama.jpg", "fr_obama2.jpg"))
        found = verdict(before, after)
        assert found.level is VerdictLevel.NOT_COMPARABLE
        assert {ReasonCode.YAW, ReasonCode.MOUTH} <= codes(found, ReasonLevel.NOT_COMPARABLE)
        # Of another size, and without a header: how far away the camera was is not known, and said so.
        assert codes(found, ReasonLevel.UNKNOWN) == {ReasonCode.CAMERA, ReasonCode.DISTANCE}

    def test_closed_eyes_in_one_frame_of_a_film_are_named() -> None:
        before, after = (opened(faces_folder() / VIDEO / f"frame_{n}.jpg").image for n in ("0180", "0036"))
        found = verdict(before, after)
        (eyes,) = (reason for reason in found.spoken if reason.code is ReasonCode.EYES)
        assert (eyes.level, eyes.direction) == (ReasonLevel.NOT_COMPARABLE, Direction.AFTER)
