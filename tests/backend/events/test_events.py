"""Events: what can be noted, on a day or at a time, and what is said of a wrong value."""

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from ml.vocabulary import EventKind

EVENT: dict[str, Any] = {"happened_at": "2026-03-12", "kind": "weight", "weight_kg": 71.5, "notes": "Before breakfast."}


def note(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/events/", {**EVENT, **values})


@pytest.mark.parametrize("moment", ["2026-03-12", "2026-03-12T08:30:00", "2026-03-12T08:30:00+01:00"])
def test_an_event_is_read_as_it_was_written(as_alice: APIClient, moment: str) -> None:
    answer = note(as_alice, happened_at=moment)
    assert answer.status_code == 201
    event = answer.json()
    assert {name: event[name] for name in EVENT} == {**EVENT, "happened_at": moment}
    assert as_alice.get(f"/api/v1/events/{event['id']}/").json() == event


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_can_be_noted_with_its_day_alone(as_alice: APIClient, kind: str) -> None:
    answer = as_alice.post("/api/v1/events/", {"happened_at": "2026-03-12", "kind": kind})
    assert answer.status_code == 201
    assert (answer.json()["weight_kg"], answer.json()["notes"]) == (None, "")


def test_the_same_id_again_gives_the_first_event(as_alice: APIClient, as_bob: APIClient) -> None:
    name = str(uuid.uuid4())
    first, again, strange = note(as_alice, id=name), note(as_alice, id=name, notes="x"), note(as_bob, id=name)
    assert (first.status_code, again.status_code, strange.status_code) == (201, 200, 409)
    assert again.json() == first.json()
    assert strange.json()["code"] == "id_conflict"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weight_kg": 19.9}, "weight_kg"),
        ({"weight_kg": 400.1}, "weight_kg"),
        ({"weight_kg": "nan"}, "weight_kg"),
        ({"kind": "filler"}, "weight_kg"),
        ({"kind": "magic"}, "kind"),
        ({"happened_at": "2026-02-30"}, "happened_at"),
        ({"happened_at": "yesterday"}, "happened_at"),
        ({"happened_at": "2999-01-01"}, "happened_at"),
        ({"happened_at": 20260312}, "happened_at"),
        ({"happened_at": "2026-03-12T25:00:00"}, "happened_at"),
        ({"notes": "x" * 2001}, "notes"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_kept(as_alice: APIClient, values: dict[str, Any], field: str) -> None:
    answer = note(as_alice, **values)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert as_alice.get("/api/v1/events/").json()["results"] == []


def test_an_event_can_be_changed_and_deleted(as_alice: APIClient) -> None:
    event = note(as_alice).json()
    address = f"/api/v1/events/{event['id']}/"
    timed = as_alice.patch(address, {"happened_at": "2026-03-13T07:00:00+01:00", "id": str(uuid.uuid4())}).json()
    assert timed == {**event, "happened_at": "2026-03-13T07:00:00+01:00"}
    assert as_alice.patch(address, {}).json() == timed
    assert as_alice.patch(address, {"happened_at": "2026-03-12"}).json() == event
    assert as_alice.delete(address).status_code == 204
    assert as_alice.get(address).status_code == 404


def test_an_event_of_another_kind_keeps_no_weight(as_alice: APIClient) -> None:
    event = note(as_alice).json()
    changed = as_alice.patch(f"/api/v1/events/{event['id']}/", {"kind": "illness"})
    assert (changed.status_code, changed.json()["weight_kg"]) == (200, None)
    refused = as_alice.patch(f"/api/v1/events/{event['id']}/", {"weight_kg": 70})
    assert list(refused.json()["fields"]) == ["weight_kg"]


def test_the_list_takes_a_period_and_is_newest_first(as_alice: APIClient) -> None:
    for moment in ("2026-03-11", "2026-03-12", "2026-03-12T23:59:59", "2026-03-13"):
        note(as_alice, happened_at=moment)
    found = as_alice.get("/api/v1/events/", {"from": "2026-03-12", "to": "2026-03-12"}).json()["results"]
    assert [event["happened_at"] for event in found] == ["2026-03-12T23:59:59", "2026-03-12"]
    first = as_alice.get("/api/v1/events/", {"page_size": 3}).json()
    assert len(as_alice.get(first["next"]).json()["results"]) == 1
