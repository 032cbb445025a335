"""The session log from end to end: a device with a program, the makers' list, the timer, repeating, totals, CSV."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import (
    DESKTOP,
    PHONE,
    OpenContext,
    assert_accessible,
    keep_screenshot,
    look_in_both_themes,
    settle,
    sign_up,
    stop_the_clock,
)
from tests.e2e.test_every_screen import ZOOMED, assert_nothing_scrolls_sideways

pytestmark = pytest.mark.slow


def look(page: Page, name: str) -> None:
    settle(page)
    assert_accessible(page, name)
    keep_screenshot(page, f"sessionlog-{name}")


def add_device(page: Page, name: str = "Two probes") -> None:
    page.goto("/sessions/devices/new")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def add_program(page: Page, name: str = "Cheeks") -> None:
    page.get_by_role("button", name="Add a program").click()
    editor = page.get_by_role("dialog")
    editor.get_by_label("Name").fill(name)
    editor.get_by_label("Duration").fill("8")
    editor.get_by_label("Intensity").fill("240")
    editor.get_by_role("button", name="Left cheek").click()
    editor.get_by_role("button", name="Right cheek").click()
    look(page, "program")
    editor.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name=name)).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()


def test_from_a_device_to_a_file_and_back(page: Page, tmp_path: Path) -> None:
    sign_up(page, "keeper")
    add_device(page)
    expect(page.get_by_text("Makers of such devices say not to use them with:")).to_be_visible()
    add_program(page)

    # The list is offered with the device, and does not stand in the way.
    page.goto("/sessions/new")
    page.get_by_label("Device", exact=True).select_option("Two probes")
    page.get_by_label("Program").select_option("Cheeks")
    expect(page.get_by_label("Duration")).to_have_value("8")
    expect(page.get_by_label("Intensity")).to_have_value("240")
    expect(page.get_by_role("button", name="Left cheek")).to_have_attribute("aria-pressed", "true")
    look(page, "form")
    page.get_by_role("button", name="Read the list").click()
    look(page, "checklist")
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("button", name="Read the list")).to_have_count(0)
    save(page)
    expect(page.get_by_text("Session logged.")).to_be_visible()

    # One tap more, and one tap back.
    rows = page.get_by_role("main").get_by_role("link", name=re.compile("Two probes"))
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Repeat last").click()
    expect(rows).to_have_count(2)
    look(page, "repeated")
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Repeat last").click()
    expect(rows).to_have_count(2)

    page.get_by_role("link", name="Totals").click()
    cheek = page.get_by_role("row", name=re.compile("Left cheek"))
    expect(cheek.get_by_role("cell")).to_have_text(["8", re.compile("1,920")])
    look(page, "totals")

    page.goto("/sessions/file")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    file = tmp_path / "sessions.csv"
    download.value.save_as(file)
    content = file.read_text(encoding="utf-8-sig")
    assert content.count("Two probes") == 2
    page.goto("/sessions")
    rows.first.click()
    page.get_by_role("button", name="Delete session").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete session").click()
    expect(rows).to_have_count(1)

    page.goto("/sessions/file")
    broken = tmp_path / "broken.csv"
    broken.write_text(content.replace('"8"', '"eight"'), encoding="utf-8")
    page.get_by_label("Choose a CSV file").set_input_files(broken)
    expect(page.get_by_text("2 lines cannot be used.")).to_be_visible()
    expect(page.get_by_role("cell", name="Give 0.5 to 240 minutes.")).to_have_count(2)
    look(page, "import-problems")
    page.get_by_label("Choose a CSV file").set_input_files(file)
    expect(page.get_by_text("1 is in your log already and stays as it is")).to_be_visible()
    page.get_by_role("button", name="Import 1 session").click()
    expect(page.get_by_text("1 session imported.")).to_be_visible()
    look(page, "imported")
    page.goto("/sessions")
    expect(rows).to_have_count(2)


def test_a_timer_goes_on_through_a_pause_a_reload_and_a_closed_tab(open_context: OpenContext) -> None:
    context = open_context()
    page = context.new_page()
    page.clock.install()
    sign_up(page, "timed")
    page.goto("/sessions")
    clock = page.get_by_role("timer")
    page.get_by_role("button", name="Start timer").wait_for()
    # From here on no time passes but what is told, however long the machine takes.
    stop_the_clock(page)
    page.get_by_role("button", name="Start timer").click()
    page.get_by_role("button", name="Pause").wait_for()
    page.clock.fast_forward("05:00")
    expect(clock).to_have_text("5:00")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Go on").wait_for()
    page.clock.fast_forward("30:00")
    expect(clock).to_have_text("5:00")
    page.clock.resume()
    look(page, "timer")
    expect(clock).to_have_text("5:00")
    kept = page.evaluate("Date.now()")
    page.close()

    again = context.new_page()
    again.clock.install(time=kept / 1000)
    again.goto("/sessions")
    clock = again.get_by_role("timer")
    expect(clock).to_have_text("5:00")
    stop_the_clock(again)
    again.get_by_role("button", name="Go on").click()
    again.get_by_role("button", name="Pause").wait_for()
    again.clock.fast_forward("02:30")
    expect(clock).to_have_text("7:30")
    again.reload()
    expect(clock).to_have_text("7:30")
    again.get_by_role("button", name="End and log").click()
    expect(again.get_by_label("Duration")).to_have_value("7.5")
    expect(again.get_by_text("Timed with the timer.")).to_be_visible()
    again.clock.resume()
    look(again, "timer-form")
    save(again)
    expect(clock).to_have_count(0)
    expect(again.get_by_role("main").get_by_role("link", name=re.compile(r"Microcurrent.*7\.5"))).to_have_count(1)


def test_a_course_counts_the_sessions_that_are_logged(page: Page) -> None:
    sign_up(page, "planner")
    page.goto("/sessions/courses/new")
    page.get_by_label("Name").fill("Spring course")
    look(page, "course-new")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Course saved.")).to_be_visible()
    expect(page.get_by_text("0 of 10 sessions")).to_be_visible()
    page.goto("/sessions/new")
    page.get_by_label("Duration").fill("12")
    save(page)
    expect(page.get_by_text("1 of 10 sessions")).to_be_visible()
    look(page, "course-running")
    page.get_by_role("link", name=re.compile("Spring course")).click()
    page.get_by_role("button", name="Stop the course").click()
    expect(page.get_by_text(re.compile("^Stopped on"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Spring course")).click()
    look(page, "course")
    page.get_by_role("button", name="Take it up again").click()
    expect(page.get_by_text("1 of 10 sessions")).to_be_visible()


def test_milliamperes_are_typed_where_the_modality_uses_them(page: Page) -> None:
    sign_up(page, "milli")
    page.goto("/sessions/new")
    page.get_by_label("Duration").fill("10")
    page.get_by_label("Modality").select_option("Galvanic")
    page.get_by_label("Intensity, mA").fill("0,35")
    page.get_by_label("Modality").select_option("Microcurrent")
    expect(page.get_by_label("Intensity, µA")).to_have_value("350")
    page.get_by_label("Modality").select_option("Galvanic")
    save(page)
    expect(page.get_by_text("0.35 mA")).to_be_visible()


def test_every_screen_of_the_log_is_accessible(page: Page) -> None:
    sign_up(page, "log-looker")
    screens = {
        "devices-empty": "/sessions/devices",
        "device-new": "/sessions/devices/new",
        "courses-empty": "/sessions/courses",
        "course-form": "/sessions/courses/new",
        "totals-empty": "/sessions/totals",
        "file": "/sessions/file",
    }
    add_device(page)
    screens["device"] = page.url
    screens["devices"] = "/sessions/devices"
    for name, path in screens.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look_in_both_themes(page, f"sessionlog-{name}")
        for size in (PHONE, ZOOMED, DESKTOP):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            assert_nothing_scrolls_sideways(page, f"{name} at {size['width']} px")
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
