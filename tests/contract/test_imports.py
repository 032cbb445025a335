"""Who may import whom: the contracts of pyproject.toml hold, and each of them bites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the packages in ``folder``, by the contracts of its pyproject.toml."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_import_contracts_hold() -> None:
    report = lint_imports(ROOT)
    assert report.returncode == 0, f"\n{report.stdout}\n{report.stderr}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, to be broken."""
    for package in ("backend", "ml"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.task"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


BREAKS = {
    "an app imports one above it": (
        "backend/photos/selectors.py",
        "from backend.timeline import selectors",
        "Apps import only the apps below them",
    ),
    "also inside a function": (
        "backend/accounts/models.py",
        "def late():\n    from backend.photos import models",
        "Apps import only the apps below them",
    ),
    "a new app without a place": (
        "backend/astrology/__init__.py",
        "",
        "Apps import only the apps below them",
    ),
    "a room imports one above it": (
        "backend/photos/models.py",
        "from backend.photos import services",
        "Inside an app, a room imports only the rooms below it",
    ),
    "a service calls a task": (
        "backend/photos/services.py",
        "from backend.photos import tasks",
        "Services enqueue by handler name",
    ),
    "settings are imported": (
        "backend/common/errors.py",
        "from backend import settings",
        "Settings are read through django.conf",
    ),
    "ml imports Django": (
        "ml/geometry.py",
        "import django",
        "ml has never heard of the backend",
    ),
    "ml imports the backend": (
        "ml/geometry.py",
        "from backend.common import errors",
        "ml has never heard of the backend",
    ),
    "a second file imports mediapipe": (
        "ml/geometry.py",
        "import mediapipe",
        "One file imports mediapipe",
    ),
    "a second file imports Pillow": (
        "backend/photos/processing.py",
        "from PIL import Image",
        "One file imports Pillow",
    ),
    "a view reaches into ml": (
        "backend/photos/views.py",
        "from ml import geometry",
        "The backend reaches ml through processing",
    ),
    "a partner is chosen by what changed": (
        "backend/comparisons/selectors/comparison.py",
        "from backend.measures import apps",
        "A verdict knows no measure of change",
    ),
    "a light module loads a decoder": (
        "ml/types.py",
        "import cv2",
        "What any room may import of ml loads no decoder",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_rule_is_found(copy: Path, case: str) -> None:
    place, line, contract = BREAKS[case]
    file = copy / place
    file.parent.mkdir(exist_ok=True)
    with file.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    report = lint_imports(copy)
    broken = [row for row in report.stdout.splitlines() if " BROKEN" in row]
    assert report.returncode != 0, report.stdout
    assert any(row.startswith(contract) for row in broken), report.stdout


def test_the_web_process_never_loads_mediapipe(tmp_path: Path) -> None:
    """Imports by name at run time, which import-linter cannot see, included."""
    program = (
        "import sys; from backend.wsgi import application; from django.urls import get_resolver\n"
        "def walk(patterns):\n"
        "    for pattern in patterns: walk(getattr(pattern, 'url_patterns', ()))\n"
        "walk(get_resolver().url_patterns)\n"
        "print(sorted(name for name in sys.modules if 'mediapipe' in name))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "backend.settings", "LIKENESS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (loaded.stdout.strip(), loaded.returncode) == ("[]", 0), loaded.stderr
