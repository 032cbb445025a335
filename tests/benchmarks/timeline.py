"""How long a page of the timeline takes with 10,000 photos and 5,000 sessions of one subject, against 100 and 50.

    .venv/bin/python -m tests.benchmarks.timeline                # SQLite
    .venv/bin/python -m tests.benchmarks.timeline --postgresql   # a PostgreSQL server started for it

Both records are in one database, spread over two years, with the rows of alignments and renditions that real photos
have and no files. A request goes through the real middleware, view and serializer in this process; its time ends with
the bytes of the answer. The records are asked in turn, so that what else the machine does meets both. Prints the
number of queries, p50 and p95 in milliseconds, and how the medians relate: ``ratio`` of the two answers as they are,
and ``alike`` with the large record asked for no more entries than the small one has to give. A page of two photos
takes less time than one of forty whatever the record's length, so the goal is held to the second. Exits with 1 where a
page of the stream misses its goal. ``--explain`` prints the plans of the large record's queries.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import django
from django.core.management import call_command

from backend.common.postgres_server import HOW_TO_INSTALL, find_binaries, temporary_server

LARGE, SMALL = (10_000, 5_000), (100, 50)
YEARS = timedelta(days=730)
LAST = datetime(2026, 3, 12, 8, 30)  # noqa: DTZ001 (wall time)
LANDMARK_BYTES = 478 * 3 * 4
GOAL_QUERIES, GOAL_MS, GOAL_RATIO = 8, 50.0, 1.3

# What is asked, and whether it is a page of the stream, which the goal speaks of.
REQUESTS: dict[str, tuple[str, dict[str, str], bool]] = {
    "first page": ("/api/v1/timeline/", {}, True),
    "jump a year back": ("/api/v1/timeline/", {"before": "2025-03-12"}, True),
    "jump to the start": ("/api/v1/timeline/", {"before": "2024-06-01"}, True),
    "one view": ("/api/v1/timeline/", {"view": "oblique_left"}, True),
    "a view never used": ("/api/v1/timeline/", {"view": "lateral_right"}, True),
    "one modality": ("/api/v1/timeline/", {"modality": "galvanic"}, True),
    "one zone": ("/api/v1/timeline/", {"zone": "neck"}, True),
    "sessions alone": ("/api/v1/timeline/", {"kind": "session"}, True),
    "a tag on 1 of 50": ("/api/v1/timeline/", {"tag": "clinic"}, True),
    "a tag never used": ("/api/v1/timeline/", {"tag": "nowhere"}, True),
    "days of a sheet": ("/api/v1/timeline/days/", {"from": "2026-01-26", "to": "2026-03-08"}, False),
    "days of a year": ("/api/v1/timeline/days/", {"from": "2025-03-01", "to": "2026-02-28"}, False),
    "pinned and tags": ("/api/v1/timeline/pinned/", {}, False),
}


@contextmanager
def database(*, postgresql: bool) -> Iterator[str]:
    """A database of its own, migrated; Django is set up for it. Gives its name."""
    with tempfile.TemporaryDirectory(prefix="likeness-timeline-") as folder:
        os.environ |= {"LIKENESS_DATA": folder, "DJANGO_SETTINGS_MODULE": "backend.settings"}
        os.environ.pop("DATABASE_URL", None)
        if not postgresql:
            yield prepared()
            return
        binaries = find_binaries()
        if binaries is None:
            raise SystemExit(HOW_TO_INSTALL)
        with temporary_server(binaries) as url:
            os.environ["DATABASE_URL"] = url
            yield prepared()
            close()


def prepared() -> str:
    from django.db import connection  # noqa: PLC0415 (settings are read first)

    django.setup()
    call_command("migrate", verbosity=0)
    version = connection.cursor().execute(
        "select sqlite_version()" if connection.vendor == "sqlite" else "select version()"
    )
    return f"{connection.display_name} {version.fetchone()[0]}"


def close() -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()


def fill(name: str, photos: int, sessions: int) -> Any:
    """An account whose record has so many photos and sessions, evenly over two years; the numbers are seeded."""
    from backend.accounts.models import User  # noqa: PLC0415 (Django is set up first)
    from backend.events.models import Event  # noqa: PLC0415
    from backend.photos.models import Alignment, Photo, PhotoOverride, Rendition, Series  # noqa: PLC0415
    from backend.sessionlog.models import TreatmentSession  # noqa: PLC0415
    from ml.vocabulary import EventKind, Modality, View, Zone  # noqa: PLC0415

    dice = random.Random(name)
    user = User.objects.create_user(f"{name}@example.org", "a password of a benchmark")
    subject = user.subjects.get()
    views = [View.FRONTAL] * 3 + [View.OBLIQUE_LEFT, View.OBLIQUE_RIGHT]
    series = {view: Series.objects.create(subject=subject, view=view) for view in {*views, View.LATERAL_RIGHT}}
    made = [
        Photo(
            subject=subject,
            series=series[views[number % len(views)]],
            state="aligned",
            taken_local=LAST - YEARS * number / photos,
            taken_offset_minutes=dice.choice([None, 60, 120]),
            taken_source="exif",
            sha256=f"{name}-{number}",
            bytes=4_000_000,
            media_type="image/jpeg",
            width=3024,
            height=4032,
            file_name=f"IMG_{number:05}.jpg",
            tag_lines="\nclinic\n" if number % 50 == 0 else "",
            milestone=number % (photos // 5) == 1,
        )
        for number in range(photos)
    ]
    Photo.objects.bulk_create(made, batch_size=500)
    for one in series.values():
        one.baseline = next((photo for photo in made if photo.series == one), None)
    Series.objects.bulk_update(series.values(), ["baseline"])
    Alignment.objects.bulk_create(
        (
            Alignment(
                photo=photo,
                baseline=photo.series.baseline,
                matrix=[[0.3, 0.0, 1.5], [0.0, 0.3, 2.5]],
                landmarks=dice.randbytes(LANDMARK_BYTES),
                interocular_px=400.0,
                residual_iod=0.01,
                refined=True,
                refinement_reason="applied",
                pose={"yaw": 1.25, "pitch": -0.5, "roll": 0.1},
                distance_ratio=1.02,
                quality={"reasons": ["light_uneven"]},
                canonical_version="1",
                alignment_version="1",
                detector_version="benchmark",
            )
            for photo in made
        ),
        batch_size=500,
    )
    PhotoOverride.objects.bulk_create([PhotoOverride(photo=photo) for photo in made[::20]], batch_size=500)
    Rendition.objects.bulk_create(
        (
            Rendition(
                photo=photo,
                spec=spec,
                recipe="0" * 64,
                key=f"photos/{photo.folder}/{spec}.jpg",
                media_type="image/jpeg",
                width=1080,
                height=1350,
                bytes=200_000,
            )
            for photo in made
            for spec in ("aligned", "aligned_small", "matched_light", "preview")
        ),
        batch_size=500,
    )
    TreatmentSession.objects.bulk_create(
        (
            TreatmentSession(
                subject=subject,
                started_local=LAST - timedelta(hours=11) - YEARS * number / sessions,
                started_offset_minutes=dice.choice([None, 60, 120]),
                modality=dice.choice(list(Modality)),
                device_name="Hand-held",
                minutes=dice.uniform(5, 20),
                intensity_microamp=dice.choice([None, 200.0, 400.0]),
                zones=dice.sample(list(Zone), 4),
            )
            for number in range(sessions)
        ),
        batch_size=500,
    )
    Event.objects.bulk_create(
        Event(
            subject=subject,
            happened_local=LAST - YEARS * number / 40,
            whole_day=True,
            kind=dice.choice(list(EventKind)),
        )
        for number in range(40)
    )
    return user


@dataclass
class Measured:
    """Milliseconds of each run, by the clock and of this process; the queries of one, and the entries of its page."""

    queries: int
    entries: int
    runs: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        return at(self.runs, share)


def at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(users: list[Any], address: str, query: dict[str, str], runs: int) -> list[Measured]:
    """The small record, the large one, and that with as few entries as the small one has, where it has fewer."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    asked = []
    for user in users:
        client = Client()
        client.force_login(user)
        asked.append((client, {**query, "subject": str(user.subjects.get().pk)}))
    found = []
    for client, whole in asked:
        with CaptureQueriesContext(connection) as context:
            answer = client.get(address, whole)
        assert answer.status_code == 200, answer.content
        found.append(Measured(len(context), len(answer.json().get("results", []))))
    if 0 < found[0].entries < found[1].entries:
        client, whole = asked[1]
        asked.append((client, whole | {"page_size": str(found[0].entries)}))
        found.append(Measured(found[1].queries, found[0].entries))
    for _ in range(runs):
        for (client, whole), measured in zip(asked, found, strict=True):
            started, busy = time.perf_counter(), time.process_time()
            assert client.get(address, whole).content
            measured.runs.append((time.perf_counter() - started) * 1000)
            measured.busy.append((time.process_time() - busy) * 1000)
    return found


def explain(user: Any, address: str, query: dict[str, str]) -> None:
    """Print each query of the request with the plan that the database has for it."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as context:
        client.get(address, {**query, "subject": str(user.subjects.get().pk)})
    prefix = "explain query plan " if connection.vendor == "sqlite" else "explain (analyze, buffers) "
    for captured in context.captured_queries[2:]:
        with connection.cursor() as cursor:
            cursor.execute(
                prefix + captured["sql"].replace("%", "%%")
                if connection.vendor != "sqlite"
                else prefix + captured["sql"]
            )
            print(f"  {captured['time']} s  {captured['sql'][:60]} … {captured['sql'][-200:]}")
            for row in cursor.fetchall():
                print("     ", row[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--explain", action="store_true")
    options = parser.parse_args()
    with database(postgresql=options.postgresql) as name:
        print(name)
        users = [fill("small", *SMALL), fill("large", *LARGE)]
        # Settles this process as it does the server's: what filling the records left behind is none of a request's.
        from django.conf import settings  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from backend import wsgi  # noqa: F401, PLC0415

        settings.ALLOWED_HOSTS.append("testserver")
        # What a server does by itself a little after it was filled.
        connection.cursor().execute("analyze")
        missed = []
        head = f"{SMALL[0]:6,} photos: p50   p95 (cpu p50) {LARGE[0]:8,}: p50   p95 (cpu p50) ms  ratio  alike"
        print(f"{'':20} queries entries {head}")
        for title, (address, query, is_page) in REQUESTS.items():
            if options.explain:
                print(title)
                explain(users[1], address, query)
            small, large, *fewer = measure(users, address, query, options.runs)
            ratio, alike = (one.at(0.5) / small.at(0.5) for one in (large, (fewer or [large])[0]))
            fits = large.queries <= GOAL_QUERIES and large.at(0.95) <= GOAL_MS and alike <= GOAL_RATIO
            if is_page and not fits:
                missed.append(title)
            times = [f"{one.at(0.5):14.1f} {one.at(0.95):5.1f} ({at(one.busy, 0.5):5.1f})" for one in (small, large)]
            note = "" if fits or not is_page else "  misses"
            counts = f"{small.queries:3} {large.queries:3} {small.entries:4} {large.entries:3}"
            print(f"{title:20} {counts} {' '.join(times)} {ratio:12.2f} {alike:6.2f}{note}", flush=True)
    sys.exit(f"Missed: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
