"""Numbers for Prometheus: only for the token's holder, true, and about nobody."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from backend.jobs.models import Job, JobState
from backend.operations import metrics as module
from backend.operations import views
from backend.operations.readiness import Readiness
from tests.conftest import RunJobs, Upload

TOKEN = "0123456789abcdef0123"
ROOT = Path(__file__).resolve().parents[3]
ASK = f"""
import django
django.setup()
from django.test import Client
answer = Client(HTTP_HOST="127.0.0.1").get("/metrics", headers={{"Authorization": "Bearer {TOKEN}"}})
print(answer.status_code, answer.content.decode())
"""
SAMPLE = re.compile(r'([a-z_]+)(?:\{[a-z]+="([\w. ]+)"\})? (\d+(?:\.\d+)?)')


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    fresh = Readiness(kept_seconds=0)
    monkeypatch.setattr(views, "readiness", fresh)
    monkeypatch.setattr(module, "readiness", fresh)
    settings.METRICS_TOKEN = TOKEN


def scrape() -> dict[tuple[str, str], float]:
    """Samples by family and label; every line that is no sample is a comment of the format."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer["Content-Type"]) == (200, module.CONTENT_TYPE)
    text = answer.content.decode()
    assert text.endswith("\n")
    samples: dict[tuple[str, str], float] = {}
    for line in text.splitlines():
        if re.fullmatch(r"# HELP [a-z_]+ .+|# TYPE [a-z_]+ (gauge|counter)", line):
            continue
        found = SAMPLE.fullmatch(line)
        assert found, line
        assert (found[1], found[2] or "") not in samples, "told twice"
        samples[found[1], found[2] or ""] = float(found[3])
    return samples


@pytest.mark.parametrize(
    "said", [{}, {"Authorization": "Bearer "}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}0"}]
)
def test_only_the_tokens_holder_reads_them(said: dict[str, str], as_alice: APIClient) -> None:
    for client in (Client(), as_alice):
        answer = client.get("/metrics", headers=said)
        assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")


@pytest.mark.parametrize("said", [{}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}])
def test_without_a_token_there_is_no_such_address(settings: Any, said: dict[str, str]) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers=said).status_code == 404


def test_a_token_that_could_be_guessed_is_refused_at_the_start(tmp_path: Path) -> None:
    environment = {**os.environ, "LIKENESS_DATA": str(tmp_path), "LIKENESS_METRICS_TOKEN": "short"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("LIKENESS_METRICS_TOKEN is shorter")


def test_they_count_photos_and_jobs(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    assert upload(as_alice).status_code == 201
    waiting = scrape()
    assert waiting["likeness_photos", "received"] == 1
    assert waiting["likeness_jobs_waiting", "photos.align"] == 1
    run_jobs()
    Job.objects.update(state=JobState.DONE, token=None, lease_until=None)
    long_ago = timezone.now() - timedelta(hours=1)
    for key, state in (("a", JobState.PARKED), ("b", JobState.QUEUED), ("c", JobState.QUEUED)):
        Job.objects.create(handler="photos.align", key=key, run_at=long_ago, state=state)
    told = scrape()
    assert (told["likeness_photos", "received"], told["likeness_photos", "aligned"]) == (0, 1)
    assert told["likeness_jobs_waiting", "photos.align"] == 2
    assert 3600 <= told["likeness_jobs_oldest_wait_seconds", "photos.align"] < 3660
    assert told["likeness_jobs_parked", "photos.align"] == 1
    assert told["likeness_check_ok", "database"] == 1
    assert told["likeness_check_ok", "queue"] == 0
    assert told["likeness_disk_free_bytes", ""] > 0


@pytest.mark.django_db
def test_they_count_answers_by_their_status() -> None:
    before = scrape()
    for _ in range(3):
        Client().get("/api/v1/nothing/")
    after = scrape()
    rise = {name: after[name] - before.get(name, 0) for name in after if name[0] == "likeness_requests_total"}
    # The first look is counted once it is answered, and so by the second.
    assert (rise["likeness_requests_total", "4xx"], rise["likeness_requests_total", "2xx"]) == (3, 1)


def test_a_database_without_tables_leaves_its_numbers_out(tmp_path: Path) -> None:
    environment = {**os.environ, "LIKENESS_DATA": str(tmp_path), "LIKENESS_METRICS_TOKEN": TOKEN}
    environment |= {"DJANGO_SETTINGS_MODULE": "backend.settings"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("200 ")
    assert 'likeness_check_ok{check="database"} 0' in done.stdout
    assert "likeness_disk_free_bytes" in done.stdout
    assert "likeness_jobs_waiting" not in done.stdout
    assert "likeness_photos" not in done.stdout
