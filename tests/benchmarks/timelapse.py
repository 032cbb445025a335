"""How long a time-lapse takes and how much memory, by the worker's own code on aligned renditions in a store.

    .venv/bin/python -m tests.benchmarks.timelapse                 # --photos 20 200 --format mp4

Each photo is another picture: the portrait of scikit-image's package, turned and lit a little otherwise, with sensor
noise, rendered at 1080 × 1350 and stored as the app stores it. Each film is made in a process of its own, so that its
peak of memory is its own; what the process held before the first frame is printed beside it. The allocator keeps some
of what was freed, more of it the longer the process runs; `--give-back` makes it return all at once (glibc), so that
the peak is what was held.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import django
import numpy as np

# With fixed thresholds, glibc maps every picture by itself and unmaps it when it is freed.
GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
FIRST = datetime(2024, 1, 1, 8)  # noqa: DTZ001 (wall time)


def prepare(count: int) -> None:
    """An account with ``count`` aligned photos, as rows and files."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 (settings are read from the environment first)
    from django.core.files.storage import default_storage  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from backend.accounts.models import User  # noqa: PLC0415
    from backend.photos.models import Photo, Rendition, Series  # noqa: PLC0415
    from backend.subjects.selectors import subject_for  # noqa: PLC0415
    from ml import canonical, manual  # noqa: PLC0415
    from ml.imaging import encode_jpeg  # noqa: PLC0415
    from ml.vocabulary import PhotoState, RenditionSpec  # noqa: PLC0415
    from ml.warp import render  # noqa: PLC0415
    from tests.ml.pictures import portrait  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    subject = subject_for(User.objects.create_user("film@example.org", uuid.uuid4().hex), None)
    series = Series.objects.create(subject=subject, view="frontal")
    random = np.random.default_rng(1)
    image = portrait()
    for number in range(count):
        placed = manual.place_by_transform(
            scale=6.4, rotation=random.uniform(-4, 4), x=random.uniform(-920, -900), y=random.uniform(-140, -120)
        )
        picture = render(image, placed.matrix, canonical.SIZE, canonical_size=canonical.SIZE)
        noisy = picture * random.uniform(0.85, 1.1) + random.normal(0, 3, picture.shape)
        content = encode_jpeg(np.clip(noisy, 0, 255).astype(np.uint8), 92)
        photo = Photo.objects.create(
            subject=subject,
            series=series,
            state=PhotoState.ALIGNED,
            taken_local=FIRST + number * timedelta(days=3),
            taken_source="exif",
            sha256=f"{number:064}",
            bytes=len(content),
            media_type="image/jpeg",
            width=512,
            height=512,
        )
        rendition = Rendition.objects.create(
            photo=photo,
            spec=RenditionSpec.ALIGNED,
            recipe=f"{number:064}",
            key=f"photos/{photo.folder}/aligned.jpg",
            media_type="image/jpeg",
            width=canonical.SIZE[0],
            height=canonical.SIZE[1],
            bytes=len(content),
        )
        default_storage.save(rendition.key, ContentFile(content))


def film(kind: str) -> dict[str, float]:
    """Ask for the film and make it as the worker does. Memory in MB."""
    from backend.accounts.models import User  # noqa: PLC0415
    from backend.comparisons.models import Timelapse  # noqa: PLC0415
    from backend.comparisons.services.timelapses import Choice, Options, make_timelapse  # noqa: PLC0415
    from backend.jobs.processing import claim, run  # noqa: PLC0415
    from backend.jobs.registry import load_handlers  # noqa: PLC0415
    from backend.photos.models import Series  # noqa: PLC0415

    load_handlers()
    film_id = uuid.uuid4()
    make_timelapse(
        actor=User.objects.get(),
        timelapse_id=film_id,
        series_id=Series.objects.get().pk,
        choice=Choice(),
        options=Options(format=kind, session_markers=True),
    )
    before = _peak_mb()
    started, cpu = time.perf_counter(), time.process_time()
    while claimed := claim():
        run(*claimed)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    made = Timelapse.objects.get(pk=film_id)
    if made.state != "ready":
        raise SystemExit(f"the film ended as {made.state}: {made.problem}")
    return {
        "frames": made.frames_done,
        "seconds": seconds,
        "cpu": cpu,
        "before": before,
        "peak": _peak_mb(),
        "size": (made.bytes or 0) / 1e6,
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def in_process(step: str, data: Path, *more: str, **environment: str) -> str:
    """Run ``prepare`` or ``film`` on the data folder in a process of its own; what it printed."""
    environment |= {**os.environ, "LIKENESS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "backend.settings"}
    command = [sys.executable, "-m", "tests.benchmarks.timelapse", "--step", step, *more]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, nargs="+", default=[20, 200])
    parser.add_argument("--format", default="mp4")
    parser.add_argument("--give-back", action="store_true")
    parser.add_argument("--step", choices=["prepare", "film"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        django.setup()
        if options.step == "prepare":
            prepare(options.photos[0])
        else:
            print(json.dumps(film(options.format)))
        return
    print(f"{options.format}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    for count in options.photos:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            in_process("prepare", data, "--photos", str(count))
            more = GIVE_BACK if options.give_back else {}
            found = json.loads(in_process("film", data, "--format", options.format, **more))
        print(
            f"{found['frames']:4d} photos  {found['seconds']:6.2f} s ({found['cpu']:.2f} s of CPU)   "
            f"memory {found['before']:.0f} MB before, {found['peak']:.0f} MB at most   film {found['size']:.1f} MB"
        )


if __name__ == "__main__":
    main()
