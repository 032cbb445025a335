"""Reminders: nothing is switched on before its host was named; the calendar file; what the worker shows for a push."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.backend.reminders.browsers import Browser
from tests.e2e.conftest import OpenContext, look_in_both_themes, sign_up
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways
from tests.e2e.test_installed import wait_for_service_worker
from tests.running import RunningApp

pytestmark = pytest.mark.slow

HOST = "fcm.googleapis.com"
# Without a push service the browser never answers, so that this one call of it is replaced: the rest is its own.
SUBSCRIBES = """
(given) => {
  let current = null;
  const made = () => ({
    endpoint: given.endpoint,
    toJSON: () => given,
    unsubscribe: async () => { current = null; window.dropped = true; return true; },
  });
  PushManager.prototype.getSubscription = async () => current;
  PushManager.prototype.subscribe = async (options) => {
    window.asked = { length: options.applicationServerKey.length, userVisibleOnly: options.userVisibleOnly };
    return (current = made());
  };
}
"""


def subscriptions(app: RunningApp) -> list[str]:
    """Hosts in the server's own database."""
    with closing(sqlite3.connect(f"file:{app.folder}/data/likeness.sqlite3?mode=ro", uri=True)) as database:
        return [host for (host,) in database.execute("SELECT host FROM reminders_pushsubscription")]


@pytest.fixture
def with_push(open_context: OpenContext, app: RunningApp) -> Callable[..., Page]:
    def open_one(name: str, endpoint: str = f"https://{HOST}/fcm/send/{'x' * 40}", **options: Any) -> Page:
        context = open_context(**options)
        context.grant_permissions(["notifications"], origin=app.origin)
        given = Browser(endpoint).subscription()
        context.add_init_script(f"({SUBSCRIBES})({given!r})")
        page = context.new_page()
        sign_up(page, name)
        return page

    return open_one


def open_reminders(page: Page) -> None:
    page.goto("/more")
    page.get_by_role("link", name=re.compile("^Reminders")).click()
    expect(page.get_by_role("heading", name="Reminders", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="On this device")).to_be_visible()


def make_reminder(page: Page, time: str = "21:15") -> None:
    page.get_by_role("button", name="New reminder").click()
    # Monday is there to begin with.
    page.get_by_role("checkbox", name="Wednesday").check(force=True)
    page.get_by_label("Time").fill(time)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Monday, Wednesday")).to_be_visible()


def test_nothing_is_on_until_its_host_was_named_and_agreed_to(with_push: Callable[..., Page], app: RunningApp) -> None:
    before = subscriptions(app)
    page = with_push("reminded")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    open_reminders(page)
    wait_for_service_worker(page)
    expect(page.get_by_text("There is no reminder.")).to_be_visible()
    expect(page.get_by_text("This browser does not remind you.")).to_be_visible()
    # Named before the browser is asked …
    expect(page.get_by_text(f"expected to be {HOST}")).to_be_visible()
    expect(page.get_by_text("It gets no picture and no name")).to_be_visible()
    assert page.evaluate("window.asked") is None
    look_in_both_themes(page, "reminders-none")
    page.get_by_role("button", name="Ask this browser").click()
    # … and again, as it really is, before the server learns of it.
    expect(page.get_by_role("heading", name=f"Contact {HOST}?")).to_be_visible()
    assert page.evaluate("window.asked") == {"length": 65, "userVisibleOnly": True}
    look_in_both_themes(page, "reminders-host")
    assert subscriptions(app) == before
    page.get_by_role("button", name="No, forget it").click()
    expect(page.get_by_text("This browser does not remind you.")).to_be_visible()
    assert page.evaluate("window.dropped")
    assert subscriptions(app) == before
    assert not [url for url in sent if "/push/" in url]
    page.get_by_role("button", name="Ask this browser").click()
    page.get_by_role("button", name=f"Switch on with {HOST}").click()
    expect(page.get_by_text(f"This server contacts {HOST} for it.")).to_be_visible()
    assert subscriptions(app) == [*before, HOST]
    make_reminder(page)
    look_in_both_themes(page, "reminders-on")
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("This browser does not remind you.")).to_be_visible()
    assert subscriptions(app) == before


def test_another_host_than_was_expected_is_said(with_push: Callable[..., Page], app: RunningApp) -> None:
    before = subscriptions(app)
    page = with_push("elsewhere", "https://push.elsewhere.example.org/abc")
    open_reminders(page)
    wait_for_service_worker(page)
    page.get_by_role("button", name="Ask this browser").click()
    expect(page.get_by_role("heading", name="Contact push.elsewhere.example.org?")).to_be_visible()
    expect(page.get_by_text(f"This is not the host that was expected ({HOST}).")).to_be_visible()
    look_in_both_themes(page, "reminders-other-host")
    # Who leaves has not agreed.
    page.get_by_role("link", name="More", exact=True).first.click()
    expect(page.get_by_role("heading", name="More", level=1)).to_be_visible()
    page.wait_for_function("() => window.dropped === true")
    assert subscriptions(app) == before


def test_reminders_are_made_changed_paused_and_deleted(page: Page) -> None:
    sign_up(page, "reminder-maker")
    open_reminders(page)
    page.get_by_role("button", name="New reminder").click()
    page.get_by_role("checkbox", name="Monday").uncheck(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Choose at least one day.")).to_be_visible()
    look_in_both_themes(page, "reminders-form")
    assert_nothing_scrolls_sideways(page, "reminders-form")
    page.get_by_role("checkbox", name="Monday").check(force=True)
    page.get_by_label("Left profile").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Monday", exact=True)).to_be_visible()
    expect(page.get_by_text("Left profile")).to_be_visible()
    page.get_by_role("button", name="Change the reminder at 08:00").click()
    page.get_by_label("Time").fill("19:30")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Pause the reminder at 19:30").click()
    expect(page.get_by_text("Paused")).to_be_visible()
    look_in_both_themes(page, "reminders-paused")
    page.reload()
    page.get_by_role("button", name="Resume the reminder at 19:30").click()
    expect(page.get_by_text("Paused")).to_have_count(0)
    page.get_by_role("button", name="Delete the reminder at 19:30").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There is no reminder.")).to_be_visible()


def test_the_calendar_file_needs_no_host_and_names_nobody(page: Page) -> None:
    sign_up(page, "calendar-user")
    open_reminders(page)
    make_reminder(page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the reminder at 21:15 as a calendar file").click()
    assert download.value.suggested_filename == "likeness-reminder.ics"
    text = Path(download.value.path()).read_bytes().decode()
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n" in text
    assert re.search(r"\r\nDTSTART:\d{8}T211500\r\n", text), "a time that floats has neither zone nor Z"
    assert "calendar-user" not in text
    assert "http" not in text
    assert [url for url in asked if not url.startswith("blob:")] == []


def test_a_browser_that_cannot_be_reminded_says_why_and_what_else_there_is(open_context: OpenContext) -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile"
    context = open_context(user_agent=iphone)
    context.add_init_script("delete window.PushManager")
    page = context.new_page()
    sign_up(page, "iphone")
    open_reminders(page)
    expect(page.get_by_text("only apps on the home screen can remind")).to_be_visible()
    expect(page.get_by_role("button", name="Ask this browser")).to_have_count(0)
    look_in_both_themes(page, "reminders-iphone")


def registration_of(page: Page, app: RunningApp) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    found: list[Any] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    for _ in range(300):
        ids = {one["registrationId"] for one in found if one["scopeURL"].startswith(app.origin)}
        if ids:
            return session, ids.pop()
        page.wait_for_timeout(100)
    raise AssertionError("no worker is registered")


SHOWN = """async (after) => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.length === 1 && shown[0].timestamp > after && {
        title: shown[0].title, body: shown[0].body, lang: shown[0].lang, dir: shown[0].dir, tag: shown[0].tag,
        timestamp: shown[0].timestamp,
    };
}"""


def push(page: Page, app: RunningApp, content: str, *, after: float = 0) -> dict[str, Any]:
    """Deliver it; the one notification that is there then, which is later than ``after``."""
    session, registration = registration_of(page, app)
    delivered = {"origin": app.origin, "registrationId": registration, "data": content}
    session.send("ServiceWorker.deliverPushMessage", delivered)
    for _ in range(300):
        if shown := page.evaluate(SHOWN, after):
            found: dict[str, Any] = shown
            return found
        page.wait_for_timeout(100)
    raise AssertionError("no notification is shown")


def ready(context: BrowserContext, app: RunningApp) -> Page:
    context.grant_permissions(["notifications"], origin=app.origin)
    page = context.new_page()
    page.goto("/sign-in")
    wait_for_service_worker(page)
    page.wait_for_function("async () => (await caches.match('/language')) !== undefined")
    return page


@pytest.mark.parametrize(
    ("locale", "language", "body", "direction"),
    [
        ("en-GB", "en", "Time for today’s photo.", "ltr"),
        ("de-DE", "de", "Zeit für das Foto von heute.", "ltr"),
        ("ar-EG", "ar", "حان وقت صورة اليوم.", "rtl"),
    ],
)
def test_a_push_shows_the_neutral_words_alone_in_the_language_of_the_app(
    open_context: OpenContext, app: RunningApp, locale: str, language: str, body: str, direction: str
) -> None:
    """With nobody signed in, as behind a lock."""
    page = ready(open_context(locale=locale), app)
    told = {"title": "Likeness", "body": body, "lang": language, "dir": direction, "tag": "reminder"}
    first = push(page, app, '{"kind":"reminder"}')
    assert first == {**told, "timestamp": first["timestamp"]}
    # Whatever is sent, nothing of it is shown; and a second one takes the first one's place.
    second = push(page, app, '{"title":"<b>Alice</b>","body":"elsewhere.example"}', after=first["timestamp"])
    assert second == {**told, "timestamp": second["timestamp"]}
