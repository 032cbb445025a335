"""A phone-sized Chromium before a whole Likeness, with every request of the browser on record."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from tests.running import ROOT, RunningApp

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
PASSWORD = "a long enough secret"
# A photo's name is its date, view and state; "being aligned" and "not aligned" are other states.
ALIGNED = re.compile(", aligned")
# A busy machine is no defect: what should come gets time, and what comes at once costs none.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
# Of a page's own moves: load states are of the document, which a screen within the app does not load anew.
SETTLED = """() => !document.querySelector("[aria-busy='true'], .skeleton")
    && document.getAnimations().every((one) => one.effect?.getComputedTiming().iterations === Infinity)"""
SCREENSHOTS = ROOT / "test-results" / "screens"
# The last one keeps Chromium from looking for its maker's hosts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    assert (ROOT / "frontend" / "dist" / "index.html").exists(), "build the front end first: python3 manage.py test"
    with RunningApp(tmp_path_factory.mktemp("likeness")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = find_chromium()
    assert path, HOW_TO_INSTALL
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(chromium: Browser, app: RunningApp, request: pytest.FixtureRequest) -> Iterator[OpenContext]:
    """``open_context(**options)``: a browser of one person; at the end, no request may have left the machine."""
    contexts: list[BrowserContext] = []
    requests: list[str] = []
    problems: list[str] = []

    def note(asked: Request) -> None:
        requests.append(asked.url)

    def open_one(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{"base_url": app.origin, "viewport": PHONE, "device_scale_factor": 2, "has_touch": True, **options}
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", note)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", lambda message: problems.append(message.text) if _is_a_problem(message) else None)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        for number, page in enumerate(context.pages):
            keep_screenshot(page, f"last-{request.node.name}-{number}")
        context.close()
    foreign = {url for url in requests if not url.startswith(("data:", "blob:")) and _host(url) != _host(app.origin)}
    assert foreign == set()
    assert problems == []


def _is_a_problem(message: Any) -> bool:
    """Errors of the console; an answer of 4xx is one only where a test expects none, which it checks itself."""
    return message.type == "error" and "Failed to load resource" not in message.text


def _host(url: str) -> str:
    return urlsplit(url).netloc


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context().new_page()


@pytest.fixture
def named_page(app: RunningApp, chromium: Browser) -> Iterator[Page]:
    """A passkey is bound to a name; the address of figures of the other tests has none."""
    origin = app.origin.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=origin, viewport={"width": PHONE["width"], "height": PHONE["height"]})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


_signed_up: set[tuple[int | None, str]] = set()


def sign_up(page: Page, name: str) -> None:
    """A new account, past the one screen on privacy, at an empty timeline. Most tests share one server."""
    page.goto("/sign-up")
    new = (urlsplit(page.url).port, name)
    assert new not in _signed_up, f"{name} has an account already; another test took the name"
    _signed_up.add(new)
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("link", name="Look around first").or_(page.get_by_role("button", name="Look around first")).click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()


def upload(page: Page, *files: Path) -> None:
    """Choose files on the capture screen and wait until the server has them all."""
    page.goto("/import")
    page.get_by_label("Choose photos").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text(re.compile("^Saved"))).to_have_count(len(files), timeout=60_000)


def wait_until_aligned(page: Page, count: int) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name=ALIGNED)).to_have_count(count, timeout=60_000)


def wait_for_pictures(page: Page, count: int) -> None:
    """Until the main part of the screen shows this many pictures, each of them loaded."""
    page.wait_for_function(
        """(count) => {
            const shown = [...document.querySelectorAll("main img")];
            return shown.length === count && shown.every((one) => one.complete && one.naturalWidth > 0);
        }""",
        arg=count,
    )


def settle(page: Page) -> None:
    """Until the screen holds still: nothing is asked of the server, nothing is a placeholder, nothing moves."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(SETTLED)


def stop_the_clock(page: Page) -> None:
    """Of a page whose clock is installed, a little later than now: it can be stopped ahead, never behind."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 30)


def keep_screenshot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def look_in_both_themes(page: Page, name: str) -> None:
    """axe and a screenshot, in light and in dark, of a screen that holds still."""
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        settle(page)
        assert_accessible(page, f"{name}, {theme}")
        keep_screenshot(page, f"{name}-{theme}")


def assert_accessible(page: Page, name: str) -> None:
    """axe finds nothing to say about what is on the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}:\n{found.generate_report()}"
