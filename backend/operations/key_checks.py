"""What the doctor says of the master key."""

from pathlib import Path

from django.conf import settings

from backend.common.at_rest.keyset import keyset, places, wrappers
from backend.common.at_rest.older import is_unfinished
from backend.common.at_rest.problems import KeyProblem
from backend.operations.checks import Finding, Level, well

NAME = "master key"


def check_master_key() -> Finding:
    """Whether it opens the keyset, and whether it would be stolen together with the photos."""
    where = places()
    if not where.keyset.exists():
        return well(NAME, "There is none yet: the first start makes it.")
    try:
        keyset()
        names = wrappers(where)
    except KeyProblem as problem:
        return Finding(NAME, Level.ERROR, "wrong", str(problem), "Put your copy of the right one in its place.")
    if is_unfinished():
        return Finding(
            NAME, Level.WARNING, "plain_files", "Some older files may lie in plain.", "Run: manage.py encrypt_files"
        )
    if len(names) > 1:
        return Finding(
            NAME,
            Level.WARNING,
            "two",
            f"More than one opens the keyset: {', '.join(names)}.",
            "Run: manage.py master_key finish",
        )
    if where.program is None and not where.master_text and is_beside_photos(where.master):
        return Finding(
            NAME,
            Level.WARNING,
            "same_disk",
            f"It lies on the disk of the photos ({where.master}): whoever steals the one has the other.",
            "Keep it elsewhere: LIKENESS_MASTER_KEY_FILE on another disk, LIKENESS_MASTER_KEY, or "
            "LIKENESS_KEY_PROGRAM. And keep a copy: manage.py master_key show",
        )
    return well(NAME, f"The {names[0]} opens the keyset.")


def is_beside_photos(master: Path) -> bool:
    photos = Path(settings.MEDIA_ROOT)
    there = photos if photos.exists() else Path(settings.DATA_DIR)
    return master.stat().st_dev == there.stat().st_dev
