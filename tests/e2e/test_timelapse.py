"""A time-lapse, from the choice of photos to the film that plays, is saved and deleted."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import OpenContext, assert_accessible, keep_screenshot, sign_up, upload, wait_until_aligned
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways

pytestmark = pytest.mark.slow

NAME = re.compile("Front, 1 Mar 2026 – 1 May 2026")
# The film has come as far as its first picture, in its own shape.
HAS_A_PICTURE = "node => node.readyState >= 2 && node.videoWidth > 0 && node.videoHeight > node.videoWidth"


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{month}.jpg" for month in ("03", "04", "05")]
    for number, file in enumerate(files):
        turned = astronaut().rotate(3 * number).resize((700, 700))
        file.write_bytes(as_jpeg(turned, taken=f"2026:{file.stem}:01 08:30:00"))
    return files


def test_a_film_is_made_played_saved_and_deleted(page: Page, photos: list[Path]) -> None:
    sign_up(page, "filmer")
    upload(page, *photos)
    wait_until_aligned(page, 3)
    page.goto("/compare")
    page.get_by_role("link", name="Time-lapse").click()
    expect(page.get_by_role("heading", name="Time-lapse", level=1)).to_be_visible()
    expect(page.get_by_text("No films yet.")).to_be_visible()
    page.get_by_text("1 s", exact=True).click()
    page.get_by_label("Strip with your sessions in that time").check()
    assert_accessible(page, "asking for a film")
    assert_nothing_scrolls_sideways(page, "asking for a film")
    keep_screenshot(page, "timelapse-form")
    page.get_by_role("button", name="Make it").click()

    card = page.get_by_role("article").filter(has_text=NAME)
    expect(card.get_by_role("button", name="Play")).to_be_visible(timeout=60_000)
    expect(card.get_by_text(re.compile("3 of 3 photos · 3 s · Video"))).to_be_visible()
    card.get_by_role("button", name="Play").click()
    video = card.locator("video")
    expect(video).to_be_visible()
    page.wait_for_function(HAS_A_PICTURE, arg=video.element_handle())
    assert video.evaluate("node => node.duration") == pytest.approx(3, abs=0.05)
    # Jumping asks for another range of the file.
    video.evaluate("node => new Promise(done => { node.onseeked = done; node.currentTime = 2.5; })")
    assert_accessible(page, "a film that plays")
    assert_nothing_scrolls_sideways(page, "a film that plays")
    card.scroll_into_view_if_needed()
    keep_screenshot(page, "timelapse-film")

    with page.expect_download() as saved:
        card.get_by_role("link", name="Save").click()
    assert saved.value.suggested_filename.endswith(".mp4")
    assert Path(saved.value.path()).read_bytes()[4:8] == b"ftyp"

    card.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Your photos stay.")).to_be_visible()
    dialog.get_by_role("button", name="Delete film").click()
    expect(card).to_have_count(0)
    wait_until_aligned(page, 3)


def test_an_animation_plays_only_when_asked_and_a_period_is_kept_to(
    open_context: OpenContext, photos: list[Path]
) -> None:
    page = open_context(color_scheme="dark").new_page()
    sign_up(page, "animator")
    upload(page, *photos)
    wait_until_aligned(page, 3)
    page.goto("/timelapse")
    page.get_by_label("From").fill("2026-06-01")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("Fewer than two aligned photos fit what you chose.")).to_be_visible()
    page.get_by_label("From").fill("2026-04-01")
    page.get_by_text("Animation (WebP)").click()
    page.get_by_label("Matched light").check()
    page.get_by_role("button", name="Make it").click()
    card = page.get_by_role("article")
    expect(card.get_by_text(re.compile("2 of 2 photos"))).to_be_visible()
    expect(card.get_by_text("Matched light")).to_be_visible()
    expect(card.get_by_role("button", name="Play")).to_be_visible(timeout=60_000)
    expect(card.get_by_role("img")).to_have_count(0)
    card.get_by_role("button", name="Play").click()
    shown = card.get_by_role("img")
    page.wait_for_function("node => node.complete && node.naturalWidth > 0", arg=shown.element_handle())
    assert_accessible(page, "an animation that plays")
    card.scroll_into_view_if_needed()
    keep_screenshot(page, "timelapse-webp")
    card.get_by_role("button", name="Stop").click()
    expect(card.get_by_role("img")).to_have_count(0)
