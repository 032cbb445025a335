"""The calendar: what each local date holds."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from tests.backend.timeline.test_timeline import add_event, add_photo, add_session

Add = Callable[[User, int], object]
DAY = 24 * 60


def read(client: APIClient, **query: str) -> Any:
    return client.get("/api/v1/timeline/days/", query)


def test_each_day_says_what_it_holds_by_view(alice: User, as_alice: APIClient) -> None:
    add_photo(alice, 0)
    add_photo(alice, 1)
    add_photo(alice, 2, view="oblique_left")
    add_session(alice, 16 * 60 - 1)
    add_session(alice, 16 * 60)
    add_event(alice, DAY)
    found = read(as_alice, **{"from": "2026-03-01", "to": "2026-03-31"}).json()
    views = [{"view": "frontal", "count": 2}, {"view": "oblique_left", "count": 1}]
    assert found == {
        "first_day": "2026-03-12",
        "days": [
            {"date": "2026-03-12", "photos": views, "sessions": 1, "events": 0},
            {"date": "2026-03-13", "photos": [], "sessions": 1, "events": 1},
        ],
    }


def test_days_outside_the_period_are_left_out(alice: User, as_alice: APIClient) -> None:
    for day in range(5):
        add_photo(alice, day * DAY)
    found = read(as_alice, **{"from": "2026-03-13", "to": "2026-03-14"}).json()
    assert [day["date"] for day in found["days"]] == ["2026-03-13", "2026-03-14"]
    assert found["first_day"] == "2026-03-12"


def test_an_empty_record_has_no_first_day(as_alice: APIClient) -> None:
    assert read(as_alice).json() == {"first_day": None, "days": []}


def test_the_record_begins_with_whatever_came_first(alice: User, as_alice: APIClient) -> None:
    adders: list[Add] = [add_photo, add_session, add_event]
    for number, add in enumerate(adders):
        add(alice, -number * DAY)
        assert read(as_alice).json()["first_day"] == f"2026-03-{12 - number}"


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "2020-01-01", "to": "2026-03-01"},
        {"from": "soon"},
    ],
)
def test_a_period_that_cannot_be_shown_is_refused(as_alice: APIClient, query: dict[str, str]) -> None:
    assert read(as_alice, **query).status_code == 400


@pytest.mark.parametrize("count", [1, 30])
def test_a_constant_number_of_queries(
    alice: User, as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    adders: list[Add] = [add_photo, add_session, add_event]
    for day in range(count):
        for add in adders:
            add(alice, day * DAY)
    with django_assert_num_queries(7):  # session, account, subject, one a kind, and where the record begins
        days = read(as_alice, **{"from": "2026-03-01", "to": "2026-12-31"}).json()["days"]
    assert len(days) == count
