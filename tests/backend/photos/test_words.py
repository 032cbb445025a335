"""What a person writes about a photo: notes, tags, and that it is a milestone."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.conftest import Upload


def change(client: APIClient, photo: Any, **values: Any) -> Any:
    return client.patch(f"/api/v1/photos/{photo['id']}/", values)


def test_notes_tags_and_milestone_are_kept_and_shown(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice).json()
    assert (photo["notes"], photo["tags"], photo["milestone"]) == ("", [], False)
    changed = change(as_alice, photo, notes="New lamp.", tags=["Clinic ", "after  holiday", "clinic"], milestone=True)
    assert changed.status_code == 200
    expected = {**photo, "notes": "New lamp.", "tags": ["clinic", "after holiday"], "milestone": True}
    assert changed.json() == as_alice.get(f"/api/v1/photos/{photo['id']}/").json() == expected
    emptied = change(as_alice, photo, notes="", tags=[], milestone=False).json()
    assert emptied == photo


def test_one_of_them_can_be_set_alone(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice).json()
    change(as_alice, photo, tags=["clinic"])
    change(as_alice, photo, milestone=True)
    shown = change(as_alice, photo, notes="x").json()
    assert (shown["notes"], shown["tags"], shown["milestone"]) == ("x", ["clinic"], True)


@pytest.mark.parametrize(
    "values",
    [
        {"notes": "x" * 2001},
        {"tags": ["x" * 41]},
        {"tags": [f"t{number}" for number in range(13)]},
        {"tags": [""]},
        {"tags": "clinic"},
        {"tags": [None]},
        {"milestone": "maybe"},
    ],
)
def test_what_cannot_be_kept_is_refused(as_alice: APIClient, upload: Upload, values: dict[str, Any]) -> None:
    photo = upload(as_alice).json()
    answer = change(as_alice, photo, **values)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, list(values))
    assert as_alice.get(f"/api/v1/photos/{photo['id']}/").json() == photo


def test_a_tag_finds_its_photos_and_no_others(as_alice: APIClient, upload: Upload, portraits: list[bytes]) -> None:
    tags = [["clinic"], ["clinics"], ["100%"], ["100x"], ["at the clinic"], ["clinic", "100%"]]
    for content, own in zip(portraits, tags, strict=True):
        change(as_alice, upload(as_alice, content).json(), tags=own)

    def found(tag: str) -> list[list[str]]:
        return [photo["tags"] for photo in as_alice.get("/api/v1/photos/", {"tag": tag}).json()["results"]]

    assert found("clinic") == [["clinic", "100%"], ["clinic"]]
    assert found(" Clinic") == found("clinic")
    assert found("100%") == [["clinic", "100%"], ["100%"]]
    assert found("linic") == []


def test_a_photo_carries_what_was_logged_before_it(as_alice: APIClient, upload: Upload) -> None:
    photo = upload(as_alice).json()
    nothing = {"hours_since_last": None, "last_modality": None, "sessions": 0, "minutes": 0, "microamp_minutes": 0}
    assert photo["session_clock"] == nothing
    session = {"modality": "microcurrent", "minutes": 10, "intensity_microamp": 200}
    as_alice.post("/api/v1/sessions/", {**session, "started_at": "2026-03-11T20:30:00+01:00"})
    as_alice.post("/api/v1/sessions/", {**session, "started_at": "2026-03-12T09:00:00+01:00"})
    expected = {
        "hours_since_last": 12,
        "last_modality": "microcurrent",
        "sessions": 1,
        "minutes": 10,
        "microamp_minutes": 2000,
    }
    assert as_alice.get(f"/api/v1/photos/{photo['id']}/").json()["session_clock"] == expected
    assert as_alice.get("/api/v1/photos/").json()["results"][0]["session_clock"] == expected
    moved = change(as_alice, photo, taken_at="2026-03-12T10:00:00+01:00").json()
    assert (moved["session_clock"]["hours_since_last"], moved["session_clock"]["sessions"]) == (1, 2)
