"""CSV out and in: what goes out comes in again as it was, and a file is taken whole or not at all."""

import csv
import io
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.common.csv_cells import guard, unguard
from ml.vocabulary import CSV_MAX_BYTES, CSV_MAX_ROWS, Modality, Polarity, SessionPlace, Waveform, Zone

SESSION: dict[str, Any] = {
    "started_at": "2026-03-12T19:00:00+01:00",
    "modality": "microcurrent",
    "device_name": "=HYPERLINK(1)",
    "program_name": "@sum",
    "minutes": 12.5,
    "timed": True,
    "intensity_microamp": 240.1,
    "frequency_hz": 0.3,
    "waveform": "sine",
    "polarity": "negative",
    "conductive_product": "-gel; =1+1",
    "place": "home",
    "zones": ["cheek_left", "jaw_left"],
    "minutes_by_zone": {"cheek_left": 10, "jaw_left": 2.5},
    "comfort": 4,
    "sensation": "'tingling'",
    "skin_before": 'dry, "tight"',
    "skin_after": "+red\n=then not",
    "notes": "two\r\nlines; and “quotes”",
}
SHORT = "started_at;modality;minutes;zones;notes\r\n2026-03-12T19:00;microcurrent;12,5;neck 2,5;'=1\r\n"


def export(client: APIClient, **query: Any) -> bytes:
    answer = client.get("/api/v1/sessions/export/", query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def send(client: APIClient, content: bytes | str, *, save: bool = True, **form: Any) -> Any:
    file = SimpleUploadedFile("s.csv", content.encode() if isinstance(content, str) else content)
    return client.post("/api/v1/sessions/import/", {"file": file, "save": save, **form}, format="multipart")


def all_sessions(client: APIClient) -> list[dict[str, Any]]:
    found = client.get("/api/v1/sessions/", {"page_size": 200}).json()["results"]
    return [{name: value for name, value in session.items() if name not in OWN} for session in found]


EARLY, LATE = datetime(1990, 1, 2), datetime(2026, 1, 1)  # noqa: DTZ001 (wall time)
OWN = {"id", "subject", "created_at", "device", "program"}
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40).map(str.strip)
zone_names = st.lists(st.sampled_from([zone.value for zone in Zone]), unique=True, max_size=5)


@st.composite
def sessions(draw: st.DrawFn) -> dict[str, Any]:
    minutes = draw(st.floats(0.5, 240))
    chosen = draw(zone_names)
    return {
        "started_at": draw(st.datetimes(min_value=EARLY, max_value=LATE)).replace(microsecond=0).isoformat()
        + draw(st.sampled_from(["", "+00:00", "-09:30", "+14:00"])),
        "modality": draw(st.sampled_from([one.value for one in Modality])),
        "minutes": minutes,
        "timed": draw(st.booleans()),
        "intensity_microamp": draw(st.none() | st.floats(0.1, 100_000)),
        "frequency_hz": draw(st.none() | st.floats(0.01, 1_000_000)),
        "waveform": draw(st.sampled_from(["", *(one.value for one in Waveform)])),
        "polarity": draw(st.sampled_from(["", *(one.value for one in Polarity)])),
        "place": draw(st.sampled_from(["", *(one.value for one in SessionPlace)])),
        "zones": chosen,
        "minutes_by_zone": {zone: draw(st.floats(0.1, minutes)) for zone in chosen} if draw(st.booleans()) else {},
        "comfort": draw(st.none() | st.integers(1, 5)),
        **{name: draw(words) for name in ("device_name", "program_name", "conductive_product", "notes")},
        **{name: draw(words) for name in ("sensation", "skin_before", "skin_after")},
    }


@given(st.text() | st.text("'=+-@;,\t\r\n＝＋－＠a"))
def test_guarding_text_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text("'=+-@;,\t\r\n＝＋－＠a"), st.sampled_from([",", ";", "\t"]))
def test_no_guarded_text_begins_a_formula_wherever_a_spreadsheet_splits(text: str, separator: str) -> None:
    for cell in guard(text).replace("\r", separator).replace("\n", separator).split(separator):
        assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(logged=st.lists(sessions(), max_size=5))
@pytest.mark.django_db
def test_what_goes_out_comes_in_again(as_alice: APIClient, as_bob: APIClient, logged: list[dict[str, Any]]) -> None:
    for client in (as_alice, as_bob):
        for session in client.get("/api/v1/sessions/", {"page_size": 200}).json()["results"]:
            client.delete(f"/api/v1/sessions/{session['id']}/")
    for session in logged:
        assert as_alice.post("/api/v1/sessions/", session).status_code == 201
    file = export(as_alice)
    assert send(as_alice, file).json()["already_here"] == len(logged)
    assert send(as_bob, file).json()["new"] == len(logged)
    assert send(as_bob, file).json()["new"] == 0
    assert sorted(all_sessions(as_bob), key=repr) == sorted(all_sessions(as_alice), key=repr)


def test_every_value_stands_in_the_file(as_alice: APIClient) -> None:
    made = as_alice.post("/api/v1/sessions/", SESSION).json()
    content = export(as_alice)
    assert content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["id"] == made["id"]
    assert (row["device_name"], row["program_name"]) == ("'=HYPERLINK(1)", "'@sum")
    assert (row["minutes"], row["intensity_microamp"], row["timed"]) == ("12.5", "240.1", "yes")
    assert row["zones"] == "cheek_left 10 | jaw_left 2.5"
    as_alice.delete(f"/api/v1/sessions/{made['id']}/")
    assert send(as_alice, content).json()["new"] == 1
    back = as_alice.get(f"/api/v1/sessions/{made['id']}/").json()
    assert {name: back[name] for name in SESSION} == SESSION


def test_a_period_is_exported_and_streamed(as_alice: APIClient) -> None:
    for day in (1, 2, 3):
        as_alice.post("/api/v1/sessions/", {**SESSION, "started_at": f"2026-03-0{day}T19:00:00"})
    answer = as_alice.get("/api/v1/sessions/export/", {"from": "2026-03-02", "to": "2026-03-02"})
    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.getvalue().decode().count("2026-03-0") == 1


def test_a_spreadsheets_file_is_looked_at_first_and_then_taken(as_alice: APIClient) -> None:
    looked = send(as_alice, SHORT, save=False).json()
    assert looked == {
        "rows": 1,
        "new": 1,
        "already_here": 0,
        "saved": False,
        "ignored_columns": [],
        "problem_count": 0,
        "problems": [],
    }
    assert all_sessions(as_alice) == []
    assert send(as_alice, SHORT).json()["saved"] is True
    [session] = all_sessions(as_alice)
    assert (session["minutes"], session["minutes_by_zone"], session["notes"]) == (12.5, {"neck": 2.5}, "=1")
    assert session["started_at"] == "2026-03-12T19:00:00"
    # Once more, with commas and a point: the same session.
    again = (
        "sep=,\nNotes,Minutes,Modality,Started_at,zones,mood\n'=1,12.50,microcurrent,2026-03-12 19:00:00,neck 2.5,ok\n"
    )
    outcome = send(as_alice, again).json()
    assert (outcome["new"], outcome["already_here"], outcome["ignored_columns"]) == (0, 1, ["mood"])


def test_two_rows_that_are_the_same_are_two_sessions(as_alice: APIClient) -> None:
    row = "2026-03-12T19:00,other,5\n"
    head = "started_at,modality,minutes\n"
    assert send(as_alice, head + row * 2).json()["new"] == 2
    assert send(as_alice, head + row * 3).json()["new"] == 1
    assert send(as_alice, head + row * 2).json()["new"] == 0


def test_lines_that_cannot_be_used_are_named_and_nothing_is_taken(as_alice: APIClient) -> None:
    content = (
        "started_at,modality,minutes,zones,notes,comfort\n"
        '2026-03-12T19:00,other,5,,"a\nb",3\n'
        "\n"
        "yesterday,other,900,,,\n"
        "2026-03-12T19:00,magic,,nose 5,,9\n"
    )
    outcome = send(as_alice, content, save=False).json()
    assert (outcome["rows"], outcome["new"], outcome["problem_count"]) == (3, 0, 2)
    assert [(problem["line"], problem["column"]) for problem in outcome["problems"]] == [
        (5, "started_at"),
        (5, "minutes"),
        (6, "modality"),
        (6, "minutes"),
        (6, "zones"),
        (6, "minutes_by_zone"),
        (6, "comfort"),
    ]
    assert outcome["problems"][1]["message"] == "Give 0.5 to 240 minutes."
    refused = send(as_alice, content)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_rows")
    assert all_sessions(as_alice) == []


def test_devices_of_the_same_name_are_linked(as_alice: APIClient) -> None:
    device = as_alice.post("/api/v1/devices/", {"name": "Probes", "modality": "microcurrent"}).json()
    program = as_alice.post("/api/v1/programs/", {"name": "Jaw", "device": device["id"]}).json()
    send(as_alice, "started_at,modality,minutes,device_name,program_name\n2026-03-12T19:00,microcurrent,5,Probes,Jaw\n")
    [session] = as_alice.get("/api/v1/sessions/").json()["results"]
    assert (session["device"], session["program"]) == (device["id"], program["id"])


def test_an_id_of_somebody_elses_session_says_nothing_of_it(as_alice: APIClient, as_bob: APIClient) -> None:
    theirs = as_alice.post("/api/v1/sessions/", SESSION).json()["id"]
    head = "id,started_at,modality,minutes\n"
    row = "{},2026-03-12T19:00,other,5\n"
    outcomes = [send(as_bob, head + row.format(key), save=False).json() for key in (theirs, uuid.uuid4())]
    assert outcomes[0] == outcomes[1]
    assert send(as_bob, head + row.format(theirs)).json()["new"] == 1
    assert send(as_bob, head + row.format(theirs)).json()["already_here"] == 1
    assert {name: as_alice.get(f"/api/v1/sessions/{theirs}/").json()[name] for name in SESSION} == SESSION


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "invalid", 400),
        (b"\xff\xfe\x00", "not_csv", 400),
        (b"a,b,c\n1,2,3\n", "not_csv", 400),
        (b'started_at,modality,minutes\n"2026', "not_csv", 400),
        (b"started_at,modality,minutes\n" + b'"' + b"x" * 140_000 + b'",other,5\n', "not_csv", 400),
        (b"started_at,modality,minutes\n" + b"2026-03-12T19:00,other,5\n" * (CSV_MAX_ROWS + 1), "too_many_rows", 413),
        (b"x" * (CSV_MAX_BYTES + 1), "csv_too_large", 413),
        (b"x" * (CSV_MAX_BYTES + 100_000), "csv_too_large", 413),
    ],
    ids=["empty", "utf-16", "other columns", "open quote", "huge cell", "many rows", "large", "larger"],
)
def test_a_file_that_is_none_is_refused_in_words(as_alice: APIClient, content: bytes, code: str, status: int) -> None:
    answer = send(as_alice, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


cells = st.text(max_size=12) | st.sampled_from(
    ["2026-03-12T19:00", "other", "5", "neck 5", "=1", "1e400", "nan", "\0", "yes"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(cells, max_size=8), max_size=4), raw=st.binary(max_size=40))
@pytest.mark.django_db
def test_whatever_a_file_holds_the_answer_is_in_words(as_alice: APIClient, rows: list[list[str]], raw: bytes) -> None:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["started_at", "modality", "minutes", "zones", "comfort", "id", "timed", "notes"])
    writer.writerows(rows)
    for content in (target.getvalue().encode(errors="replace") + raw, raw):
        answer = send(as_alice, content)
        assert answer.status_code in {200, 400}
        assert answer.status_code == 200 or answer.json()["message"]


def test_an_import_takes_few_queries(as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = "".join(f"2026-03-12T19:{minute:02}:00,other,5\n" for minute in range(60)) * 5
    with django_assert_num_queries(5):  # session, account, subject, ids (two for each row), devices
        send(as_alice, "started_at,modality,minutes\n" + rows, save=False)
