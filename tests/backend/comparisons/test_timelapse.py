"""Time-lapses: asked for, made once, shown to their owner, and gone with their photos."""

import io
import uuid
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageSequence
from rest_framework.test import APIClient

from backend.comparisons import processing
from backend.comparisons.models import Timelapse, TimelapsePhoto
from backend.comparisons.processing import progress
from backend.jobs.models import Job
from backend.jobs.processing import claim, run
from backend.jobs.services import try_again
from backend.photos.models import Alignment, Rendition
from tests.conftest import RunJobs, Upload, photo_json, picture

LIST = "/api/v1/timelapses/"


@pytest.fixture
def series(as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]) -> Any:
    """Four aligned photos of 1 to 4 March, as JSON, oldest first."""
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:4]]
    run_jobs()
    return [photo_json(as_alice, photo_id) for photo_id in ids]


def ask(client: APIClient, some: Any, **options: Any) -> Any:
    return client.post(LIST, {"id": str(uuid.uuid4()), "series": some[0]["series"]} | options)


def made(client: APIClient, run_jobs: RunJobs, series: Any, **options: Any) -> Any:
    answer = ask(client, series, **options)
    assert answer.status_code == 201, answer.json()
    run_jobs()
    return client.get(f"{LIST}{answer.json()['id']}/").json()


def film(client: APIClient, timelapse: Any, **headers: str) -> Any:
    return client.get(timelapse["url"], headers=headers)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def files(settings: Any) -> list[Path]:
    """Everything of a film that lies anywhere."""
    roots = [Path(settings.MEDIA_ROOT) / "timelapses", Path(settings.DATA_DIR) / "tmp" / "timelapses"]
    return [path for root in roots for path in root.rglob("*") if path.is_file()]


def test_a_film_shows_each_aligned_photo_for_its_time(as_alice: APIClient, series: Any, run_jobs: RunJobs) -> None:
    timelapse = made(as_alice, run_jobs, series, seconds_a_photo=0.25)
    assert (timelapse["state"], timelapse["frames_done"], timelapse["problem"]) == ("ready", 4, None)
    assert (timelapse["photo_count"], timelapse["photos_in_period"]) == (4, 4)
    assert (timelapse["first_taken_at"], timelapse["last_taken_at"]) == ("2026-03-01T08:30:00", "2026-03-04T08:30:00")
    answer = film(as_alice, timelapse)
    content = body(answer)
    assert answer["Content-Type"] == "video/mp4"
    assert len(content) == timelapse["bytes"]
    # The index stands in front of the pictures, so that the film plays while it is fetched.
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(io.BytesIO(content), "r") as opened:
        assert (opened.duration or 0) / av.time_base == pytest.approx(1.0)
        frames = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    assert len(frames) == 4
    for frame, photo in zip(frames, series, strict=True):
        aligned = np.asarray(picture(as_alice, photo, "aligned"), dtype=np.int16)
        assert (frame.shape[0], frame.shape[1]) == (timelapse["height"], 1080)
        # The picture itself is untouched; what is said of it stands beneath.
        assert np.abs(frame[:1350] - aligned).mean() < 3
        assert frame[1350:].max() > 200
        assert np.ptp(frame[1350:].astype(int), axis=2).max() < 24, "the caption is grey, next to skin"


def test_a_webp_moves_and_never_ends(as_alice: APIClient, series: Any, run_jobs: RunJobs) -> None:
    timelapse = made(as_alice, run_jobs, series, format="webp", seconds_a_photo=0.3)
    answer = film(as_alice, timelapse)
    assert answer["Content-Type"] == "image/webp"
    with Image.open(io.BytesIO(body(answer))) as opened:
        assert (opened.info["loop"], opened.size) == (0, (timelapse["width"], timelapse["height"]))
        # Decoded first: the time belongs to the picture that is loaded.
        assert [(frame.load(), frame.info["duration"])[1] for frame in ImageSequence.Iterator(opened)] == [300] * 4


def test_a_larger_film_is_rendered_from_the_originals(as_alice: APIClient, series: Any, run_jobs: RunJobs) -> None:
    timelapse = made(as_alice, run_jobs, series, size="large", matched_light=True)
    assert timelapse["state"] == "ready"
    assert (timelapse["width"], timelapse["height"] > 2000) == (1600, True)
    assert ask(as_alice, series, size="large", format="webp").json()["fields"].keys() == {"size"}


def test_the_period_decides_and_what_is_left_out_is_counted(
    as_alice: APIClient, series: Any, run_jobs: RunJobs
) -> None:
    timelapse = made(as_alice, run_jobs, series, **{"from": "2026-03-02", "to": "2026-03-03"})
    assert (timelapse["photo_count"], timelapse["photos_in_period"]) == (2, 2)
    named = [series[0]["id"], series[3]["id"]]
    chosen = made(as_alice, run_jobs, series, photos=named)
    assert (chosen["photo_count"], chosen["photos_in_period"]) == (2, 4)
    frames = TimelapsePhoto.objects.filter(timelapse=chosen["id"]).order_by("taken_local")
    assert [str(frame.photo_id) for frame in frames] == named


def test_in_matched_light_no_photo_is_shown_as_taken(as_alice: APIClient, series: Any, run_jobs: RunJobs) -> None:
    Rendition.objects.filter(photo=series[1]["id"], spec="matched_light").delete()
    timelapse = made(as_alice, run_jobs, series, matched_light=True)
    assert (timelapse["photo_count"], timelapse["photos_in_period"]) == (3, 4)


def test_only_what_is_not_comparable_with_the_baseline_is_left_out_and_still_counted(
    as_alice: APIClient, series: Any, run_jobs: RunJobs
) -> None:
    assert series[0]["is_baseline"]
    Alignment.objects.filter(photo=series[2]["id"]).update(pose={"yaw": 30.0, "pitch": 0.0, "roll": 0.0})
    timelapse = made(as_alice, run_jobs, series, comparable_only=True)
    assert (timelapse["photo_count"], timelapse["photos_in_period"]) == (3, 4)
    assert not TimelapsePhoto.objects.filter(photo=series[2]["id"]).exists()


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"from": "2026-03-02", "to": "2026-03-02"}, 400, "too_few_photos"),
        ({"from": "2026-03-03", "to": "2026-03-02"}, 400, "invalid"),
        ({"photos": [str(uuid.uuid4()), str(uuid.uuid4())]}, 409, "photos_not_aligned"),
        ({"seconds_a_photo": 60}, 400, "invalid"),
        ({"format": "gif"}, 400, "invalid"),
        ({"series": str(uuid.uuid4())}, 404, "not_found"),
    ],
)
def test_what_cannot_be_made_is_said_at_once(
    as_alice: APIClient, series: Any, options: dict[str, Any], status: int, code: str
) -> None:
    answer = ask(as_alice, series, **options)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Timelapse.objects.count() == 0


def test_a_photo_that_is_not_aligned_is_in_no_film(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, upload: Upload, portraits: list[bytes]
) -> None:
    waiting = upload(as_alice, portraits[4]).json()["id"]
    assert ask(as_alice, series, photos=[series[0]["id"], waiting]).json()["code"] == "photos_not_aligned"


def test_the_same_id_again_gives_the_first_film(
    as_alice: APIClient, as_bob: APIClient, series: Any, run_jobs: RunJobs, upload: Upload, portraits: list[bytes]
) -> None:
    first = ask(as_alice, series)
    again = ask(as_alice, series, id=first.json()["id"], format="webp")
    assert (again.status_code, again.json()) == (200, first.json())
    run_jobs()
    done = ask(as_alice, series, id=first.json()["id"]).json()
    assert (done["state"], Timelapse.objects.count()) == ("ready", 1)
    theirs = [upload(as_bob, content).json() for content in portraits[:2]]
    run_jobs()
    assert ask(as_bob, theirs, id=first.json()["id"]).json()["code"] == "id_conflict"


def test_nobody_makes_a_film_of_anybody_elses_photos(as_bob: APIClient, series: Any) -> None:
    assert ask(as_bob, series).status_code == 404


def test_deleting_a_photo_deletes_the_films_it_is_in(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any
) -> None:
    whole = made(as_alice, run_jobs, series)
    kept = made(as_alice, run_jobs, series, **{"from": "2026-03-03"})
    assert len(files(settings)) == 2
    as_alice.delete(f"/api/v1/photos/{series[0]['id']}/")
    assert as_alice.get(f"{LIST}{whole['id']}/").status_code == 404
    assert film(as_alice, whole).status_code == 404
    run_jobs()
    assert [path.parent.name for path in files(settings)] == [Path(Timelapse.objects.get().folder).name]
    assert len(body(film(as_alice, kept))) == kept["bytes"]


def test_a_deleted_film_leaves_nothing(as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any) -> None:
    timelapse = made(as_alice, run_jobs, series)
    assert as_alice.delete(f"{LIST}{timelapse['id']}/").status_code == 204
    run_jobs()
    assert files(settings) == []
    assert [photo_json(as_alice, photo["id"])["state"] for photo in series] == ["aligned"] * 4


def test_a_film_that_still_waits_is_let_go_without_being_made(
    as_alice: APIClient, series: Any, run_jobs: RunJobs
) -> None:
    timelapse = ask(as_alice, series).json()
    as_alice.delete(f"{LIST}{timelapse['id']}/")
    assert Job.objects.filter(handler="comparisons.render", state="queued").count() == 0


def test_a_film_that_is_let_go_while_it_is_made_stops_and_leaves_nothing(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    tell = progress.Progress.tell

    def tell_and_delete(self: progress.Progress, frames_done: int) -> None:
        told.append(frames_done)
        if frames_done == 2:
            as_alice.delete(f"{LIST}{timelapse['id']}/")
        tell(self, frames_done)

    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(progress.Progress, "tell", tell_and_delete)
    timelapse = ask(as_alice, series).json()
    run_jobs()
    assert told == [0, 1, 2]
    assert files(settings) == []
    assert Job.objects.filter(background=False).exclude(state="done").count() == 0


def test_progress_is_told_while_it_is_made(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []
    tell = progress.Progress.tell

    def tell_and_look(self: progress.Progress, frames_done: int) -> None:
        tell(self, frames_done)
        now = as_alice.get(f"{LIST}{timelapse['id']}/").json()
        seen.append((now["state"], now["frames_done"]))

    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(progress.Progress, "tell", tell_and_look)
    timelapse = ask(as_alice, series).json()
    run_jobs()
    assert seen == [("rendering", number) for number in range(5)]


def test_a_photo_that_is_aligned_anew_meanwhile_fails_the_film_in_words(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any
) -> None:
    timelapse = ask(as_alice, series).json()
    as_alice.put(f"/api/v1/photos/{series[2]['id']}/override/", {"mirrored": True})
    run_jobs()
    after = as_alice.get(f"{LIST}{timelapse['id']}/").json()
    assert (after["state"], after["problem"]["code"], after["url"]) == ("failed", "photo_changed", None)
    assert files(settings) == []


def test_what_fails_each_time_is_given_up_and_said(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("the encoder broke")

    with monkeypatch.context() as now:
        now.setattr("backend.comparisons.processing.with_caption", broken)
        timelapse = ask(as_alice, series).json()
        for _ in range(5):
            Job.objects.filter(state="queued").update(run_at="2026-01-01T00:00:00Z")
            run_jobs()
    after = as_alice.get(f"{LIST}{timelapse['id']}/").json()
    assert (after["state"], after["problem"]["code"]) == ("failed", "unexpected")
    assert files(settings) == []
    assert try_again() == 1
    run_jobs()
    mended = as_alice.get(f"{LIST}{timelapse['id']}/").json()
    assert (mended["state"], mended["problem"]) == ("ready", None)


def test_a_worker_that_lost_its_lease_changes_nothing(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any
) -> None:
    timelapse = ask(as_alice, series).json()
    claimed = claim()
    assert claimed is not None
    job, lease = claimed
    Job.objects.filter(pk=job.pk).update(lease_until="2026-01-01T00:00:00Z")
    run_jobs()
    before = as_alice.get(f"{LIST}{timelapse['id']}/").json()
    assert before["state"] == "ready"
    run(job, lease)
    assert as_alice.get(f"{LIST}{timelapse['id']}/").json() == before
    assert len(files(settings)) == 1


@pytest.mark.parametrize("moment", ["while frames are made", "before the film is stored", "after it is stored"])
def test_a_lease_that_is_lost_on_the_way_writes_nothing_more(
    as_alice: APIClient, series: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    ask(as_alice, series)
    claimed = claim()
    assert claimed is not None
    job, lease = claimed
    tell, store = progress.Progress.tell, processing._store

    def lose() -> None:
        Job.objects.filter(pk=job.pk).update(token=uuid.uuid4())

    def tell_and_lose(self: progress.Progress, frames_done: int) -> None:
        if frames_done == (2 if moment == "while frames are made" else len(series)) and moment != "after it is stored":
            lose()
        tell(self, frames_done)

    def store_and_lose(*arguments: Any) -> None:
        store(*arguments)
        if moment == "after it is stored":
            lose()

    often = 0.0 if moment == "while frames are made" else 3600.0
    monkeypatch.setattr(progress, "EVERY_SECONDS", often)
    monkeypatch.setattr(progress.Progress, "tell", tell_and_lose)
    monkeypatch.setattr(processing, "_store", store_and_lose)
    run(job, lease)
    film = Timelapse.objects.get()
    assert (film.state, film.frames_done) == ("rendering", 1 if moment == "while frames are made" else 0)
    stored = list((Path(settings.MEDIA_ROOT) / "timelapses").rglob("*.mp4"))
    assert len(stored) == (1 if moment == "after it is stored" else 0), "only the fence at the end comes after it"


def test_what_a_killed_try_left_is_swept_away(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, settings: Any
) -> None:
    timelapse = ask(as_alice, series).json()
    folder = Timelapse.objects.get().folder
    for root in (Path(settings.MEDIA_ROOT), Path(settings.DATA_DIR) / "tmp"):
        left = root / "timelapses" / folder / "old" / ".film.unfinished.mp4"
        left = left if root.name == "tmp" else left.parent.with_name("abc.mp4.123.part")
        left.parent.mkdir(parents=True)
        left.write_bytes(b"half a film")
    run_jobs()
    assert as_alice.get(f"{LIST}{timelapse['id']}/").json()["state"] == "ready"
    assert [path.name for path in files(settings)] == [Path(Timelapse.objects.get().film_key).name]


def test_a_film_of_photos_that_changed_since_says_so(as_alice: APIClient, series: Any, run_jobs: RunJobs) -> None:
    timelapse = made(as_alice, run_jobs, series)
    assert timelapse["is_outdated"] is False
    address = f"/api/v1/photos/{series[1]['id']}/"
    as_alice.patch(address, {"taken_at": "2026-02-02T08:30:00"})
    assert as_alice.get(f"{LIST}{timelapse['id']}/").json()["is_outdated"] is True
    as_alice.patch(address, {"taken_at": series[1]["taken_at"]})
    assert as_alice.get(f"{LIST}{timelapse['id']}/").json()["is_outdated"] is False
    as_alice.put(f"{address}override/", {"mirrored": True})
    assert as_alice.get(f"{LIST}{timelapse['id']}/").json()["is_outdated"] is True


def test_the_list_is_newest_first_and_takes_a_steady_number_of_queries(
    as_alice: APIClient, series: Any, run_jobs: RunJobs, django_assert_num_queries: Any
) -> None:
    ids = [ask(as_alice, series).json()["id"] for _ in range(3)]
    # Session, account, and all films at once.
    with django_assert_num_queries(3):
        results = as_alice.get(LIST).json()["results"]
    assert [item["id"] for item in results] == ids[::-1]
    assert as_alice.get(LIST, {"series": str(uuid.uuid4())}).json()["results"] == []


class TestBytes:
    """What a player asks for."""

    @pytest.fixture
    def timelapse(self, as_alice: APIClient, series: Any, run_jobs: RunJobs) -> Any:
        return made(as_alice, run_jobs, series)

    @pytest.mark.parametrize(
        ("asked", "first", "last"),
        [("bytes=0-", 0, -1), ("bytes=0-99", 0, 99), ("bytes=100-299", 100, 299), ("bytes=-50", -50, -1)],
    )
    def test_a_range_is_that_part(self, as_alice: APIClient, timelapse: Any, asked: str, first: int, last: int) -> None:
        whole = body(film(as_alice, timelapse))
        start, end = first % len(whole), last % len(whole)
        answer = film(as_alice, timelapse, Range=asked)
        assert answer.status_code == 206
        assert body(answer) == whole[start : end + 1]
        assert answer["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"
        assert answer["Content-Length"] == str(end - start + 1)

    def test_a_range_beyond_the_end_is_refused(self, as_alice: APIClient, timelapse: Any) -> None:
        answer = film(as_alice, timelapse, Range="bytes=99999999-")
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{timelapse['bytes']}")

    @pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=a-b"])
    def test_what_is_no_range_gives_the_whole(self, as_alice: APIClient, timelapse: Any, asked: str) -> None:
        answer = film(as_alice, timelapse, Range=asked)
        assert (answer.status_code, len(body(answer))) == (200, timelapse["bytes"])

    def test_a_range_of_another_film_gives_the_whole(self, as_alice: APIClient, timelapse: Any) -> None:
        answer = film(as_alice, timelapse, Range="bytes=0-9", **{"If-Range": '"another"'})
        assert answer.status_code == 200
        answer.close()

    def test_it_is_private_and_asked_for_anew(self, as_alice: APIClient, timelapse: Any) -> None:
        answer = film(as_alice, timelapse)
        answer.close()
        assert (answer["Cache-Control"], answer["Vary"]) == ("private, no-cache", "Cookie")
        assert (answer["Accept-Ranges"], answer["X-Content-Type-Options"]) == ("bytes", "nosniff")
        again = film(as_alice, timelapse, **{"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_it_can_be_kept_as_a_file(self, as_alice: APIClient, timelapse: Any) -> None:
        answer = as_alice.get(timelapse["url"], {"download": "1"})
        answer.close()
        assert answer["Content-Disposition"].startswith('attachment; filename="likeness-')
        shown = film(as_alice, timelapse)
        shown.close()
        assert shown["Content-Disposition"].startswith("inline")

    def test_a_file_that_was_lost_is_not_found(self, as_alice: APIClient, timelapse: Any) -> None:
        default_storage.delete(Timelapse.objects.get().film_key)
        assert film(as_alice, timelapse).status_code == 404
