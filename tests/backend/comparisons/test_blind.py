"""Blind rounds: nothing is given away, each answer counts once, and the tally is told at the end."""

import uuid
from collections import Counter
from datetime import datetime, timedelta
from math import comb
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from backend.comparisons.chance import interval
from backend.comparisons.models import BlindRound, BlindTrial
from backend.comparisons.pairs import draw_round
from backend.photos.models import Photo
from ml.vocabulary import BLIND_TRIALS, VerdictLevel
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut, photo_json

LIST = "/api/v1/blind-rounds/"
FIRST = datetime(2026, 1, 1, 8)  # noqa: DTZ001 (wall time)


@pytest.fixture
def photos(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> list[Any]:
    """Eight photos of one face, ten days apart, all alike but for their files."""
    image = astronaut()
    ids = []
    for number in range(8):
        taken = (FIRST + number * timedelta(days=10)).strftime("%Y:%m:%d %H:%M:%S")
        ids.append(upload(as_alice, as_jpeg(image, taken=taken, quality=90 - number)).json()["id"])
    run_jobs()
    return [photo_json(as_alice, photo_id) for photo_id in ids]


def start(client: APIClient, photos: list[Any], **values: Any) -> Any:
    return client.post(LIST, {"id": str(uuid.uuid4()), "series": photos[0]["series"], **values})


def answer(client: APIClient, trial: Any, choice: str) -> Any:
    return client.put(f"/api/v1/blind-trials/{trial['id']}/answer/", {"choice": choice})


def test_a_round_asks_about_pairs_far_apart_and_each_photo_once(as_alice: APIClient, photos: list[Any]) -> None:
    made = start(as_alice, photos, days_apart=20)
    assert made.status_code == 201
    found = made.json()
    assert (found["state"], found["answered_count"], found["result"]) == ("open", 0, None)
    assert found["trial_count"] == len(found["trials"]) >= 3
    used = []
    for trial in BlindTrial.objects.select_related("photo_a", "photo_b"):
        assert abs(trial.photo_a.taken_local - trial.photo_b.taken_local) >= timedelta(days=20)
        used += [trial.photo_a_id, trial.photo_b_id]
    assert len(used) == len(set(used))


def test_nothing_gives_the_answer_away_before_the_end(as_alice: APIClient, photos: list[Any]) -> None:
    made = start(as_alice, photos)
    trials = made.json()["trials"]
    said = [made.content.decode(), answer(as_alice, trials[0], "a").content.decode()]
    said.append(as_alice.get(f"{LIST}{made.json()['id']}/").content.decode())
    said.append(as_alice.get(LIST).content.decode())
    for trial in trials:
        for address in trial["pictures"].values():
            picture = as_alice.get(address)
            content = b"".join(picture.streaming_content)  # type: ignore[attr-defined]
            assert content[:2] == b"\xff\xd8"
            # No metadata: a JFIF header and nothing else before the tables.
            assert b"Exif" not in content[:200]
            said.append(f"{address} {picture.headers}")
            assert not {"ETag", "Last-Modified"} & set(picture.headers)
            assert picture["Cache-Control"] == "private, no-store"
    secrets = [photo["id"] for photo in photos] + [photo["taken_at"][:10] for photo in photos]
    secrets += [rendition["url"].split("v=")[-1] for photo in photos for rendition in photo["renditions"]]
    assert len(secrets) > 30
    assert [secret for secret in secrets for text in said if secret in text] == []


def test_the_result_is_told_when_all_is_answered_and_not_before(as_alice: APIClient, photos: list[Any]) -> None:
    made = start(as_alice, photos, days_apart=7).json()
    later = {str(trial.pk): trial.later for trial in BlindTrial.objects.select_related("photo_a", "photo_b")}
    wrong = {"a": "b", "b": "a"}
    choices: list[str] = [later[trial["id"]].value for trial in made["trials"]]
    choices[0] = "cannot_tell"
    choices[1] = wrong[choices[1]]
    last: Any = None
    for trial, choice in zip(made["trials"], choices, strict=True):
        so_far = as_alice.get(f"{LIST}{made['id']}/").json()
        assert so_far["result"] is None
        assert [one["reveal"] for one in so_far["trials"]] == [None] * len(choices)
        last = answer(as_alice, trial, choice).json()
    count = len(choices)
    result = last["result"]
    assert (last["state"], last["answered_count"]) == ("finished", count)
    assert (result["right"], result["answered"], result["cannot_tell"]) == (count - 2, count - 1, 1)
    assert (result["by_guessing"], (result["low"], result["high"])) == ((count - 1) / 2, interval(count - 2, count - 1))
    dates = {photo["id"]: photo["taken_at"] for photo in photos}
    for trial, choice in zip(last["trials"], choices, strict=True):
        reveal = trial["reveal"]
        assert (trial["choice"], reveal["later"]) == (choice, later[trial["id"]])
        assert {reveal[letter]["id"]: reveal[letter]["taken_at"][:19] for letter in "ab"} == {
            reveal[letter]["id"]: dates[reveal[letter]["id"]][:19] for letter in "ab"
        }


def test_a_round_of_nothing_but_cannot_tell_has_no_share(as_alice: APIClient, photos: list[Any]) -> None:
    last: Any = None
    for trial in start(as_alice, photos).json()["trials"]:
        last = answer(as_alice, trial, "cannot_tell").json()
    assert last["result"] == {
        "right": 0,
        "answered": 0,
        "cannot_tell": last["trial_count"],
        "by_guessing": 0.0,
        "low": None,
        "high": None,
    }


def test_an_answer_counts_once_and_the_first_one(as_alice: APIClient, photos: list[Any]) -> None:
    trials = start(as_alice, photos).json()["trials"]
    first = answer(as_alice, trials[0], "a").json()
    assert answer(as_alice, trials[0], "a").json() == first
    other = answer(as_alice, trials[0], "b")
    assert (other.status_code, other.json()["code"]) == (409, "already_answered")
    assert first["answered_count"] == 1
    last: Any = None
    for trial in trials[1:]:
        last = answer(as_alice, trial, "b")
    again = answer(as_alice, trials[-1], "b")
    assert (again.status_code, again.json()) == (200, last.json())
    assert answer(as_alice, trials[1], "sometimes").status_code == 400


def test_the_same_id_again_gives_the_first_round(
    as_alice: APIClient, as_bob: APIClient, photos: list[Any], upload: Upload, run_jobs: RunJobs
) -> None:
    first = start(as_alice, photos).json()
    again = start(as_alice, photos, id=first["id"], days_apart=60)
    assert (again.status_code, again.json()) == (200, first)
    assert start(as_bob, photos, id=first["id"]).status_code == 404
    theirs = upload(as_bob).json()
    run_jobs()
    clash = start(as_bob, [theirs], id=first["id"])
    assert (clash.status_code, clash.json()["code"]) == (409, "id_conflict")


def test_too_few_pairs_are_said_in_words(as_alice: APIClient, photos: list[Any]) -> None:
    refused = start(as_alice, photos, days_apart=69)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_few_pairs")
    assert BlindRound.objects.count() == 0
    assert start(as_alice, photos, days_apart=1).status_code == 400


def test_a_photo_without_a_date_of_its_own_is_not_asked_about(as_alice: APIClient, photos: list[Any]) -> None:
    undated = photos[0]["id"]
    Photo.objects.filter(pk=undated).update(taken_source="received")
    start(as_alice, photos, days_apart=7)
    assert undated not in [str(pk) for trial in BlindTrial.objects.all() for pk in (trial.photo_a_id, trial.photo_b_id)]


def test_deleting_a_photo_ends_the_open_rounds_that_ask_about_it(as_alice: APIClient, photos: list[Any]) -> None:
    held = start(as_alice, photos).json()
    trial = BlindTrial.objects.filter(round=held["id"]).first()
    assert trial is not None
    as_alice.delete(f"/api/v1/photos/{trial.photo_a_id}/")
    after = as_alice.get(f"{LIST}{held['id']}/").json()
    assert (after["state"], after["trials"], after["result"]) == ("ended", [], None)
    gone = answer(as_alice, held["trials"][0], "a")
    assert gone.status_code == 404
    assert as_alice.get(held["trials"][0]["pictures"]["a"]).status_code == 404


def test_a_tally_outlives_its_photos(as_alice: APIClient, photos: list[Any]) -> None:
    last: Any = None
    for trial in start(as_alice, photos).json()["trials"]:
        last = answer(as_alice, trial, "a").json()
    as_alice.delete(f"/api/v1/photos/{last['trials'][0]['reveal']['a']['id']}/")
    after = as_alice.get(f"{LIST}{last['id']}/").json()
    assert (after["state"], after["result"]) == ("finished", last["result"])
    assert len(after["trials"]) == len(last["trials"]) - 1


def test_a_round_can_be_deleted(as_alice: APIClient, photos: list[Any]) -> None:
    made = start(as_alice, photos).json()
    assert as_alice.delete(f"{LIST}{made['id']}/").status_code == 204
    assert (BlindRound.objects.count(), BlindTrial.objects.count()) == (0, 0)


def test_the_lists_take_a_steady_number_of_queries(
    as_alice: APIClient, photos: list[Any], django_assert_num_queries: Any
) -> None:
    made = [start(as_alice, photos).json() for _ in range(3)]
    with django_assert_num_queries(3):
        results = as_alice.get(LIST).json()["results"]
    assert [one["id"] for one in results] == [one["id"] for one in made[::-1]]
    # Session, account, round, its owner, and all its trials with their photos at once.
    with django_assert_num_queries(5):
        as_alice.get(f"{LIST}{made[0]['id']}/")


def test_an_unknown_letter_is_nothing(as_alice: APIClient, photos: list[Any]) -> None:
    trial = start(as_alice, photos).json()["trials"][0]
    assert as_alice.get(trial["pictures"]["a"].removesuffix("a") + "c").status_code == 404


class TestDrawing:
    """The draw itself, on made-up dates."""

    @staticmethod
    def dates(count: int) -> dict[uuid.UUID, datetime]:
        return {uuid.UUID(int=number): FIRST + number * timedelta(days=7) for number in range(count)}

    def test_letters_and_order_are_chance(self) -> None:
        """Chi-square over 2,000 draws: beyond 10.8 (one degree of freedom) once in 1,000 fair draws."""
        taken = self.dates(24)
        letters: Counter[bool] = Counter()
        halves: Counter[bool] = Counter()
        for seed in range(2000):
            drawn = draw_round(
                taken, lambda *_: VerdictLevel.GOOD, days_apart=28, most=BLIND_TRIALS, random=Random(seed)
            )
            for place, pair in enumerate(drawn):
                letters[taken[pair.a] > taken[pair.b]] += 1
                middle = (pair.a.int + pair.b.int) / 2
                halves[(middle < 11.5) == (place < len(drawn) / 2)] += 1
        for counts in (letters, halves):
            expected = counts.total() / 2
            assert sum((counts[side] - expected) ** 2 / expected for side in (True, False)) < 10.8, counts

    @given(count=st.integers(0, 30), days=st.integers(7, 120), seed=st.integers(0, 10_000), odd=st.integers(1, 5))
    @settings(max_examples=60, deadline=None)
    def test_whatever_there_is_the_rules_hold(self, count: int, days: int, seed: int, odd: int) -> None:
        taken = self.dates(count)
        levels = list(VerdictLevel)

        def judge(one: uuid.UUID, other: uuid.UUID) -> VerdictLevel:
            return levels[(one.int * odd + other.int) % len(levels)]

        drawn = draw_round(taken, judge, days_apart=days, most=BLIND_TRIALS, random=Random(seed))
        used = [photo for pair in drawn for photo in (pair.a, pair.b)]
        assert len(drawn) <= BLIND_TRIALS
        assert len(used) == len(set(used))
        for pair in drawn:
            assert abs(taken[pair.a] - taken[pair.b]) >= timedelta(days=days)
            one, other = sorted((pair.a, pair.b))
            level = judge(one, other)
            assert level is not VerdictLevel.NOT_COMPARABLE
            assert pair.with_care is (level is VerdictLevel.CAUTION)

    def test_comparable_pairs_go_first(self) -> None:
        taken = self.dates(20)

        def judge(one: uuid.UUID, other: uuid.UUID) -> VerdictLevel:
            return VerdictLevel.GOOD if (one.int - other.int) % 10 == 0 else VerdictLevel.CAUTION

        drawn = draw_round(taken, judge, days_apart=28, most=10, random=Random(1))
        assert [pair.with_care for pair in drawn] == [False] * 10


class TestInterval:
    """Against guessing."""

    @pytest.mark.parametrize(
        ("right", "answered", "low", "high"),
        # The tables of Clopper and Pearson, to three places.
        [(7, 10, 0.348, 0.933), (0, 10, 0.0, 0.308), (10, 10, 0.692, 1.0), (5, 10, 0.187, 0.813), (3, 3, 0.292, 1.0)],
    )
    def test_is_the_exact_one(self, right: int, answered: int, low: float, high: float) -> None:
        assert interval(right, answered) == pytest.approx((low, high), abs=0.0006)

    @pytest.mark.parametrize(("right", "answered"), [(1, 0), (0, 0), (-1, 3), (4, 3)])
    def test_of_no_tally_is_an_error(self, right: int, answered: int) -> None:
        with pytest.raises(ValueError, match="no tally"):
            interval(right, answered)

    @given(answered=st.integers(1, 20), share=st.floats(0.01, 0.99))
    @settings(max_examples=80, deadline=None)
    def test_covers_the_true_share_in_at_least_95_of_100_rounds(self, answered: int, share: float) -> None:
        covered = 0.0
        for right in range(answered + 1):
            low, high = interval(right, answered)
            if low <= share <= high:
                covered += comb(answered, right) * share**right * (1 - share) ** (answered - right)
        assert covered >= 0.95 - 1e-9
