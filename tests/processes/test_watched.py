"""A running Likeness as those see it who watch over it: its health, its lines, its doctor."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.upload_to_aligned import make_photo
from tests.phone import Phone
from tests.running import ROOT, RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="stands for the server people run it on"),
]


def test_health_and_lines_of_a_whole_run(tmp_path: Path) -> None:
    with RunningApp(tmp_path, LIKENESS_LOG_FORMAT="json") as app:
        phone = Phone(app.origin)
        photo = phone.wait_for(phone.upload(make_photo(0)), seconds=120)
        assert photo["state"] == "aligned"
        assert json.loads(phone.get("/healthz")) == {"status": "ok"}
        assert json.loads(phone.get("/readyz"))["status"] == "ready"
        running = ask_the_doctor(tmp_path)
        assert (running["worker"], running["database"]) == ("ok", "ok")
    assert ask_the_doctor(tmp_path) == running | {"worker": "not_running"}
    written = app.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["logger"] == "backend.requests"]
    jobs = [line for line in lines if photo["id"] in line["message"] and "job" in line]
    assert "/healthz" in {line["path"] for line in requests}
    assert jobs, "the worker's lines name their job"
    assert {line["process"] for line in requests}.isdisjoint(line["process"] for line in jobs)
    for secret in ("@", "example.org", "p.jpg", "password"):
        assert secret not in written


def ask_the_doctor(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=ROOT,
        env={**os.environ, "LIKENESS_DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)
    assert (done.returncode, told["is_well"]) == (0, True), done.stdout
    return {found["name"]: found["code"] for found in told["findings"]}
