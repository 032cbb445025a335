"""The page of the queue: for the staff alone, about work alone, and its buttons do what they say."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.jobs.models import Job, JobState
from tests.conftest import signed_in_as

PAGE, AGAIN = "/operations/queue", "/operations/queue/again"
PERSON = "anna@example.org"
RECORD = uuid.UUID("5a5a5a5a-0000-4000-8000-5a5a5a5a5a5a")


@pytest.fixture
def operator(bob: User) -> Client:
    """A browser of the staff, with CSRF checks on."""
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    return client


def job(state: JobState, **fields: Any) -> Job:
    ago = timezone.now() - timedelta(minutes=7)
    values: dict[str, Any] = {"handler": "photos.align", "key": str(RECORD), "run_at": ago, "started_at": ago}
    if state == JobState.RUNNING:
        values |= {"token": uuid.uuid4(), "lease_until": timezone.now()}
    if state == JobState.PARKED:
        values |= {"finished_at": ago, "attempts": 5, "reason": "OSError at ml/imaging.py:1, decode"}
        values |= {"last_error": f"OSError: {PERSON}"}
    return Job.objects.create(state=state, **values | fields)


def token_in(answer: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
@pytest.mark.parametrize("address", [PAGE, AGAIN])
def test_for_everybody_else_there_is_no_such_address(alice: User, address: str, method: str) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(alice)
    for client in (stranger, Client(enforce_csrf_checks=True)):
        answer = getattr(client, method)(address)
        assert answer.status_code == 404
        assert "csrf" not in answer.content.decode().lower()


def test_an_account_that_was_closed_sees_nothing(operator: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert operator.get(PAGE).status_code == 404


def test_it_tells_of_work_and_of_nobody(operator: Client) -> None:
    parked, running = job(JobState.PARKED), job(JobState.RUNNING, attempts=2, handler="measures.measure")
    job(JobState.QUEUED)
    job(JobState.QUEUED, key="later", run_at=timezone.now() + timedelta(hours=1))
    answer = operator.get(PAGE)
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 200
    for told in (parked.pk, "OSError at ml/imaging.py:1, decode", running.pk, "measures.measure", "7 minutes"):
        assert str(told) in page
    assert "<td>photos.align</td><td>1</td><td>7 minutes</td>" in page, "what is not due does not wait"
    for secret in (PERSON, "anna", str(RECORD), RECORD.hex):
        assert secret not in page
    assert "no-store" in answer["Cache-Control"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page), "nothing that the policy would refuse"


def test_an_empty_queue_says_so(operator: Client) -> None:
    assert operator.get(PAGE).content.decode().count("<p>Nothing.</p>") == 3


def test_its_buttons_try_one_again_or_all(operator: Client) -> None:
    jobs = [job(JobState.PARKED, key=key) for key in ("a", "b", "c")]
    token = token_in(operator.get(PAGE))

    def press(wish: str) -> None:
        answer = operator.post(AGAIN, {"job": wish, "csrfmiddlewaretoken": token})
        assert (answer.status_code, answer["Location"]) == (302, PAGE)

    press(str(jobs[1].pk))
    assert {one.key for one in Job.objects.filter(state=JobState.QUEUED)} == {"b"}
    press("all")
    assert Job.objects.filter(state=JobState.QUEUED, attempts=0).count() == 3


def test_another_sites_form_presses_no_button(operator: Client) -> None:
    job(JobState.PARKED)
    operator.get(PAGE)
    assert operator.post(AGAIN, {"job": "all"}).status_code == 403
    assert Job.objects.get().state == JobState.PARKED


@pytest.mark.parametrize("wish", ["", "everything", "1"])
def test_what_is_no_job_is_refused(operator: Client, wish: str) -> None:
    job(JobState.PARKED)
    answer = operator.post(AGAIN, {"job": wish, "csrfmiddlewaretoken": token_in(operator.get(PAGE))})
    assert answer.status_code == 404
    assert Job.objects.get().state == JobState.PARKED


def test_a_long_list_is_cut_and_says_so(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.operations.selectors.MOST_SHOWN", 2)
    for key in ("a", "b", "c"):
        job(JobState.PARKED, key=key)
    page = operator.get(PAGE).content.decode()
    assert "The newest 2 of 3." in page
    assert "Try all of it again (3)" in page


def test_staff_see_nothing_more_of_anybodys_record(alice: User, operator: Client, bob: User) -> None:
    """It is a page about the machine: no record opens by it."""
    theirs = signed_in_as(alice).get("/api/v1/me/").json()["subjects"][0]["id"]
    as_operator = APIClient()
    as_operator.force_login(User.objects.get(pk=bob.pk))
    assert as_operator.get(f"/api/v1/subjects/{theirs}/").status_code == 404
