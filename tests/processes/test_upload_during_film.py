"""Nobody's photo waits behind a film: with the real worker, an upload is aligned while the film is still made."""

import json
import sqlite3
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.upload_to_aligned import make_photo
from tests.phone import Phone
from tests.running import RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="stops what it started as Linux does"),
]

# Large frames from 12-megapixel originals: a film that takes several times as long as aligning a photo.
PHOTOS = 14


def test_a_photo_sent_while_a_film_is_made_is_aligned_before_the_film_is_there(tmp_path: Path) -> None:
    with RunningApp(tmp_path) as app:
        phone = Phone(app.origin)
        photos = [phone.wait_for(phone.upload(make_photo(number)), seconds=120) for number in range(PHOTOS)]
        late = make_photo(PHOTOS)
        asked = {"id": str(uuid.uuid4()), "series": photos[0]["series"], "size": "large"}
        phone.post("/api/v1/timelapses/", json.dumps(asked).encode(), "application/json")
        _wait_for(phone, asked["id"], {"rendering"})
        photo = phone.wait_for(phone.upload(late), seconds=120)
        assert photo["state"] == "aligned"
        film = _wait_for(phone, asked["id"], {"ready", "failed"})
        assert (film["state"], film["frames_done"]) == ("ready", PHOTOS)
    with closing(sqlite3.connect(tmp_path / "data" / "likeness.sqlite3")) as database:
        rendered = _times(database, "comparisons.render", asked["id"])
        aligned = _times(database, "photos.align", photo["id"])
    # By the queue's own record, not by how often this test looked.
    assert rendered[0] < aligned[0] < aligned[1] < rendered[1]


def _wait_for(phone: Phone, timelapse_id: str, states: set[str]) -> Any:
    deadline = time.monotonic() + 120
    while (film := json.loads(phone.get(f"/api/v1/timelapses/{timelapse_id}/")))["state"] not in states:
        assert time.monotonic() < deadline, film
        time.sleep(0.02)
    return film


def _times(database: sqlite3.Connection, handler: str, key: str) -> tuple[str, str]:
    """When the one try at a job began and ended, as text that sorts by time."""
    found = "SELECT started_at, finished_at, attempts FROM jobs_job WHERE handler = ? AND REPLACE(key, '-', '') = ?"
    ((started, finished, attempts),) = database.execute(found, (handler, key.replace("-", ""))).fetchall()
    assert attempts == 1
    return str(started), str(finished)
