"""A reminder with real processes and the real clock: its worker is killed around its time, and one is shown."""

import json
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.backend.reminders.browsers import push_service
from tests.phone import Phone
from tests.running import RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the worker by Linux's /proc"),
]


def test_killed_around_its_time_a_reminder_is_neither_lost_nor_shown_twice(tmp_path: Path) -> None:
    with push_service() as service, RunningApp(tmp_path, LIKENESS_PUSH_TO_LOOPBACK="yes") as app:
        phone = Phone(app.origin)
        browser = service.browser()
        phone.post("/api/v1/push/", json.dumps(browser.subscription()).encode(), "application/json")
        # The next whole minute that leaves time to kill before it.
        due = (datetime.now(UTC) + timedelta(seconds=70)).replace(second=0, microsecond=0)
        wanted = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "at": due.strftime("%H:%M"), "time_zone": "UTC"}
        made = phone.post("/api/v1/reminders/", json.dumps(wanted).encode(), "application/json")
        assert datetime.fromisoformat(made["next_at"]) == due
        for seconds in (-3.0, 0.02, 1.5):
            time.sleep(max(0.0, (due + timedelta(seconds=seconds) - datetime.now(UTC)).total_seconds()))
            app.kill_worker()
        deadline = time.monotonic() + 90
        while not _is_done(tmp_path, made["id"], due):
            assert time.monotonic() < deadline, "nothing came of it"
            time.sleep(0.2)
        assert service.arrived
        for _, headers, body in service.arrived:
            assert json.loads(browser.open(body)) == {"kind": "reminder"}
            # Said again after a kill between the answer and its note: of one topic, a browser has one.
            assert headers["Topic"] == "reminder"
        assert len(service.arrived) <= 2


def _is_done(folder: Path, reminder: str, due: datetime) -> bool:
    """Its message is noted as taken, and it waits for the next day."""
    database = sqlite3.connect(f"file:{folder / 'data' / 'likeness.sqlite3'}?mode=ro", uri=True)
    try:
        [(taken,)] = database.execute("SELECT last_success_at FROM reminders_pushsubscription")
        waiting = "SELECT run_at FROM jobs_job WHERE handler = 'reminders.remind' AND state = 'queued' AND key = ?"
        times = [datetime.fromisoformat(at).replace(tzinfo=UTC) for (at,) in database.execute(waiting, [reminder])]
        return taken is not None and [at > due + timedelta(hours=23) for at in times] == [True]
    finally:
        database.close()
