"""How long measures, a change, a verdict and an import take in a record of 10,000 photos of one view.

    .venv/bin/python -m tests.benchmarks.long_record                # SQLite
    .venv/bin/python -m tests.benchmarks.long_record --postgresql   # a PostgreSQL server started for it

Every photo has a report of how it was taken and all measures, drawn from a seeded generator. All are taken alike, which
is the most work that a verdict can be: nothing leaves a photo out before its last difference. Requests go through
middleware, view and serializer in this process. Prints median and slowest time in milliseconds; exits with 1 where a
median misses its goal.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from tests.benchmarks.timeline import LARGE, LAST, YEARS, database, fill

GOAL_MS = {"measures": 300.0, "one measure": 300.0, "a change": 300.0, "a verdict": 300.0, "an import": 2000.0}
ROWS = 5_000


def report(user: Any) -> None:
    """Give every photo of the record the frontal view, a report of its capture, and measured values."""
    from backend.measures.models import Measurement  # noqa: PLC0415 (Django is set up first)
    from backend.photos.models import Alignment, Photo, Series  # noqa: PLC0415
    from ml.types import LIGHT_PATCHES, Expression  # noqa: PLC0415
    from ml.vocabulary import Measure  # noqa: PLC0415

    dice = random.Random("reports")
    subject = user.subjects.get()
    series = Series.objects.get(subject=subject, view="frontal")
    Photo.objects.filter(subject=subject).update(series=series)
    Alignment.objects.filter(photo__subject=subject).update(baseline=series.baseline)
    found = list(Alignment.objects.filter(photo__subject=subject).select_related("photo"))
    parts = list(Expression.__dataclass_fields__)
    for one in found:
        one.pose = {"yaw": dice.gauss(0, 0.4), "pitch": dice.gauss(0, 0.4), "roll": dice.gauss(0, 1)}
        one.light = {"skin": [dice.uniform(0.28, 0.3) for _ in range(3)], "background": None}
        one.quality = {
            "reasons": [],
            "interocular_px": dice.gauss(400, 5),
            "camera": {"make": "Maker", "model": "Phone", "focal_mm": 26.0},
            "expression": {part: abs(dice.gauss(0, 0.03)) for part in parts},
            "mouth_opening": abs(dice.gauss(0, 0.01)),
            "eye_opening": dice.gauss(0.3, 0.01),
            "light_patches": [dice.gauss(0, 0.05) for _ in LIGHT_PATCHES],
            "sharpness": dice.gauss(1, 0.05),
        }
    Alignment.objects.bulk_update(found, ["pose", "light", "quality"], batch_size=200)
    Measurement.objects.bulk_create(
        (
            Measurement(
                alignment=one,
                values={code.value: dice.gauss(0.5, 0.01) for code in Measure},
                mm_per_iod=dice.gauss(62, 1),
                mm_per_iod_sd=2.6,
                expression={part: abs(dice.gauss(0, 0.05)) for part in parts},
                baseline=series.baseline_id,
                metrics_version="benchmark",
            )
            for one in found
        ),
        batch_size=500,
    )


def file_of_sessions(seed: int) -> bytes:
    """So many sessions as a file, each another one for each ``seed``."""
    dice = random.Random(seed)
    lines = ["started_at,modality,device_name,minutes,intensity_microamp,zones,comfort,notes"]
    for number in range(ROWS):
        started = LAST - timedelta(days=3000) + YEARS * number / ROWS + timedelta(seconds=seed)
        zones = "cheek_left 5 | jaw_left 2.5"
        lines.append(
            f"{started.isoformat(timespec='seconds')}+01:00,galvanic,Probes,{dice.randint(6, 20)},240,{zones},4,n"
        )
    return "\n".join(lines).encode()


def requests(user: Any) -> dict[str, Callable[[], Any]]:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from backend.photos.models import Photo  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    photos = Photo.objects.filter(subject__owner=user).order_by("taken_local").values_list("pk", flat=True)
    pair = {"before": str(photos[0]), "after": str(photos[photos.count() - 1])}
    seeds = iter(range(100))

    def send() -> Any:
        file = SimpleUploadedFile("sessions.csv", file_of_sessions(next(seeds)))
        return client.post("/api/v1/sessions/import/", {"file": file, "save": True})

    return {
        "measures": lambda: client.get("/api/v1/measures/"),
        "one measure": lambda: client.get("/api/v1/measures/", {"measure": "face_width"}),
        "a change": lambda: client.get("/api/v1/measures/changes/", pair),
        "a verdict": lambda: client.get("/api/v1/comparisons/", pair),
        "an import": send,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with database(postgresql=options.postgresql) as name:
        print(name)
        user = fill("large", *LARGE)
        report(user)
        from django.conf import settings  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from backend import wsgi  # noqa: F401, PLC0415 (settles this process as it does the server's)

        settings.ALLOWED_HOSTS.append("testserver")
        connection.cursor().execute("analyze")
        missed = []
        print(f"{'':14} median   worst  (cpu) ms      goal")
        for title, ask in requests(user).items():
            times, busy = [], []
            for _ in range(options.runs):
                started, used = time.perf_counter(), time.process_time()
                answer = ask()
                times.append((time.perf_counter() - started) * 1000)
                busy.append((time.process_time() - used) * 1000)
                assert answer.status_code == 200, answer.content[:500]
            fits = median(times) <= GOAL_MS[title]
            missed += [] if fits else [title]
            note = "" if fits else "  misses"
            print(
                f"{title:14} {median(times):6.0f}  {max(times):6.0f} ({median(busy):5.0f}) {GOAL_MS[title]:9.0f}{note}"
            )
    sys.exit(f"Missed: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
