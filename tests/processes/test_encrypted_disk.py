"""A stolen disk shows no picture: a photo's bytes are looked for in every file that a whole Likeness has written."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from tests.phone import Phone
from tests.running import ROOT, RunningApp, descendants

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the files that processes hold open by Linux's /proc"),
]

WINDOW = 24
# How pictures and films begin, as this product and cameras write them.
PICTURE = re.compile(rb"\xff\xd8\xff[\xe0\xe1]..(JFIF|Exif)|\x89PNG\r\n\x1a\n|ftypisom|RIFF....WEBP", re.DOTALL)


def noisy_portrait(number: int) -> bytes:
    from tests.conftest import as_jpeg, astronaut  # noqa: PLC0415 (needs the package's portrait)

    noise = Image.effect_noise(astronaut().size, 20).convert("RGB")
    return as_jpeg(Image.blend(astronaut(), noise, 0.08 + number / 1000), taken=f"2026:03:0{number + 1} 08:30:00")


def windows(content: bytes) -> list[bytes]:
    """Parts of the file that no other file has: from its compressed pixels, all over it."""
    return [content[at : at + WINDOW] for at in range(len(content) // 5, len(content) - WINDOW, len(content) // 40)]


def files_of(app: RunningApp) -> dict[str, bytes]:
    """Everything under the data folder, in memory's folder, and what its processes hold open without a name."""
    found = {str(path): path.read_bytes() for path in (app.folder / "data").rglob("*") if path.is_file()}
    for pid in [app.process.pid, *descendants(app.process.pid)]:
        for handle in Path(f"/proc/{pid}/fd").glob("*"):
            # It can be closed between the two looks.
            with suppress(FileNotFoundError):
                if "(deleted)" in str(name := handle.readlink()):
                    found[f"{pid} {name}"] = handle.read_bytes()
    return found


def test_no_picture_lies_in_plain_on_the_disk(tmp_path: Path) -> None:
    originals = [noisy_portrait(number) for number in range(3)]
    with RunningApp(tmp_path) as app:
        phone = Phone(app.origin)
        photos = [phone.wait_for(phone.upload(content)) for content in originals]
        assert {photo["state"] for photo in photos} == {"aligned"}
        served = [phone.get(item["url"]) for photo in photos for item in photo["renditions"]]
        assert phone.get(photos[0]["original"]["url"]) == originals[0]
        asked = {"id": str(uuid.uuid4()), "series": photos[0]["series"]}
        phone.post("/api/v1/timelapses/", json.dumps(asked).encode(), "application/json")
        deadline = time.monotonic() + 60
        while (film := json.loads(phone.get(f"/api/v1/timelapses/{asked['id']}/")))["state"] != "ready":
            assert time.monotonic() < deadline, film
            time.sleep(0.1)
        served.append(phone.get(film["url"]))
        on_disk = files_of(app)
        # The check itself: what is looked for is found where it is in plain.
        in_plain = {"served": b"".join([*originals, *served])}
        for content in [*originals, *served]:
            for window in windows(content):
                assert any(window in place for place in in_plain.values())
                assert not [name for name, place in on_disk.items() if window in place]
        assert PICTURE.search(in_plain["served"])
        assert not [name for name, content in on_disk.items() if PICTURE.search(content)]
        assert len([name for name in on_disk if "/media/" in name]) >= 3 * 5 + 1
        # With the keys, all of it is there.
        stored = (tmp_path / "data" / "media" / "photos").glob("*/*/original.*")
        digests = {hashlib.sha256(content).hexdigest() for content in app.contents(stored)}
        assert digests == {hashlib.sha256(content).hexdigest() for content in originals}


def test_a_start_with_another_master_key_says_so_and_serves_nothing(tmp_path: Path) -> None:
    with RunningApp(tmp_path) as app:
        assert "Photos are encrypted with a key" in app.log.read_text(encoding="utf-8")
        key = (tmp_path / "data" / "master_key").read_text()
        assert key.strip() not in app.log.read_text(encoding="utf-8"), "a log is no place for it"
    environment = {**os.environ, "LIKENESS_DATA": str(tmp_path / "data"), "LIKENESS_MASTER_KEY": wrong_key()}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    again = subprocess.run(
        [sys.executable, "manage.py", "up", "--no-build", "--port", str(app.port)],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=60,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert again.returncode == 1
    assert "is not the one that opens the keyset" in again.stderr
    assert "Traceback" not in again.stderr


def wrong_key() -> str:
    from backend.common.at_rest.master import MasterKey  # noqa: PLC0415

    return MasterKey.generate().text


def test_the_pictures_that_are_looked_for_would_be_found() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    assert PICTURE.search(b"before" + stream.getvalue())
    assert PICTURE.search(b"before" + noisy_portrait(0))
    assert not PICTURE.search(os.urandom(1 << 22))
