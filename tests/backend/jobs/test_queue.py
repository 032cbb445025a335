"""The queue's promises: each job runs, one worker at a time writes, what breaks is parked."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from backend.jobs import registry
from backend.jobs.heartbeat import MAX_JOB_SECONDS
from backend.jobs.lease import LEASE, MAX_ATTEMPTS, Lease, LeaseLost
from backend.jobs.loop import work_until
from backend.jobs.models import Job, JobState
from backend.jobs.processing import BACK_OFF_BASE, KEEP_DONE, claim, forget_done, run
from backend.jobs.services import enqueue
from backend.jobs.wake import WakeUp, wake_worker

pytestmark = pytest.mark.django_db


class Recorder:
    """A handler that notes what it was asked to do."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.parked: list[str] = []
        self.problem: Exception | None = None

    def work(self, _lease: Lease, key: str) -> None:
        self.keys.append(key)
        if self.problem:
            raise self.problem


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    made = Recorder()
    found = registry.Handler("tests.record", made.work, made.parked.append)
    monkeypatch.setitem(registry._handlers, "tests.record", found)
    return made


def put(key: str = "one") -> None:
    enqueue(handler="tests.record", key=key)


def run_next() -> Job:
    claimed = claim()
    assert claimed
    run(*claimed)
    return Job.objects.get(pk=claimed[0].pk)


def test_work_for_the_background_lets_all_other_go_first(recorder: Recorder) -> None:
    enqueue(handler="tests.record", key="chart", background=True)
    enqueue(handler="tests.record", key="later wanted at once", background=True)
    put("photo")
    put("later wanted at once")
    for _ in range(3):
        run_next()
    assert recorder.keys == ["later wanted at once", "photo", "chart"]


def test_long_work_is_taken_apart_from_all_other(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    film = registry.Handler("tests.film", recorder.work, None, max_seconds=MAX_JOB_SECONDS + 1)
    monkeypatch.setitem(registry._handlers, film.name, film)
    enqueue(handler=film.name, key="film")
    put("photo")
    enqueue(handler="tests.nobody", key="unknown")
    found = [claim(long=long) for long in (False, False, False, True, True)]
    assert [one and one[0].key for one in found] == ["photo", "unknown", None, "film", None]


def test_jobs_run_in_the_order_in_which_they_came(recorder: Recorder) -> None:
    for key in ("a", "b", "c"):
        put(key)
    for _ in range(3):
        assert run_next().state == JobState.DONE
    assert recorder.keys == ["a", "b", "c"]
    assert claim() is None


def test_asking_twice_while_it_waits_is_asking_once(recorder: Recorder) -> None:
    put()
    put()
    assert Job.objects.count() == 1
    assert claim()
    put()
    assert Job.objects.count() == 2


def test_a_job_is_there_only_if_its_cause_is(recorder: Recorder) -> None:
    def cause() -> None:
        with transaction.atomic():
            put()
            raise RuntimeError("it did not happen")

    with pytest.raises(RuntimeError):
        cause()
    assert Job.objects.count() == 0


def test_a_delayed_job_waits(recorder: Recorder) -> None:
    enqueue(handler="tests.record", key="later", delay=timedelta(minutes=1))
    assert claim() is None


def test_a_claimed_job_is_nobody_elses_until_its_lease_runs_out(recorder: Recorder) -> None:
    put()
    first = claim()
    assert first
    assert claim() is None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = claim()
    assert second
    assert second[0].pk == first[0].pk
    assert second[0].attempts == 2
    with pytest.raises(LeaseLost):
        first[1].hold()
    second[1].hold()


def test_a_worker_that_lost_its_lease_writes_nothing(recorder: Recorder) -> None:
    put()
    claimed = claim()
    assert claimed
    Job.objects.update(token=uuid.uuid4())
    run(*claimed)
    assert Job.objects.get().state == JobState.RUNNING


def test_holding_extends_the_lease(recorder: Recorder) -> None:
    put()
    claimed = claim()
    assert claimed
    Job.objects.update(lease_until=timezone.now() + LEASE / 4)
    claimed[1].hold()
    left = Job.objects.get().lease_until
    assert left
    assert left > timezone.now() + LEASE / 2


def test_what_fails_waits_longer_each_time_and_is_parked_at_last(recorder: Recorder) -> None:
    recorder.problem = ValueError("a bad day")
    put()
    waits = []
    for _ in range(MAX_ATTEMPTS - 1):
        before = timezone.now()
        job = run_next()
        assert job.state == JobState.QUEUED
        assert "a bad day" in job.last_error
        waits.append(round((job.run_at - before) / BACK_OFF_BASE))
        Job.objects.update(run_at=before)
    assert waits == [1, 2, 4, 8]
    assert run_next().state == JobState.PARKED
    assert recorder.parked == ["one"]
    assert claim() is None


def test_a_job_that_kills_its_worker_each_time_is_parked_without_another_try(recorder: Recorder) -> None:
    put()
    for _ in range(MAX_ATTEMPTS):
        assert claim()
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run_next().state == JobState.PARKED
    assert (recorder.keys, recorder.parked) == ([], ["one"])


def test_work_that_killed_its_worker_goes_behind_what_was_waiting(recorder: Recorder) -> None:
    put("poison")
    put("honest")
    assert claim()
    Job.objects.filter(key="poison").update(lease_until=timezone.now() - timedelta(seconds=1))
    put("later")
    for _ in range(3):
        run_next()
    assert recorder.keys == ["honest", "poison", "later"]


def test_work_that_hangs_is_tried_once_more_and_then_parked_with_the_reason(recorder: Recorder) -> None:
    put()
    for attempts in (1, MAX_ATTEMPTS):
        claimed = claim()
        assert claimed
        assert claimed[0].attempts == attempts
        claimed[1].note_hanging("It ran longer than 2 s.")
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    job = run_next()
    assert (job.state, job.reason) == (JobState.PARKED, "It ran longer than 2 s.")
    assert (recorder.keys, recorder.parked) == ([], ["one"])


def test_a_retry_gives_way_to_the_same_work_asked_for_anew(recorder: Recorder) -> None:
    recorder.problem = ValueError("a bad day")
    put()
    claimed = claim()
    put()
    assert claimed
    run(*claimed)
    assert Job.objects.get().state == JobState.QUEUED


def test_work_that_nobody_knows_is_parked_with_its_name() -> None:
    enqueue(handler="tests.nobody", key="x")
    assert "tests.nobody" in run_next().last_error


def test_finished_jobs_are_kept_a_week(recorder: Recorder) -> None:
    put()
    run_next()
    forget_done()
    assert Job.objects.count() == 1
    Job.objects.update(finished_at=timezone.now() - KEEP_DONE - timedelta(minutes=1))
    forget_done()
    assert Job.objects.count() == 0


def test_two_handlers_cannot_have_one_name(recorder: Recorder) -> None:
    with pytest.raises(ValueError, match=r"tests\.record"):
        registry.handler("tests.record")(recorder.work)


def test_a_nudge_ends_the_wait_and_its_loss_does_not_matter() -> None:
    wake_worker()
    woken: list[bool] = []
    with WakeUp() as wake_up:

        def wait() -> None:
            wake_up.wait(30)
            woken.append(True)

        waiter = threading.Thread(target=wait)
        waiter.start()
        while waiter.is_alive():
            wake_worker()
            waiter.join(0.01)
        wake_up.wait(0.01)
    assert woken == [True]


@pytest.mark.django_db(transaction=True)
def test_the_loop_runs_what_waits_and_stops_when_told(recorder: Recorder) -> None:
    put("a")
    put("b")
    stop = threading.Event()

    def end_after_two(_lease: Lease, key: str) -> None:
        recorder.keys.append(key)
        if key == "b":
            stop.set()

    registry._handlers["tests.record"] = registry.Handler("tests.record", end_after_two, None)
    work_until(stop)
    assert recorder.keys == ["a", "b"]
