"""The way of a newcomer: sign up, add photos, see them aligned, compare two, log a session, find it in its place."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import keep_screenshot, sign_up, upload, wait_for_pictures, wait_until_aligned

pytestmark = pytest.mark.slow


@pytest.fixture
def two_photos(tmp_path: Path) -> list[Path]:
    """One face on two days, turned and moved between them."""
    first = tmp_path / "first.jpg"
    second = tmp_path / "second.jpg"
    first.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00", offset="+01:00"))
    second.write_bytes(as_jpeg(astronaut().rotate(8).resize((640, 640)), taken="2026:05:24 08:30:00", offset="+02:00"))
    return [first, second]


def test_from_nothing_to_a_comparison(page: Page, two_photos: list[Path]) -> None:
    sign_up(page, "newcomer")
    expect(page.get_by_text("No photos yet")).to_be_visible()
    upload(page, *two_photos)
    wait_until_aligned(page, 2)
    expect(page.get_by_role("heading", name="May 2026")).to_be_visible()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()

    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("84 days apart")).to_be_visible()
    expect(page.get_by_text("Rotated, scaled and moved only.")).to_be_visible()
    pictures = page.get_by_role("main").get_by_role("img")
    expect(pictures).to_have_count(2)
    wait_for_pictures(page, 2)
    for picture in pictures.all():
        # Shown in the shape it has.
        shape = picture.evaluate("node => [node.naturalWidth / node.naturalHeight, node.width / node.height]")
        assert shape[0] == pytest.approx(0.8, abs=0.01)
        assert shape[1] == pytest.approx(0.8, abs=0.01)
    keep_screenshot(page, "compare")

    page.get_by_text("Slider", exact=True).click()
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^\d+\s?% of 1 March 2026$"))
    before = slider.get_attribute("aria-valuetext") or ""
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuetext", before)
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^0"))


def test_a_session_stands_between_the_photos_in_its_place(page: Page, two_photos: list[Path]) -> None:
    sign_up(page, "logger")
    upload(page, *two_photos)
    page.get_by_role("link", name="Sessions").click()
    page.get_by_role("link", name="Log a session").first.click()
    page.get_by_label("Start").fill("2026-04-10T19:30")
    page.get_by_label("Duration").fill("12.5")
    page.get_by_label("Intensity").fill("240")
    page.get_by_label("Frequency").fill("0.3")
    page.get_by_role("button", name="Left cheek").click()
    expect(page.get_by_role("button", name="Left cheek")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Save").click()
    # Leaving the page while it saves would take the request back.
    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()
    wait_until_aligned(page, 2)
    expect(page.get_by_role("main")).to_contain_text("12.5")
    main = page.get_by_role("main").inner_text()
    places = [main.index("May 2026"), main.index("12.5"), main.index("March 2026")]
    assert places == sorted(places)
    keep_screenshot(page, "timeline")


def test_a_wrong_value_is_said_at_its_field_and_nothing_is_lost(page: Page) -> None:
    sign_up(page, "hasty")
    page.goto("/sessions/new")
    page.get_by_label("Duration").fill("900")
    page.get_by_label("Notes").fill("a note worth keeping")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Must be between 0.5 and 240 minutes.")).to_be_visible()
    expect(page.get_by_label("Duration")).to_be_focused()
    expect(page.get_by_label("Notes")).to_have_value("a note worth keeping")


def test_photos_that_cannot_be_used_are_said_plainly(page: Page, tmp_path: Path) -> None:
    letter = tmp_path / "letter.jpg"
    letter.write_bytes(b"Dear photo, " * 100)
    landscape = tmp_path / "landscape.jpg"
    landscape.write_bytes(as_jpeg(Image.effect_noise((600, 600), 60).convert("RGB")))
    damaged = tmp_path / "damaged.jpg"
    damaged.write_bytes(as_jpeg(astronaut())[:20_000])
    sign_up(page, "unlucky")
    page.goto("/import")
    page.get_by_label("Choose photos").set_input_files([letter, landscape, damaged])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("This file is not a picture. Choose a photo instead.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Saved"))).to_have_count(2, timeout=60_000)
    page.goto("/")
    expect(page.get_by_text("No face was found in this photo.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("The file is damaged and cannot be opened.")).to_be_visible(timeout=60_000)
    keep_screenshot(page, "rejected")
    page.get_by_role("button", name="Delete").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Delete")).to_have_count(1)


def test_the_same_photo_again_is_already_here(page: Page, two_photos: list[Path]) -> None:
    sign_up(page, "repeater")
    upload(page, two_photos[0])
    page.goto("/import")
    page.get_by_label("Choose photos").set_input_files(two_photos[0])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Already here", exact=True)).to_be_visible(timeout=60_000)


def test_what_the_photo_is_called_is_its_date_view_and_state(page: Page, two_photos: list[Path]) -> None:
    sign_up(page, "listener")
    upload(page, two_photos[0])
    wait_until_aligned(page, 1)
    expect(page.get_by_role("link", name=re.compile("^1 March 2026, Front, aligned"))).to_be_visible()
