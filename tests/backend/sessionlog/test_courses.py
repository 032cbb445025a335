"""Planned courses: the days that are planned, and how far a course is by the sessions that are logged."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.sessionlog.courses import planned_day, progress

START = date(2026, 3, 2)
COURSE: dict[str, Any] = {
    "name": "Spring",
    "modality": "microcurrent",
    "planned_sessions": 10,
    "weeks": 5,
    "starts_on": START.isoformat(),
}


def plan(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/courses/", {**COURSE, **values})


def log(client: APIClient, day: date, **values: Any) -> None:
    session = {"started_at": f"{day}T19:00:00", "modality": "microcurrent", "minutes": 10, **values}
    assert client.post("/api/v1/sessions/", session).status_code == 201


def test_ten_sessions_over_five_weeks_are_two_a_week() -> None:
    days = [(planned_day(START, sessions=10, weeks=5, number=number) - START).days for number in range(10)]
    assert days == [0, 3, 7, 10, 14, 17, 21, 24, 28, 31]


@given(st.integers(1, 200), st.integers(1, 104))
def test_planned_days_are_in_order_and_inside_the_weeks(sessions: int, weeks: int) -> None:
    days = [planned_day(START, sessions=sessions, weeks=weeks, number=number) for number in range(sessions)]
    assert days == sorted(days)
    assert days[0] == START
    assert days[-1] <= START + timedelta(days=weeks * 7 - 1)


@given(st.lists(st.integers(-20, 80)), st.integers(1, 20), st.one_of(st.none(), st.integers(0, 60)))
def test_progress_counts_each_session_of_the_course_once(offsets: list[int], sessions: int, stop: int | None) -> None:
    days = [START + timedelta(days=offset) for offset in offsets]
    stopped_on = None if stop is None else START + timedelta(days=stop)
    far = progress(days, starts_on=START, sessions=sessions, weeks=5, stopped_on=stopped_on)
    inside = [offset for offset in offsets if offset >= 0 and (stop is None or offset <= stop)]
    assert far.done == min(len(inside), sessions)
    assert (far.state == "finished") == (far.done == sessions) == (far.finished_on is not None)
    assert (far.next_day is not None) == (far.state == "running")
    assert far == progress(days[::-1], starts_on=START, sessions=sessions, weeks=5, stopped_on=stopped_on)


def test_progress_follows_the_log(as_alice: APIClient) -> None:
    course = plan(as_alice).json()
    assert course["progress"] == {
        "state": "running",
        "done": 0,
        "ends_on": "2026-04-05",
        "next_day": "2026-03-02",
        "finished_on": None,
    }
    log(as_alice, START - timedelta(days=1))
    log(as_alice, START)
    log(as_alice, START + timedelta(days=1), modality="galvanic")
    log(as_alice, START + timedelta(days=3))
    far = as_alice.get(f"/api/v1/courses/{course['id']}/").json()["progress"]
    assert (far["done"], far["next_day"]) == (2, "2026-03-09")
    for day in range(4, 12):
        log(as_alice, START + timedelta(days=day))
    far = as_alice.get(f"/api/v1/courses/{course['id']}/").json()["progress"]
    assert (far["state"], far["done"], far["finished_on"]) == ("finished", 10, "2026-03-13")


def test_a_course_with_a_program_counts_only_that_program(as_alice: APIClient) -> None:
    device = as_alice.post("/api/v1/devices/", {"name": "Probes", "modality": "microcurrent"}).json()
    program = as_alice.post("/api/v1/programs/", {"name": "Jaw", "device": device["id"]}).json()
    course = plan(as_alice, program=program["id"]).json()
    log(as_alice, START)
    log(as_alice, START, program=program["id"])
    assert as_alice.get(f"/api/v1/courses/{course['id']}/").json()["progress"]["done"] == 1
    wrong = plan(as_alice, program=program["id"], modality="galvanic")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_program")
    wrong = as_alice.patch(f"/api/v1/courses/{course['id']}/", {"modality": "galvanic"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_program")


def test_a_course_can_be_stopped_and_taken_up_again(as_alice: APIClient) -> None:
    course = plan(as_alice).json()
    log(as_alice, START)
    log(as_alice, START + timedelta(days=9))
    address = f"/api/v1/courses/{course['id']}/"
    far = as_alice.patch(address, {"stopped_on": "2026-03-05"}).json()["progress"]
    assert (far["state"], far["done"], far["next_day"]) == ("stopped", 1, None)
    far = as_alice.patch(address, {"stopped_on": None}).json()["progress"]
    assert (far["state"], far["done"]) == ("running", 2)
    assert as_alice.patch(address, {"stopped_on": "2026-03-01"}).json()["fields"].keys() == {"stopped_on"}


def test_the_same_id_again_gives_the_first(as_alice: APIClient, as_bob: APIClient) -> None:
    name = str(uuid.uuid4())
    answers = [plan(client, id=name) for client in (as_alice, as_alice, as_bob)]
    assert [answer.status_code for answer in answers] == [201, 200, 409]


@pytest.mark.parametrize(
    ("field", "value"), [("planned_sessions", 0), ("planned_sessions", 201), ("weeks", 105), ("starts_on", "soon")]
)
def test_a_wrong_value_is_named(as_alice: APIClient, field: str, value: Any) -> None:
    answer = plan(as_alice, **{field: value})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_deleting_a_course_leaves_the_sessions(as_alice: APIClient) -> None:
    course = plan(as_alice).json()
    log(as_alice, START)
    assert as_alice.delete(f"/api/v1/courses/{course['id']}/").status_code == 204
    assert len(as_alice.get("/api/v1/sessions/").json()["results"]) == 1


@pytest.mark.parametrize("count", [1, 15])
def test_progress_of_all_courses_takes_one_query(
    as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        plan(as_alice)
        log(as_alice, START + timedelta(days=number))
    with django_assert_num_queries(5):  # session, account, subject, courses, days of sessions
        as_alice.get("/api/v1/courses/", {"page_size": 200})
