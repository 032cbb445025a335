"""A blind round: the screen tells no date, the round can be left and taken up, and the result comes at the end."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    assert_accessible,
    keep_screenshot,
    sign_up,
    upload,
    wait_for_pictures,
    wait_until_aligned,
)
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways

pytestmark = pytest.mark.slow

FIRST = datetime(2026, 1, 1, 8, 30)  # noqa: DTZ001 (wall time)
PHOTOS = 6


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Alike but for their files and dates, three weeks apart."""
    files = [tmp_path / f"{number}.jpg" for number in range(PHOTOS)]
    for number, file in enumerate(files):
        taken = FIRST + number * timedelta(weeks=3)
        file.write_bytes(as_jpeg(astronaut(), taken=f"{taken:%Y:%m:%d %H:%M:%S}", quality=92 - number))
    return files


def test_a_round_from_start_to_result(page: Page, photos: list[Path]) -> None:
    sign_up(page, "blind")
    upload(page, *photos)
    wait_until_aligned(page, PHOTOS)
    page.goto("/compare")
    page.get_by_role("link", name="Blind compare").click()
    expect(page.get_by_role("heading", name="Blind compare", level=1)).to_be_visible()
    expect(page.get_by_text("No rounds yet.")).to_be_visible()
    page.get_by_text("26 weeks", exact=True).click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("There are too few comparable pairs that far apart.")).to_be_visible()
    page.get_by_text("4 weeks", exact=True).click()
    assert_accessible(page, "starting a round")
    assert_nothing_scrolls_sideways(page, "starting a round")
    keep_screenshot(page, "blind-start")
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_role("heading", name="Which photo is the later one?")).to_be_visible()
    expect(page.get_by_text("Pair 1 of 3")).to_be_visible()
    wait_for_pictures(page, 2)
    # No date, no year, no name of a file anywhere in the page.
    html = page.get_by_role("main").inner_html()
    assert re.search(r"20\d\d-|202\d|jpg|/photos/", html) is None
    assert_accessible(page, "a pair")
    assert_nothing_scrolls_sideways(page, "a pair")
    keep_screenshot(page, "blind-pair")
    page.get_by_role("button", name="A is later").click()

    # Left, loaded anew, and taken up where it was.
    expect(page.get_by_text("Pair 2 of 3")).to_be_visible()
    page.get_by_role("button", name="Leave for now").click()
    expect(page.get_by_text("1 of 3 answered")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Can’t tell").click()
    expect(page.get_by_text("Pair 3 of 3")).to_be_visible()
    page.get_by_role("button", name="B is later").click()

    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    expect(page.get_by_text(re.compile(r"You picked the later photo in [012] of 2\."))).to_be_visible()
    expect(page.get_by_text(re.compile("Guessing gives 1 on average; between"))).to_be_visible()
    expect(page.get_by_text("In 1 pair you could not tell.")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("link", name=re.compile("A: .* 2026, B: "))).to_have_count(3)
    assert_accessible(page, "a result")
    assert_nothing_scrolls_sideways(page, "a result")
    keep_screenshot(page, "blind-result")
    page.get_by_role("button", name="Rounds").click()
    expect(page.get_by_text(re.compile("[012] of 2, 1 “can’t tell”"))).to_be_visible()


def test_a_round_whose_photo_is_deleted_has_ended(page: Page, photos: list[Path]) -> None:
    sign_up(page, "ended")
    upload(page, *photos)
    wait_until_aligned(page, PHOTOS)
    page.goto("/blind")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Pair 1 of 3")).to_be_visible()
    # With six photos in three pairs, each photo is in one.
    page.goto("/")
    page.locator('a[href^="/photos/"]').first.click()
    page.get_by_role("button", name="Delete photo").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    # It leads there once the photo is gone; to leave earlier would call the request back.
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    wait_until_aligned(page, PHOTOS - 1)
    page.goto("/blind")
    expect(page.get_by_text("Ended: a photo of it was deleted")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Delete")).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete round").click()
    expect(page.get_by_text("No rounds yet.")).to_be_visible()
