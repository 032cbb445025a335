"""The front end's words and limits are those of ml/vocabulary."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_exported_vocabulary_is_current(tmp_path: Path) -> None:
    check = subprocess.run(
        [sys.executable, "-m", "django", "export_vocabulary", "--check"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "backend.settings", "LIKENESS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, f"run: python3 manage.py export_vocabulary\n{check.stdout}\n{check.stderr}"
