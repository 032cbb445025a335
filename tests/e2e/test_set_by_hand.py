"""What a person can set right: which face is meant, where the eyes lie, what the others are aligned to."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import ALIGNED, assert_accessible, keep_screenshot, sign_up, upload, wait_until_aligned

pytestmark = pytest.mark.slow


def open_photo(page: Page, name: str | re.Pattern[str]) -> None:
    page.goto("/")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_face_that_is_meant_is_chosen_in_the_picture(page: Page, tmp_path: Path) -> None:
    head = astronaut().crop((120, 0, 340, 260)).resize((440, 520))
    frame = Image.new("RGB", (1280, 800), "grey")
    frame.paste(head, (80, 120))
    frame.paste(head, (760, 120))
    photo = tmp_path / "two.jpg"
    photo.write_bytes(as_jpeg(frame))
    sign_up(page, "face-chooser")
    upload(page, photo)
    page.goto("/")
    choose = page.get_by_role("link", name=re.compile("Choose the face")).first
    expect(choose).to_be_visible(timeout=60_000)
    choose.click()
    face = page.get_by_role("button", name=re.compile("^Face 2 of 2"))
    expect(face).to_be_visible()
    assert_accessible(page, "choosing a face")
    keep_screenshot(page, "choose-face")
    face.press("Enter")
    expect(page.get_by_text(re.compile("Aligned"))).not_to_have_count(0, timeout=60_000)
    wait_until_aligned(page, 1)


def test_two_marks_place_a_face_that_was_not_found(page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "drawing.jpg"
    photo.write_bytes(as_jpeg(Image.effect_noise((800, 1000), 50).convert("RGB")))
    sign_up(page, "marker")
    upload(page, photo)
    page.goto("/")
    expect(page.get_by_text("No face was found in this photo.")).to_be_visible(timeout=60_000)
    page.locator('a[href^="/photos/"]').first.click()
    page.get_by_role("button", name="Set by hand").click()
    mark = (
        page.get_by_role("button", name=re.compile("Right eye")).or_(page.get_by_role("slider", name="Right eye")).first
    )
    mark.focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    assert_accessible(page, "setting marks")
    keep_screenshot(page, "set-by-hand")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Set by hand, by two marks.")).to_be_visible(timeout=60_000)


def test_another_baseline_is_chosen_and_matched_light_is_labelled(page: Page, tmp_path: Path) -> None:
    photos = [tmp_path / f"{month}.jpg" for month in ("03", "04", "05")]
    for number, photo in enumerate(photos):
        turned = astronaut().rotate(3 * number).resize((900, 900))
        photo.write_bytes(as_jpeg(turned, taken=f"2026:{photo.stem}:01 08:30:00"))
    sign_up(page, "steady")
    upload(page, *photos)
    wait_until_aligned(page, 3)
    open_photo(page, re.compile("^1 May 2026"))
    page.get_by_role("button", name="Make this the baseline").click()
    page.get_by_role("dialog").get_by_role("button", name="Make this the baseline").click()
    expect(page.get_by_text("New photos of this view are aligned to this one.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("^1 May 2026.*Baseline"))).to_be_visible()
    # The others are aligned anew, to this one.
    expect(page.get_by_role("link", name=ALIGNED)).to_have_count(3, timeout=60_000)

    page.goto("/compare")
    expect(page.get_by_text("Colours are not as taken.")).to_have_count(0)
    page.get_by_text("Matched light", exact=True).first.click()
    expect(page.get_by_text("Colours are not as taken.")).to_be_visible()
    expect(page.get_by_text("Matched light", exact=True)).not_to_have_count(1)
    keep_screenshot(page, "matched-light")
    page.reload()
    expect(page.get_by_text("Colours are not as taken.")).to_have_count(0)
