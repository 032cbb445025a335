"""What a live camera is held against: the baseline in numbers."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.photos.models import Alignment, Photo
from ml.vocabulary import CANONICAL_EYES_MIDDLE, CANONICAL_INTEROCULAR_PX
from tests.conftest import RunJobs, Upload, photo_json


@pytest.fixture
def baseline(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> Photo:
    photo_id = upload(as_alice).json()["id"]
    run_jobs()
    return Photo.objects.get(pk=photo_id)


def target(client: APIClient, baseline: Photo) -> Any:
    (ghost,) = client.get(f"/api/v1/subjects/{baseline.subject_id}/ghosts/").json()
    assert ghost["series"] == str(baseline.series_id)
    return ghost["target"]


def test_the_target_is_what_was_measured_of_the_baseline(as_alice: APIClient, baseline: Photo) -> None:
    stored = Alignment.objects.get(photo=baseline)
    assert stored.quality is not None
    told = target(as_alice, baseline)
    assert told["pose"] == photo_json(as_alice, str(baseline.pk))["alignment"]["pose"]
    assert told["eye_span"] == pytest.approx(stored.interocular_px / max(baseline.width, baseline.height))
    assert told["mouth_opening"] == stored.quality["mouth_opening"]
    assert told["eye_opening"] == stored.quality["eye_opening"]
    assert told["smile"] == stored.quality["expression"]["smile"]
    assert told["light_patches"] == stored.quality["light_patches"]
    assert len(told["light_patches"]) == 9


def test_the_eyes_of_the_ghost_are_where_alignment_put_them(as_alice: APIClient, baseline: Photo) -> None:
    told = target(as_alice, baseline)
    right, left = told["ghost_eyes"]["right"], told["ghost_eyes"]["left"]
    assert left["x"] - right["x"] == pytest.approx(CANONICAL_INTEROCULAR_PX, rel=0.05)
    assert (left["x"] + right["x"]) / 2 == pytest.approx(CANONICAL_EYES_MIDDLE[0], abs=15)
    assert (left["y"] + right["y"]) / 2 == pytest.approx(CANONICAL_EYES_MIDDLE[1], abs=15)
    # In the original the same point, by shares of its sides.
    (a, b, c), (d, e, f) = Alignment.objects.get(photo=baseline).matrix
    x, y = told["eyes_middle"]["x"] * baseline.width, told["eyes_middle"]["y"] * baseline.height
    assert a * x + b * y + c == pytest.approx((left["x"] + right["x"]) / 2)
    assert d * x + e * y + f == pytest.approx((left["y"] + right["y"]) / 2)


def test_what_was_set_by_hand_or_never_measured_is_not_known(as_alice: APIClient, baseline: Photo) -> None:
    Alignment.objects.filter(photo=baseline).update(landmarks=None, pose=None, quality=None)
    assert set(target(as_alice, baseline).values()) == {None}


def test_a_stranger_learns_nothing(as_bob: APIClient, baseline: Photo) -> None:
    assert as_bob.get(f"/api/v1/subjects/{baseline.subject_id}/ghosts/").status_code == 404
