"""A folder of photos, one after the other or several at once. Nothing of a photo outlives its turn but its entry."""

import multiprocessing
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2

from ml.photo_file import Job, Outcome, Settings, Standard, process
from ml.vocabulary import PHOTO_MEDIA_TYPES

SUFFIXES: Final = tuple(ending for endings in PHOTO_MEDIA_TYPES.values() for ending in endings)


def photos_in(folder: Path) -> list[Path]:
    """Files with a photo's ending, hidden ones left out, ordered as a person counts (2 before 10)."""
    found = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")]
    return sorted((path for path in found if path.is_file()), key=_counting)


def jobs_for(paths: Sequence[Path], output: Path) -> list[Job]:
    """Each photo's picture is named after it; photos that differ in their ending only keep it in the name."""
    stems = [path.stem.casefold() for path in paths]
    names = [path.stem if stems.count(stem) == 1 else path.name for path, stem in zip(paths, stems, strict=True)]
    return [Job(path, output / f"{name}.jpg") for path, name in zip(paths, names, strict=True)]


def process_all(
    jobs: Sequence[Job], settings: Settings, standard: Standard | None, *, processes: int
) -> Iterator[Outcome]:
    """All photos, in their order. The first that can be aligned sets the standard unless there is one."""
    waiting = list(jobs)
    with _workers(processes if len(waiting) > 1 else 1) as pool:
        while waiting and standard is None:
            task = (waiting.pop(0), settings, None)
            first = process(*task) if pool is None else pool.apply(process, task)
            standard = first.standard
            yield first
        if pool is None:
            yield from (process(job, settings, standard) for job in waiting)
        else:
            yield from pool.imap(_Task(settings, standard), waiting)


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    settings: Settings
    standard: Standard | None

    def __call__(self, job: Job) -> Outcome:
        return process(job, self.settings, self.standard)


def prepare_process() -> None:
    """One thread a process, so that the number of processes says how many cores are busy."""
    cv2.setNumThreads(1)


def _prepare_worker() -> None:
    # Ctrl-C reaches the whole group of processes: the parent alone answers it, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_process()


@contextmanager
def _workers(count: int) -> Iterator[Any]:
    """A pool of processes, or nothing for one: then the work is done here. Ended at once when left by an exception."""
    if count == 1:
        prepare_process()
        yield None
        return
    # Started afresh: the detector's threads don't survive a fork.
    with multiprocessing.get_context("spawn").Pool(count, _prepare_worker) as pool:
        yield pool


def _counting(path: Path) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part) if part.isdigit() else -1, part) for part in parts]
