"""The command line end to end, on copies of the portrait drawn a little otherwise each."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from ml import geometry
from ml.cli import INTERRUPTED, MISTAKE, OK, SOME_NOT_ALIGNED, main
from ml.imaging import decode
from ml.types import Image
from tests.ml.pictures import encoded, portrait

ROOT = Path(__file__).resolve().parents[2]
HEAD = (slice(0, 300), slice(70, 370))
KEYS = {
    "file", "status", "reason", "matrix", "interocular_px", "refined", "refinement", "residual_iod_percent", "pose",
    "distance_ratio", "flip_suspected", "quality", "ms", "output",
}  # fmt: skip


def copy(number: int) -> Image:
    random = np.random.default_rng(number)
    turn = cv2.getRotationMatrix2D((300, 250), random.uniform(-6, 6), random.uniform(0.95, 1.1))
    large = cv2.resize(portrait()[HEAD], (600, 600), interpolation=cv2.INTER_CUBIC)
    drawn = cv2.warpAffine(large, turn, (600, 600), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    lit = drawn * random.uniform(0.8, 1.1) + random.normal(0, 2, drawn.shape)
    return np.asarray(np.clip(lit, 0, 255), dtype=np.uint8)


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for number in (1, 2, 3, 10):
        (folder / f"day{number}.jpg").write_bytes(encoded(copy(number), "JPEG", quality=92).getvalue())
    (folder / "notes.txt").write_text("no photo")
    (folder / ".hidden.jpg").write_bytes(b"no photo either")
    return folder


def report(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def without_times(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"photos": [{key: photo[key] for key in photo if key != "ms"} for photo in found["photos"]]}


@pytest.fixture(scope="module")
def done(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("out")
    film = str(output / "film.mp4")
    assert main(["align", str(photos), str(output), "--report", str(output / "report.json"), "--timelapse", film]) == OK
    return output


def test_the_report_says_what_was_found(done: Path) -> None:
    found = report(done / "report.json")
    assert found["version"] == 1
    assert found["canonical"]["width"] == 1080
    assert found["canonical"]["height"] == 1350
    assert found["canonical"]["interocular_px"] == 256
    assert found["baseline"] == "day1.jpg"
    assert [photo["file"] for photo in found["photos"]] == ["day1.jpg", "day2.jpg", "day3.jpg", "day10.jpg"]
    for photo in found["photos"]:
        assert set(photo) == KEYS
        assert photo["status"] == "aligned"
        assert photo["reason"] is None
        geometry.require_similarity(np.array(photo["matrix"]))
        assert set(photo["pose"]) == {"yaw", "pitch", "roll"}
        assert all(value >= 0 for value in photo["ms"].values())
        assert photo["refined"] is photo["refinement"]["applied"]
        assert set(photo["refinement"]) == {
            "applied", "reason", "moved_iod_percent", "measure_before", "measure_after", "iterations",
        }  # fmt: skip
    first, *others = found["photos"]
    assert first["distance_ratio"] is None
    assert not first["refined"]
    assert all(photo["refined"] for photo in others), [photo["refinement"] for photo in others]
    assert all(0.8 < photo["distance_ratio"] < 1.25 for photo in others)


def test_the_pictures_coincide(done: Path) -> None:
    assert sorted(path.name for path in done.glob("*.jpg")) == ["day1.jpg", "day10.jpg", "day2.jpg", "day3.jpg"]
    pictures = []
    for name in ("day1.jpg", "day2.jpg"):
        with (done / name).open("rb") as stream:
            picture = decode(stream)
        assert isinstance(picture, np.ndarray)
        assert picture.shape == (1350, 1080, 3)
        grey = picture[560:760, 380:700].mean(axis=2)
        pictures.append((grey - grey.mean()) / grey.std())
    assert float(np.mean(pictures[0] * pictures[1])) > 0.97


def test_the_film_has_a_frame_a_photo(done: Path) -> None:
    with av.open(str(done / "film.mp4")) as film:
        assert len(list(film.decode(video=0))) == 4
        assert (film.streams.video[0].width, film.streams.video[0].height) == (1080, 1350)


def test_two_processes_and_a_second_time_change_nothing_but_the_times(photos: Path, done: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.webp"
    options = ["--report", str(tmp_path / "report.json"), "--jobs", "2", "--timelapse", str(film)]
    assert main(["align", str(photos), str(tmp_path), *options]) == OK
    assert without_times(report(tmp_path / "report.json")) == without_times(report(done / "report.json"))
    for path in done.glob("*.jpg"):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()
    start = film.read_bytes()
    assert start[:4] == b"RIFF"
    assert start[8:12] == b"WEBP"
    assert start.count(b"ANMF") == 4


def test_another_size_and_the_fast_way(photos: Path, tmp_path: Path) -> None:
    where = tmp_path / "deep" / "report.json"
    options = ["--size", "400x300", "--fast", "--report", str(where), "--baseline", str(photos / "day3.jpg")]
    assert main(["align", str(photos), str(tmp_path / "out"), *options]) == OK
    found = report(where)
    assert found["baseline"] == "day3.jpg"
    assert found["canonical"]["interocular_px"] == pytest.approx(256 * 300 / 1350, abs=1e-3)
    assert {photo["refinement"]["reason"] for photo in found["photos"]} == {"no_reference"}
    with (tmp_path / "out" / "day2.jpg").open("rb") as stream:
        picture = decode(stream)
    assert isinstance(picture, np.ndarray)
    assert picture.shape == (300, 400, 3)


def test_bad_files_are_told_and_do_not_stop_the_others(photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = (photos / "day1.jpg").read_bytes()
    (folder / "b_good.jpg").write_bytes(good)
    (folder / "b_good.png").write_bytes(encoded(copy(5), "PNG").getvalue())
    (folder / "a_empty.jpg").write_bytes(b"")
    (folder / "c_half.jpg").write_bytes(good[: len(good) // 3])
    (folder / "d_words.jpg").write_text("not a picture at all")
    (folder / "e_flat.jpg").write_bytes(encoded(np.full((400, 400, 3), 128, np.uint8), "JPEG").getvalue())
    where = tmp_path / "report.json"
    assert main(["align", str(folder), str(tmp_path / "out"), "--report", str(where)]) == SOME_NOT_ALIGNED
    found = {photo["file"]: (photo["status"], photo["reason"]) for photo in report(where)["photos"]}
    assert found == {
        "a_empty.jpg": ("failed", "file_empty"),
        "b_good.jpg": ("aligned", None),
        "b_good.png": ("aligned", None),
        "c_half.jpg": ("failed", "unreadable"),
        "d_words.jpg": ("failed", "not_an_image"),
        "e_flat.jpg": ("rejected", "no_face"),
    }
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["b_good.jpg.jpg", "b_good.png.jpg"]


def test_no_face_at_all_makes_no_film(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "flat.png").write_bytes(encoded(np.full((300, 300, 3), 90, np.uint8), "PNG").getvalue())
    film = tmp_path / "film.mp4"
    assert main(["align", str(tmp_path / "in"), str(tmp_path / "out"), "--timelapse", str(film)]) == SOME_NOT_ALIGNED
    assert list(tmp_path.glob("*film*")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["{photos}/nowhere", "{out}"],
        ["{photos}", "{photos}"],
        ["{photos}", "{photos}/day1.jpg"],
        ["{photos}", "{out}", "--baseline", "{photos}/nothing.jpg"],
        ["{photos}", "{out}", "--baseline", "{photos}/notes.txt"],
        ["{photos}", "{out}", "--timelapse", "{out}/film.gif"],
        ["{out}", "{out}/deeper"],
    ],
)
def test_a_mistake_is_told_and_writes_nothing(
    photos: Path, tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [argument.format(photos=photos, out=tmp_path) for argument in arguments]
    assert main(["align", *filled]) == MISTAKE
    assert "error:" in capsys.readouterr().err
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("option", [["--size", "10"], ["--size", "0x5"], ["--jobs", "0"], ["--jobs", "x"], ["--what"]])
def test_a_wrong_option_is_told(photos: Path, tmp_path: Path, option: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["align", str(photos), str(tmp_path), *option])
    assert ended.value.code == MISTAKE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process group")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_and_leaves_no_part_of_a_file(photos: Path, tmp_path: Path, jobs: str) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    content = (photos / "day1.jpg").read_bytes()
    for number in range(300):
        (folder / f"{number}.jpg").write_bytes(content)
    command = [sys.executable, "-m", "ml", "align", str(folder), str(output), "--jobs", jobs]
    process = subprocess.Popen(
        [*command, "--timelapse", str(output / "film.mp4")], cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 60
    while not list(output.glob("*.jpg")) and time.monotonic() < until:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, said
    assert b"Traceback" not in said
    assert b"interrupted" in said
    assert [path.name for path in output.iterdir() if "film" in path.name or "unfinished" in path.name] == []
    for path in output.glob("*.jpg"):
        assert isinstance(decode(io.BytesIO(path.read_bytes())), np.ndarray)
