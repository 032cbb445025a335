"""Adding photos from the camera roll: reviewed before they are sent, and by the phone's share sheet."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import assert_accessible, keep_screenshot, settle, sign_up, upload, wait_until_aligned
from tests.e2e.test_installed import wait_for_service_worker

pytestmark = pytest.mark.slow

SHARE = """async ([name, bytes]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/import", enctype: "multipart/form-data" });
  const input = document.createElement("input");
  Object.assign(input, { type: "file", name: "photos" });
  const transfer = new DataTransfer();
  const file = [Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))];
  transfer.items.add(new File(file, name, { type: "image/jpeg" }));
  input.files = transfer.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture
def roll(tmp_path: Path) -> list[Path]:
    """One with its date, one dated by its name, and the first once more under another name."""
    first, named, again = tmp_path / "first.jpg", tmp_path / "IMG-20260214-WA0007.jpg", tmp_path / "copy.jpg"
    first.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00", offset="+01:00"))
    named.write_bytes(as_jpeg(astronaut().rotate(5)))
    again.write_bytes(first.read_bytes())
    return [first, named, again]


def test_dates_views_and_duplicates_are_seen_before_anything_is_sent(page: Page, roll: list[Path]) -> None:
    sign_up(page, "archivist")
    upload(page, roll[0])
    wait_until_aligned(page, 1)
    page.goto("/import")
    page.get_by_label("Choose photos").set_input_files([str(file) for file in roll])
    rows = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=re.compile("^Remove")))
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("1 Mar 2026")
    expect(rows.nth(0)).to_contain_text("Already here")
    expect(rows.nth(1)).to_contain_text("14 Feb 2026")
    expect(rows.nth(1)).to_contain_text("date from the file name")
    expect(rows.nth(2)).to_contain_text("Already here")
    # The model is read from this server, and the face looks straight ahead.
    expect(rows.nth(1)).to_contain_text("view proposed from the turn of the head", timeout=60_000)
    expect(rows.nth(1)).to_contain_text("Front")
    settle(page)
    assert_accessible(page, "the review of chosen photos")
    keep_screenshot(page, "import-review")
    page.get_by_role("button", name="Take them off the list").click()
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Upload 1 photo").click()
    expect(page.get_by_text(re.compile("^Saved"))).to_have_count(1)
    wait_until_aligned(page, 2)
    expect(page.get_by_role("heading", name="February 2026")).to_be_visible()


def test_a_view_that_the_person_chose_stays(page: Page, roll: list[Path]) -> None:
    sign_up(page, "chooser")
    page.goto("/import")
    page.get_by_label("Choose photos").set_input_files(str(roll[0]))
    row = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=re.compile("^Remove")))
    row.get_by_text("Change view or date").click()
    row.get_by_label("View").select_option("oblique_left")
    expect(page.get_by_text("Looking for dates")).to_have_count(0, timeout=60_000)
    expect(row).to_contain_text("Left three-quarter")
    expect(row).not_to_contain_text("view proposed")


def test_photos_come_from_the_phones_share_sheet(page: Page, roll: list[Path]) -> None:
    sign_up(page, "sharer-from-gallery")
    wait_for_service_worker(page)
    page.evaluate(SHARE, [roll[1].name, base64.b64encode(roll[1].read_bytes()).decode()])
    expect(page.get_by_role("heading", name="Add photos")).to_be_visible()
    expect(page.get_by_text(roll[1].name, exact=True)).to_be_visible()
    expect(page.get_by_text("14 Feb 2026")).to_be_visible()
    # Loaded anew, there is nothing left of it, and the screen says so.
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("The shared photos did not arrive. Choose them here.")).to_be_visible()
