"""Each screen in both themes: axe finds nothing, nothing scrolls sideways even at 200 %; keyboard and focus work."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    ALIGNED,
    DESKTOP,
    PHONE,
    OpenContext,
    look_in_both_themes,
    sign_up,
    upload,
    wait_until_aligned,
)

pytestmark = pytest.mark.slow

SIGNED_OUT = {"sign-in": "/sign-in", "sign-up": "/sign-up", "forgotten": "/forgotten", "reset": "/reset/not-a-key"}
SIGNED_IN = {
    "timeline": "/",
    "compare": "/compare",
    "timelapse": "/timelapse",
    "blind": "/blind",
    "capture": "/capture",
    "sessions": "/sessions",
    "session": "/sessions/new",
    "more": "/more",
    "nowhere": "/no/such/screen",
}
# 390 px at 200 % zoom is as wide as 195 px.
ZOOMED = {"width": 195, "height": 422}


# The innermost that stick out of the page on either side, by what they say.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5);
  });
  const inner = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  return inner.slice(0, 5).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
}"""


def assert_nothing_scrolls_sideways(page: Page, name: str) -> None:
    over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{name} is {over} px too wide: {page.evaluate(STICKING_OUT)}"


def look(page: Page, name: str, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look_in_both_themes(page, name)
    for size in (PHONE, ZOOMED, DESKTOP):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert_nothing_scrolls_sideways(page, f"{name} at {size['width']} px")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


def test_every_screen_is_accessible(page: Page, tmp_path: Path) -> None:
    for name, path in SIGNED_OUT.items():
        look(page, name, path)
    sign_up(page, "looker")
    look(page, "timeline-empty", "/")
    photos = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    photos[0].write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00"))
    photos[1].write_bytes(as_jpeg(astronaut().rotate(5), taken="2026:04:01 08:30:00"))
    upload(page, *photos)
    wait_until_aligned(page, 2)
    for name, path in SIGNED_IN.items():
        look(page, name, path)
    page.goto("/")
    address = page.get_by_role("link", name=ALIGNED).first.get_attribute("href")
    assert address
    look(page, "photo", address)
    page.get_by_role("button", name="Delete photo").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look_in_both_themes(page, "photo-delete")


def test_the_heading_is_heard_on_each_screen_and_the_skip_link_leads_past_the_bar(page: Page) -> None:
    sign_up(page, "keyboard")
    for name in ("Compare", "Sessions", "More", "Timeline"):
        page.get_by_role("link", name=name, exact=True).press("Enter")
        expect(page.get_by_role("heading", name=name, level=1)).to_be_focused()
    page.goto("/")
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to content")).to_be_focused()


def test_a_screen_opened_signed_out_is_shown_after_signing_in(page: Page, open_context: OpenContext) -> None:
    sign_up(page, "returner")
    other = open_context().new_page()
    other.goto("/sessions/new")
    other.get_by_label("E-mail").fill("returner@example.org")
    other.get_by_label("Password", exact=True).fill("a long enough secret")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Log a session")).to_be_visible()


def test_signing_out_leaves_nothing_on_the_screen_or_behind_the_back_button(page: Page, tmp_path: Path) -> None:
    sign_up(page, "looker-around")
    photo = tmp_path / "a.jpg"
    photo.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00"))
    upload(page, photo)
    wait_until_aligned(page, 1)
    page.get_by_role("link", name="More", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("link", name=ALIGNED)).to_have_count(0)
