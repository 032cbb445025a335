"""What was given up: it is listed with its reason, tried again or forgotten, and nothing of whom is told."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from backend.jobs import registry
from backend.jobs.lease import MAX_ATTEMPTS, Lease
from backend.jobs.models import Job, JobState
from backend.jobs.processing import claim, run
from backend.jobs.services import enqueue, forget, try_again
from backend.photos import processing
from backend.photos.models import Photo
from tests.conftest import RunJobs, Upload

pytestmark = pytest.mark.django_db

PERSON = "Anna Lindqvist, anna@example.org"


class Work:
    """Fails, quoting a person, until it is mended."""

    def __init__(self) -> None:
        self.is_broken = True
        self.done: list[str] = []

    def work(self, _lease: Lease, key: str) -> None:
        if self.is_broken:
            raise ValueError(f"Key (email)=({PERSON}) already exists\nDETAIL: {PERSON}")
        self.done.append(key)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setitem(registry._handlers, "tests.work", registry.Handler("tests.work", made.work, None))
    return made


def run_all() -> None:
    """Whatever waits, without waiting for its time."""
    while Job.objects.filter(state=JobState.QUEUED).update(run_at=timezone.now()):
        claimed = claim()
        assert claimed
        run(*claimed)


def park(*keys: str) -> list[Job]:
    for key in keys:
        enqueue(handler="tests.work", key=key)
    run_all()
    jobs = list(Job.objects.filter(state=JobState.PARKED).order_by("key"))
    assert [job.key for job in jobs] == list(keys)
    return jobs


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("jobs", *arguments, stdout=out)
    return out.getvalue().replace("\xa0", " ")


def test_a_failure_is_kept_twice_its_reason_without_words(work: Work) -> None:
    [job] = park("a")
    line = next(
        number for number, text in enumerate(Path(__file__).read_text().splitlines(), 1) if "raise ValueError" in text
    )
    assert job.reason == f"ValueError at tests/backend/jobs/test_parked.py:{line}, work"
    assert PERSON in job.last_error


def test_they_are_listed_with_their_reason_and_nothing_of_whom(work: Work) -> None:
    [job] = park("a")
    for key in ("b", "c"):
        enqueue(handler="tests.work", key=key, delay=timedelta(hours=2, minutes=1))
    Job.objects.create(
        handler="tests.other",
        key="d",
        state=JobState.RUNNING,
        run_at=timezone.now(),
        started_at=timezone.now() - timedelta(minutes=4),
        token=uuid.uuid4(),
        lease_until=timezone.now() + timedelta(minutes=1),
        attempts=2,
    )
    listed = told()
    assert "Waiting: 2\n  tests.work                    2   the first due in 2 hours" in listed
    assert "tests.other              try 2, for 4 minutes" in listed
    assert f"Parked: 1\n  {job.pk}  tests.work               5 tries, 0 minutes ago: ValueError at" in listed
    assert "anna" not in listed.lower()
    assert PERSON in told("--words", str(job.pk))


def test_one_is_tried_again_as_often_as_new_work(work: Work) -> None:
    first, second = park("a", "b")
    assert told("--again", str(first.pk)) == "1 will be tried again.\n"
    run_all()
    assert Job.objects.get(pk=first.pk).state == JobState.PARKED
    assert Job.objects.get(pk=first.pk).attempts == MAX_ATTEMPTS
    work.is_broken = False
    told("--again", str(first.pk))
    run_all()
    done, left = Job.objects.get(pk=first.pk), Job.objects.get(pk=second.pk)
    assert (done.state, done.reason, done.last_error, work.done) == (JobState.DONE, "", "", ["a"])
    assert left.state == JobState.PARKED


def test_all_are_tried_again(work: Work) -> None:
    park("a", "b", "c")
    work.is_broken = False
    assert told("--again", "all") == "3 will be tried again.\n"
    run_all()
    assert work.done == ["a", "b", "c"]
    assert told("--again", "all") == "0 will be tried again.\n"


def test_the_same_work_that_waits_already_is_that_try(work: Work) -> None:
    [parked] = park("a")
    enqueue(handler="tests.work", key="a")
    assert try_again() == 1
    assert not Job.objects.filter(pk=parked.pk).exists()
    assert Job.objects.get().state == JobState.QUEUED


def test_two_that_were_parked_of_the_same_work_become_one(work: Work) -> None:
    park("a")
    enqueue(handler="tests.work", key="a")
    run_all()
    assert Job.objects.filter(state=JobState.PARKED, key="a").count() == 2
    assert try_again() == 2
    assert Job.objects.get().state == JobState.QUEUED


def test_only_what_is_parked_is_touched(work: Work) -> None:
    enqueue(handler="tests.work", key="a", delay=timedelta(hours=1))
    waiting = Job.objects.get()
    for wish in ("--again", "--forget"):
        with pytest.raises(CommandError, match="No parked job"):
            told(wish, str(waiting.pk))
    assert (try_again(), forget()) == (0, 0)
    assert Job.objects.get().run_at == waiting.run_at


def test_it_can_be_forgotten(work: Work) -> None:
    first, second = park("a", "b")
    assert told("--forget", str(first.pk)) == "1 forgotten.\n"
    assert Job.objects.get().pk == second.pk
    assert told("--forget", "all") == "1 forgotten.\n"
    assert not Job.objects.exists()


@pytest.mark.parametrize("wish", ["--again", "--forget", "--words"])
def test_what_is_no_id_is_refused(wish: str) -> None:
    with pytest.raises(CommandError, match="no job's id"):
        told(wish, "first")


def test_a_photo_that_failed_is_aligned_when_its_job_is_tried_again(
    as_alice: Any, upload: Upload, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = Photo.objects.get(pk=upload(as_alice).json()["id"])
    with monkeypatch.context() as broken:

        def break_down(*_: object) -> None:
            raise OSError("the disk is gone")

        broken.setattr(processing, "look", break_down)
        run_jobs()
        run_all()
    photo.refresh_from_db()
    assert photo.state == "failed"
    assert try_again() == 1
    run_jobs()
    photo.refresh_from_db()
    assert photo.state == "aligned"
