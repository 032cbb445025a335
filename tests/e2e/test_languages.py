"""The app in its other languages: chosen on the device, from right to left too, and nothing runs out of its place."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    PHONE,
    OpenContext,
    assert_accessible,
    keep_screenshot,
    settle,
    sign_up,
    upload,
    wait_for_pictures,
    wait_until_aligned,
)
from tests.e2e.test_every_screen import ZOOMED, assert_nothing_scrolls_sideways

pytestmark = pytest.mark.slow

SCREENS = {
    "timeline": "/",
    "compare": "/compare",
    "import": "/import",
    "capture": "/capture",
    "session": "/sessions/new",
    "sessions": "/sessions",
    "measures": "/measures",
    "shares": "/shares",
    "access": "/access",
    "reminders": "/reminders",
    "security": "/security",
    "practice": "/practices/new",
    "outbox": "/outbox",
    "more": "/more",
}
LOCALES = (("de-AT", "de", "Anmelden"), ("ar-EG", "ar", "تسجيل الدخول"), ("fr-FR", "en", "Sign in"))
TIMELINE = {"Deutsch": "Zeitachse", "العربية": "الخط الزمني"}


def looks_right(page: Page, name: str, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settle(page)
    assert_accessible(page, name)
    keep_screenshot(page, name)
    for size in (ZOOMED, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert_nothing_scrolls_sideways(page, f"{name} at {size['width']} px")


@pytest.mark.parametrize(("language", "code", "direction"), [("Deutsch", "de", "ltr"), ("العربية", "ar", "rtl")])
def test_the_whole_app_speaks_it(page: Page, tmp_path: Path, language: str, code: str, direction: str) -> None:
    sign_up(page, f"speaker-{code}")
    files = []
    for number, taken in enumerate(("2026:03:01 08:30:00", "2026:05:24 08:30:00")):
        file = tmp_path / f"{number}.jpg"
        file.write_bytes(as_jpeg(astronaut().rotate(number), taken=taken, offset="+01:00"))
        files.append(file)
    upload(page, *files)
    wait_until_aligned(page, 2)
    page.goto("/more")
    page.get_by_text(language, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    for name, path in SCREENS.items():
        looks_right(page, f"{name}-{code}", path)
    page.goto("/")
    expect(page.get_by_role("heading", name=TIMELINE[language], level=1)).to_be_visible()
    page.goto("/compare")
    wait_for_pictures(page, 2)
    # The chrome may turn round; a picture never does.
    scale = "(one) => new DOMMatrix(getComputedStyle(one).transform).a"
    turned = page.evaluate(f"() => [...document.querySelectorAll('main img')].map({scale})")
    assert all(one > 0 for one in turned)


def test_a_browser_is_greeted_in_its_own_language(open_context: OpenContext) -> None:
    for locale, code, words in (
        ("de-AT", "de", "Anmelden"),
        ("ar-EG", "ar", "تسجيل الدخول"),
        ("fr-FR", "en", "Sign in"),
    ):
        page = open_context(locale=locale).new_page()
        page.goto("/sign-in")
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()
