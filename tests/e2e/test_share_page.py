"""What a stranger with a link sees: the passphrase, two pictures or a slider, the verdict; then that it has ended."""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    DESKTOP,
    OpenContext,
    assert_accessible,
    keep_screenshot,
    sign_up,
    upload,
    wait_until_aligned,
)
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways
from tests.running import ROOT, RunningApp

pytestmark = pytest.mark.slow

PASSPHRASE = "a harbour in autumn"
AGREE = """
import sys, django; django.setup()
from backend.subjects.models import Subject
from tests.backend.sharing.conftest import agree
print(agree(Subject.objects.get(owner__email=sys.argv[1]), sessions=True).pk)
"""
LOADED = "() => [...document.images].length === 2 && [...document.images].every(one => one.naturalWidth > 0)"


def agreed(app: RunningApp, email: str) -> str:
    environment = {
        **os.environ,
        "LIKENESS_DATA": str(app.folder / "data"),
        "DJANGO_SETTINGS_MODULE": "backend.settings",
    }
    command = [sys.executable, "-c", AGREE, email]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def post(page: Page, path: str, body: dict[str, Any]) -> Any:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": page.url, "Content-Type": "application/json"}
    answer = page.request.post(path, data=json.dumps(body), headers=headers)
    assert answer.ok, answer.text()
    return answer.json()


@pytest.fixture
def owner(page: Page, app: RunningApp, tmp_path: Path) -> tuple[Page, dict[str, Any]]:
    """A signed-in owner with two photos, and what a share of them is asked for with."""
    files = [tmp_path / f"{day}.jpg" for day in (1, 12)]
    for day, file in zip((1, 12), files, strict=True):
        file.write_bytes(as_jpeg(astronaut(), taken=f"2026:03:{day:02} 08:30:00", quality=90 - day))
    name = f"sharer-{uuid.uuid4().hex[:8]}"
    sign_up(page, name)
    upload(page, *files)
    wait_until_aligned(page, 2)
    photos = page.request.get("/api/v1/photos/").json()["results"]
    post(page, "/api/v1/sessions/", {"started_at": "2026-03-05T19:00:00", "modality": "other", "minutes": 10})
    return (
        page,
        {
            "subject": photos[0]["subject"],
            "consent": agreed(app, f"{name}@example.org"),
            "recipient_label": "Dr. Ahlm",
            "pairs": [{"before": photos[1]["id"], "after": photos[0]["id"]}],
            "message": "These are the two we spoke about.",
            "include_film": True,
            "include_sessions": True,
            "allow_download": True,
        },
    )


def share(owner: tuple[Page, dict[str, Any]], **changes: Any) -> tuple[str, str]:
    """The path of a new share's link, once its pictures are made, and its id."""
    page, wanted = owner
    made = post(page, "/api/v1/shares/", {**wanted, "id": str(uuid.uuid4()), **changes})
    deadline = time.monotonic() + 60
    while page.request.get(f"/api/v1/shares/{made['id']}/").json()["status"] == "preparing":
        assert time.monotonic() < deadline, "its pictures are not made"
        time.sleep(0.1)
    return "/s/" + made["link"].rsplit("/", 1)[1], made["id"]


def test_a_stranger_opens_it_with_the_passphrase_and_it_ends(
    owner: tuple[Page, dict[str, Any]], open_context: OpenContext
) -> None:
    path, share_id = share(owner, passphrase=PASSPHRASE)
    stranger = open_context().new_page()
    stranger.goto(path)
    expect(stranger.get_by_role("heading", name="A passphrase is needed")).to_be_visible()
    assert "Ahlm" not in stranger.content()
    assert_accessible(stranger, "asking for the passphrase")
    stranger.get_by_label("Passphrase").fill("something else")
    stranger.get_by_role("button", name="Open").click()
    expect(stranger.get_by_role("alert")).to_have_text("That is not it.")
    assert_accessible(stranger, "a wrong passphrase")
    keep_screenshot(stranger, "share-wrong")
    stranger.get_by_label("Passphrase").fill(PASSPHRASE)
    stranger.get_by_role("button", name="Open").click()

    expect(stranger.get_by_role("heading", name="Photos shared with you")).to_be_visible()
    stranger.wait_for_function(LOADED)
    slider = stranger.get_by_role("slider", name="How much of each photo is shown")
    slider.focus()
    stranger.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "51 % of 1 March 2026, the rest of 12 March 2026")
    clipped = stranger.locator(".after img").evaluate("one => getComputedStyle(one).clipPath")
    assert "51%" in clipped
    assert_the_handle_is_at(stranger, 0.51)
    stranger.evaluate("document.documentElement.dir = 'rtl'")
    assert_the_handle_is_at(stranger, 0.51)
    stranger.evaluate("document.documentElement.dir = 'ltr'")
    look_over(stranger, "share")
    stranger.get_by_role("button", name="Side by side").click()
    expect(slider).to_be_hidden()
    expect(stranger.locator(".split")).to_be_hidden()
    look_over(stranger, "share-side-by-side")
    stranger.get_by_role("link", name="Show unaligned").click()
    expect(stranger.get_by_role("link", name="Show aligned")).to_be_visible()
    stranger.wait_for_function(LOADED)
    look_over(stranger, "share-unaligned")
    stranger.get_by_role("link", name="Show aligned").click()
    expect(stranger.get_by_role("link", name="Show unaligned")).to_be_visible()
    stranger.wait_for_function(LOADED)

    post(owner[0], f"/api/v1/shares/{share_id}/revoke/", {})
    refused = stranger.evaluate("async () => (await fetch('pictures/1/before/aligned')).status")
    assert refused == 410
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link has ended")).to_be_visible()
    assert_accessible(stranger, "ended")
    keep_screenshot(stranger, "share-ended")


def assert_the_handle_is_at(page: Page, share: float) -> None:
    """Over the picture where it is cut, in every script: so many of its widths from its left side."""
    picture, handle = page.locator(".after img").bounding_box(), page.locator(".split svg").bounding_box()
    assert picture is not None
    assert handle is not None
    assert abs(handle["x"] + handle["width"] / 2 - picture["x"] - picture["width"] * share) < 1
    assert picture["y"] < handle["y"] < picture["y"] + picture["height"]


def look_over(page: Page, name: str) -> None:
    """axe, and nothing to the side: at the phone's size, in the dark, at 200 %, right to left."""
    page.evaluate("scrollTo(0, 0)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, f"{name}, {scheme}")
        page.screenshot(path=ROOT / "test-results" / "screens" / f"{name}-{scheme}.png", full_page=True)
    assert_nothing_scrolls_sideways(page, name)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert_nothing_scrolls_sideways(page, f"{name}, right to left")
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.emulate_media(color_scheme="light")


def test_without_a_script_there_are_two_pictures(owner: tuple[Page, dict[str, Any]], open_context: OpenContext) -> None:
    path, _ = share(owner, deidentification="eye_mask")
    context: BrowserContext = open_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto(path)
    for date in ("1 March 2026", "12 March 2026"):
        picture = page.get_by_role("img", name=f"Front, {date}")
        expect(picture).to_be_visible()
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 300
    expect(page.get_by_text("makes recognition harder; does not make it anonymous.")).to_be_visible()
    keep_screenshot(page, "share-without-script")
