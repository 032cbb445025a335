"""The live camera: a face on a fake one is guided to its baseline, taken by itself, kept unmirrored, and aligned."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    FLAGS,
    PHONE,
    OpenContext,
    assert_accessible,
    keep_screenshot,
    sign_up,
    upload,
    wait_until_aligned,
)

pytestmark = pytest.mark.slow

FRAME = (960, 1280)
BAND = 60
RED, BLUE = (200, 30, 30), (30, 30, 200)
NUMBER_OF_FRAMES = 8
LANDSCAPE = {"width": 844, "height": 390}
# 390 px at 200 % zoom is as wide as 195 px.
ZOOMED = {"width": 195, "height": 422}
MODEL = "**/models/*"


def scene(number: int = 0) -> Image.Image:
    """What stands before the camera: a face between a red band at the viewer's left and a blue one at the right.

    ``number`` draws a mark at the lower edge, so that no two frames are the same file.
    """
    face = astronaut().crop((100, 0, 370, 360)).resize(FRAME, Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(face)
    width, height = FRAME
    draw.rectangle((0, 0, BAND, height), fill=RED)
    draw.rectangle((width - BAND, 0, width, height), fill=BLUE)
    draw.rectangle((100 + 20 * number, height - 20, 120 + 20 * number, height), fill=(255, 255, 255))
    return face


def jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=92)
    return stream.getvalue()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its camera shows the scene. Whether it may be used is up to each context."""
    path = find_chromium()
    assert path, HOW_TO_INSTALL
    film = tmp_path_factory.mktemp("camera") / "face.mjpeg"
    film.write_bytes(b"".join(jpeg(scene(number)) for number in range(NUMBER_OF_FRAMES)))
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *camera])
    yield browser
    browser.close()


def phone(open_context: OpenContext, **options: Any) -> BrowserContext:
    """One on which the camera was allowed."""
    return open_context(permissions=["camera"], **options)


def open_camera(page: Page, path: str = "/capture") -> None:
    page.goto(path)
    shutter = page.get_by_role("button", name=re.compile("^Take"))
    explained = page.get_by_role("button", name="Open the camera")
    expect(shutter.or_(explained)).to_be_visible(timeout=20_000)
    if explained.is_visible():
        explained.click()
    expect(shutter).to_be_visible(timeout=20_000)


def test_shows_the_camera(open_context: OpenContext) -> None:
    page = phone(open_context).new_page()
    page.on("console", lambda m: print("CONSOLE", m.text))
    page.on("pageerror", lambda m: print("ERR", m))
    sign_up(page, "camera-look")
    open_camera(page)
    page.wait_for_timeout(3000)
    print(page.evaluate("""async () => {
      const v = document.querySelector('video'); const t = v.srcObject.getVideoTracks()[0];
      const ic = new ImageCapture(t); let caps = null; try { const c = await ic.getPhotoCapabilities(); caps = [c.imageWidth?.max, c.imageHeight?.max]; } catch (e) { caps = String(e) }
      let ph; try { const b = await ic.takePhoto(); const bm = await createImageBitmap(b); ph = [b.type, b.size, bm.width, bm.height]; } catch (e) { ph = String(e) }
      return JSON.stringify({s: t.getSettings(), w: v.videoWidth, h: v.videoHeight, caps, ph, voices: speechSynthesis.getVoices().length});
    }"""))
    keep_screenshot(page, "capture-first")
    page.get_by_role("button", name=re.compile("^Take")).click()
    expect(page.get_by_text("photos saved on this phone")).to_be_visible(timeout=20_000)
    page.wait_for_timeout(1000)
    keep_screenshot(page, "capture-review")
