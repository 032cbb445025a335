"""Each screen of practices, care and security in both themes: axe finds nothing, nothing scrolls sideways at 200 %."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    DESKTOP,
    PHONE,
    OpenContext,
    keep_screenshot,
    look_in_both_themes,
    sign_up,
    upload,
)
from tests.e2e.practice import add_client, consent_on_paper, make_link, open_client, open_practice
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways, look
from tests.running import RunningApp

pytestmark = pytest.mark.slow


def test_every_screen_of_a_practice_is_accessible(
    page: Page, app: RunningApp, open_context: OpenContext, tmp_path: Path
) -> None:
    client = "Edda of the Long and Winding Family-Name"
    sign_up(page, "practice-looker")
    look(page, "practices-none", "/practices")
    look(page, "clients-without-practice", "/clients")
    look(page, "practice-new", "/practices/new")
    open_practice(page)
    look(page, "practices", "/practices")
    look(page, "clients-none", "/clients")
    look(page, "client-new", "/clients/new")
    page.goto("/practices")
    page.get_by_role("link", name="Details").click()
    practice = make_link(page, "Show the code")
    settled(page, "practice")
    page.get_by_role("link", name="Team").click()
    invitation = make_link(page, "Make an invitation")
    settled(page, "team")
    add_client(page, client)
    claim = make_link(page, "Make a claim link")
    settled(page, "client")
    page.get_by_role("button", name="End care").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page, "client-end")
    consent_on_paper(app, client)
    look(page, "clients", "/clients")
    open_client(page, client)
    photo = tmp_path / "a.jpg"
    photo.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00"))
    upload(page, photo)
    for name, path in {"timeline": "/", "compare": "/compare", "capture": "/capture", "sessions": "/sessions"}.items():
        look(page, f"{name}-of-client", path)
    look(page, "more-of-client", "/more")
    for width in (390, 195):
        page.set_viewport_size({"width": width, "height": 844})
        # A long name is cut at its end, never as a whole.
        named = page.get_by_role("complementary", name="Open record").get_by_role("link", name=client).bounding_box()
        assert named
        assert named["width"] > width / 4
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    look(page, "security", "/security")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("img", name="Code to scan")).to_be_visible()
    settled(page, "security-app")
    look_at_links(open_context().new_page(), [practice, invitation, claim])


def look_at_links(page: Page, paths: list[str]) -> None:
    """As somebody sees them who has an account, and before."""
    names = ["meet", "invite", "claim"]
    for name, path in zip(names, paths, strict=True):
        page.goto(path)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        settled(page, f"{name}-signed-out")
    sign_up(page, "links-looker")
    look(page, "access-none", "/access")
    for name, path in zip(names, paths, strict=True):
        look(page, name, path)
        look(page, f"{name}-bad", path[:-4] + "0000")
    page.goto(paths[2])
    page.get_by_role("button", name="Take over the record").click()
    expect(page.get_by_role("button", name="End care")).to_be_visible()
    settled(page, "access")
    page.get_by_role("button", name="End care").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page, "access-end")
    look(page, "log", "/log")


def settled(page: Page, name: str) -> None:
    """A state that no address leads to."""
    look_in_both_themes(page, name)
    assert_nothing_scrolls_sideways(page, name)


def test_the_chrome_mirrors_from_right_to_left_and_the_name_stays_whole(app: RunningApp, page: Page) -> None:
    sign_up(page, "mirrored")
    open_practice(page)
    name = "محمد العلي"
    add_client(page, name)
    consent_on_paper(app, name)
    page.goto("/clients")
    page.evaluate("document.documentElement.dir = 'rtl'")
    keep_screenshot(page, "clients-rtl")
    assert_nothing_scrolls_sideways(page, "clients, right to left")
    open_client(page, name)
    bar = page.get_by_role("complementary", name="Open record")
    close = bar.get_by_role("button").bounding_box()
    named = bar.get_by_role("link", name=name).bounding_box()
    assert close
    assert named
    assert close["x"] < named["x"]
    keep_screenshot(page, "timeline-of-client-rtl")
    page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Clients")).to_be_visible()
    keep_screenshot(page, "timeline-of-client-wide-rtl")
    assert_nothing_scrolls_sideways(page, "the timeline of a client, wide, right to left")
