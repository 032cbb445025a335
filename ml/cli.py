"""The command line of the library: ``python -m ml align INPUT_DIR OUTPUT_DIR``.

Exit code 0 when every photo was aligned, 1 when some were not (or none could be), 2 for a mistake in the command, 130
after Ctrl-C. Pictures go to the output folder, the progress bar and all words to standard error.

``report.json``, version 1: ``{"version", "canonical": {"width", "height", "interocular_px", "eyes_middle"},
"alignment_version", "canonical_version", "baseline", "photos": […]}``. ``canonical`` is the frame of the output. Each
photo has ``file``, ``status`` (``aligned``; ``rejected``: no one face to align; ``failed``: not readable), ``reason``
(``null``, or a code of ``ml.vocabulary.RejectionReason`` or of ``ml.imaging.ImageProblem``), ``ms`` by step, and when
aligned: ``output``, ``matrix`` (upright source pixels → pixels of the output, always a similarity), ``interocular_px``
(source pixels), ``refined`` and ``refinement`` (``applied``, ``reason``, ``moved_iod_percent``, ``measure_before``,
``measure_after``, ``iterations``; see ``ml.types.Refinement``), ``residual_iod_percent``, ``pose`` (degrees, see
``ml.types.Pose``), ``distance_ratio`` (1.1: the camera stood 10 % further away, for one camera and zoom; ``null`` for
the baseline), ``flip_suspected`` and ``quality`` (see ``ml.types.QualityReport``). But for ``ms`` the same input gives
the same report.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from ml.batch import jobs_for, photos_in, prepare_process, process_all
from ml.canonical import CANONICAL_VERSION, SIZE
from ml.film import FORMATS, Film
from ml.imaging import decode
from ml.landmarks.model import FaceModelError
from ml.photo_file import Frame, Job, Outcome, Settings, Standard, process
from ml.pipeline import ALIGNMENT_VERSION
from ml.types import Rejection

REPORT_VERSION: Final = 1

OK, SOME_NOT_ALIGNED, MISTAKE, INTERRUPTED = 0, 1, 2, 130

_LARGEST_SIDE: Final = 8192
_SMALLEST_SIDE: Final = 16
_BAR: Final = 30


class MistakeError(Exception):
    """Something about the command or its folders; the message is for the person."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _align(options)
    except (MistakeError, FaceModelError) as error:
        _say(f"error: {error}")
        return MISTAKE
    except KeyboardInterrupt:
        _say("\ninterrupted; what was finished is in the output folder")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml", description="Progress photos of a face, laid onto one another."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    align = commands.add_parser(
        "align",
        help="align a folder of photos of one face",
        description="Turn, scale and move every photo of a folder so that the faces coincide. No face is reshaped.",
        epilog="Exit code 0: all aligned; 1: some were not; 2: a mistake in the command; 130: interrupted.",
    )
    align.add_argument("input", type=Path, metavar="INPUT_DIR", help="folder of photos of one person")
    align.add_argument("output", type=Path, metavar="OUTPUT_DIR", help="where aligned JPEGs go; made if missing")
    align.add_argument("--report", type=Path, metavar="FILE", help="write what was found to a JSON file")
    align.add_argument("--timelapse", type=Path, metavar="FILE", help="also make a film: .mp4 or .webp")
    align.add_argument(
        "--baseline", type=Path, metavar="FILE", help="the photo that defines the frame (default: first)"
    )
    align.add_argument("--size", type=_size, default=SIZE, metavar="WxH", help="of the output, default 1080x1350")
    align.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes at once, default 1")
    align.add_argument("--fast", action="store_true", help="one detection a photo, landmarks alone: less exact")
    return parser


def _size(text: str) -> tuple[int, int]:
    width, times, height = text.lower().partition("x")
    if not (times and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 1080x1350")
    size = (int(width), int(height))
    if not all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in size):
        raise argparse.ArgumentTypeError(f"both sides must be {_SMALLEST_SIDE} to {_LARGEST_SIDE} pixels")
    return size


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


def _align(options: argparse.Namespace) -> int:
    jobs = _checked(options)
    settings = Settings(frame=Frame(options.size), fast=options.fast)
    standard, baseline_name = _stated_baseline(options, settings)
    entries: list[dict[str, Any]] = []
    film = Film(options.timelapse) if options.timelapse else nullcontext()
    outcomes = process_all(jobs, settings, standard, processes=options.jobs)
    with film as opened:
        for job, outcome in zip(jobs, _with_progress(outcomes, len(jobs)), strict=True):
            entries.append(_entry(job, outcome, options))
            if outcome.standard is not None:
                baseline_name = job.path.name
            if opened is not None and outcome.aligned:
                _film(opened, job)
    aligned = sum(entry["status"] == "aligned" for entry in entries)
    if options.report:
        report = {
            "version": REPORT_VERSION,
            "canonical": settings.frame.to_json(),
            "alignment_version": ALIGNMENT_VERSION,
            "canonical_version": CANONICAL_VERSION,
            "baseline": baseline_name,
            "photos": entries,
        }
        options.report.write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    _say(f"{aligned} of {len(jobs)} photos aligned")
    for entry in entries:
        if entry["status"] != "aligned":
            _say(f"  {entry['file']}: {entry['status']}, {entry['reason']}")
    return OK if aligned == len(jobs) else SOME_NOT_ALIGNED


def _checked(options: argparse.Namespace) -> list[Job]:
    """The photos to align. ``MistakeError`` when the command can't be done, before anything is written."""
    if not options.input.is_dir():
        raise MistakeError(f"{options.input} is not a folder")
    if options.output.exists() and not options.output.is_dir():
        raise MistakeError(f"{options.output} is not a folder")
    if options.output.resolve() == options.input.resolve():
        raise MistakeError("the output folder must not be the input folder: the originals stay as they are")
    if options.baseline and not options.baseline.is_file():
        raise MistakeError(f"{options.baseline} is not a file")
    if options.timelapse and options.timelapse.suffix.lower() not in FORMATS:
        raise MistakeError(f"{options.timelapse}: a time-lapse ends in {' or '.join(FORMATS)}")
    paths = photos_in(options.input)
    if not paths:
        raise MistakeError(f"no photos in {options.input}")
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        for path in (options.report, options.timelapse):
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MistakeError(f"cannot make the folder {error.filename}: {error.strerror}") from error
    return jobs_for(paths, options.output)


def _stated_baseline(options: argparse.Namespace, settings: Settings) -> tuple[Standard | None, str | None]:
    if options.baseline is None:
        return None, None
    prepare_process()
    outcome = process(Job(options.baseline, None), settings, None)
    if outcome.standard is None:
        raise MistakeError(f"{options.baseline} cannot be the baseline: {outcome.entry['reason']}")
    return outcome.standard, options.baseline.name


def _entry(job: Job, outcome: Outcome, options: argparse.Namespace) -> dict[str, Any]:
    if not outcome.aligned or job.target is None:
        return outcome.entry
    return outcome.entry | {"output": job.target.relative_to(options.output).as_posix()}


def _film(film: Film, job: Job) -> None:
    """The picture as it was written, so that the frames need not travel between processes."""
    if job.target is None:
        return
    with job.target.open("rb") as stream:
        picture = decode(stream)
    if not isinstance(picture, Rejection):
        film.add(picture)


def _with_progress(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """A bar on a terminal; silence elsewhere."""
    shown = sys.stderr.isatty()
    started = time.monotonic()
    for done, outcome in enumerate(outcomes, 1):
        yield outcome
        if shown:
            filled = _BAR * done // total
            rate = done / max(time.monotonic() - started, 1e-9)
            left = f"{(total - done) / rate:.0f} s left" if done < total else "done"
            bar = "█" * filled + "░" * (_BAR - filled)
            sys.stderr.write(f"\r{bar} {done}/{total}  {rate:.1f}/s  {left}   ")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\n")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
