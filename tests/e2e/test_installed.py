"""As an installed app: Chromium finds it installable, the shell opens offline, and no picture is kept by it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_up

pytestmark = pytest.mark.slow


def wait_for_service_worker(page: Page) -> None:
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")


def test_chromium_finds_it_installable(page: Page) -> None:
    page.goto("/")
    wait_for_service_worker(page)
    session = page.context.new_cdp_session(page)
    found: Any = session.send("Page.getInstallabilityErrors")
    # The tests' windows are incognito, where nothing is installed.
    errors = [error["errorId"] for error in found["installabilityErrors"] if error["errorId"] != "in-incognito"]
    assert errors == []


def test_the_shell_opens_offline_and_says_so(page: Page) -> None:
    sign_up(page, "traveller")
    wait_for_service_worker(page)
    page.context.set_offline(True)
    page.goto("/")
    expect(page.get_by_text("You are offline").first).to_be_visible()
    page.context.set_offline(False)
    page.goto("/")
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    expect(page.get_by_text("You are offline")).to_have_count(0)


def test_the_service_worker_keeps_the_shell_and_nothing_of_the_api(page: Page) -> None:
    sign_up(page, "private")
    wait_for_service_worker(page)
    page.goto("/sessions")
    page.goto("/")
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    kept: list[str] = page.evaluate(
        """async () => {
            const names = await caches.keys();
            const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
            return requests.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert kept
    assert [path for path in kept if path.startswith(("/api", "/_allauth"))] == []
