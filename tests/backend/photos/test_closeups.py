"""Close-ups: the aligned picture at the original's own resolution, made when asked for."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageOps
from rest_framework.test import APIClient

from backend.jobs.processing import claim
from backend.photos.models import Photo
from backend.photos.processing.outcomes import Made
from backend.photos.processing.write import add_closeups
from backend.photos.renditions import canonical_scale, full_specs
from ml.vocabulary import ALIGNED_FULL_MAX_SIZE, ALIGNED_SIZE, RenditionSpec
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut, photo_json, picture

FULL = {"aligned_full", "matched_full"}
Shoot = Callable[..., str]


def specs(photo: Any) -> set[str]:
    return {item["spec"] for item in photo["renditions"]}


@pytest.fixture
def shoot(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> Shoot:
    """``shoot(enlarged)``: the portrait's head as a camera with that many times its pixels would see it."""

    def one(enlarged: float, turn: float = 0.0) -> str:
        head = astronaut().rotate(turn, Image.Resampling.BICUBIC).crop((60, 0, 380, 320))
        side = round(320 * enlarged)
        photo_id: str = upload(as_alice, as_jpeg(head.resize((side, side), Image.Resampling.LANCZOS))).json()["id"]
        run_jobs()
        return photo_id

    return one


def test_they_are_made_on_demand_at_the_resolution_of_the_original(
    as_alice: APIClient, shoot: Shoot, run_jobs: RunJobs
) -> None:
    photo_id = shoot(9)
    before = photo_json(as_alice, photo_id)
    assert not FULL & specs(before), "nobody has asked for them yet"
    answer = as_alice.post(f"/api/v1/photos/{photo_id}/closeups/")
    assert answer.status_code == 202
    run_jobs()
    photo = photo_json(as_alice, photo_id)
    assert specs(photo) == specs(before) | FULL
    full = picture(as_alice, photo, "aligned_full")
    assert full.width / ALIGNED_SIZE[0] == pytest.approx(1 / photo["alignment"]["scale"], rel=0.01)
    assert full.width > 1.3 * ALIGNED_SIZE[0]
    assert full.width * 5 == full.height * 4


def test_they_show_the_same_place_as_the_aligned_picture(as_alice: APIClient, shoot: Shoot, run_jobs: RunJobs) -> None:
    photo_id = shoot(9, turn=6)
    as_alice.post(f"/api/v1/photos/{photo_id}/closeups/")
    run_jobs()
    photo = photo_json(as_alice, photo_id)
    small = ALIGNED_SIZE[0] // 4, ALIGNED_SIZE[1] // 4
    aligned, full = (
        np.asarray(picture(as_alice, photo, spec).resize(small, Image.Resampling.BOX), dtype=np.float64)
        for spec in ("aligned", "aligned_full")
    )
    assert np.abs(aligned - full)[20:-20, 20:-20].mean() < 1.0


def test_asking_again_makes_nothing_again(as_alice: APIClient, shoot: Shoot, run_jobs: RunJobs) -> None:
    photo_id = shoot(9)
    answers = [as_alice.post(f"/api/v1/photos/{photo_id}/closeups/").status_code for _ in range(2)]
    assert answers == [202, 202]
    assert run_jobs() == 1
    made = photo_json(as_alice, photo_id)["renditions"]
    assert as_alice.post(f"/api/v1/photos/{photo_id}/closeups/").status_code == 200
    assert run_jobs() == 0
    assert photo_json(as_alice, photo_id)["renditions"] == made


def test_an_original_with_no_more_pixels_has_none(as_alice: APIClient, shoot: Shoot, run_jobs: RunJobs) -> None:
    photo_id = shoot(3)
    photo = photo_json(as_alice, photo_id)
    assert photo["alignment"]["scale"] > 1, "the aligned picture is enlarged"
    assert as_alice.post(f"/api/v1/photos/{photo_id}/closeups/").status_code == 200
    assert run_jobs() == 0
    assert not FULL & specs(photo_json(as_alice, photo_id))


def test_a_photo_that_is_aligned_anew_loses_them_until_they_are_asked_for_again(
    as_alice: APIClient, shoot: Shoot, run_jobs: RunJobs
) -> None:
    photo_id = shoot(9)
    as_alice.post(f"/api/v1/photos/{photo_id}/closeups/")
    run_jobs()
    before = photo_json(as_alice, photo_id)
    as_alice.put(f"/api/v1/photos/{photo_id}/override/", {**before["override"], "mirrored": True})
    assert as_alice.post(f"/api/v1/photos/{photo_id}/closeups/").json()["code"] == "not_aligned"
    run_jobs()
    assert not FULL & specs(photo_json(as_alice, photo_id))
    as_alice.post(f"/api/v1/photos/{photo_id}/closeups/")
    run_jobs()
    after = photo_json(as_alice, photo_id)
    was, now = (
        next(item["url"] for item in photo["renditions"] if item["spec"] == "aligned_full") for photo in (before, after)
    )
    assert was != now
    shown = np.asarray(picture(as_alice, after, "aligned_full").resize((108, 135)), dtype=np.float64)
    aligned = np.asarray(picture(as_alice, after, "aligned").resize((108, 135)), dtype=np.float64)
    mirrored = np.asarray(ImageOps.mirror(picture(as_alice, after, "aligned").resize((108, 135))), dtype=np.float64)
    assert np.abs(shown - aligned).mean() < np.abs(shown - mirrored).mean() / 2


def test_what_was_made_of_a_place_that_is_no_more_is_dropped(
    as_alice: APIClient, shoot: Shoot, run_jobs: RunJobs
) -> None:
    photo_id = shoot(9)
    as_alice.post(f"/api/v1/photos/{photo_id}/closeups/")
    claimed = claim()
    assert claimed
    when_begun = Photo.objects.select_related("alignment").get(pk=photo_id)
    made = Made(RenditionSpec.ALIGNED_FULL, "0" * 64, f"photos/{when_begun.folder}/old.jpg", (1600, 2000), b"old")
    override = photo_json(as_alice, photo_id)["override"]
    as_alice.put(f"/api/v1/photos/{photo_id}/override/", {**override, "mirrored": True})
    run_jobs()
    add_closeups(claimed[1], when_begun, [made])
    photo = photo_json(as_alice, photo_id)
    assert photo["state"] == "aligned"
    assert not FULL & specs(photo)


def test_the_queries_of_asking_do_not_grow(as_alice: APIClient, shoot: Shoot) -> None:
    photo_id = shoot(9)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        as_alice.post(f"/api/v1/photos/{photo_id}/closeups/")
    assert len(queries) <= 10


@pytest.mark.parametrize("turn", [0.0, 0.4, -2.0])
@pytest.mark.parametrize("scale", [0.05, 0.2, 0.5, 0.9])
def test_sizes_keep_the_frames_shape_and_the_cap(scale: float, turn: float) -> None:
    cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
    matrix = [[cosine, -sine, 3.0], [sine, cosine, -5.0]]
    assert canonical_scale(matrix) == pytest.approx(scale)
    made = full_specs(matrix)
    assert set(made) == {RenditionSpec.ALIGNED_FULL, RenditionSpec.MATCHED_FULL}
    width, height = made[RenditionSpec.ALIGNED_FULL].size
    assert width * ALIGNED_SIZE[1] == height * ALIGNED_SIZE[0]
    assert width == pytest.approx(min(ALIGNED_SIZE[0] / scale, ALIGNED_FULL_MAX_SIZE[0]), abs=2)


@pytest.mark.parametrize("scale", [0.95, 1.0, 2.4])
def test_no_size_where_the_original_is_no_finer(scale: float) -> None:
    assert full_specs([[scale, 0.0, 0.0], [0.0, scale, 0.0]]) == {}
