"""A mirrored copy is noticed in its series, the others are not, and nothing is ever flipped."""

import cv2
import numpy as np
import pytest

from ml import geometry
from ml.flip import FACING, MAX_COMPARED, THRESHOLDS, Detail, detail, detect
from ml.imaging import decode
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import analyse
from ml.types import Analysis, Image
from ml.warp import render
from tests.ml.pictures import portrait
from tests.ml.test_faces import FACES, MISSING


def mirrored(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])


def detail_of(image: Image) -> Detail:
    """The whole way: found in this very picture, not mapped from the unmirrored one."""
    found = analyse(image, face_detector())
    assert isinstance(found, Analysis)
    return detail(image, found.landmarks)


def variant(image: Image, seed: int) -> Image:
    """Another picture of the same moment: other light, tint, framing, noise and compression."""
    generator = np.random.default_rng(seed)
    height, width = image.shape[:2]
    matrix = geometry.similarity(
        scale=float(generator.uniform(0.85, 1.2)),
        rotation=float(generator.uniform(-6, 6)),
        translation=(float(generator.uniform(-20, 20)), float(generator.uniform(-10, 10))),
    )
    moved = render(image, matrix, (width, height), canonical_size=(width, height))
    ramp = 2.0 ** (generator.uniform(-0.6, 0.6) * np.linspace(-1, 1, width))[None, :, None]
    light = (moved / 255.0) ** 2.2 * ramp * 2.0 ** generator.uniform(-0.5, 0.3, 3)
    noisy = np.clip(light, 0, 1) ** (1 / 2.2) * 255 + generator.normal(0, 3, moved.shape)
    written, stored = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 75])
    assert written
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), dtype=np.uint8)


@pytest.fixture(scope="module")
def series() -> list[Image]:
    image = np.asarray(cv2.resize(portrait()[:360, 40:400], (720, 720), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    return [variant(image, seed) for seed in range(5)]


@pytest.fixture(scope="module")
def details(series: list[Image]) -> list[Detail]:
    return [detail_of(image) for image in series]


def test_a_flipped_copy_is_suspected_and_the_others_are_not(series: list[Image], details: list[Detail]) -> None:
    for index, image in enumerate(series):
        others = details[:index] + details[index + 1 :]
        straight = detect(details[index], others)
        assert not straight.suspected
        assert straight.score < -0.05
        flipped = detect(detail_of(mirrored(image)), others)
        assert flipped.suspected
        assert flipped.score > 0.05
        assert flipped.compared == len(others)


def test_a_mirrored_series_has_mirrored_answers(series: list[Image], details: list[Detail]) -> None:
    """All photos of a front camera are mirrored alike: none of them is against its series."""
    all_mirrored = [detail_of(mirrored(image)) for image in series]
    assert not detect(all_mirrored[0], all_mirrored[1:]).suspected
    assert detect(details[0], all_mirrored[1:]).suspected


def test_the_fewer_there_are_the_clearer_it_must_be(series: list[Image], details: list[Detail]) -> None:
    flipped = detail_of(mirrored(series[0]))
    alone = detect(flipped, details[1:2])
    assert alone.score > 0
    assert not alone.suspected
    assert detect(flipped, details[1:3]).suspected
    nothing = detect(flipped, [])
    assert (nothing.score, nothing.compared, nothing.suspected) == (0.0, 0, False)
    assert list(THRESHOLDS.values()) == sorted(THRESHOLDS.values(), reverse=True)


def test_no_more_than_stated_are_compared_and_the_answer_is_the_same_twice(details: list[Detail]) -> None:
    many = details[1:] * 4
    report = detect(details[0], many)
    assert report.compared == MAX_COMPARED
    assert report == detect(details[0], many)


def test_two_turned_heads_are_compared_in_a_turned_series_alone(details: list[Detail]) -> None:
    def with_yaw(yaw: float) -> Detail:
        return Detail(contrast=details[0].contrast, yaw=yaw)

    photo, far = with_yaw(FACING + 3), FACING + 4
    assert detect(photo, [with_yaw(-far), with_yaw(far)] * 3).compared == 0
    assert detect(photo, [with_yaw(0.0)] * 4 + [with_yaw(-far)] * 2).compared == 4
    assert detect(photo, [with_yaw(far)] * 6).compared == 6
    assert detect(photo, [with_yaw(-far)] * 6).compared == 6


def test_a_symmetric_face_says_nothing(details: list[Detail]) -> None:
    even = details[0].contrast // 2 + details[0].contrast[:, ::-1] // 2
    report = detect(Detail(contrast=even, yaw=0.0), [Detail(contrast=even, yaw=0.0)] * 5)
    assert report.score == pytest.approx(0.0, abs=1e-3)
    assert not report.suspected


def test_what_is_kept_of_a_photo_comes_back(details: list[Detail]) -> None:
    again = Detail.from_bytes(details[0].to_bytes())
    assert (again.contrast == details[0].contrast).all()
    assert again.yaw == pytest.approx(details[0].yaw, abs=1e-4)
    with pytest.raises(ValueError, match="bytes"):
        Detail.from_bytes(b"short")


if not MISSING:

    @pytest.mark.parametrize("person", ["angela_merkel", "pexels_fixed_camera_video"])
    def test_real_photos_of_one_person_are_told_from_their_flipped_copies(person: str) -> None:
        """Each against all the others, photos years apart and frames of one film."""
        images = []
        for path in sorted((FACES / "same_person_over_time" / person).glob("*.jpg")):
            with path.open("rb") as stream:
                image = decode(stream)
            assert isinstance(image, np.ndarray)
            if isinstance(analyse(image, face_detector()), Analysis):
                images.append(image)
        kept = [detail_of(image) for image in images]
        others = [kept[:index] + kept[index + 1 :] for index in range(len(kept))]
        assert not [i for i, found in enumerate(kept) if detect(found, others[i]).suspected]
        flipped = [detect(detail_of(mirrored(image)), others[i]).suspected for i, image in enumerate(images)]
        assert sum(flipped) >= 0.9 * len(flipped)
