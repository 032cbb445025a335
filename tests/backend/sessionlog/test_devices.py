"""Devices, their programs and checklist, and sessions that were done with them."""

import uuid
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from ml.vocabulary import CHECKLIST_VERSION, Contraindication

DEVICE = {"name": "Two probes", "maker": "A maker", "modality": "microcurrent", "notes": "Bought in May."}
PROGRAM = {
    "name": "Cheeks",
    "minutes": 12,
    "intensity_microamp": 240,
    "frequency_hz": 0.3,
    "waveform": "pulsed_direct",
    "polarity": "alternating",
    "zones": ["cheek_left", "cheek_right"],
}
SESSION = {"started_at": "2026-03-12T19:00:00", "modality": "microcurrent", "minutes": 12}


def add_device(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/devices/", {**DEVICE, **values}).json()


def add_program(client: APIClient, device: Any, **values: Any) -> Any:
    return client.post("/api/v1/programs/", {**PROGRAM, "device": device["id"], **values}).json()


def log(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/sessions/", {**SESSION, **values})


def test_a_device_with_programs_is_read_as_it_was_given(as_alice: APIClient) -> None:
    device = add_device(as_alice)
    later, first = add_program(as_alice, device, name="jaw"), add_program(as_alice, device)
    assert {name: first[name] for name in PROGRAM} == PROGRAM
    read = as_alice.get(f"/api/v1/devices/{device['id']}/").json()
    assert {name: read[name] for name in DEVICE} == DEVICE
    assert (read["archived"], read["checklist"]) == (False, None)
    assert [program["id"] for program in read["programs"]] == [first["id"], later["id"]], "by name"


def test_the_same_id_again_gives_the_first(as_alice: APIClient, as_bob: APIClient) -> None:
    name = str(uuid.uuid4())
    answers = [client.post("/api/v1/devices/", {**DEVICE, "id": name}) for client in (as_alice, as_alice, as_bob)]
    assert [answer.status_code for answer in answers] == [201, 200, 409]
    program = str(uuid.uuid4())
    bobs = add_device(as_bob)
    answers = [
        client.post("/api/v1/programs/", {**PROGRAM, "id": program, "device": device})
        for client, device in ((as_alice, name), (as_alice, name), (as_bob, bobs["id"]))
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 409]


def test_devices_and_programs_can_be_changed(as_alice: APIClient) -> None:
    device = add_device(as_alice)
    program = add_program(as_alice, device)
    changed = as_alice.patch(f"/api/v1/devices/{device['id']}/", {"archived": True, "name": "Old probes"}).json()
    assert (changed["archived"], changed["name"], changed["maker"]) == (True, "Old probes", "A maker")
    changed = as_alice.patch(f"/api/v1/programs/{program['id']}/", {"intensity_microamp": None}).json()
    assert (changed["intensity_microamp"], changed["minutes"]) == (None, 12)
    assert as_alice.patch(f"/api/v1/programs/{program['id']}/", {"minutes": 900}).status_code == 400


def test_a_session_keeps_the_names_it_was_logged_under(as_alice: APIClient) -> None:
    device = add_device(as_alice)
    program = add_program(as_alice, device)
    session = log(as_alice, program=program["id"]).json()
    assert (session["device"], session["program"]) == (device["id"], program["id"])
    assert (session["device_name"], session["program_name"]) == ("Two probes", "Cheeks")
    as_alice.patch(f"/api/v1/devices/{device['id']}/", {"name": "Renamed"})
    assert as_alice.delete(f"/api/v1/devices/{device['id']}/").status_code == 204
    kept = as_alice.get(f"/api/v1/sessions/{session['id']}/").json()
    assert (kept["device"], kept["program"]) == (None, None)
    assert (kept["device_name"], kept["program_name"]) == ("Two probes", "Cheeks")


def test_a_program_of_another_device_is_refused(as_alice: APIClient) -> None:
    one, other = add_device(as_alice), add_device(as_alice)
    program = add_program(as_alice, other)
    answer = log(as_alice, device=one["id"], program=program["id"])
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_program")
    assert as_alice.get("/api/v1/sessions/").json()["results"] == []


def test_another_device_takes_the_program_away(as_alice: APIClient) -> None:
    one, other = add_device(as_alice), add_device(as_alice, name="Other")
    program = add_program(as_alice, one)
    session = log(as_alice, program=program["id"]).json()
    changed = as_alice.patch(
        f"/api/v1/sessions/{session['id']}/", {"device": other["id"], "device_name": "", "program_name": ""}
    ).json()
    assert (changed["device"], changed["program"], changed["device_name"]) == (other["id"], None, "Other")


def test_the_checklist_is_confirmed_once_a_version(as_alice: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    device = add_device(as_alice)
    address = f"/api/v1/devices/{device['id']}/checklist/"
    first, again = (as_alice.post(address, {"version": CHECKLIST_VERSION}).json() for _ in range(2))
    noted = first["checklist"]
    assert again["checklist"] == noted
    assert (noted["version"], noted["current"]) == (CHECKLIST_VERSION, True)
    assert noted["items"] == [item.value for item in Contraindication]
    assert noted["confirmed_by"] is not None
    for module in ("services.devices", "serializers.devices"):
        monkeypatch.setattr(f"backend.sessionlog.{module}.CHECKLIST_VERSION", CHECKLIST_VERSION + 1)
    assert as_alice.get(f"/api/v1/devices/{device['id']}/").json()["checklist"]["current"] is False
    stale = as_alice.post(address, {"version": CHECKLIST_VERSION})
    assert (stale.status_code, stale.json()["code"]) == (409, "checklist_changed")
    assert as_alice.post(address, {"version": CHECKLIST_VERSION + 1}).json()["checklist"]["current"] is True


def test_logging_waits_for_no_checklist(as_alice: APIClient) -> None:
    assert log(as_alice, device=add_device(as_alice)["id"]).status_code == 201


@pytest.mark.parametrize("count", [1, 12])
def test_lists_take_a_constant_number_of_queries(
    as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        device = add_device(as_alice)
        add_program(as_alice, device)
        as_alice.post(f"/api/v1/devices/{device['id']}/checklist/", {"version": CHECKLIST_VERSION})
    with django_assert_num_queries(6):  # session, account, subject, devices, programs, confirmations
        as_alice.get("/api/v1/devices/", {"page_size": 200})
    with django_assert_num_queries(4):
        as_alice.get("/api/v1/programs/", {"page_size": 200})
