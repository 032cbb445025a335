"""A folder of photos, one after the other or several at once. Nothing of a photo outlives its turn but its entry."""

import multiprocessing
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2

from ml.flip import MAX_COMPARED, Detail
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
    """All photos, in their order. The first that can be aligned sets the standard unless there is one.

    The first ``MAX_COMPARED`` aligned ones are also what all are held against to see who is mirrored.
    """
    waiting = list(jobs)
    first: list[Outcome] = []
    with _workers(processes if len(waiting) > 1 else 1) as each:
        while waiting and standard is None:
            [outcome] = each(_Task(settings, None), [waiting.pop(0)])
            standard = outcome.standard
            first.append(outcome)
        # Each round asks for as many as are missing, so it is one unless some can't be aligned.
        while waiting and not settings.fast and (missing := MAX_COMPARED - len(_details(first))) > 0:
            first += each(_Task(settings, standard), waiting[:missing])
            del waiting[:missing]
        held = _details(first)
        for outcome in first:
            yield outcome.held_against([other for other in held if other is not outcome.detail])
        first.clear()
        yield from each(_Task(settings, standard, tuple(held)), waiting)


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    settings: Settings
    standard: Standard | None
    held: tuple[Detail, ...] = ()

    def __call__(self, job: Job) -> Outcome:
        outcome = process(job, self.settings, self.standard, to_hold=not self.held)
        return outcome.held_against(self.held) if self.held else outcome


def _details(outcomes: Sequence[Outcome]) -> list[Detail]:
    return [outcome.detail for outcome in outcomes if outcome.detail is not None]


def prepare_process() -> None:
    """One thread a process, so that the number of processes says how many cores are busy."""
    cv2.setNumThreads(1)


def _prepare_worker() -> None:
    # Ctrl-C reaches the whole group of processes: the parent alone answers it, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_process()


@contextmanager
def _workers(count: int) -> Iterator[Callable[[_Task, Sequence[Job]], Iterator[Outcome]]]:
    """A map over jobs that keeps their order: here for one process, else in a pool, ended at once by an exception."""
    if count == 1:
        prepare_process()
        yield map
        return
    # Started afresh: the detector's threads don't survive a fork.
    with multiprocessing.get_context("spawn").Pool(count, _prepare_worker) as pool:
        yield pool.imap


def _counting(path: Path) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part) if part.isdigit() else -1, part) for part in parts]
