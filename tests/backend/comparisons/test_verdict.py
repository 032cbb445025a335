"""The verdict on a pair, from the upload to the answer."""

import io
import uuid
from typing import Any

import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests.conftest import RunJobs, Upload, as_jpeg, astronaut

DAYS = ("2026:03:12 08:30:00", "2026:06:04 08:31:00")


def shot(*, taken: str, angle: float = 0.0, size: int = 512, brightness: float = 1.0, blur: float = 0.0) -> bytes:
    """The portrait in a frame of 1200 × 1200: turned in its plane, nearer or farther, brighter, blurred."""
    turned = astronaut().rotate(angle, Image.Resampling.BICUBIC).resize((2 * size, 2 * size))
    if blur:
        turned = turned.filter(ImageFilter.GaussianBlur(blur))
    frame = Image.new("RGB", (1200, 1200), (150, 150, 155))
    frame.paste(ImageEnhance.Brightness(turned).enhance(brightness), (20, 20))
    return as_jpeg(frame, taken=taken)


def verdict(client: APIClient, before: str, after: str) -> Any:
    answer = client.get("/api/v1/comparisons/", {"before": before, "after": after})
    assert answer.status_code == 200, answer.content
    return answer.json()


def reasons(answer: Any, *, of: str = "reasons") -> dict[str, Any]:
    return {reason["code"]: reason for reason in answer[of]}


@pytest.fixture
def pair(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> Any:
    def made(*contents: bytes, **fields: str) -> list[str]:
        ids = [upload(as_alice, content, **fields).json()["id"] for content in contents]
        run_jobs()
        return ids

    return made


def test_the_same_face_taken_alike_on_two_days_is_comparable(as_alice: APIClient, pair: Any) -> None:
    before, after = pair(shot(taken=DAYS[0]), shot(taken=DAYS[1], size=508))
    answer = verdict(as_alice, before, after)
    assert answer["verdict"] == "good", answer["reasons"]
    assert answer["days_apart"] == 84
    assert answer["same_day"] is False
    assert answer["counts"] == {"photos_of_view": 2, "comparable": 1}
    assert answer["instead"] is None
    # What the files do not tell is said as unknown, not as equal.
    assert {code: reason["level"] for code, reason in reasons(answer).items()} == {"camera": "unknown"}
    alike = reasons(answer, of="within")
    assert {"yaw", "pitch", "distance", "light", "smile", "eyes", "mouth", "sharpness", "flip"} <= set(alike)
    assert alike["yaw"]["value"] < alike["yaw"]["caution"] < alike["yaw"]["not_comparable"]


def test_a_step_back_is_told_with_its_size_and_direction(as_alice: APIClient, pair: Any) -> None:
    before, after = pair(shot(taken=DAYS[0]), shot(taken=DAYS[1], size=478))
    answer = verdict(as_alice, before, after)
    assert answer["verdict"] == "caution"
    distance = reasons(answer)["distance"]
    assert (distance["level"], distance["unit"], distance["direction"]) == ("caution", "percent", "farther")
    assert distance["value"] == pytest.approx(100 * (512 / 478 - 1), abs=2)
    there = reasons(verdict(as_alice, after, before))["distance"]
    assert there["direction"] == "closer"


def test_the_sharpness_of_one_picture_alone_is_named(as_alice: APIClient, pair: Any) -> None:
    before, after = pair(shot(taken=DAYS[0]), shot(taken=DAYS[1], blur=6))
    told = reasons(verdict(as_alice, before, after))
    assert told["sharpness"]["direction"] == "less"
    assert told["sharpness"]["level"] in {"caution", "not_comparable"}


def test_two_views_cannot_be_compared(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    before = upload(as_alice, shot(taken=DAYS[0])).json()["id"]
    after = upload(as_alice, shot(taken=DAYS[1]), view="oblique_left").json()["id"]
    run_jobs()
    answer = verdict(as_alice, before, after)
    assert answer["verdict"] == "not_comparable"
    assert list(reasons(answer)) == ["view"]


def test_a_mirrored_photo_cannot_be_compared_until_it_is_said_to_be_one(as_alice: APIClient, pair: Any) -> None:
    plain_one = Image.open(io.BytesIO(shot(taken=DAYS[0], angle=1, size=505)))
    mirrored = as_jpeg(ImageOps.mirror(plain_one), taken="2026:03:06 08:00:00")
    plain = [
        shot(taken=f"2026:03:{day:02} 08:00:00", angle=angle, size=size)
        for day, angle, size in ((1, 0, 512), (2, 3, 500), (3, -4, 510), (4, 2, 505), (5, -2, 515))
    ]
    ids = pair(*plain, mirrored)
    answer = verdict(as_alice, ids[0], ids[-1])
    assert answer["verdict"] == "not_comparable"
    assert reasons(answer)["flip"]["direction"] == "after"
    assert answer["instead"]["id"] in ids[1:5]


def test_same_day_photos_are_labelled_and_sessions_counted(as_alice: APIClient, pair: Any) -> None:
    session = {"started_at": "2026-03-12T19:00:00", "modality": "other", "minutes": 5}
    as_alice.post("/api/v1/sessions/", {"id": str(uuid.uuid4()), **session})
    before, after = pair(shot(taken="2026:03:12 08:00:00"), shot(taken="2026:03:12 21:00:00", size=510))
    answer = verdict(as_alice, before, after)
    assert answer["same_day"] is True
    assert answer["verdict"] == "good", "what a note says changes nothing about the verdict"
    notes = {code: reason["level"] for code, reason in reasons(answer).items() if reason["level"] == "note"}
    assert notes == {"same_day": "note", "after_session": "note"}
    told = reasons(answer)["after_session"]
    assert (told["value"], told["unit"], told["direction"]) == (2.0, "hours", "after")
    assert answer["hours_since_session"] == {"before": None, "after": 2.0}


def test_another_camera_is_told_and_then_the_distance_is_not_known(as_alice: APIClient, pair: Any) -> None:
    def with_camera(content: bytes, model: str) -> bytes:
        picture, target = Image.open(io.BytesIO(content)), io.BytesIO()
        exif = picture.getexif()
        exif[0x010F], exif[0x0110] = "Maker", model
        picture.save(target, "JPEG", quality=90, exif=exif)
        return target.getvalue()

    one, other = shot(taken=DAYS[0]), shot(taken=DAYS[1], size=508)
    before, after = pair(with_camera(one, "Phone 1"), with_camera(other, "Phone 2"))
    told = reasons(verdict(as_alice, before, after))
    assert told["camera"]["level"] == "caution"
    assert (told["distance"]["level"], told["distance"]["value"]) == ("unknown", None)
    again, later = pair(
        with_camera(shot(taken="2026:03:13 08:30:00"), "Phone 3"),
        with_camera(shot(taken="2026:06:05 08:30:00", size=508), "Phone 3"),
    )
    assert "camera" in reasons(verdict(as_alice, again, later), of="within")


def test_only_aligned_photos_are_compared(as_alice: APIClient, upload: Upload) -> None:
    waiting = upload(as_alice).json()["id"]
    answer = as_alice.get("/api/v1/comparisons/", {"before": waiting, "after": waiting})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_aligned")


def test_a_pair_needs_two_ids(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/comparisons/", {"before": "nothing"})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"before", "after"}


def test_a_strangers_photo_ends_it(as_alice: APIClient, as_bob: APIClient, pair: Any, upload: Upload) -> None:
    (before,) = pair(shot(taken=DAYS[0]))
    theirs = upload(as_bob, shot(taken=DAYS[1])).json()["id"]
    for client in (as_alice, as_bob):
        assert client.get("/api/v1/comparisons/", {"before": before, "after": theirs}).status_code == 404


def test_a_verdict_takes_the_same_few_queries(
    as_alice: APIClient, pair: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ids = pair(*(shot(taken=f"2026:03:{day:02} 08:00:00", size=512 - 2 * day) for day in (1, 2, 3, 4)))
    with django_assert_max_num_queries(12):
        verdict(as_alice, ids[0], ids[-1])
