"""The comparison in a real Chromium: one zoom for both sides, every tool, its address, close-ups, the saved image."""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    DESKTOP,
    OpenContext,
    assert_accessible,
    keep_screenshot,
    settle,
    sign_up,
    stop_the_clock,
    upload,
    wait_for_pictures,
    wait_until_aligned,
)
from tests.running import RunningApp

pytestmark = pytest.mark.slow

ACCOUNT = "comparer"
DATES = ("2026:03:01", "2026:03:29", "2026:05:24")


def heads(folder: Path) -> list[Path]:
    """The portrait's head on three days, turned in its plane, at a resolution finer than the aligned picture's."""
    files = []
    for number, (date, turn) in enumerate(zip(DATES, (0, 4, -5), strict=True)):
        head = astronaut().rotate(turn, Image.Resampling.BICUBIC).crop((60, 0, 380, 320))
        file = folder / f"{number}.jpg"
        file.write_bytes(as_jpeg(head.resize((2880, 2880), Image.Resampling.BICUBIC), taken=f"{date} 08:30:00"))
        files.append(file)
    return files


@pytest.fixture(scope="module")
def account(app: RunningApp, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One account with three photos for all the journeys; what they change is on the screen alone."""
    context = chromium.new_context(base_url=app.origin)
    page = context.new_page()
    sign_up(page, ACCOUNT)
    first, *others = heads(tmp_path_factory.mktemp("heads"))
    # The first to be aligned is the baseline.
    upload(page, first)
    wait_until_aligned(page, 1)
    upload(page, *others)
    wait_until_aligned(page, len(DATES))
    yield context.storage_state()
    context.close()


Show = Callable[..., Page]


@pytest.fixture
def show(account: Any, open_context: OpenContext) -> Show:
    """``show(address, **options)``: that place, signed in, on a phone unless the options say otherwise.

    With ``stopped``, the page's clock then stands still but for ``page.clock.run_for``.
    """

    def one(address: str = "/compare", *, stopped: bool = False, **options: Any) -> Page:
        page = open_context(storage_state=account, **options).new_page()
        if stopped:
            page.clock.install()
        page.goto(address)
        expect(page.get_by_role("heading", name="Compare", level=1)).to_be_visible()
        expect(surfaces(page).first).to_be_visible()
        if stopped:
            wait_for_pictures(page, 2)
            stop_the_clock(page)
        return page

    return one


def pictures(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("img")


def surfaces(page: Page) -> Locator:
    return page.get_by_role("group", name=re.compile("Plus and minus zoom"))


def places(page: Page) -> list[list[str]]:
    """Where each picture lies in its pane."""
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll("main img")]
            .map(({ style }) => [style.left, style.top, style.width, style.height])"""
    )
    return found


def one_place(page: Page, *, after: list[str] | None = None) -> list[str]:
    """Of all pictures, which must be the same; with ``after``, once the first has left that place."""
    page.wait_for_function(
        """(after) => {
            const [first, second] = document.querySelectorAll("main img");
            if (!second) return false;
            const { left, top, width, height } = first.style;
            return after === null || [left, top, width, height].some((one, index) => one !== after[index]);
        }""",
        arg=after,
    )
    found = places(page)
    assert len(found) >= 2
    assert all(place == found[0] for place in found), found
    return found[0]


def use(page: Page, tool: str) -> None:
    page.get_by_role("radio", name=tool).check(force=True)


def test_both_sides_always_show_the_same_place(show: Show) -> None:
    page = show()
    expect(pictures(page)).to_have_count(2)
    whole = one_place(page)
    seen = [whole]

    def changed() -> None:
        seen.append(one_place(page, after=seen[-1]))

    page.get_by_role("button", name="Zoom in").click()
    changed()
    surfaces(page).nth(1).press("+")
    changed()
    surfaces(page).nth(0).press("ArrowRight")
    changed()
    box = surfaces(page).nth(0).bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.wheel(0, -240)
    changed()
    page.mouse.down()
    page.mouse.move(middle[0] - 40, middle[1] - 30, steps=4)
    page.mouse.up()
    changed()
    page.mouse.dblclick(*middle)
    changed()
    if seen[-1] != whole:
        page.get_by_role("button", name="Back to the start").click()
        changed()
    assert seen[-1] == whole

    page.mouse.dblclick(*middle)
    near = one_place(page, after=whole)
    for tool in ("Slider", "Onion", "Blink", "Dates", "Side by side"):
        use(page, tool)
        expect(page.get_by_role("radio", name=tool)).to_be_checked()
        assert one_place(page) == near, tool
    first_name = pictures(page).first.get_attribute("alt") or ""
    page.get_by_role("button", name="Swap").click()
    expect(pictures(page).first).not_to_have_attribute("alt", first_name)
    assert one_place(page) == near, "another photo"


def test_two_fingers_enlarge_both_sides_where_they_spread(show: Show) -> None:
    page = show()
    whole = one_place(page)
    box = surfaces(page).nth(1).bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(kind: str, *apart: float) -> None:
        points = [{"x": x + side * half, "y": y, "id": number} for half in apart for number, side in enumerate((-1, 1))]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 20)
    for half in (25, 30, 35, 40):
        touch("touchMove", half)
    # The last two fingers' places are told before they leave.
    touch("touchEnd")
    place = one_place(page, after=whole)
    assert float(place[2].rstrip("%")) == pytest.approx(2 * float(whole[2].rstrip("%")), rel=0.15)


def test_one_side_can_be_let_go_and_taken_along_again(show: Show) -> None:
    page = show()
    linked = page.get_by_role("button", name="Linked")
    expect(linked).to_have_attribute("aria-pressed", "true")
    linked.click()
    expect(linked).to_have_attribute("aria-pressed", "false")
    before = one_place(page)
    surfaces(page).nth(1).press("+")
    page.wait_for_function("(left) => document.querySelectorAll('main img')[1].style.left !== left", arg=before[0])
    first, second = places(page)
    assert first == before
    assert first != second
    linked.click()
    expect(linked).to_have_attribute("aria-pressed", "true")
    assert one_place(page) == first


def test_a_link_restores_what_was_compared_and_the_way_back_leads_back(show: Show) -> None:
    page = show()
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("84 days apart")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Second photo")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^29 March 2026")).click()
    expect(page.get_by_text("28 days apart")).to_be_visible()
    page.get_by_label("Part of the face").select_option(label="Left under-eye")
    use(page, "Onion")
    expect(page.get_by_role("slider", name=re.compile("second photo"))).to_be_visible()
    near = one_place(page)
    address = page.url
    assert re.search(r"/compare\?before=[\w-]{36}&after=[\w-]{36}&tool=onion&zone=under_eye_left$", address)

    page.reload()
    expect(page.get_by_text("28 days apart")).to_be_visible()
    expect(page.get_by_label("Part of the face")).to_have_value("under_eye_left")
    expect(page.get_by_role("radio", name="Onion")).to_be_checked()
    assert one_place(page) == near

    page.go_back()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("28 days apart")).to_be_visible()
    assert page.url == address


def test_a_close_up_shows_every_pixel_of_both_originals(show: Show) -> None:
    page = show("/compare?zone=mouth")
    expect(pictures(page)).to_have_count(2)
    for picture in pictures(page).all():
        expect(picture).to_have_attribute("src", re.compile("aligned_full"), timeout=60_000)
    wait_for_pictures(page, 2)
    widths = page.evaluate("() => [...document.querySelectorAll('main img')].map((one) => one.naturalWidth)")
    assert min(widths) > 1.3 * 1080
    page.get_by_role("button", name="Matched light").click()
    for picture in pictures(page).all():
        expect(picture).to_have_attribute("src", re.compile("matched_full"), timeout=60_000)
    expect(page.get_by_text("Colours are not as taken.")).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    expect(page.get_by_text(re.compile(r"This close-up is enlarged \d+(\.\d)?×"))).to_be_visible()
    keep_screenshot(page, "compare-closeup")


HIDDEN_IS = """(wanted) =>
    (getComputedStyle(document.querySelectorAll("main img")[1]).visibility === "hidden") === wanted"""


def hidden(page: Page) -> bool:
    """Whether the second photo is hidden just now."""
    found: bool = page.evaluate(HIDDEN_IS, True)
    return found


def test_blinking_is_slow_and_stops(show: Show) -> None:
    page = show("/compare?tool=blink", stopped=True)
    page.get_by_role("button", name="Stop blinking").wait_for()
    seen = []
    for _ in range(36):
        page.clock.run_for(100)
        seen.append(hidden(page))
    turns = [number for number, (earlier, later) in enumerate(itertools.pairwise(seen)) if earlier != later]
    assert 2 <= len(turns) <= 4
    assert min(later - earlier for earlier, later in itertools.pairwise(turns)) > 8, "tenths of a second"
    page.get_by_role("button", name="Stop blinking").click()
    page.get_by_role("button", name="Start blinking").wait_for()
    before = hidden(page)
    page.clock.run_for(2200)
    assert hidden(page) == before
    page.get_by_role("button", name="Show the other").click()
    page.wait_for_function(HIDDEN_IS, arg=not before)


def test_nothing_blinks_unasked_for_whoever_wants_less_motion(show: Show) -> None:
    page = show("/compare?tool=blink", stopped=True, reduced_motion="reduce")
    start = page.get_by_role("button", name="Start blinking")
    start.wait_for()
    before = hidden(page)
    page.clock.run_for(2200)
    assert hidden(page) == before
    start.click()
    page.get_by_role("button", name="Stop blinking").wait_for()
    page.clock.run_for(1300)
    assert hidden(page) != before


def test_the_onion_skin_fades_by_keys(show: Show) -> None:
    page = show("/compare?tool=onion")
    slider = page.get_by_role("slider", name=re.compile("second photo"))
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^50\\s?% of 24 May 2026$"))
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^100\\s?%"))
    opacity = "() => getComputedStyle(document.querySelectorAll('main img')[1].closest('.over')).opacity"
    assert page.evaluate(opacity) == "1"
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^0\\s?%"))
    assert page.evaluate(opacity) == "0"


def test_a_grid_of_dates_evenly_and_by_hand(show: Show) -> None:
    page = show("/compare?tool=grid&dates=2")
    expect(pictures(page)).to_have_count(2)
    expect(page.get_by_text("2 of 3 photos of this view")).to_be_visible()
    page.get_by_label("Dates shown").select_option("3")
    expect(pictures(page)).to_have_count(3)
    page.get_by_role("button", name="Choose dates").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^29 March 2026")).click()
    expect(dialog.get_by_text("2 chosen")).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^1 March 2026")).click()
    expect(dialog.get_by_role("button", name="Show these")).to_be_disabled()
    dialog.get_by_role("button", name=re.compile("^29 March 2026")).click()
    dialog.get_by_role("button", name="Show these").click()
    expect(pictures(page)).to_have_count(2)
    page.reload()
    expect(pictures(page)).to_have_count(2)
    expect(page.get_by_role("main").get_by_role("time")).to_have_text(["29 Mar 2026", "24 May 2026"])


def test_every_pair_has_its_verdict_and_the_image_carries_it(show: Show, tmp_path: Path) -> None:
    page = show()
    verdict = page.get_by_role("region", name="Verdict on this pair")
    expect(verdict).to_contain_text(re.compile("Comparable|Compare with care|Not comparable"))
    page.get_by_role("button", name="Save as image").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img")).to_be_visible()
    assert_accessible(page, "save-image")
    for kind, ending, form in (("JPEG", "jpg", "JPEG"), ("PNG", "png", "PNG")):
        dialog.get_by_role("radio", name=kind).check(force=True)
        expect(dialog.get_by_role("link", name="Save")).to_have_attribute("download", re.compile(f"{ending}$"))
        with page.expect_download() as download:
            dialog.get_by_role("link", name="Save").click()
        target = tmp_path / f"pair.{ending}"
        download.value.save_as(target)
        assert download.value.suggested_filename == f"likeness-2026-03-01-2026-05-24.{ending}"
        with Image.open(target) as image:
            assert image.format == form
            assert image.width == 2160
            # Two panes of 4:5 beside one another, and room below them for what is said.
            assert image.height > 1345 + 300
            below = image.convert("L").crop((0, 1380, 2160, image.height))
            dark = sum(below.histogram()[:80])
            assert dark > 20_000, "the words are there"
    keep_screenshot(page, "compare-image")


@pytest.mark.parametrize("tool", ["side", "slider", "onion", "blink", "grid"])
def test_every_tool_is_accessible_and_fits(show: Show, tool: str) -> None:
    page = show(f"/compare?tool={tool}")
    wait_for_pictures(page, 3 if tool == "grid" else 2)
    settle(page)
    assert_accessible(page, tool)
    over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
    for control in page.get_by_role("main").get_by_role("button").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
    keep_screenshot(page, f"compare-{tool}")


@pytest.mark.parametrize("options", [{"viewport": DESKTOP}, {"viewport": {"width": 844, "height": 390}}])
def test_wide_screens_show_pictures_and_tools_at_once(show: Show, options: Any) -> None:
    page = show("/compare?tool=slider", **options)
    wait_for_pictures(page, 2)
    settle(page)
    picture, tools = surfaces(page).first.bounding_box(), page.get_by_label("Part of the face").bounding_box()
    assert picture
    assert tools
    assert picture["y"] >= 0
    assert picture["y"] + picture["height"] <= options["viewport"]["height"] + 1
    assert picture["height"] > 0.9 * options["viewport"]["height"]
    assert tools["x"] >= picture["x"] + picture["width"]


def test_pictures_and_their_order_stay_where_script_runs_from_right_to_left(show: Show) -> None:
    page = show()
    wait_for_pictures(page, 2)
    before = [box["x"] for box in (one.bounding_box() for one in surfaces(page).all()) if box]
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    after = [box["x"] for box in (one.bounding_box() for one in surfaces(page).all()) if box]
    assert len(before) == 2
    assert after == before
    names = [one.get_attribute("alt") or "" for one in pictures(page).all()]
    assert names[0].startswith("1 March 2026")
    keep_screenshot(page, "compare-rtl")


def test_the_pickers_of_a_long_series_open_where_one_is_and_jump_by_month(show: Show) -> None:
    page = show()
    page.get_by_role("button", name=re.compile("^First photo")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=re.compile("^1 March 2026"))).to_have_attribute("aria-pressed", "true")
    expect(dialog.get_by_role("button", name=re.compile("^24 May 2026, .*In the other place"))).to_be_visible()
    assert_accessible(page, "picker")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^First photo"))).to_be_focused()
