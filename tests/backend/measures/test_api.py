"""Charts, changes and sittings over HTTP."""

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.events.models import Event
from backend.measures.charts import sittings_needed
from backend.measures.models import Measurement
from backend.photos.models import Photo
from backend.sessionlog.models import TreatmentSession
from ml.noise import noise_floor
from ml.vocabulary import Measure
from tests.backend.measures.conftest import CALM, SMILING, START, AddPhoto, only

WIDTH, MOUTH, JAW = "face_width", "mouth_corner_left", "jaw_angle_left"


def measures(client: APIClient, **query: Any) -> Any:
    answer = client.get("/api/v1/measures/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def changes(client: APIClient, before: Photo, after: Photo) -> Any:
    return client.get("/api/v1/measures/changes/", {"before": str(before.pk), "after": str(after.pk)})


def test_lengths_are_told_in_millimetres_with_what_the_iris_leaves_open(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    add_photo(alice, 0, {WIDTH: 2.0, JAW: 30.0}, mm_per_iod=60)
    add_photo(alice, 1, {WIDTH: 2.1, JAW: 31.0}, mm_per_iod=62)
    answer = measures(as_alice)
    assert answer["scale"] == {"mm_per_iod": 61.0, "sd": 2.5}, "one scale for all photos: it does not blur changes"
    width = only(answer, WIDTH)
    assert (width["unit"], width["verified"]) == ("mm", True)
    assert [point["value"] for point in width["points"]] == pytest.approx([122.0, 128.1])
    assert [point["sd"] for point in width["points"]] == pytest.approx([5.0, 5.25])
    assert [point["iod"] for point in width["points"]] == [2.0, 2.1]
    jaw = only(answer, JAW)
    assert [(point["value"], point["sd"], point["iod"]) for point in jaw["points"]] == [
        (30.0, None, None),
        (31.0, None, None),
    ]
    assert jaw["unit"] == "degree"


def test_the_floor_is_typical_until_ones_own_sittings_have_the_say(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    needed = sittings_needed(Measure.FACE_WIDTH)
    luck = random.Random(1)
    sittings: list[list[float]] = []
    for day in range(needed):
        if day == needed - 1:
            assert only(measures(as_alice), WIDTH)["floor"]["personal"] is False
        sittings.append([luck.gauss(2, 0.02) for _ in range(2)])
        for minute, value in enumerate(sittings[-1]):
            add_photo(alice, day + minute / 1440, {WIDTH: value})
    floor = only(measures(as_alice), WIDTH)["floor"]
    assert (floor["personal"], floor["sittings"], floor["needed"]) == (True, needed, needed)
    assert floor["mdc"] == pytest.approx(noise_floor(Measure.FACE_WIDTH, sittings).mdc * 60)


def test_a_smile_stands_apart_where_the_measure_hangs_on_it(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    add_photo(alice, 0, {MOUTH: 0.8, WIDTH: 2.0})
    add_photo(alice, 1, {MOUTH: 0.6, WIDTH: 2.0}, expression=SMILING)
    add_photo(alice, 2, {MOUTH: 0.8, WIDTH: 2.0}, expression=None)
    mouth = only(measures(as_alice), MOUTH)
    assert [point["comparable"] for point in mouth["points"]] == [True, False, False]
    assert mouth["floor"]["sittings"] == 1


def test_photos_soon_after_a_session_are_labelled_and_do_not_count_unless_asked(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    for day in range(4):
        add_photo(alice, day, {WIDTH: 2.0})
    TreatmentSession.objects.create(
        subject=alice.subjects.get(), started_local=START.replace(day=3, hour=7), modality="other", minutes=5
    )
    answer = measures(as_alice)
    assert [photo["same_day"] for photo in answer["photos"]] == [False, False, True, False]
    assert [photo["hours_since_session"] for photo in answer["photos"]] == [None, None, 1.0, 25.0]
    assert (only(answer, WIDTH)["floor"]["sittings"], only(answer, WIDTH)["trend"]["days"]) == (3, 3)
    assert answer["sessions"] == ["2026-03-03T07:00:00"]
    assert only(measures(as_alice, same_day=True), WIDTH)["floor"]["sittings"] == 4


def test_what_else_happened_between_the_photos_stands_beside_them(
    alice: User, bob: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    for day in (2, 5):
        add_photo(alice, day, {WIDTH: 2.0})
    for user, day, kind in ((alice, 1, "dental"), (alice, 5, "filler"), (alice, 2, "new_camera"), (bob, 3, "illness")):
        Event.objects.create(
            subject=user.subjects.get(), happened_local=START.replace(hour=0) + timedelta(days=day), whole_day=True,
            kind=kind, notes="for the timeline alone",
        )  # fmt: skip
    told = measures(as_alice)["events"]
    first = START.date() + timedelta(days=2)
    assert [(one["happened_at"], one["kind"]) for one in told] == [
        (str(first), "new_camera"),
        (str(first + timedelta(days=3)), "filler"),
    ]
    assert told[0].keys() == {"id", "happened_at", "kind"}


def test_a_slow_drift_is_a_trend_and_says_nothing_more(alice: User, as_alice: APIClient, add_photo: AddPhoto) -> None:
    for day in range(0, 120, 4):
        add_photo(alice, day, {WIDTH: 2.0 + day * 0.005, JAW: 30.0})
    answer = measures(as_alice)
    trend = only(answer, WIDTH)["trend"]
    assert trend["per_30_days"] == pytest.approx(0.15 * 60)
    assert trend["low"] < trend["per_30_days"] < trend["high"]
    assert trend["exceeds"] is True
    assert only(answer, JAW)["trend"]["exceeds"] is False


def test_one_measure_alone_is_held_to_the_same_bar(alice: User, as_alice: APIClient, add_photo: AddPhoto) -> None:
    for day in range(5):
        add_photo(alice, day, {WIDTH: 2.0 + day / 100, JAW: 30.0, MOUTH: 0.7})
    alone = measures(as_alice, measure=WIDTH)
    assert [one["measure"] for one in alone["measures"]] == [WIDTH]
    assert alone["measures"][0] == only(measures(as_alice), WIDTH)


def test_an_empty_record_and_what_is_not_measured_yet(alice: User, as_alice: APIClient, add_photo: AddPhoto) -> None:
    empty = measures(as_alice)
    assert (empty["measures"], empty["photos"], empty["reference"], empty["scale"]) == ([], [], None, None)
    add_photo(alice, 0, None)
    assert measures(as_alice)["pending"] == 1
    add_photo(alice, 1, {})
    assert measures(as_alice)["pending"] == 1, "a photo that tells nothing waits for nothing"


def test_what_was_measured_against_another_baseline_waits(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    photo = add_photo(alice, 0, {WIDTH: 2.0})
    add_photo(alice, 1, {WIDTH: 2.0})
    Measurement.objects.filter(alignment__photo=photo).update(baseline=uuid.uuid4())
    answer = measures(as_alice)
    assert (answer["pending"], len(answer["photos"])) == (1, 1)


def test_a_change_within_the_noise_and_one_beyond_it(alice: User, as_alice: APIClient, add_photo: AddPhoto) -> None:
    third = "lower_third"
    before = add_photo(alice, 0, {WIDTH: 2.0, third: 1.0, JAW: 30.0, MOUTH: 0.7})
    after = add_photo(alice, 30, {WIDTH: 2.01, third: 1.2, JAW: 60.0, MOUTH: 0.5}, expression=SMILING | {"smile": 0.2})
    answer = changes(as_alice, before, after).json()
    found = {one["measure"]: one for one in answer["changes"]}
    assert answer["looked_at"] == 3
    assert found[WIDTH]["value"] == pytest.approx(0.6)
    assert (found[WIDTH]["exceeds"], found[third]["exceeds"]) == (False, True)
    assert found[JAW]["value_iod"] is None
    assert {one["personal"] for one in answer["changes"]} == {False}
    assert answer["left_out"] == [{"measure": MOUTH, "reason": "expression"}]
    back = {one["measure"]: one for one in changes(as_alice, after, before).json()["changes"]}
    assert back[WIDTH]["value"] == pytest.approx(-found[WIDTH]["value"])


def test_a_measure_that_is_not_verified_never_tells_a_change(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    dark = "under_eye_darkness_left"
    photos = [add_photo(alice, day, {WIDTH: 2.0 + day / 50, dark: day / 2}) for day in range(0, 60, 3)]
    found = {one["measure"]: one for one in changes(as_alice, photos[0], photos[-1]).json()["changes"]}
    assert abs(found[dark]["value"]) > found[dark]["mdc"]
    assert (found[dark]["verified"], found[dark]["exceeds"]) == (False, False)
    assert (found[WIDTH]["verified"], found[WIDTH]["exceeds"]) == (True, True)
    trends = {code: only(measures(as_alice), code)["trend"] for code in (WIDTH, dark)}
    assert trends[dark]["low"] > 0
    assert (trends[WIDTH]["exceeds"], trends[dark]["exceeds"]) == (True, False)


def test_the_photos_of_a_sitting_are_averaged_and_lower_the_bar(
    alice: User, as_alice: APIClient, add_photo: AddPhoto
) -> None:
    first = [add_photo(alice, minute / 1440, {WIDTH: 2.0 + minute / 100}) for minute in range(3)]
    second = [add_photo(alice, 30 + minute / 1440, {WIDTH: 2.2}) for minute in range(3)]
    change = changes(as_alice, first[0], second[0]).json()["changes"][0]
    assert change["value"] == pytest.approx((2.2 - 2.01) * 60)
    assert (change["before_photos"], change["after_photos"]) == (3, 3)
    within = changes(as_alice, first[0], first[2]).json()
    assert within["one_sitting"] is True
    assert within["changes"][0]["value"] == pytest.approx(0.02 * 60)
    assert within["changes"][0]["mdc"] > change["mdc"]


@pytest.mark.parametrize(("code", "status"), [("not_one_view", 400), ("not_measured", 409)])
def test_pairs_that_cannot_be_compared(
    alice: User, as_alice: APIClient, add_photo: AddPhoto, code: str, status: int
) -> None:
    one = add_photo(alice, 0, {WIDTH: 2.0})
    other = add_photo(alice, 1, {WIDTH: 2.0} if code == "not_one_view" else None,
                      view="lateral_left" if code == "not_one_view" else "frontal")  # fmt: skip
    answer = changes(as_alice, one, other)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_sitting_by_hand(alice: User, as_alice: APIClient, add_photo: AddPhoto) -> None:
    photos = [add_photo(alice, day, {WIDTH: 2.0}) for day in (0, 0.1, 0.2)]
    ids, sitting = [str(photo.pk) for photo in photos], uuid.uuid4()
    address = f"/api/v1/measures/sittings/{sitting}/"

    def sittings() -> list[str]:
        return [photo["sitting"] for photo in measures(as_alice)["photos"]]

    assert len(set(sittings())) == 3
    for _ in range(2):
        answer = as_alice.put(address, {"photos": ids[:2]})
        assert (answer.status_code, answer.json()) == (200, {"id": str(sitting), "photos": ids[:2]})
        assert sittings() == [str(sitting), str(sitting), ids[2]]
    as_alice.put(address, {"photos": ids[1:]})
    assert sittings() == [ids[0], str(sitting), str(sitting)], "what is no longer named has left"
    assert as_alice.delete(address).status_code == 204
    assert sittings() == ids
    assert as_alice.delete(address).status_code == 404


def test_a_photo_taken_out_of_its_sitting(alice: User, as_alice: APIClient, add_photo: AddPhoto) -> None:
    photos = [add_photo(alice, minute / 1440, {WIDTH: 2.0}) for minute in range(3)]
    as_alice.put(f"/api/v1/measures/sittings/{uuid.uuid4()}/", {"photos": [photos[1].pk]})
    found = [photo["sitting"] for photo in measures(as_alice)["photos"]]
    assert found[0] == found[2] != found[1]


def test_a_sitting_is_of_one_view_and_of_ones_own_photos(
    alice: User, bob: User, as_alice: APIClient, as_bob: APIClient, add_photo: AddPhoto
) -> None:
    mine, profile = add_photo(alice, 0, {}), add_photo(alice, 0, {}, view="lateral_left")
    theirs = add_photo(bob, 0, {})
    address = f"/api/v1/measures/sittings/{uuid.uuid4()}/"
    assert as_alice.put(address, {"photos": [mine.pk, profile.pk]}).json()["code"] == "not_one_view"
    assert as_alice.put(address, {"photos": [mine.pk, theirs.pk]}).status_code == 404
    assert as_alice.put(address, {"photos": []}).status_code == 400
    assert as_alice.put(address, {"photos": [mine.pk]}).status_code == 200
    assert as_bob.put(address, {"photos": [theirs.pk]}).status_code == 404, "the sitting is alice's"
    assert as_bob.delete(address).status_code == 404


@pytest.mark.parametrize("count", [2, 40])
def test_the_number_of_queries_does_not_grow(
    alice: User, as_alice: APIClient, add_photo: AddPhoto, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    photos = [add_photo(alice, day, {WIDTH: 2.0, JAW: 30.0}, expression=CALM) for day in range(count)]
    for day in range(count):
        TreatmentSession.objects.create(
            subject=alice.subjects.get(), started_local=START.replace(day=1 + day % 28), modality="other", minutes=5
        )
        Event.objects.create(
            subject=alice.subjects.get(), happened_local=START.replace(day=1 + day % 28), whole_day=True, kind="other"
        )
    with django_assert_num_queries(8):  # session, account, subject, photos, two of the clock, sessions, events
        measures(as_alice)
    # Session, account, both photos with renditions, photos, two of the clock, and whose they are.
    with django_assert_num_queries(10):
        assert changes(as_alice, photos[0], photos[-1]).status_code == 200
