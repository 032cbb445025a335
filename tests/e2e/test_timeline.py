"""The timeline of a long record: an event, a jump by the calendar, filters, words on a photo; up as well as down."""

import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import assert_accessible, keep_screenshot, settle, sign_up, upload, wait_until_aligned
from tests.e2e.test_every_screen import ZOOMED, assert_nothing_scrolls_sideways

pytestmark = pytest.mark.slow

# Made in the browser, as the app would: one session every other day over two years, an event every fortnight.
FILL = """async (today) => {
  const token = /csrftoken=([^;]+)/.exec(document.cookie)[1];
  const post = (path, body) => fetch(path, {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  const day = (back) => new Date(Date.parse(today) - back * 86400000).toISOString().slice(0, 10);
  for (let back = 2; back < 730; back += 2) {
    const kinds = ["microcurrent", "galvanic"];
    const values = { modality: kinds[(back / 2) % 2], minutes: 10, zones: ["neck"] };
    await post("/api/v1/sessions/", { ...values, started_at: `${day(back)}T19:00:00` });
    if (back % 14 === 0) await post("/api/v1/events/", { happened_at: day(back), kind: "dental" });
  }
}"""


@pytest.fixture
def today() -> date:
    """One day for a whole test, though midnight comes meanwhile."""
    return date.today()  # noqa: DTZ011 (the record is the person's, on this machine's calendar)


@pytest.fixture
def record(page: Page, tmp_path: Path, today: date) -> Page:
    """Two photos, a year apart, among two years of sessions and events."""
    sign_up(page, f"long-{tmp_path.name.replace('_', '-')}")
    files = []
    for number, back in enumerate((3, 365)):
        file = tmp_path / f"{number}.jpg"
        taken = (today - timedelta(days=back)).strftime("%Y:%m:%d 08:30:00")
        file.write_bytes(as_jpeg(astronaut().rotate(number), taken=taken))
        files.append(file)
    upload(page, *files)
    page.evaluate(FILL, today.isoformat())
    page.goto("/")
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    return page


def test_jump_by_the_calendar_and_read_both_ways(record: Page, today: date) -> None:
    page = record
    year_ago = today - timedelta(days=365)
    page.get_by_role("button", name="Calendar", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Calendar")
    expect(dialog.get_by_role("button", name=re.compile("session")).first).to_be_visible()
    assert_accessible(page, "the calendar")
    keep_screenshot(page, "calendar")
    dialog.get_by_label("Month", exact=True).select_option(year_ago.strftime("%Y-%m"))
    name = f"{year_ago.day} {year_ago.strftime('%B %Y')}: 1 photo"
    dialog.get_by_role("button", name=re.compile(f"^{name}")).click()
    expect(dialog).to_have_count(0)
    taken = re.compile(f"{year_ago.day} {year_ago:%B %Y}")
    photo = page.locator("[data-key^='photo:']").get_by_role("link", name=taken)
    expect(photo).to_be_in_viewport()
    newest = page.get_by_role("button", name="Newest")
    deadline = time.monotonic() + 120
    while newest.count() > 0:
        assert time.monotonic() < deadline, "the newest was not reached"
        page.mouse.wheel(0, -4000)
        page.wait_for_timeout(150)
    keys = page.evaluate("[...document.querySelectorAll('[data-key]')].map((cell) => cell.dataset.key)")
    assert len(keys) == len(set(keys))
    months = page.locator("main section h2").all_text_contents()
    assert len(months) == len(set(months)) >= 12


def test_what_is_seen_stays_while_later_entries_come_above(record: Page, today: date) -> None:
    page = record
    half = today - timedelta(days=366)
    page.get_by_role("button", name="Calendar", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Calendar")
    dialog.get_by_label("Month", exact=True).select_option(half.strftime("%Y-%m"))
    dialog.get_by_role("button", name=re.compile(f"^{half.day} {half.strftime('%B %Y')}: ")).click()
    expect(dialog).to_have_count(0)
    later = page.get_by_role("button", name="Show later entries")
    expect(later).to_be_attached()
    hold_still(page)
    seen = """() => {
      const cells = [...document.querySelectorAll('[data-key]')];
      const cell = cells.find((one) => one.getBoundingClientRect().top > 60);
      return [cell.dataset.key, cells.length];
    }"""
    key, count = page.evaluate(seen)
    top = "(key) => document.querySelector(`[data-key='${key}']`).getBoundingClientRect().top"
    before = page.evaluate(top, key)
    later.evaluate("(button) => button.click()")
    page.wait_for_function("(count) => document.querySelectorAll('[data-key]').length > count", arg=count)
    hold_still(page)
    assert page.evaluate(top, key) == pytest.approx(before, abs=2)


def hold_still(page: Page) -> None:
    """Until, for a second, no entry has come and none has moved."""
    look = """() => [...document.querySelectorAll('[data-key]')]
        .map((cell) => `${cell.dataset.key} ${Math.round(cell.getBoundingClientRect().top)}`).join()"""
    deadline = time.monotonic() + 60
    before = None
    while (now := page.evaluate(look)) != before:
        assert time.monotonic() < deadline, "the timeline goes on moving"
        before = now
        page.wait_for_timeout(1_000)


def test_note_an_event_and_find_it_in_its_place(page: Page, tmp_path: Path) -> None:
    sign_up(page, "noter")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="An event that may explain a change").click()
    expect(page.get_by_role("heading", name="Note an event", level=1)).to_be_visible()
    assert_accessible(page, "a new event")
    page.get_by_label("What it was").select_option("weight")
    page.get_by_label("Weight, kg").fill("900")
    page.get_by_label("Date").fill("2026-03-10")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Must be between 20 and 400 kg.")).to_be_visible()
    page.get_by_label("Weight, kg").fill("71,5")
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    assert_nothing_scrolls_sideways(page, "a new event at 200 %")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("link", name=re.compile("Weight"))
    expect(row).to_contain_text("71.5")
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    assert_accessible(page, "a timeline with an event")
    row.click()
    expect(page.get_by_label("Weight, kg")).to_have_value("71.5")
    page.get_by_role("button", name="Delete event").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete event").click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    settle(page)
    expect(page.get_by_role("link", name=re.compile("Weight"))).to_have_count(0)


def test_words_on_a_photo_pin_it_and_find_it(page: Page, tmp_path: Path) -> None:
    sign_up(page, "writer")
    photo = tmp_path / "a.jpg"
    photo.write_bytes(as_jpeg(astronaut(), taken="2026:03:12 08:30:00"))
    upload(page, photo)
    wait_until_aligned(page, 1)
    page.get_by_role("main").get_by_role("link", name=re.compile("aligned")).click()
    page.get_by_role("button", name="Edit notes and tags").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Notes").fill("New lamp.")
    dialog.get_by_label("Tags").fill("Clinic, after holiday")
    dialog.get_by_label("Milestone").check()
    assert_accessible(page, "notes and tags")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("New lamp.")).to_be_visible()
    expect(page.get_by_role("list", name="Tags")).to_contain_text("after holiday")
    page.goto("/")
    pinned = page.get_by_role("region", name="Baselines and milestones")
    expect(pinned.get_by_role("link")).to_have_count(1)
    page.get_by_role("button", name="Filter", exact=True).click()
    filters = page.get_by_role("dialog", name="Filter")
    assert_accessible(page, "the filter")
    filters.get_by_label("Tag", exact=True).select_option("clinic")
    filters.get_by_role("button", name="Done").click()
    expect(page.locator("[data-key^='photo:']")).to_have_count(1)
    page.get_by_role("button", name="Remove the filter clinic").click()
    expect(page.get_by_role("button", name="Remove the filter clinic")).to_have_count(0)
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    assert_nothing_scrolls_sideways(page, "the timeline at 200 %")
    assert_accessible(page, "the timeline at 200 %")
