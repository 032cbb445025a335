"""Promise 5, with real processes: a worker killed in the middle of its work loses nothing and doubles nothing."""

import sqlite3
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.upload_to_aligned import make_photo
from tests.phone import Phone
from tests.running import RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the worker by Linux's /proc"),
]

PHOTOS = 10
KILLS = 3


def test_ten_photos_are_aligned_once_though_the_worker_is_killed_three_times(tmp_path: Path) -> None:
    with RunningApp(tmp_path) as app:
        phone = Phone(app.origin)
        files = [make_photo(number) for number in range(PHOTOS)]
        ids = [phone.upload(content) for content in files]
        interrupted: set[str] = set()
        deadline = time.monotonic() + 120
        while len(interrupted) < KILLS:
            assert time.monotonic() < deadline, "no kill met a photo at work"
            if at_work := _leases(tmp_path) - interrupted:
                app.kill_worker()
                # What was finished before the kill came was not interrupted.
                interrupted |= at_work & _leases(tmp_path)
            time.sleep(0.02)
        photos = [phone.wait_for(photo_id, seconds=120) for photo_id in ids]
        assert [photo["state"] for photo in photos] == ["aligned"] * PHOTOS
        assert sum(photo["is_baseline"] for photo in photos) == 1
        for photo in photos:
            for rendition in photo["renditions"]:
                assert phone.get(rendition["url"])[:2] == b"\xff\xd8"
    database = sqlite3.connect(tmp_path / "data" / "likeness.sqlite3")
    count = {table: _count(database, table) for table in ("photos_photo", "photos_alignment", "photos_rendition")}
    assert count == {"photos_photo": PHOTOS, "photos_alignment": PHOTOS, "photos_rendition": PHOTOS * 4}
    jobs = database.execute("SELECT state, attempts FROM jobs_job WHERE handler = 'photos.align'").fetchall()
    database.close()
    assert {state for state, _ in jobs} == {"done"}
    # Each kill interrupted a job that then took one attempt more.
    assert sum(attempts for _, attempts in jobs) == len(jobs) + KILLS
    stored = [path for path in (tmp_path / "data" / "media").rglob("*") if path.is_file()]
    assert len([path for path in stored if path.suffix == ".jpg"]) == PHOTOS * 5


def _leases(folder: Path) -> set[str]:
    """Tokens of the alignments that are running, or were when their worker was killed."""
    database = sqlite3.connect(f"file:{folder / 'data' / 'likeness.sqlite3'}?mode=ro", uri=True)
    try:
        running = "SELECT token FROM jobs_job WHERE state = 'running' AND handler = 'photos.align'"
        return {token for (token,) in database.execute(running)}
    finally:
        database.close()


def _count(database: sqlite3.Connection, what: str) -> int:
    row = database.execute(f"SELECT COUNT(*) FROM {what}").fetchone()  # noqa: S608 (our own words)
    return int(row[0])
