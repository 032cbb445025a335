"""Promise 5 for films, with real processes: a worker killed in the middle of one makes it once and leaves nothing."""

import json
import sqlite3
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from backend.common.at_rest.workshop import roots
from tests.conftest import as_jpeg, astronaut
from tests.phone import Phone
from tests.running import RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the worker by Linux's /proc"),
]

PHOTOS = 6
KILLS = 2


def test_a_film_is_made_once_though_its_worker_is_killed_twice(tmp_path: Path) -> None:
    with RunningApp(tmp_path) as app:
        phone = Phone(app.origin)
        image = astronaut()
        days = [as_jpeg(image, taken=f"2026:03:{day:02} 08:30:00", quality=90 - day) for day in range(1, PHOTOS + 1)]
        photos = [phone.wait_for(phone.upload(content), seconds=120) for content in days]
        # Large frames take long enough for a kill to meet one half written.
        asked = {"id": str(uuid.uuid4()), "series": photos[0]["series"], "size": "large"}
        phone.post("/api/v1/timelapses/", json.dumps(asked).encode(), "application/json")
        kills = 0
        while kills < KILLS and _state(tmp_path) != "ready":
            if _half_films(tmp_path):
                app.kill_worker()
                if _state(tmp_path) == "ready":
                    break
                kills += 1
                _wait_for_another_try(tmp_path)
            time.sleep(0.005)
        assert kills == KILLS, "no kill met a film in the making"
        film = _wait_until_made(phone, asked["id"])
        assert (film["state"], film["frames_done"]) == ("ready", PHOTOS)
        assert len(phone.get(film["url"])) == film["bytes"]
        left = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and "timelapses" in path.parts]
        assert [path.suffix for path in left] == [".mp4"]
        assert _half_films(tmp_path) == []
    database = sqlite3.connect(tmp_path / "data" / "likeness.sqlite3")
    jobs = database.execute("SELECT state, attempts FROM jobs_job WHERE handler = 'comparisons.render'").fetchall()
    films = database.execute("SELECT COUNT(*) FROM comparisons_timelapse").fetchone()
    database.close()
    assert (jobs, films) == ([("done", KILLS + 1)], (1,))


def _half_films(folder: Path) -> list[Path]:
    """What is being written and has some bytes already."""
    found = []
    with override_settings(DATA_DIR=folder / "data", WORKSHOP_DIR=Path("/dev/shm")):  # noqa: S108 (as the app has it)
        places = roots()
    for path in (path for place in places for path in (place / "timelapses").rglob("*.*")):
        # It can be gone between the two looks.
        with suppress(FileNotFoundError):
            if path.stat().st_size > 0:
                found.append(path)
    return found


def _wait_for_another_try(folder: Path) -> None:
    """Until the half of a film that the kill left is gone: the next try has begun."""
    old = set(_half_films(folder))
    deadline = time.monotonic() + 60
    while old & set(_half_films(folder)):
        assert time.monotonic() < deadline, "no other try has begun"
        time.sleep(0.005)


def _state(folder: Path) -> str:
    database = sqlite3.connect(f"file:{folder / 'data' / 'likeness.sqlite3'}?mode=ro", uri=True)
    try:
        row = database.execute("SELECT state FROM comparisons_timelapse").fetchone()
        return str(row[0])
    finally:
        database.close()


def _wait_until_made(phone: Phone, timelapse_id: str) -> Any:
    deadline = time.monotonic() + 120
    while True:
        film = json.loads(phone.get(f"/api/v1/timelapses/{timelapse_id}/"))
        if film["state"] not in {"queued", "rendering"}:
            return film
        assert time.monotonic() < deadline, film
        time.sleep(0.1)
