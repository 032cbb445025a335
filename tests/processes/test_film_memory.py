"""A film's memory does not grow with its length: the worker's own code, in a process whose peak is its own."""

import json
import platform
from pathlib import Path

import pytest

from tests.benchmarks.timelapse import GIVE_BACK, in_process

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="tells glibc to give back what is freed"),
]

SHORT, TIMES = 12, 5
# About two pictures of a standard film, of the 48 by which the longer one is longer.
TOLERANCE_MB = 9


@pytest.mark.parametrize("ending", ["mp4", "webp"])
def test_a_film_five_times_as_long_takes_no_more_memory(stored: dict[int, Path], ending: str) -> None:
    peaks = {}
    for count, data in stored.items():
        film = json.loads(in_process("film", data, "--format", ending, **GIVE_BACK))
        assert film["frames"] == count
        peaks[count] = film["peak"]
    assert peaks[SHORT * TIMES] - peaks[SHORT] < TOLERANCE_MB, peaks


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Data folders by how many aligned photos they hold."""
    folders = {}
    for count in (SHORT, SHORT * TIMES):
        folders[count] = tmp_path_factory.mktemp("data")
        in_process("prepare", folders[count], "--photos", str(count))
    return folders
