"""Whether the process lives and can serve: told to anybody, about nobody, and 503 with what is wrong."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backend.accounts.models import User
from backend.jobs.models import Job, JobState
from backend.jobs.registry import load_handlers, names_of_long_work
from backend.operations import readiness as module
from backend.operations import views
from backend.operations.checks import LONGEST_WAIT, check_model, check_queue, check_storage
from backend.operations.selectors import LONG_WORK
from ml.landmarks.model import MODEL_SETTING, model_path

ROOT = Path(__file__).resolve().parents[3]
WELL = {"database": "ok", "storage": "ok", "queue": "ok", "model": "ok"}
ASK = """
import django, json
django.setup()
from django.test import Client
told = {path: Client(HTTP_HOST="127.0.0.1").get(path) for path in ("/healthz", "/readyz")}
print(json.dumps({path: [answer.status_code, answer.json()] for path, answer in told.items()}))
"""


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "readiness", module.Readiness(kept_seconds=0))


def waiting(minutes: float, **values: Any) -> Job:
    due = timezone.now() - timedelta(minutes=minutes)
    return Job.objects.create(**{"handler": "photos.align", "key": "a", "run_at": due} | values)


def ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/readyz")
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def in_its_own_process(data: Path) -> dict[str, Any]:
    environment = {**os.environ, "LIKENESS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "backend.settings"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.mark.django_db
def test_a_whole_installation_is_alive_and_ready_for_everybody_alike(alice: User) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    stranger, signed_in = Client(), Client()
    signed_in.force_login(alice)
    for client in (stranger, signed_in):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ready", "checks": WELL})
        assert not answer.cookies


def test_being_alive_asks_nothing_of_the_database() -> None:
    assert Client().get("/healthz").status_code == 200, "the fixture `db` is not there: a query would be refused"


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/", "/metrics/"])
def test_an_address_beside_it_is_not_the_apps_page(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_they_are_only_read(path: str) -> None:
    assert Client().post(path).status_code == 405


@pytest.mark.django_db
def test_work_that_waits_too_long_is_told() -> None:
    waiting(14)
    assert ready() == (200, {"status": "ready", "checks": WELL})
    waiting(16, key="b")
    assert ready() == (503, {"status": "not ready", "checks": WELL | {"queue": "late"}})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"background": True},
        {"handler": "comparisons.render"},
        {"state": JobState.PARKED},
        {"state": JobState.DONE},
        {"run_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_what_nobody_waits_for_is_not_late(values: dict[str, Any]) -> None:
    waiting(600, **values)
    assert check_queue().code == "ok"


@pytest.mark.django_db
def test_work_under_a_dead_workers_lease_waits() -> None:
    long_ago = timezone.now() - 2 * LONGEST_WAIT
    Job.objects.create(
        handler="photos.align",
        key="a",
        run_at=long_ago,
        state=JobState.RUNNING,
        token="6d1b3c46-5f0e-5a52-9a55-2f6b0d1e7c10",
        lease_until=timezone.now() - timedelta(seconds=1),
    )
    assert check_queue().code == "late"


def test_long_work_is_what_the_registry_calls_long() -> None:
    load_handlers()
    # Tests of the queue may have registered handlers of their own.
    assert {name for name in names_of_long_work() if not name.startswith("tests.")} == LONG_WORK


@pytest.mark.django_db
def test_a_store_that_is_gone_is_told(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    code, body = ready()
    assert (code, body["checks"]) == (503, WELL | {"storage": "not_writable"})
    assert str(tmp_path) not in json.dumps(body)


def test_a_disk_without_room_is_told_and_a_look_leaves_no_file(tmp_path: Path) -> None:
    assert check_storage(least_free=1).code == "ok"
    assert check_storage(least_free=2**62).code == "no_room"
    assert not list(tmp_path.rglob("*"))


def test_another_face_model_is_told_when_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "face_landmarker.task"
    copy.write_bytes(model_path().read_bytes())
    monkeypatch.setenv(MODEL_SETTING, str(copy))
    assert check_model().code == "ok"
    copy.write_bytes(b"another")
    found = check_model()
    assert found.code == "another_file"
    assert hashlib.sha256(b"another").hexdigest() in found.said
    copy.unlink()
    assert check_model().code == "missing"


def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    told = in_its_own_process(tmp_path / "new")
    assert told["/healthz"] == [200, {"status": "ok"}]
    assert told["/readyz"][0] == 503
    assert told["/readyz"][1]["checks"] == WELL | {"database": "not_migrated", "queue": "unknown"}


def test_a_database_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "likeness.sqlite3").write_bytes(b"this is no database, whatever its name says " * 100)
    told = in_its_own_process(tmp_path)
    assert told["/healthz"][0] == 200
    assert told["/readyz"][0] == 503
    assert told["/readyz"][1]["checks"] == WELL | {"database": "unreachable", "queue": "unknown"}


@pytest.mark.django_db
def test_asking_often_looks_seldom(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(views, "readiness", module.Readiness(kept_seconds=60))
    assert ready()[0] == 200
    with django_assert_num_queries(0):
        assert [ready()[0] for _ in range(20)] == [200] * 20
