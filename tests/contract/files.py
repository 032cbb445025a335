"""The repository's own source files, as the contract tests walk them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {"frontend/src/api/schema.d.ts", "frontend/src/domain/vocabulary.ts"}
SKIPPED_FOLDERS = {".git", ".venv", "node_modules", "dist", "data", "__pycache__", "test-results"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files in git, or on their way there; where there is no git (a source archive), every file of the tree."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 (git is found by PATH)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = (ROOT / name for name in listed.stdout.split("\0") if name)
        return tuple(sorted(path for path in names if path.is_file()))
    return tuple(
        sorted(
            path
            for path in ROOT.rglob("*")
            if path.is_file() and not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)
        )
    )


def sources(*suffixes: str, under: str = "") -> list[Path]:
    """Hand-written files with one of the suffixes, below a folder of the repository."""
    return [
        path
        for path in tracked_files()
        if path.suffix in suffixes and path.is_relative_to(ROOT / under) and name_of(path) not in GENERATED
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
