"""From received to aligned or rejected, whatever happens to the worker."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from PIL import Image
from rest_framework.test import APIClient

from backend.jobs.lease import MAX_ATTEMPTS
from backend.jobs.models import Job, JobState
from backend.jobs.processing import claim, run
from backend.photos import processing
from backend.photos.models import Alignment, Photo, Series
from backend.photos.processing.look import look as really_look
from ml.stopwatch import Stopwatch
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut, photo_json, picture


def test_a_photo_is_aligned_and_shown(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    photo_id = upload(as_alice).json()["id"]
    run_jobs()
    photo = photo_json(as_alice, photo_id)
    assert photo["state"] == "aligned"
    assert photo["is_baseline"] is True
    sizes = {item["spec"]: (item["width"], item["height"]) for item in photo["renditions"]}
    assert sizes == {
        "aligned": (1080, 1350),
        "aligned_small": (480, 600),
        "matched_light": (1080, 1350),
        "preview": (512, 512),
    }
    for spec, size in sizes.items():
        image = picture(as_alice, photo, spec)
        assert (image.format, image.size) == ("JPEG", size)
        assert not image.getexif()
        assert "icc_profile" not in image.info


def test_a_face_is_never_reshaped(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    """Promise 1: rotation, uniform scale and translation are all that a stored matrix can hold."""
    image = astronaut()
    for turned in (image, image.rotate(9), image.resize((700, 700))):
        upload(as_alice, as_jpeg(turned))
    run_jobs()
    assert Alignment.objects.count() == 3
    for (a, b, _), (d, e, _) in Alignment.objects.values_list("matrix", flat=True):
        assert np.allclose([a, d], [e, -b], rtol=0, atol=1e-9)
        assert a * e - b * d > 0


@pytest.mark.parametrize(
    ("content", "reason", "specs"),
    [
        pytest.param(as_jpeg(Image.new("RGB", (400, 500), "grey")), "no_face", {"preview"}, id="no face"),
        pytest.param(as_jpeg(astronaut())[:15_000], "unreadable", set(), id="truncated"),
    ],
)
def test_a_photo_that_cannot_be_aligned_is_kept_with_its_reason(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, content: bytes, reason: str, specs: set[str]
) -> None:
    photo_id = upload(as_alice, content).json()["id"]
    run_jobs()
    photo = photo_json(as_alice, photo_id)
    assert (photo["state"], photo["rejection"]["reason"]) == ("rejected", reason)
    assert photo["rejection"]["message"]
    assert {item["spec"] for item in photo["renditions"]} == specs
    original = b"".join(as_alice.get(photo["original"]["url"]).streaming_content)  # type: ignore[attr-defined]
    assert original == content


def test_the_first_aligned_photo_of_a_view_is_its_baseline(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:3]]
    run_jobs()
    assert [photo_json(as_alice, photo_id)["is_baseline"] for photo_id in ids] == [True, False, False]
    baselines = list(Alignment.objects.order_by("created_at").values_list("baseline_id", flat=True))
    assert list(map(str, baselines)) == ["None", ids[0], ids[0]]


def test_when_the_baseline_is_deleted_the_earliest_photo_takes_its_place(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:3]]
    run_jobs()
    as_alice.delete(f"/api/v1/photos/{ids[0]}/")
    assert [photo_json(as_alice, photo_id)["is_baseline"] for photo_id in ids[1:]] == [True, False]


def test_deleting_a_photo_removes_its_files(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    photo_id = upload(as_alice).json()["id"]
    run_jobs()
    assert as_alice.delete(f"/api/v1/photos/{photo_id}/").status_code == 204
    run_jobs()
    assert as_alice.get(f"/api/v1/photos/{photo_id}/").status_code == 404
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_deleting_while_the_worker_aligns_leaves_nothing(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = upload(as_alice).json()["id"]

    def look_then_lose(photo: Photo, watch: Stopwatch) -> Any:
        outcome = really_look(photo, watch)
        as_alice.delete(f"/api/v1/photos/{photo_id}/")
        return outcome

    monkeypatch.setattr(processing, "look", look_then_lose)
    run_jobs()
    assert Photo.objects.count() == 0
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_running_a_finished_job_again_changes_nothing(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    photo_id = upload(as_alice).json()["id"]
    run_jobs()
    before = photo_json(as_alice, photo_id)
    Job.objects.update(state=JobState.QUEUED)
    run_jobs()
    assert photo_json(as_alice, photo_id) == before


def test_a_photo_moved_to_another_view_is_aligned_anew(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:2]]
    run_jobs()
    moved = as_alice.patch(f"/api/v1/photos/{ids[0]}/", {"view": "oblique_left"}).json()
    assert (moved["state"], moved["view"], moved["is_baseline"]) == ("received", "oblique_left", False)
    assert [item["spec"] for item in moved["renditions"]] == ["preview"]
    run_jobs()
    assert photo_json(as_alice, ids[0])["is_baseline"] is True
    assert photo_json(as_alice, ids[1])["is_baseline"] is True
    assert Series.objects.count() == 2


def test_a_photo_moved_while_the_worker_aligns_ends_in_its_new_series(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = upload(as_alice).json()["id"]
    moves: list[int] = []

    def look_and_move(photo: Photo, watch: Stopwatch) -> Any:
        outcome = really_look(photo, watch)
        if not moves:
            moves.append(as_alice.patch(f"/api/v1/photos/{photo_id}/", {"view": "oblique_right"}).status_code)
        return outcome

    monkeypatch.setattr(processing, "look", look_and_move)
    run_jobs()
    photo = photo_json(as_alice, photo_id)
    assert (photo["state"], photo["view"], photo["is_baseline"]) == ("aligned", "oblique_right", True)


def test_a_photo_that_breaks_the_worker_each_time_fails_and_can_be_tried_again(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = upload(as_alice).json()["id"]

    def broken(_photo: Photo, _watch: Stopwatch) -> None:
        raise MemoryError("no memory left")

    monkeypatch.setattr(processing, "look", broken)
    for _ in range(MAX_ATTEMPTS):
        Job.objects.update(run_at=Job.objects.get().created_at)
        claimed = claim()
        assert claimed
        run(*claimed)
    assert photo_json(as_alice, photo_id)["state"] == "failed"
    assert Job.objects.get().state == JobState.PARKED
    monkeypatch.undo()
    answer = as_alice.post(f"/api/v1/photos/{photo_id}/retry/")
    assert (answer.status_code, answer.json()["state"]) == (202, "received")
    run_jobs()
    assert photo_json(as_alice, photo_id)["state"] == "aligned"


def test_only_what_failed_can_be_tried_again(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    photo_id = upload(as_alice).json()["id"]
    answer = as_alice.post(f"/api/v1/photos/{photo_id}/retry/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_failed")


def test_correcting_the_date(as_alice: APIClient, upload: Upload) -> None:
    photo_id = upload(as_alice).json()["id"]
    photo = as_alice.patch(f"/api/v1/photos/{photo_id}/", {"taken_at": "2026-02-01T07:00:00-03:00"}).json()
    assert (photo["taken_at"], photo["taken_at_source"]) == ("2026-02-01T07:00:00-03:00", "user")
