"""Photos that wait on a phone arrive once each, whatever happens to the line, the tab and the server.

The suite runs a short form; ``LIKENESS_TORTURE=whole`` asks for a hundred photos, twenty cuts, five killed tabs and
three killed servers.
"""

import hashlib
import io
import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import sign_up
from tests.e2e.test_installed import wait_for_service_worker
from tests.line import Line
from tests.running import RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the processes by Linux's /proc"),
]

MEGABYTE = 1024 * 1024
IS_WHOLE = os.environ.get("LIKENESS_TORTURE") == "whole"
PHOTOS, CUTS, TABS, RESTARTS = (100, 20, 5, 3) if IS_WHOLE else (12, 4, 1, 1)
# Of so many, one is larger than a piece.
LARGE_EVERY = 5
SECONDS = 1200 if IS_WHOLE else 240


def draw(number: int, width: int, height: int, grain: int = 8) -> bytes:
    """Noise of a seed of its own: no face is in it, so that no alignment takes the machine's time."""
    coarse = np.random.default_rng(number).integers(0, 256, (height // grain, width // grain, 3), dtype=np.uint8)
    target = io.BytesIO()
    Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR).save(target, "JPEG", quality=95)
    return target.getvalue()


@dataclass
class Phone:
    """A browser before a line that leads to a server; all three can be broken."""

    app: RunningApp
    line: Line
    context: BrowserContext
    page: Page

    def keep(self, files: list[Path]) -> None:
        """Chosen, and in the outbox."""
        self.page.goto("/import")
        self.page.get_by_label("Choose photos").set_input_files([str(file) for file in files])
        self.page.get_by_role("button", name="Upload").click()

    def cut_line(self) -> None:
        self.line.cut()
        time.sleep(0.2)
        self.line.mend()

    def kill_tab(self) -> None:
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto("/outbox")

    def restart_server(self) -> None:
        self.app.kill()
        self.app.start_again()

    def arrived(self) -> list[str]:
        """Hashes of the photos that the server has."""
        with closing(sqlite3.connect(f"file:{self.app.folder}/data/likeness.sqlite3?mode=ro", uri=True)) as database:
            return [sha256 for (sha256,) in database.execute("SELECT sha256 FROM photos_photo")]

    def in_pieces(self) -> int:
        """Bytes of photos that are not whole yet."""
        sizes = []
        for path in (self.app.folder / "data" / "media" / "uploads").glob("*"):
            try:
                sizes.append(path.stat().st_size)
            except FileNotFoundError:
                continue
        return sum(sizes)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not is_so():
            assert time.monotonic() < deadline, f"{len(self.arrived())} photos have arrived"
            # The browser's events are handled meanwhile.
            self.page.wait_for_timeout(50)

    def check(self, contents: list[bytes]) -> None:
        """Each is there once, byte for byte, and nothing of them anywhere else."""
        sent = sorted(hashlib.sha256(content).hexdigest() for content in contents)
        self.wait_until(lambda: len(self.arrived()) >= len(sent))
        expect(
            self.page.get_by_text("waits on this phone").or_(self.page.get_by_text("wait on this phone"))
        ).to_have_count(0, timeout=SECONDS * 1000)
        assert sorted(self.arrived()) == sent
        originals = list((self.app.folder / "data" / "media" / "photos").glob("*/*/original.*"))
        assert sorted(hashlib.sha256(content).hexdigest() for content in self.app.contents(originals)) == sent
        self.page.goto("/outbox")
        expect(self.page.get_by_text("Nothing waits")).to_be_visible(timeout=30_000)
        assert self.in_pieces() == 0


@pytest.fixture
def phone(chromium: Browser, tmp_path: Path) -> Iterator[Phone]:
    with RunningApp(tmp_path / "app") as app, Line(app.port) as line:
        context = chromium.new_context(base_url=line.origin, viewport={"width": 390, "height": 844})
        page = context.new_page()
        sign_up(page, "unlucky")
        wait_for_service_worker(page)
        yield Phone(app, line, context, page)
        context.close()


def written(folder: Path, contents: list[bytes]) -> list[Path]:
    files = [folder / f"IMG_{number:04}.jpg" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return files


def test_all_photos_arrive_once_whatever_happens(phone: Phone, tmp_path: Path) -> None:
    sizes = [(1800, 1200) if number % LARGE_EVERY == 2 else (240, 240) for number in range(PHOTOS)]
    contents = [draw(number, *size, grain=4) for number, size in enumerate(sizes)]
    assert max(map(len, contents)) > MEGABYTE > min(map(len, contents))
    phone.line.bytes_per_second = 2 * MEGABYTE
    mishaps = [phone.cut_line] * CUTS + [phone.kill_tab] * TABS + [phone.restart_server] * RESTARTS
    random.Random(6).shuffle(mishaps)
    phone.keep(written(tmp_path, contents))
    in_pieces = 0
    for number, mishap in enumerate(mishaps):
        at_least = number * PHOTOS // len(mishaps)
        phone.wait_until(lambda least=at_least: len(phone.arrived()) >= least)  # type: ignore[misc]
        if number % 2:
            # In the middle of a large one, if one comes soon.
            deadline = time.monotonic() + 3
            while not phone.in_pieces() and time.monotonic() < deadline:
                phone.page.wait_for_timeout(20)
            in_pieces += phone.in_pieces() > 0
        mishap()
    assert in_pieces, "no mishap fell into the middle of a photo"
    phone.check(contents)


def test_48_megapixels_go_on_after_a_cut_and_a_restart(phone: Phone, tmp_path: Path) -> None:
    """On a line of 4 MB/s, cut in the middle; what the server had is not sent again."""
    content = draw(48, 8000, 6000)
    assert 15 * MEGABYTE < len(content) < 25 * MEGABYTE
    phone.line.bytes_per_second = 4 * MEGABYTE
    phone.keep(written(tmp_path, [content]))
    phone.wait_until(lambda: phone.in_pieces() > len(content) / 3)
    phone.line.cut()
    phone.app.kill()
    had = phone.in_pieces()
    phone.app.start_again()
    assert phone.in_pieces() == had
    sent, phone.line.sent = phone.line.sent, 0
    phone.line.mend()
    phone.check([content])
    assert sent < len(content)
    # The rest, and beside it headers and what else the app asks for.
    assert phone.line.sent < len(content) - had + 2 * MEGABYTE
