"""The doctor finds what is wrong with an installation, and says what to do about it."""

import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from backend.common.at_rest.keyset import _opened, keyset, places, rewrap
from backend.common.at_rest.master import MasterKey
from backend.common.tokens import new_token
from backend.jobs.models import Job, JobState
from backend.jobs.wake import WakeUp, socket_path
from backend.operations import doctor
from backend.operations.checks import Level

ROOT = Path(__file__).resolve().parents[3]
posix = pytest.mark.skipif(os.name == "nt", reason="modes are not Windows'")


@pytest.fixture
def whole(settings: Any, tmp_path: Path) -> Path:
    """An installation in which nothing is to be mended."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    secret = data / "secret_key"
    secret.write_text(new_token()[0])
    secret.chmod(0o600)
    page = tmp_path / "dist" / "index.html"
    page.parent.mkdir()
    page.write_text("<!doctype html>")
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.FRONTEND_DIST = data, data / "media", page.parent
    return data


def told() -> tuple[int, dict[str, Any]]:
    """The exit code, and each finding by its name."""
    target, code = io.StringIO(), 0
    try:
        call_command("doctor", "--json", stdout=target)
    except SystemExit as end:
        code = int(str(end.code))
    body = json.loads(target.getvalue())
    assert body["is_well"] == (code == 0)
    return code, {found["name"]: found for found in body["findings"]}


@pytest.mark.django_db
def test_a_whole_installation_needs_no_mending(whole: Path) -> None:
    with WakeUp():
        code, found = told()
    assert code == 0
    assert len(found) == len(doctor.CHECKS)
    assert [name for name, one in found.items() if one["level"] == Level.ERROR] == []
    assert found["worker"]["code"] == "ok"
    assert all(bool(one["mend"]) == (one["level"] != Level.OK) for one in found.values())


@posix
@pytest.mark.django_db
def test_what_others_may_read_is_told_with_the_command_that_closes_it(whole: Path) -> None:
    whole.chmod(0o755)
    authority = whole / "lan" / "authority.pem"
    authority.parent.mkdir()
    authority.write_text("a key")
    authority.chmod(0o640)
    code, found = told()
    assert code == 1
    assert (found["data folder"]["code"], found["keys"]["code"]) == ("open", "open")
    assert found["data folder"]["mend"] == f"Run: chmod 700 {whole}"
    assert f"chmod 600 {authority}\n" in found["keys"]["mend"]
    whole.chmod(0o700)
    authority.chmod(0o600)
    assert told()[0] == 0


@posix
@pytest.mark.django_db
def test_a_worker_lives_while_its_socket_is_held(whole: Path) -> None:
    assert doctor.check_worker().code == "not_running"
    with WakeUp():
        assert doctor.check_worker().code == "ok"
    assert socket_path().exists(), "what a killed worker leaves"
    assert doctor.check_worker().code == "not_running"


@pytest.mark.django_db
def test_parked_jobs_are_counted_by_their_work(whole: Path) -> None:
    for key in ("a", "b"):
        Job.objects.create(handler="photos.align", key=key, run_at=timezone.now(), state=JobState.PARKED)
    found = doctor.check_parked()
    assert (found.level, found.code) == (Level.WARNING, "parked")
    assert "2 × photos.align" in found.said


@pytest.mark.django_db
def test_a_page_that_was_not_built_is_told(whole: Path, settings: Any) -> None:
    (Path(settings.FRONTEND_DIST) / "index.html").unlink()
    code, found = told()
    assert (code, found["front end"]["code"]) == (1, "not_built")


@pytest.mark.django_db
def test_a_clock_that_cannot_be_right_is_told() -> None:
    now = timezone.now()
    assert doctor.check_clock(now).code == "ok"
    assert doctor.check_clock(now.replace(year=2015)).code == "before_its_time"
    Job.objects.create(handler="photos.align", key="a", run_at=now)
    Job.objects.update(created_at=now + timedelta(hours=1))
    assert doctor.check_clock(now).code == "went_back"


def test_room_and_sqlite_are_measured_against_what_is_wanted(whole: Path) -> None:
    assert (doctor.check_room(1).code, doctor.check_room(2**62).code) == ("ok", "little")
    assert doctor.check_sqlite((3, 51, 3)).code == "ok"
    # Another database has no need of a safe SQLite.
    assert doctor.check_sqlite((3, 40, 1)).code == ("old" if connection.vendor == "sqlite" else "ok")


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("http://127.0.0.1:8000", "ok"),
        ("http://[::1]:8000", "ok"),
        ("https://faces.example", "ok"),
        ("http://192.168.1.20:8000", "not_encrypted"),
    ],
)
def test_an_address_in_the_network_is_encrypted(settings: Any, origin: str, code: str) -> None:
    settings.ORIGIN, settings.IS_HTTPS = origin, origin.startswith("https://")
    assert doctor.check_origin().code == code


def test_mail_needs_a_host(settings: Any) -> None:
    assert doctor.check_mail().code == "no_host"
    settings.EMAIL_HOST = "mail.example"
    assert doctor.check_mail().code == "ok"


def test_a_database_that_cannot_be_read_ends_no_look(tmp_path: Path) -> None:
    (tmp_path / "likeness.sqlite3").write_bytes(b"this is no database, whatever its name says " * 100)
    environment = {**os.environ, "LIKENESS_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert any(line.startswith("MEND   database") for line in lines)
    assert any(line.startswith("ok     model") for line in lines)
    assert any(line.strip() == "→ Mend the database first." for line in lines)
    assert "Traceback" not in done.stderr


@pytest.fixture
def own_keys(whole: Path, settings: Any) -> Path:
    settings.KEYSET_FILE, settings.MASTER_KEY_FILE = whole / "keys" / "keyset.json", whole / "master_key"
    return whole


@pytest.mark.django_db
def test_a_master_key_beside_the_photos_is_warned_of(own_keys: Path) -> None:
    assert told()[1]["master key"]["level"] == Level.OK
    keyset()
    assert told()[1]["master key"]["code"] == "plain_files"
    call_command("encrypt_files", stdout=io.StringIO())
    code, found = told()
    assert (code, found["master key"]["code"]) == (0, "same_disk")


@pytest.mark.django_db
def test_a_master_key_that_opens_nothing_is_an_error(own_keys: Path) -> None:
    keyset()
    (own_keys / "master_key").write_text(MasterKey.generate().text)
    _opened.cache_clear()
    code, found = told()
    assert (code, found["master key"]["code"]) == (1, "wrong")


@pytest.mark.django_db
def test_a_master_key_from_elsewhere_is_well(own_keys: Path, settings: Any) -> None:
    keyset()
    call_command("encrypt_files", stdout=io.StringIO())
    settings.MASTER_KEY = (own_keys / "master_key").read_text()
    assert told()[1]["master key"]["level"] == Level.OK
    rewrap(places(), by=MasterKey.generate())
    assert told()[1]["master key"]["code"] == "two"
