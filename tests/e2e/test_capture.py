"""The live camera: a face on a fake one is guided to its baseline, taken by itself, kept unmirrored, and aligned."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

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
# The film begins anew every few seconds: long enough that the photos of a burst are never of one frame.
NUMBER_OF_FRAMES = 150
LANDSCAPE = {"width": 844, "height": 390}
# 390 px at 200 % zoom is as wide as 195 px.
ZOOMED = {"width": 195, "height": 422}
MODEL = re.compile("/models/")


def scene(number: int = 0) -> Image.Image:
    """What stands before the camera: a face between a red band at the viewer's left and a blue one at the right.

    ``number`` draws a mark at the lower edge, so that no two frames are the same file.
    """
    face = backdrop().copy()
    left = 100 + 5 * number
    ImageDraw.Draw(face).rectangle((left, FRAME[1] - 20, left + 20, FRAME[1]), fill=(255, 255, 255))
    return face


@cache
def backdrop() -> Image.Image:
    face = astronaut().crop((100, 0, 370, 360)).resize(FRAME, Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(face)
    width, height = FRAME
    draw.rectangle((0, 0, BAND, height), fill=RED)
    draw.rectangle((width - BAND, 0, width, height), fill=BLUE)
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
    expect(page.locator("video")).to_be_visible(timeout=20_000)


def originals(page: Page) -> list[Any]:
    """The photos that the server has, newest first."""
    found: list[Any] = page.evaluate(
        """async () => {
            const me = await (await fetch("/api/v1/me/")).json();
            return (await (await fetch(`/api/v1/photos/?subject=${me.subjects[0].id}`)).json()).results;
        }"""
    )
    return found


def wait_for_originals(page: Page, count: int) -> list[Any]:
    for _ in range(120):
        if len(found := originals(page)) == count:
            return found
        page.wait_for_timeout(500)
    raise AssertionError(f"{len(originals(page))} photos arrived instead of {count}")


def pixels(page: Page, photo: Any) -> Image.Image:
    """The original as the server keeps it."""
    answer = page.request.get(photo["original"]["url"])
    assert answer.ok
    return Image.open(io.BytesIO(answer.body())).convert("RGB")


def assert_unmirrored(picture: Image.Image) -> None:
    width = picture.width
    seen = np.asarray(picture, dtype=int)
    left = seen[:, : width // 24].mean(axis=(0, 1))
    right = seen[:, -(width // 24) :].mean(axis=(0, 1))
    assert left[0] > left[2] + 80, f"red is not at the viewer's left: {left}"
    assert right[2] > right[0] + 80, f"blue is not at the viewer's right: {right}"


def add_baseline(page: Page, folder: Path) -> None:
    file = folder / "baseline.jpg"
    file.write_bytes(as_jpeg(scene(), taken="2026:03:01 08:30:00"))
    upload(page, file)
    wait_until_aligned(page, 1)


def ghost(page: Page) -> Any:
    return page.locator("canvas[data-ghost]")


# Lines on nothing; and the whole picture.
SHARE_DRAWN = """() => {
  const canvas = document.querySelector("canvas[data-ghost]");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) drawn += 1;
  const share = drawn / (data.length / 4);
  return %s;
}"""
DRAWN = {"Outline": SHARE_DRAWN % "share > 0.02 && share < 0.2", "Onion skin": SHARE_DRAWN % "share === 1"}
# Green lasts as long as the shutter waits: shorter than two looks from outside may lie apart.
NOTE_GREEN = """new MutationObserver(() => {
  if (document.body?.textContent.includes("It matches.")) window.wasGreen = true;
}).observe(document, { childList: true, subtree: true, characterData: true });"""
SAVED_THREE = "3 photos saved on this phone"


def test_guidance_reaches_green_and_the_photos_come_by_themselves_unmirrored_and_aligned(
    open_context: OpenContext, tmp_path: Path
) -> None:
    page = phone(open_context).new_page()
    sign_up(page, "camera-auto")
    add_baseline(page, tmp_path)
    page.add_init_script(NOTE_GREEN)
    open_camera(page)
    expect(ghost(page)).to_be_visible()
    mirrored = page.evaluate("() => getComputedStyle(document.querySelector('.picture')).transform")
    assert mirrored.startswith("matrix(-1,"), "the preview of the front camera is a mirror"
    expect(page.get_by_text(SAVED_THREE)).to_be_visible(timeout=80_000)
    assert page.evaluate("() => window.wasGreen"), "taken without a word that it matches"
    keep_screenshot(page, "capture-review")
    assert_accessible(page, "the review")
    taken = wait_for_originals(page, 4)
    fresh = [photo for photo in taken if photo["taken_at_source"] == "user"]
    assert len(fresh) == 3
    for photo in fresh:
        assert (photo["original"]["width"], photo["original"]["height"]) == FRAME
        assert re.search(r"[+-]\d\d:\d\d$|Z$", photo["taken_at"])
        assert_unmirrored(pixels(page, photo))
    wait_until_aligned(page, 4)
    for photo in originals(page):
        if photo["taken_at_source"] == "user":
            assert photo["alignment"]["distance_ratio"] == pytest.approx(1, abs=0.02)
            assert not photo["alignment"]["flip_suspected"]
            assert abs(photo["alignment"]["pose"]["yaw"] - taken[-1]["alignment"]["pose"]["yaw"]) < 3


def test_a_still_camera_that_gives_more_than_its_frames_is_used_and_not_mirrored(open_context: OpenContext) -> None:
    page = phone(open_context).new_page()
    # As on many phones: the picture streams small, and the camera takes it large.
    page.add_init_script(
        """{
            const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            navigator.mediaDevices.getUserMedia = () =>
                asked({ video: { facingMode: "user", width: { exact: 480 }, height: { exact: 640 } } });
        }"""
    )
    sign_up(page, "camera-still")
    # Two photos of one frame of a film are the same file.
    page.evaluate("() => localStorage.setItem('likeness.camera', JSON.stringify({ burst: 'never' }))")
    open_camera(page)
    page.wait_for_function("() => document.querySelector('video')?.videoWidth === 480")
    page.get_by_role("button", name="Take the photo").click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible(timeout=30_000)
    (photo,) = wait_for_originals(page, 1)
    assert (photo["original"]["width"], photo["original"]["height"]) == FRAME
    assert_unmirrored(pixels(page, photo))


def test_without_the_model_ghost_and_shutter_work(open_context: OpenContext, tmp_path: Path) -> None:
    context = phone(open_context)
    context.route(MODEL, lambda route: route.abort())
    page = context.new_page()
    sign_up(page, "camera-no-model")
    add_baseline(page, tmp_path)
    open_camera(page)
    expect(page.get_by_text("Guidance is not available here.").first).to_be_visible(timeout=30_000)
    expect(ghost(page)).to_be_visible()
    page.get_by_role("button", name="Take three photos").click()
    expect(page.get_by_text(SAVED_THREE)).to_be_visible(timeout=30_000)
    wait_for_originals(page, 4)


def test_the_timer_can_be_stopped_and_a_photo_taken_back(open_context: OpenContext) -> None:
    page = phone(open_context).new_page()
    sign_up(page, "camera-timer")
    open_camera(page)
    page.get_by_role("button", name="Settings of the camera").click()
    page.get_by_role("radio", name="10 seconds").check(force=True)
    page.get_by_role("radio", name="Never").first.check(force=True)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Take the photo after 10 seconds").click()
    page.get_by_role("button", name="Stop the timer").click()
    expect(page.get_by_role("button", name="Take the photo after 10 seconds")).to_be_visible()
    page.get_by_role("button", name="Settings of the camera").click()
    page.get_by_role("radio", name="3 seconds").check(force=True)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Take the photo after 3 seconds").click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("navigation")).to_have_count(0)
    wait_for_originals(page, 1)
    page.get_by_role("button", name="Retake").click()
    expect(page.get_by_role("button", name="Take the photo after 3 seconds")).to_be_visible(timeout=20_000)
    assert originals(page) == []


def test_the_camera_stops_when_it_is_left_or_hidden(open_context: OpenContext) -> None:
    page = phone(open_context).new_page()
    sign_up(page, "camera-leaver")
    open_camera(page)
    track = "() => { window.track = document.querySelector('video').srcObject.getVideoTracks()[0]; }"
    page.evaluate(track)
    hide = """(state) => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, "hidden")
    page.wait_for_function("() => window.track.readyState === 'ended'")
    expect(page.get_by_text("The camera is off")).to_be_visible()
    page.evaluate(hide, "visible")
    expect(page.locator("video")).to_be_visible(timeout=20_000)
    page.evaluate(track)
    page.get_by_role("link", name="Leave the camera").click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    page.wait_for_function("() => window.track.readyState === 'ended'")


def test_a_camera_that_is_denied_or_cannot_be_says_so_and_leads_to_the_gallery(open_context: OpenContext) -> None:
    page = open_context(permissions=[]).new_page()
    sign_up(page, "camera-denied")
    page.goto("/capture")
    expect(page.get_by_role("heading", name="Before the camera opens")).to_be_visible()
    assert_accessible(page, "the explanation")
    keep_screenshot(page, "capture-explained")
    page.get_by_role("button", name="Open the camera").click()
    expect(page.get_by_role("heading", name="The camera is not allowed")).to_be_visible()
    assert_accessible(page, "a camera that is not allowed")
    keep_screenshot(page, "capture-denied")
    page.get_by_role("link", name="Choose from the gallery").click()
    expect(page.get_by_role("heading", name="Add photos")).to_be_visible()
    # It was explained once.
    page.goto("/capture")
    expect(page.get_by_role("heading", name="The camera is not allowed")).to_be_visible()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto("/capture")
    expect(page.get_by_role("heading", name="No camera at this address")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_camera_is_accessible_upright_across_and_enlarged(
    open_context: OpenContext, tmp_path: Path, theme: str
) -> None:
    page = phone(open_context, color_scheme=theme, reduced_motion="reduce").new_page()
    sign_up(page, f"camera-{theme}")
    add_baseline(page, tmp_path)
    page.evaluate("() => localStorage.setItem('likeness.camera', JSON.stringify({ auto: false, grid: true }))")
    open_camera(page)
    expect(ghost(page)).to_be_visible()
    expect(page.get_by_text("It matches.").first).to_be_visible(timeout=40_000)
    for name, size in {"upright": PHONE, "across": LANDSCAPE, "enlarged": ZOOMED}.items():
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        shutter = page.get_by_role("button", name="Take three photos")
        shutter.scroll_into_view_if_needed()
        expect(shutter).to_be_in_viewport(ratio=0.9)
        over = page.evaluate(
            "() => { const box = document.querySelector('.camera'); return box.scrollWidth - box.clientWidth; }"
        )
        assert over <= 0, f"{name} is {over} px too wide"
        assert_accessible(page, f"the camera, {name}, {theme}")
        keep_screenshot(page, f"capture-{name}-{theme}")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.get_by_role("button", name="Settings of the camera").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page, f"the camera's settings, {theme}")
    keep_screenshot(page, f"capture-settings-{theme}")
    for mode in ("Outline", "Onion skin"):
        page.get_by_role("radio", name=mode).check(force=True)
        page.get_by_role("button", name="Close").click()
        page.wait_for_function(DRAWN[mode])
        keep_screenshot(page, f"capture-{mode.split()[0].lower()}-{theme}")
        page.get_by_role("button", name="Settings of the camera").click()


def test_photos_taken_offline_arrive_later(open_context: OpenContext, tmp_path: Path) -> None:
    page = phone(open_context).new_page()
    sign_up(page, "camera-offline")
    add_baseline(page, tmp_path)
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
    page.evaluate("() => localStorage.setItem('likeness.camera', JSON.stringify({ auto: false }))")
    open_camera(page)
    expect(page.get_by_text("It matches.").first).to_be_visible(timeout=40_000)
    page.context.set_offline(True)
    page.evaluate("() => localStorage.setItem('likeness.camera', JSON.stringify({ auto: true, burst: 'never' }))")
    page.goto("/capture")
    expect(ghost(page)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Saved on this phone")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("It is sent when you are connected again.")).to_be_visible()
    page.context.set_offline(False)
    wait_for_originals(page, 2)
    wait_until_aligned(page, 2)
