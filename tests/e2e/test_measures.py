"""Measures as a person meets them: empty, with charts and their tables, one alone, and sittings said by hand."""

import re
import time
from pathlib import Path

import pytest
from PIL import ImageEnhance
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    PHONE,
    OpenContext,
    assert_accessible,
    keep_screenshot,
    settle,
    sign_up,
    upload,
    wait_until_aligned,
)

pytestmark = pytest.mark.slow

# 390 px at 200 % zoom is as wide as 195 px.
ZOOMED = {"width": 195, "height": 422}
TAKEN = ["03:01 08:00", "03:01 08:05", "03:01 08:10", "03:15 08:00", "03:15 08:04", "03:29 08:00", "04:12 08:00"]
LOG_A_SESSION = """async () => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const session = { started_at: "2026-03-29T06:30:00", modality: "microcurrent", minutes: 10 };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return (await fetch("/api/v1/sessions/", { method: "POST", headers, body: JSON.stringify(session) })).status;
}"""

NOTE_AN_EVENT = """async () => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const event = { happened_at: "2026-03-20", kind: "new_camera" };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return (await fetch("/api/v1/events/", { method: "POST", headers, body: JSON.stringify(event) })).status;
}"""


def add_photos(page: Page, folder: Path) -> None:
    """Four days, the first two with a sitting of several photos; the light is another each day."""
    files = []
    for number, taken in enumerate(TAKEN):
        day = int(taken[3:5])
        picture = ImageEnhance.Brightness(astronaut().rotate(day % 5 - 2)).enhance(0.9 + day / 100)
        files.append(folder / f"{number}.jpg")
        files[-1].write_bytes(as_jpeg(picture, taken=f"2026:{taken}:00", quality=90 - number))
    upload(page, *files)
    wait_until_aligned(page, len(TAKEN))


def open_measured(page: Page) -> None:
    """The list of measures, once the worker has measured every photo."""
    first, again = (
        page.get_by_role("heading", name="Left brow height"),
        page.get_by_role("button", name="Load again"),
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        page.goto("/measures")
        settle(page)
        if first.is_visible() and not again.is_visible():
            return
        page.wait_for_timeout(500)
    raise TimeoutError("the photos are still being measured")


def look(page: Page, name: str) -> None:
    """axe, and nothing to the side at the phone's size, at 200 %, and right to left."""
    assert_accessible(page, name)
    keep_screenshot(page, name)
    for direction in ("ltr", "rtl"):
        page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
        for size in (PHONE, ZOOMED):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{name} at {size['width']} px, {direction}, is {over} px too wide"
            keep_screenshot(page, f"{name}-{size['width']}-{direction}")
    page.evaluate("() => { document.documentElement.dir = 'ltr'; }")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


def test_measures_from_nothing_to_charts(open_context: OpenContext, tmp_path: Path) -> None:
    page = open_context().new_page()
    sign_up(page, "measured")
    page.goto("/more")
    page.get_by_role("link", name=re.compile("^Measures")).click()
    expect(page.get_by_role("heading", name="Measures", level=1)).to_be_focused()
    expect(page.get_by_text("Nothing is measured yet")).to_be_visible()
    assert_accessible(page, "measures-empty")
    keep_screenshot(page, "measures-empty")

    add_photos(page, tmp_path)
    assert page.evaluate(LOG_A_SESSION) == 201
    assert page.evaluate(NOTE_AN_EVENT) == 201
    open_measured(page)
    first = page.get_by_role("region", name="Left brow height")
    expect(
        first.get_by_role("img", name=re.compile("^Left brow height, 7 photos from 1 Mar 2026.*, with 1 event$"))
    ).to_be_visible()
    expect(first.get_by_text(re.compile("^Typical photo-to-photo variation of other people"))).to_be_visible()
    first.get_by_text("The chart’s numbers").click()
    rows = first.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(6)
    expect(rows.nth(2)).to_contain_text("29 Mar 2026")
    expect(rows.nth(2)).to_contain_text("less than 24 h after a session")
    expect(rows.nth(3)).to_have_text(re.compile(r"20 Mar 2026\s*New camera"))
    look(page, "measures")

    first.get_by_role("link", name="Open Left brow height").click()
    expect(page.get_by_role("heading", name="Left brow height", level=1)).to_be_focused()
    expect(page.get_by_role("img", name=re.compile("^Drawing of a neutral face"))).to_be_visible()
    expect(page.get_by_text("A photo less than 24 h after a session", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("with 1 event$")).get_by_text("New camera")).to_be_visible()
    expect(page.get_by_text("Something else that happened, as noted", exact=True)).to_be_visible()
    look(page, "measure")
    page.get_by_label("Count photos less than 24 h after a session too").check()
    expect(page.get_by_text("A photo less than 24 h after a session", exact=True)).to_have_count(0)
    page.get_by_role("link", name="All measures").click()
    expect(page.get_by_role("heading", name="Measures", level=1)).to_be_visible()


def test_a_sitting_is_taken_apart_and_joined_again(page: Page, tmp_path: Path) -> None:
    sign_up(page, "sitter")
    add_photos(page, tmp_path)
    open_measured(page)
    sittings = page.get_by_role("region", name="Sittings")
    expect(sittings.get_by_text("3 photos, one sitting")).to_be_visible()
    sittings.get_by_role("button", name="Take the sitting of 1 March 2026 apart").click()
    expect(sittings.get_by_text("3 photos, 3 sittings")).to_be_visible()
    sittings.get_by_role("button", name="Join the photos of 1 March 2026 into one sitting").click()
    expect(sittings.get_by_text("3 photos, one sitting")).to_be_visible()
    sittings.scroll_into_view_if_needed()
    keep_screenshot(page, "sittings")
    sittings.get_by_role("button", name="Leave the sitting of 1 March 2026 to the clock").click()
    expect(sittings.get_by_role("button", name=re.compile("^Leave"))).to_have_count(0)
    expect(sittings.get_by_text("3 photos, one sitting")).to_be_visible()
