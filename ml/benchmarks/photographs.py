"""The photographs that the benchmarks look at. They are not part of the repository.

``LIKENESS_FACES`` names their folder; without it, ``shared/faces`` beside the repository is looked for. The portrait
that scikit-image ships is always there; it is read as a file.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ml.imaging import decode
from ml.landmarks.protocol import LandmarkDetector
from ml.pipeline import analyse
from ml.types import Analysis, Image, Rejection

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER_SETTING: Final = "LIKENESS_FACES"
_SINGLE: Final = ("synthetic", "synthetic_1024", "creative_commons", "public_domain_us_gov")
# The same photograph as another in the folder, at another scale or with transparency.
_COPIES: Final = ("fr_obama.jpg", "fr_32bit.png", "astronaut_eileen_collins_nasa.png")
_PICTURES: Final = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """A photograph with one face that was found."""

    name: str
    path: Path
    image: Image
    analysis: Analysis


def faces_folder() -> Path:
    """Where the photographs are looked for."""
    return Path(os.environ.get(FOLDER_SETTING, ROOT.parent / "shared" / "faces"))


def portrait_path() -> Path | None:
    """The portrait of Eileen Collins (NASA, public domain) in scikit-image's wheel, found without importing it."""
    found = find_spec("skimage")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "data" / "astronaut.png"
    return path if path.is_file() else None


def single_faces(detector: LandmarkDetector) -> Iterator[Photograph]:
    """Every photograph that shows one face, in the order of their names, one at a time."""
    folder = faces_folder()
    paths = [path for name in _SINGLE for path in sorted((folder / name).glob("*"))]
    paths = [path for path in paths if path.suffix.lower() in _PICTURES and path.name not in _COPIES]
    portrait = portrait_path()
    for path in [*paths, *([portrait] if portrait else [])]:
        found = photograph(path, detector)
        if found is not None:
            yield found


def photograph(path: Path, detector: LandmarkDetector) -> Photograph | None:
    """The photograph at ``path``; nothing when it can't be read or shows no one face."""
    with path.open("rb") as stream:
        image = decode(stream)
    if isinstance(image, Rejection):
        return None
    analysis = analyse(image, detector)
    return None if isinstance(analysis, Rejection) else Photograph(path.name, path, image, analysis)


def people() -> dict[str, list[Path]]:
    """Photographs of one person on different days or in different frames, person by person."""
    folder = faces_folder()
    by_person = {part.name: sorted(part.glob("*.jpg")) for part in sorted((folder / "same_person_over_time").glob("*"))}
    # barak-obama.jpg and fr_obama.jpg are one photograph; these three are three.
    dates = [folder / "public_domain_us_gov" / name for name in ("fr_obama.jpg", "fr_obama2.jpg", "fr_obama3.jpg")]
    by_person["obama"] = [path for path in dates if path.is_file()]
    return {name: paths for name, paths in by_person.items() if len(paths) > 1}
