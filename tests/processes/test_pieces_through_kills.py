"""A photo in pieces, with real processes: lines that are cut and servers that are killed lose nothing of it."""

import hashlib
import http.client
import io
import json
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pytest
from PIL import Image

from backend.common.at_rest.pieces import Blocks
from tests.backend.pieces import metadata
from tests.phone import Phone
from tests.running import RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the processes by Linux's /proc"),
]

UPLOADS = "/api/v1/photos/uploads/"
MEGABYTE = 1024 * 1024
KILLS = 3
CUTS = 6


def large_photo(width: int, height: int) -> bytes:
    """Noise, which hardly packs: as many bytes a pixel as a phone's best."""
    grain = np.random.default_rng(6).integers(0, 256, (height // 8, width // 8, 3), dtype=np.uint8)
    target = io.BytesIO()
    Image.fromarray(grain).resize((width, height), Image.Resampling.BILINEAR).save(target, "JPEG", quality=96)
    return target.getvalue()


class Line:
    """One photo on its way from a phone to a server, by requests that can be broken off in mid-body."""

    def __init__(self, app: RunningApp, phone: Phone, content: bytes) -> None:
        self.app, self.phone, self.content = app, phone, content
        self.id = str(uuid.uuid4())
        self.sha256 = hashlib.sha256(content).hexdigest()

    def begin(self) -> tuple[int, Any]:
        """How much the server has, and what it says."""
        said = metadata(id=self.id, view="frontal", sha256=self.sha256)
        told, body = self._ask("POST", UPLOADS, {"Upload-Length": str(len(self.content)), "Upload-Metadata": said})
        return int(told["Upload-Offset"]), json.loads(body)

    def send(self, at: int, size: int) -> tuple[int, Any]:
        told, body = self._ask("PATCH", f"{UPLOADS}{self.id}/", self._of_a_chunk(at), self.content[at : at + size])
        return int(told["Upload-Offset"]), json.loads(body or b"null")

    def send_half(self, at: int, announced: int) -> http.client.HTTPConnection:
        """The first half of a chunk, and then nothing: the caller decides what happens to it."""
        connection = self._connection()
        connection.putrequest("PATCH", f"{UPLOADS}{self.id}/")
        headers = self.phone.signed(
            {"Tus-Resumable": "1.0.0", **self._of_a_chunk(at), "Content-Length": str(announced)}
        )
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(self.content[at : at + announced // 2])
        return connection

    def wait_for(self, more_than: int) -> int:
        """Until so much of the photo lies in the server's file; answers how much does."""
        deadline = time.monotonic() + 60
        while (size := sum(map(arrived_in, partial_files(self.app)))) <= more_than:
            assert time.monotonic() < deadline, f"the server has {size} bytes"
            time.sleep(0.01)
        return size

    def _of_a_chunk(self, at: int) -> dict[str, str]:
        return {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> Any:
        connection = self._connection()
        connection.request(method, path, body, self.phone.signed({"Tus-Resumable": "1.0.0", **headers}))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status in {200, 201, 204}, content
        return answer.headers, content

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=60)


def partial_files(app: RunningApp) -> list[Path]:
    return list((app.folder / "data" / "media" / "uploads").glob("*"))


def arrived_in(path: Path) -> int:
    with path.open("rb", buffering=0) as file:
        return Blocks(cast(IO[bytes], file), path.name).end.content


@pytest.fixture
def app(tmp_path: Path) -> Iterator[RunningApp]:
    with RunningApp(tmp_path) as running:
        yield running


def test_a_photo_survives_kills_and_cuts_in_mid_piece(app: RunningApp) -> None:
    line = Line(app, Phone(app.origin), large_photo(3000, 2000))
    size = len(line.content)
    assert size > 2 * MEGABYTE
    step = size // (KILLS + CUTS + 2)
    for number in range(KILLS + CUTS):
        at, _ = line.begin()
        assert at >= number * step // 4
        held = line.send_half(at, 2 * step)
        arrived = line.wait_for(at + step // 4)
        if number % 3 == 0:
            app.kill()
            app.start_again()
        held.close()
        # Whatever was on its way when the line was cut may come a moment later, and never goes again.
        assert line.begin()[0] >= arrived
    while True:
        at, told = line.begin()
        if at == size:
            break
        line.send(at, MEGABYTE)
    assert told["original"]["sha256"] == line.sha256
    assert line.phone.get(told["original"]["url"]) == line.content
    assert partial_files(app) == []
    database = sqlite3.connect(app.folder / "data" / "likeness.sqlite3")
    rows = [database.execute(f"SELECT COUNT(*) FROM photos_{name}").fetchone() for name in ("photo", "photoupload")]  # noqa: S608 (our own words)
    database.close()
    assert rows == [(1,), (0,)]


def test_a_line_that_died_silently_hinders_nobody(app: RunningApp) -> None:
    """Its request waits for bytes for ever; the phone goes on by another line, and the old one changes nothing."""
    line = Line(app, Phone(app.origin), large_photo(1500, 1000))
    at, _ = line.begin()
    silent = line.send_half(at, len(line.content))
    arrived = line.wait_for(len(line.content) // 4)
    at, _ = line.begin()
    assert at >= arrived
    _, photo = line.send(at, len(line.content))
    silent.send(line.content[len(line.content) // 2 :])
    silent.close()
    assert line.phone.get(photo["original"]["url"]) == line.content
    assert line.begin()[1]["id"] == line.id


def test_memory_stays_flat_while_48_megapixels_come_in(app: RunningApp) -> None:
    """In one request, as a client without chunks sends it."""
    line = Line(app, Phone(app.origin), large_photo(8000, 6000))
    assert len(line.content) > 12 * MEGABYTE
    Line(app, line.phone, large_photo(800, 600)).begin()
    before = peak(app.web_pid())
    at, _ = line.begin()
    _, photo = line.send(at, len(line.content))
    grown = peak(app.web_pid()) - before
    assert photo["original"]["sha256"] == line.sha256
    assert grown < len(line.content) / 2, f"grew by {grown / MEGABYTE:.1f} MB"


def peak(pid: int) -> int:
    """The most bytes of memory that a process has had so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
