"""Promise of an update: the database of an earlier release comes whole to this one, with every row that was in it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Filled by Django from the code, or emptied on purpose (accounts.0002 ends sessions that were not listed).
NOT_OURS = ("django_", "auth_", "sqlite_")
LOOK = """
import json, sys
import django
django.setup()
from django.test import Client
from backend.accounts.models import User
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(User.objects.get(email="dora@example.org"), "backend.subjects.authentication.SelfKnowingBackend")
told = {}
for path in sys.argv[1:]:
    answer = client.get(path)
    told[path] = [answer.status_code, json.loads(answer.content)]
print(json.dumps(told))
"""


class Installation:
    """A data folder, and this release's commands on it."""

    def __init__(self, folder: Path) -> None:
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "DATABASE_URL"))
        }
        self._environment |= {"LIKENESS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "backend.settings"}

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def as_it_was(self, state: str) -> Any:
        return json.loads(self.run("-m", "tests.backend.operations.earlier_release", state))

    def upgrade(self) -> Any:
        """As `up` does; returns every row there is then."""
        self.run("manage.py", "migrate", "--no-input", "--verbosity", "0")
        return json.loads(self.run("-m", "tests.backend.operations.earlier_release", "tell"))


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, Any, Any]:
    """The oldest release there can be, with rows; its tables before and after."""
    installation = Installation(tmp_path_factory.mktemp("earlier"))
    return installation, installation.as_it_was("first"), installation.upgrade()


def test_the_oldest_database_has_rows_to_lose(upgraded: tuple[Installation, Any, Any]) -> None:
    _, before, after = upgraded
    filled = {table for table, rows in before.items() if rows}
    assert filled >= {
        "accounts_user", "subjects_subject", "photos_series", "photos_photo", "photos_alignment", "photos_rendition",
        "sessionlog_treatmentsession", "events_event", "audit_auditevent", "consent_consenttext",
        "consent_consentrecord", "consent_consentevent", "practices_practice", "practices_membership", "jobs_job",
    }  # fmt: skip
    assert "recipe" not in before["photos_photo"][0], "this is not the oldest release"
    assert "sharing_sharegrant" not in before
    assert "sharing_sharegrant" in after


def test_every_row_of_the_oldest_database_is_there_with_every_value(upgraded: tuple[Installation, Any, Any]) -> None:
    _, before, after = upgraded
    for table, rows in before.items():
        if table.startswith(NOT_OURS) or table in {"integrity", "broken references"}:
            continue
        kept = {row["id"]: row for row in after[table]}
        added = kept.keys() - {row["id"] for row in rows}
        assert not added or table == "consent_consenttext", "only the templates of texts to sign come with a release"
        for row in rows:
            assert {name: kept[row["id"]][name] for name in row} == row, table


def test_the_upgraded_database_is_sound(upgraded: tuple[Installation, Any, Any]) -> None:
    installation, _, after = upgraded
    assert after["integrity"] == [["ok"]]
    assert after["broken references"] == []
    assert installation.run("manage.py", "makemigrations", "--check", "--dry-run") == "No changes detected\n"
    assert installation.upgrade() == after, "a second start changes nothing"


def test_this_release_shows_what_the_oldest_one_kept(upgraded: tuple[Installation, Any, Any]) -> None:
    installation = upgraded[0]
    paths = ["me/", "photos/", "series/", "sessions/", "sessions/totals/", "events/", "timeline/"]
    told = json.loads(installation.run("-c", LOOK, *(f"/api/v1/{path}" for path in paths)))
    assert {path: code for path, (code, _) in told.items() if code != 200} == {}

    def listed(path: str) -> Any:
        return told[f"/api/v1/{path}"][1]["results"]

    assert [subject["is_self"] for subject in told["/api/v1/me/"][1]["subjects"]] == [True, False]
    assert [photo["state"] for photo in listed("photos/")] == ["received", "failed", "rejected", "aligned", "aligned"]
    assert [photo["rejection"] is None for photo in listed("photos/")] == [True, True, False, True, True]
    assert [(one["minutes"], one["device_name"], one["notes"]) for one in listed("sessions/")] == [(12.5, "Ā", "a\nb")]
    assert [one["weight_kg"] for one in listed("events/")] == [61.5]


def test_care_that_was_agreed_to_takes_the_practices_duty_along(tmp_path: Path) -> None:
    """subjects.0003: what was agreed to before is bound by what the practice stated, and nothing else is."""
    installation = Installation(tmp_path)
    before, after = installation.as_it_was("care"), installation.upgrade()
    practices = {practice["id"]: practice for practice in after["practices_practice"]}
    relations = after["subjects_carerelation"]
    assert len(relations) == len(before["subjects_carerelation"]) == 16
    bound = []
    for row in relations:
        practice = practices[row["practice_id"]]
        is_agreed = row["ended_at"] is None and (row["accepted_at"] is not None or row["invited_by"] == "client")
        duty = (practice["legal_duty"], practice["legal_duty_years"]) if is_agreed else ("", None)
        assert (row["legal_duty"], row["legal_duty_years"]) == duty
        bound.append(bool(row["legal_duty"]))
    assert sum(bound) == 3
    assert after["broken references"] == []
