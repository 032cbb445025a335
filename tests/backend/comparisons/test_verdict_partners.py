"""The most comparable photo near a date: by verdict and days alone, whatever the length of the series."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.common.localtime import LocalTime
from backend.photos.models import Alignment, Photo, Series

START = LocalTime.parse("2026-03-12T08:00:00").local
QUALITY: dict[str, Any] = {
    "version": "2",
    "interocular_px": 500.0,
    "sharpness": 0.6,
    "eye_opening": 0.08,
    "mouth_opening": 0.01,
    "expression": {
        "smile": 0.05, "mouth_corners_down": 0.0, "brows_raised": 0.1, "brows_lowered": 0.1, "squint": 0.2,
        "jaw_open": 0.0, "lips_pursed": 0.1,
    },
    "light_patches": [0.1, 0.2, 0.1, 0.0, -0.1, -0.1, 0.0, -0.1, -0.1],
    "reasons": [],
    "camera": None,
}  # fmt: skip


class Record:
    """Photos of one person with reports that nobody had to take."""

    def __init__(self, user: User) -> None:
        self.subject = user.subjects.get()
        self.series = Series.objects.create(subject=self.subject, view="frontal")
        self.count = 0

    def rows(self, day: int, yaw: float) -> tuple[Photo, Alignment]:
        self.count += 1
        photo = Photo(
            subject=self.subject, series=self.series, state="aligned", taken_local=START + timedelta(days=day),
            taken_source="exif", sha256=str(self.count).zfill(64), bytes=1, media_type="image/jpeg",
            width=3024, height=4032,
        )  # fmt: skip
        alignment = Alignment(
            photo=photo, matrix=[[1, 0, 0], [0, 1, 0]], interocular_px=500, residual_iod=0.01,
            pose={"yaw": yaw, "pitch": 0.0, "roll": 0.0}, quality=QUALITY,
            light={"skin": [0.3, 0.2, 0.15], "background": None},
        )  # fmt: skip
        return photo, alignment

    def add(self, day: int, yaw: float = 0.0) -> str:
        photo, alignment = self.rows(day, yaw)
        photo.save()
        alignment.save()
        return str(photo.pk)

    def add_many(self, turns: dict[int, float]) -> None:
        rows = [self.rows(day, yaw) for day, yaw in turns.items()]
        Photo.objects.bulk_create([photo for photo, _ in rows], batch_size=500)
        Alignment.objects.bulk_create([alignment for _, alignment in rows], batch_size=500)


@pytest.fixture
def record(alice: User) -> Record:
    return Record(alice)


def partners(client: APIClient, photo: str, **query: Any) -> Any:
    answer = client.get("/api/v1/comparisons/partners/", {"photo": photo, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_most_comparable_comes_first_then_the_nearest(as_alice: APIClient, record: Record) -> None:
    first = record.add(0)
    turned, near, far, away = record.add(84, yaw=12), record.add(80), record.add(64), record.add(500)
    other_view = record.add(84)
    Photo.objects.filter(pk=other_view).update(
        series=Series.objects.create(subject=record.subject, view="lateral_left")
    )
    told = partners(as_alice, first, days=84)
    assert told["near"] == str((START + timedelta(days=84)).date())
    assert [one["photo"]["id"] for one in told["partners"]] == [near, far, turned]
    assert [one["verdict"] for one in told["partners"]] == ["good", "good", "not_comparable"]
    assert [one["days_off"] for one in told["partners"]] == [4, 20, 0]
    assert [one["days_apart"] for one in told["partners"]] == [80, 64, 84]
    assert away not in str(told)
    assert first not in [one["photo"]["id"] for one in told["partners"]]


def test_a_small_turn_gives_way_to_a_photo_of_the_day_before(as_alice: APIClient, record: Record) -> None:
    first = record.add(0)
    turned, straight = record.add(84, yaw=2.5), record.add(83, yaw=0.1)
    found = partners(as_alice, first, near=str((START + timedelta(days=84)).date()))["partners"]
    assert [one["photo"]["id"] for one in found] == [straight, turned]


def test_looking_back_says_of_the_later_photo_how_it_differs(as_alice: APIClient, record: Record) -> None:
    earlier, later = record.add(0), record.add(84, yaw=5)
    (back,) = partners(as_alice, later, days=-84)["partners"]
    (ahead,) = partners(as_alice, earlier, days=84)["partners"]
    for one in (back, ahead):
        assert [(reason["code"], reason["direction"]) for reason in one["reasons"][:1]] == [("yaw", "left")]


def test_a_photo_that_cannot_be_compared_comes_with_one_that_can(as_alice: APIClient, record: Record) -> None:
    first, turned, straight = record.add(0), record.add(84, yaw=20), record.add(90)
    answer = as_alice.get("/api/v1/comparisons/", {"before": first, "after": turned}).json()
    assert answer["verdict"] == "not_comparable"
    assert answer["instead"]["id"] == straight
    assert answer["counts"] == {"photos_of_view": 3, "comparable": 1}


@pytest.mark.parametrize("query", [{}, {"days": 84, "near": "2026-06-04"}, {"near": "soon"}, {"days": 10**9}])
def test_one_date_is_asked_for(as_alice: APIClient, record: Record, query: dict[str, Any]) -> None:
    answer = as_alice.get("/api/v1/comparisons/partners/", {"photo": record.add(0), **query})
    assert answer.status_code == 400


def test_the_ends_of_the_calendar_are_dates_too(as_alice: APIClient, record: Record) -> None:
    first = record.add(0)
    for near in (date.min, date.max):
        assert partners(as_alice, first, near=str(near))["partners"] == []


def test_ten_thousand_photos_cost_no_more_queries_and_little_time(
    as_alice: APIClient, record: Record, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = record.add(0)
    record.add_many({day: (day % 40) / 4 - 5 for day in range(1, 10_000)})
    with django_assert_max_num_queries(9):
        partners(as_alice, first, days=84)
    # The processor's seconds: a busy machine is no defect.
    started = time.process_time()
    told = partners(as_alice, first, days=84)
    assert time.process_time() - started < 1.0
    assert len(told["partners"]) == 12
    with django_assert_max_num_queries(14):
        pair = {"before": first, "after": told["partners"][0]["photo"]["id"]}
        started = time.perf_counter()
        answer = as_alice.get("/api/v1/comparisons/", pair).json()
    print(f"verdict among 10,000 photos: {time.perf_counter() - started:.2f} s")
    assert answer["counts"]["photos_of_view"] == 10_000
    assert 0 < answer["counts"]["comparable"] < 10_000
