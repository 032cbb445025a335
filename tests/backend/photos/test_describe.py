"""Reports of an older version are written anew, without a photo moving or an original being touched."""

from typing import Any

from django.core.management import call_command
from rest_framework.test import APIClient

from backend.jobs.models import Job
from backend.photos.models import Alignment
from tests.conftest import RunJobs, Upload, photo_json


def older(alignment: Alignment) -> dict[str, Any]:
    """As the first version of the report had it."""
    assert alignment.quality is not None
    unknown_then = {"light_patches", "camera"}
    return {key: value for key, value in alignment.quality.items() if key not in unknown_then} | {"version": "1"}


def test_an_older_report_is_made_again_at_the_next_start(
    as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs
) -> None:
    photo_id = upload(as_alice).json()["id"]
    run_all_jobs()
    stored = Alignment.objects.get(photo=photo_id)
    shown, fresh = photo_json(as_alice, photo_id), stored.quality
    Alignment.objects.filter(pk=stored.pk).update(quality=older(stored))
    call_command("migrate", verbosity=0)
    assert list(Job.objects.filter(state="queued").values_list("handler", flat=True)) == ["photos.describe"]
    run_all_jobs()
    again = Alignment.objects.get(photo=photo_id)
    assert again.quality == fresh
    assert (again.matrix, bytes(again.landmarks or b"")) == (stored.matrix, bytes(stored.landmarks or b""))
    assert photo_json(as_alice, photo_id) == shown


def test_what_is_current_is_left_alone(as_alice: APIClient, upload: Upload, run_all_jobs: RunJobs) -> None:
    upload(as_alice)
    run_all_jobs()
    call_command("migrate", verbosity=0)
    assert run_all_jobs() == 0
