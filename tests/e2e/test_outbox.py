"""What is made without a network waits on the phone, goes into its own record when it can, and nobody else sees it."""

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import PASSWORD, OpenContext, assert_accessible, keep_screenshot, sign_up, upload
from tests.e2e.test_installed import wait_for_service_worker
from tests.running import RunningApp

pytestmark = pytest.mark.slow

POST_PHOTOS = re.compile(r"/api/v1/photos/$")
WAITS = "1 photo waits on this phone."
SAVED = re.compile("^Saved")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0007.jpg"
    path.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00", offset="+01:00"))
    return path


def keep(page: Page, *files: Path) -> None:
    """Chosen and kept on this phone; the import screen is open already where there is no network."""
    page.get_by_label("Choose photos").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Upload").click()


def ready_for_offline(page: Page) -> None:
    page.goto("/import")
    wait_for_service_worker(page)
    expect(page.get_by_label("Choose photos")).to_be_attached()
    # What the device remembers of the account is written beside what is shown.
    page.wait_for_function("() => localStorage.getItem('likeness.account') !== null")


def photos_of(app: RunningApp, email: str) -> int:
    """Rows in the server's own database."""
    question = """
        SELECT count(*) FROM photos_photo JOIN subjects_subject ON subjects_subject.id = subject_id
        JOIN accounts_user ON accounts_user.id = owner_id WHERE email = ?"""
    with closing(sqlite3.connect(f"file:{app.folder}/data/likeness.sqlite3?mode=ro", uri=True)) as database:
        (count,) = database.execute(question, [email]).fetchone()
    return int(count)


def look(page: Page, name: str) -> None:
    assert_accessible(page, name)
    keep_screenshot(page, f"outbox-{name}")


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Sign in|Welcome"))).to_have_count(0)


def test_a_photo_kept_offline_goes_by_itself_when_the_network_is_back(page: Page, app: RunningApp, photo: Path) -> None:
    sign_up(page, "offline")
    ready_for_offline(page)
    page.context.set_offline(True)
    keep(page, photo)
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.get_by_role("link", name="See what waits").click()
    expect(page.get_by_role("heading", name="Waiting on this phone", level=1)).to_be_visible()
    expect(page.get_by_text("IMG_0007.jpg", exact=True)).to_be_visible()
    expect(page.get_by_text("This phone is offline.")).to_be_visible()
    look(page, "offline")
    assert photos_of(app, "offline@example.org") == 0
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible(timeout=30_000)
    assert photos_of(app, "offline@example.org") == 1
    look(page, "sent")
    page.reload()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    look(page, "empty")


def test_the_app_opens_offline_with_what_can_be_done_there(page: Page, app: RunningApp, photo: Path) -> None:
    sign_up(page, "hiker")
    ready_for_offline(page)
    page.context.set_offline(True)
    page.goto("/")
    expect(page.get_by_text("This needs the server.")).to_be_visible()
    look(page, "start")
    page.goto("/import")
    keep(page, photo)
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.goto("/sessions/new")
    page.get_by_label("Duration").fill("12")
    page.get_by_label("Notes").fill("on the mountain")
    expect(page.get_by_text("it waits on this phone", exact=False).first).to_be_visible()
    look(page, "session-form")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept on this phone. It is sent when the server can be reached.")).to_be_visible()
    expect(page.get_by_role("heading", name="Not yet sent")).to_be_visible()
    expect(page.get_by_text("2 photos and sessions wait on this phone.")).to_be_visible()
    look(page, "sessions")
    # Repeated and taken back without anybody being asked.
    page.get_by_role("button", name="Repeat last").click()
    expect(page.get_by_text("3 photos and sessions wait on this phone.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 photos and sessions wait on this phone.")).to_be_visible()
    page.goto("/outbox")
    expect(page.get_by_text("Microcurrent")).to_be_visible()
    look(page, "both")
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_have_count(2, timeout=30_000)
    page.goto("/sessions")
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Microcurrent.*12"))).to_have_count(1)
    expect(page.get_by_role("heading", name="Not yet sent")).to_have_count(0)
    assert photos_of(app, "hiker@example.org") == 1


def test_a_tab_killed_while_it_sends_loses_nothing_and_doubles_nothing(
    open_context: OpenContext, app: RunningApp, photo: Path
) -> None:
    context = open_context()
    page = context.new_page()
    sign_up(page, "killed")

    def arrive_and_say_nothing(route: Route) -> None:
        route.fetch()

    page.route(POST_PHOTOS, arrive_and_say_nothing)
    page.goto("/import")
    keep(page, photo)
    expect(page.get_by_text("Sending", exact=True)).to_be_visible()
    # The server has it by then; this phone does not know.
    page.wait_for_timeout(500)
    page.close()
    again = context.new_page()
    again.goto("/outbox")
    # Sent again by this page or by the worker, whoever came first.
    expect(again.get_by_text("Nothing waits")).to_be_visible(timeout=30_000)
    assert photos_of(app, "killed@example.org") == 1


def test_the_worker_sends_when_no_page_is_open(open_context: OpenContext, app: RunningApp, photo: Path) -> None:
    context = open_context()
    page = context.new_page()
    sign_up(page, "asleep")
    ready_for_offline(page)
    context.set_offline(True)
    keep(page, photo)
    expect(page.get_by_text(WAITS)).to_be_visible()
    elsewhere = context.new_page()
    page.close()
    assert photos_of(app, "asleep@example.org") == 0
    context.set_offline(False)
    # The browser itself would say so some time later.
    session = context.new_cdp_session(elsewhere)
    registrations: list[Any] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    deadline = time.monotonic() + 30
    while not registrations and time.monotonic() < deadline:
        elsewhere.wait_for_timeout(100)
    [mine] = {one["registrationId"] for one in registrations if one["scopeURL"].startswith(app.origin)}
    awake = {"origin": app.origin, "registrationId": mine, "tag": "outbox", "lastChance": False}
    session.send("ServiceWorker.dispatchSyncEvent", awake)
    while photos_of(app, "asleep@example.org") == 0 and time.monotonic() < deadline:
        elsewhere.wait_for_timeout(200)
    assert photos_of(app, "asleep@example.org") == 1


@pytest.fixture
def unaided(open_context: OpenContext) -> Page:
    """A browser without Background Sync, by which the worker would send what the test keeps from being sent."""
    page = open_context().new_page()
    page.add_init_script("Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined })")
    return page


def cut(context: BrowserContext) -> None:
    context.route(POST_PHOTOS, lambda route: route.abort())


def wait_in_vain(page: Page, photo: Path) -> None:
    """A photo that cannot be sent though the phone is online."""
    cut(page.context)
    page.goto("/import")
    keep(page, photo)
    expect(page.get_by_text(WAITS)).to_be_visible()


def ask_to_sign_out(page: Page) -> None:
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog").get_by_text("1 photo or session is only on this phone so far.")).to_be_visible()


def test_signing_out_asks_what_becomes_of_what_waits(unaided: Page, app: RunningApp, photo: Path) -> None:
    page = unaided
    sign_up(page, "leaver")
    wait_in_vain(page, photo)
    ask_to_sign_out(page)
    look(page, "sign-out")
    page.get_by_role("button", name="Send now, then sign out").click()
    expect(page.get_by_text("Not all could be sent.")).to_be_visible()
    page.context.unroute(POST_PHOTOS)
    page.get_by_role("button", name="Send now, then sign out").click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    expect(page.get_by_text("waits on this phone")).to_have_count(0)
    assert photos_of(app, "leaver@example.org") == 1


def test_what_is_deleted_at_signing_out_is_nowhere(unaided: Page, app: RunningApp, photo: Path) -> None:
    page = unaided
    sign_up(page, "thrower")
    wait_in_vain(page, photo)
    ask_to_sign_out(page)
    page.get_by_role("button", name="Delete and sign out").click()
    page.get_by_role("button", name="Yes, delete what was not sent").click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    page.context.unroute(POST_PHOTOS)
    sign_in(page, "thrower")
    page.goto("/outbox")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert photos_of(app, "thrower@example.org") == 0


def test_two_accounts_on_one_phone_never_see_nor_send_what_is_the_others(
    unaided: Page, app: RunningApp, photo: Path
) -> None:
    page = unaided
    sign_up(page, "first-here")
    wait_in_vain(page, photo)
    ask_to_sign_out(page)
    page.get_by_role("button", name="Keep here and sign out").click()
    expect(page.get_by_text("1 photo or session waits on this phone.")).to_be_visible()
    look(page, "sign-in")
    page.context.unroute(POST_PHOTOS)
    page.goto("/sign-up")
    page.get_by_label("E-mail").fill("second-here@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    page.goto("/outbox")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    sign_in(page, "first-here")
    page.goto("/outbox")
    expect(page.get_by_text("Nothing waits")).to_be_visible(timeout=30_000)
    assert photos_of(app, "first-here@example.org") == 1
    assert photos_of(app, "second-here@example.org") == 0


def test_a_session_that_lapsed_keeps_everything_until_the_same_account_is_back(
    page: Page, app: RunningApp, photo: Path
) -> None:
    sign_up(page, "lapsed")
    page.goto("/import")
    expect(page.get_by_label("Choose photos")).to_be_attached()
    page.context.clear_cookies()
    keep(page, photo)
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    expect(page.get_by_text("1 photo or session waits on this phone.")).to_be_visible()
    sign_in(page, "lapsed")
    page.goto("/outbox")
    expect(page.get_by_text("Nothing waits")).to_be_visible(timeout=30_000)
    assert photos_of(app, "lapsed@example.org") == 1


def test_nothing_that_waits_lies_in_clear(unaided: Page, photo: Path) -> None:
    page = unaided
    sign_up(page, "sealed")
    wait_in_vain(page, photo)
    lying: str = page.evaluate(
        """async () => {
            const read = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
            const all = [JSON.stringify(Object.entries(localStorage)), JSON.stringify(Object.entries(sessionStorage))];
            for (const { name } of await indexedDB.databases()) {
                const database = await read(indexedDB.open(name));
                for (const value of await read(database.transaction('sealed').objectStore('sealed').getAll())) {
                    for (const part of Object.values(value)) {
                        all.push(part instanceof ArrayBuffer ? new TextDecoder('latin1').decode(part) : String(part));
                    }
                }
                database.close();
            }
            return all.join('|');
        }"""
    )
    assert "outbox/" in lying
    for secret in ("IMG_0007", "JFIF", "Exif", "sealed@example.org", "frontal"):
        assert secret not in lying, secret


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_was_refused_keeps_its_reason_and_can_be_saved_or_deleted(
    open_context: OpenContext, theme: str, tmp_path: Path
) -> None:
    page = open_context(color_scheme=theme).new_page()
    sign_up(page, f"refused-{theme}")
    letter = tmp_path / "letter.jpg"
    letter.write_bytes(b"Dear photo, " * 100)
    page.goto("/import")
    keep(page, letter)
    expect(page.get_by_text("This file is not a picture. Choose a photo instead.")).to_be_visible()
    page.goto("/outbox")
    expect(page.get_by_text("This file is not a picture. Choose a photo instead.")).to_be_visible()
    look(page, f"refused-{theme}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file letter.jpg").click()
    assert Path(download.value.path()).read_bytes() == letter.read_bytes()
    page.get_by_role("button", name="Delete letter.jpg from this phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete from this phone").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()


def test_importing_still_works_as_before(page: Page, app: RunningApp, photo: Path) -> None:
    sign_up(page, "importer")
    upload(page, photo)
    assert photos_of(app, "importer@example.org") == 1
