"""From an aligned photo to its values: by the worker, once, again when what they rest on has changed."""

import uuid

import pytest
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.jobs.models import Job
from backend.jobs.processing import claim, run
from backend.jobs.registry import names_at_start
from backend.jobs.services import enqueue
from backend.measures.handlers import FILL, MEASURE
from backend.measures.models import Measurement
from backend.photos.models import Series
from ml.metrics import GEOMETRIC, METRICS_VERSION
from tests.backend.measures.conftest import AddPhoto
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut


def test_an_uploaded_photo_is_measured_after_its_alignment(
    as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs
) -> None:
    photo = upload(as_alice).json()["id"]
    run_all_jobs()
    row = Measurement.objects.get(alignment__photo=photo)
    assert set(GEOMETRIC) <= set(row.values)
    assert (row.metrics_version, str(row.baseline)) == (METRICS_VERSION, photo)
    assert set(row.expression or {}) >= {"smile", "jaw_open"}
    # A human face: eyes some 60 mm apart between their centres, jaw to jaw some twice that.
    assert row.mm_per_iod == pytest.approx(62, abs=8)
    assert 1.5 < row.values["face_width"] < 2.6
    answer = as_alice.get("/api/v1/measures/").json()
    assert (len(answer["photos"]), answer["pending"], answer["reference"]) == (1, 0, photo)


def test_measuring_again_changes_nothing_and_a_new_alignment_does(
    as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs
) -> None:
    photo = upload(as_alice).json()["id"]
    run_all_jobs()
    first = Measurement.objects.get()
    enqueue(handler=MEASURE, key=photo)
    assert run_all_jobs() == 1
    assert Measurement.objects.get().pk == first.pk
    as_alice.put(f"/api/v1/photos/{photo}/override/", {"mirrored": True})
    run_all_jobs()
    again = Measurement.objects.get()
    assert again.pk != first.pk
    # What stood at the left of the picture stands at the right: the sides have changed places.
    assert again.values["brow_height_left"] == pytest.approx(first.values["brow_height_right"], abs=0.05)


def test_a_new_baseline_has_all_measured_in_its_pose(
    as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs
) -> None:
    contents = [as_jpeg(astronaut()), as_jpeg(astronaut().rotate(4), quality=80)]
    ids = [upload(as_alice, content).json()["id"] for content in contents]
    run_all_jobs()
    series = Series.objects.get()
    as_alice.patch(f"/api/v1/series/{series.pk}/", {"baseline": ids[1]})
    assert as_alice.get("/api/v1/measures/").json()["pending"] == 2, "those of another baseline are not mixed in"
    run_all_jobs()
    assert {str(row.baseline) for row in Measurement.objects.all()} == {ids[1]}
    assert as_alice.delete(f"/api/v1/photos/{ids[1]}/").status_code == 204
    run_all_jobs()
    row = Measurement.objects.get()
    assert (str(row.alignment.photo_id), str(row.baseline)) == (ids[0], ids[0]), "the next baseline after a deletion"


def test_what_is_missing_or_of_other_definitions_is_filled_when_a_worker_starts(
    as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs, portraits: list[bytes]
) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:2]]
    run_all_jobs()
    Measurement.objects.filter(alignment__photo=ids[0]).delete()
    Measurement.objects.filter(alignment__photo=ids[1]).update(metrics_version="old")
    assert FILL in names_at_start()
    enqueue(handler=FILL, key="")
    assert run_all_jobs() == 3
    assert [row.metrics_version for row in Measurement.objects.all()] == [METRICS_VERSION] * 2
    enqueue(handler=FILL, key="")
    assert run_all_jobs() == 1, "nothing is missing any more"


def test_a_worker_that_lost_its_lease_writes_nothing(
    as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs
) -> None:
    photo = upload(as_alice).json()["id"]
    run_all_jobs()
    Measurement.objects.all().delete()
    enqueue(handler=MEASURE, key=photo)
    claimed = claim()
    assert claimed
    Job.objects.filter(pk=claimed[0].pk).update(token=uuid.uuid4())
    run(*claimed)
    assert not Measurement.objects.exists()


def test_a_photo_placed_by_hand_without_a_face_waits_for_nothing(
    alice: User, as_alice: APIClient, add_photo: AddPhoto, run_all_jobs: RunJobs
) -> None:
    add_photo(alice, 0, None)
    run_all_jobs()
    assert Measurement.objects.get().values == {}
    assert as_alice.get("/api/v1/measures/").json()["pending"] == 0


def test_values_go_with_the_photo(as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs) -> None:
    photo = upload(as_alice).json()["id"]
    run_all_jobs()
    as_alice.put(f"/api/v1/measures/sittings/{uuid.uuid4()}/", {"photos": [photo]})
    as_alice.delete(f"/api/v1/photos/{photo}/")
    run_all_jobs()
    assert not Measurement.objects.exists()
