"""The committed OpenAPI schema is the one that the code describes, without a warning."""

import difflib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "backend" / "api" / "openapi.yaml"


def test_the_openapi_snapshot_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "openapi.yaml"
    made = subprocess.run(
        [sys.executable, "-m", "django", "spectacular", "--file", str(fresh), "--validate", "--fail-on-warn"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "backend.settings", "LIKENESS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, f"{made.stdout}\n{made.stderr}"
    old, new = (path.read_text(encoding="utf-8").splitlines() for path in (SNAPSHOT, fresh))
    difference = "\n".join(difflib.unified_diff(old, new, "committed", "from the code", lineterm="", n=2))
    assert not difference, f"run: python3 manage.py spectacular --file backend/api/openapi.yaml\n{difference}"
