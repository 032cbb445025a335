"""The session log: what can be written, in which units, and what is said of a wrong value."""

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

SESSION: dict[str, Any] = {
    "started_at": "2026-03-12T19:00:00+01:00",
    "modality": "microcurrent",
    "device_name": "Hand-held, two probes",
    "minutes": 12.5,
    "intensity_microamp": 240,
    "frequency_hz": 0.3,
    "zones": ["cheek_left", "cheek_right", "jaw_left"],
    "minutes_by_zone": {"cheek_left": 6, "cheek_right": 4, "jaw_left": 2.5},
    "timed": True,
    "waveform": "pulsed_direct",
    "polarity": "alternating",
    "conductive_product": "Gel",
    "place": "practitioner",
    "comfort": 4,
    "sensation": "Tingling.",
    "skin_before": "Dry.",
    "skin_after": "A little red.",
    "notes": "Gel changed.",
}


def log(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/sessions/", {**SESSION, **values})


def test_a_session_is_written_and_read_as_it_was_given(as_alice: APIClient) -> None:
    answer = log(as_alice)
    assert answer.status_code == 201
    session = answer.json()
    assert {name: session[name] for name in SESSION} == SESSION
    assert session["simulated"] is False
    assert as_alice.get(f"/api/v1/sessions/{session['id']}/").json() == session


def test_only_what_matters_must_be_given(as_alice: APIClient) -> None:
    answer = as_alice.post(
        "/api/v1/sessions/", {"started_at": "2026-03-12T19:00:00", "modality": "other", "minutes": 5}
    )
    assert answer.status_code == 201
    session = answer.json()
    assert session["started_at"] == "2026-03-12T19:00:00"
    assert (session["intensity_microamp"], session["frequency_hz"], session["zones"]) == (None, None, [])


def test_the_same_id_again_gives_the_first_session(as_alice: APIClient, as_bob: APIClient) -> None:
    name = str(uuid.uuid4())
    first, again, strange = log(as_alice, id=name), log(as_alice, id=name, minutes=30), log(as_bob, id=name)
    assert (first.status_code, again.status_code, strange.status_code) == (201, 200, 409)
    assert again.json() == first.json()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("minutes", 0, "Give 0.5 to 240 minutes."),
        ("minutes", 241, "Give 0.5 to 240 minutes."),
        ("minutes", "nan", "Give 0.5 to 240 minutes."),
        ("minutes", None, "This field may not be null."),
        ("intensity_microamp", 0, "Give 0.1 to 100,000 µA."),
        ("intensity_microamp", -5, "Give 0.1 to 100,000 µA."),
        ("intensity_microamp", "strong", "Give 0.1 to 100,000 µA."),
        ("frequency_hz", 1e9, "Give 0.01 to 1,000,000 Hz."),
        ("modality", "magic", None),
        ("zones", ["nose_left"], None),
        ("zones", "cheek_left", None),
        ("started_at", "today", None),
        ("notes", "x" * 2001, None),
        ("sensation", "x" * 501, None),
        ("conductive_product", "x" * 121, None),
        ("comfort", 0, None),
        ("comfort", 6, None),
        ("comfort", 2.5, None),
        ("place", "car", None),
        ("waveform", "wavy", None),
        ("polarity", "north", None),
        ("timed", "perhaps", None),
        ("device", "mine", None),
        ("device_name", "x" * 81, None),
    ],
)
def test_a_wrong_value_is_named_in_its_unit(as_alice: APIClient, field: str, value: Any, sentence: str | None) -> None:
    answer = log(as_alice, **{field: value})
    assert answer.status_code == 400
    body = answer.json()
    assert (body["code"], list(body["fields"])) == ("invalid", [field])
    if sentence:
        assert body["fields"][field] == [sentence]
    assert as_alice.get("/api/v1/sessions/").json()["results"] == []


def test_a_session_can_be_changed_and_deleted(as_alice: APIClient) -> None:
    session = log(as_alice).json()
    address = f"/api/v1/sessions/{session['id']}/"
    changed = as_alice.patch(
        address,
        {
            "minutes": 20,
            "started_at": "2026-03-13T06:00:00",
            "zones": ["neck", "neck"],
            "minutes_by_zone": {},
            "id": str(uuid.uuid4()),
        },
    )
    assert changed.status_code == 200
    moved = {"minutes": 20, "started_at": "2026-03-13T06:00:00", "zones": ["neck"], "minutes_by_zone": {}}
    expected = {**session, **moved}
    assert changed.json() == as_alice.get(address).json() == expected
    assert as_alice.patch(address, {}).json() == expected
    assert as_alice.delete(address).status_code == 204
    assert as_alice.get(address).status_code == 404


def test_the_list_is_newest_first_and_takes_a_period_of_local_days(as_alice: APIClient) -> None:
    for moment in (
        "2026-03-12T00:00:00",
        "2026-03-12T23:59:59+14:00",
        "2026-03-13T00:00:00-12:00",
        "2026-03-11T23:59:59",
    ):
        log(as_alice, started_at=moment)
    found = as_alice.get("/api/v1/sessions/", {"from": "2026-03-12", "to": "2026-03-12"}).json()["results"]
    assert [item["started_at"] for item in found] == ["2026-03-12T23:59:59+14:00", "2026-03-12T00:00:00"]
    assert as_alice.get("/api/v1/sessions/", {"from": "soon"}).json()["fields"].keys() == {"from"}


def test_the_list_is_paged_by_cursor(as_alice: APIClient) -> None:
    for day in range(1, 6):
        log(as_alice, started_at=f"2026-03-0{day}T08:00:00")
    first = as_alice.get("/api/v1/sessions/", {"page_size": 3}).json()
    second = as_alice.get(first["next"]).json()
    days = [item["started_at"][:10] for page in (first, second) for item in page["results"]]
    assert days == [f"2026-03-0{day}" for day in (5, 4, 3, 2, 1)]
    assert second["next"] is None
