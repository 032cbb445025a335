"""The app lock: while it is shut, nothing of a person is on the page or readable on the device; nothing is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import (
    look_in_both_themes,
    settle,
    sign_up,
    upload,
    wait_until_aligned,
)
from tests.e2e.test_installed import wait_for_service_worker

pytestmark = pytest.mark.slow

PIN = "246810"
# As a phone does when another app comes to the front, and back.
HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# Everything that lies in this site's databases, as text.
STORED = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      for (const row of rows) {
        for (const value of Object.values(row)) {
          found.push(value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : `${value}`);
        }
      }
    }
    database.close();
  }
  return found.join("|");
}"""


def set_lock(page: Page, pin: str = PIN) -> None:
    page.goto("/lock")
    page.get_by_label("New PIN", exact=True).fill(pin)
    page.get_by_label("The same once more", exact=True).fill(pin)
    page.get_by_role("button", name="Lock with this PIN").click()
    expect(page.get_by_text("The lock is set on this device.")).to_be_visible()


def unlock(page: Page, pin: str = PIN) -> None:
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Unlock", exact=True).click()


def assert_nothing_is_shown(page: Page, *words: str) -> None:
    expect(page.get_by_role("heading", name="Locked", level=1)).to_be_visible()
    expect(page.locator("img, canvas, video")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    everything = page.content()
    for word in words:
        assert word not in everything
    assert page.title() == "Locked · Likeness"


@pytest.fixture
def record(page: Page, tmp_path: Path) -> Page:
    """A photo of 1 March, and a name."""
    sign_up(page, f"private-person-{tmp_path.name.replace('_', '-')}")
    file = tmp_path / "first.jpg"
    file.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00", offset="+01:00"))
    upload(page, file)
    wait_until_aligned(page, 1)
    return page


def test_a_locked_app_shows_nothing_and_opens_where_it_was(record: Page) -> None:
    page = record
    set_lock(page)
    settle(page)
    look_in_both_themes(page, "lock-settings")
    page.goto("/compare")
    assert_nothing_is_shown(page, "March", "private-person")
    look_in_both_themes(page, "locked")
    for path in ("/", "/photos/some", "/more"):
        page.goto(path)
        assert_nothing_is_shown(page, "March", "private-person")
    unlock(page, "000000")
    expect(page.get_by_text("This is not the PIN.")).to_be_visible()
    assert_nothing_is_shown(page, "private-person")
    unlock(page)
    expect(page.get_by_text(re.compile("private-person.*@example.org"))).to_be_visible()
    expect(page).to_have_url(re.compile("/more$"))
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()


def test_it_locks_when_it_was_out_of_sight_for_long_and_is_covered_at_once(record: Page) -> None:
    page = record
    set_lock(page)
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    page.evaluate(HIDE, "hidden")
    expect(page.locator(".cover")).to_be_visible()
    page.evaluate(HIDE, "visible")
    expect(page.locator(".cover")).to_have_count(0)
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    page.evaluate(HIDE, "hidden")
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 61_000; }")
    page.evaluate(HIDE, "visible")
    assert_nothing_is_shown(page, "March")
    unlock(page)
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()


def test_locking_one_tab_locks_the_other(record: Page) -> None:
    set_lock(record)
    other = record.context.new_page()
    other.goto("/")
    assert_nothing_is_shown(other, "March")
    unlock(other)
    expect(other.get_by_role("heading", name="March 2026")).to_be_visible()
    record.get_by_role("button", name="Lock now").click()
    assert_nothing_is_shown(record)
    assert_nothing_is_shown(other, "March")


def test_what_waits_is_sealed_and_sent_after_it_is_opened(record: Page, tmp_path: Path) -> None:
    page = record
    set_lock(page)
    wait_for_service_worker(page)
    unlock(page)
    expect(page.get_by_role("heading", name="App lock", level=1)).to_be_visible()
    page.goto("/import")
    unlock(page)
    expect(page.get_by_role("heading", name="Add photos")).to_be_visible()
    page.context.set_offline(True)
    file = tmp_path / "second.jpg"
    file.write_bytes(as_jpeg(astronaut().rotate(4), taken="2026:05:24 08:30:00", offset="+02:00"))
    page.get_by_label("Choose photos").set_input_files(str(file))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Waiting").first).to_be_visible()
    page.reload()
    assert_nothing_is_shown(page, "second.jpg")
    lying = page.evaluate(STORED)
    assert "outbox/" in lying
    for word in ("second.jpg", "frontal", "private-person", "Exif", "JFIF"):
        assert word not in lying, word
    page.context.set_offline(False)
    unlock(page)
    page.goto("/")
    unlock(page)
    expect(page.get_by_role("heading", name="May 2026")).to_be_visible()


def test_a_forgotten_pin_costs_what_only_it_opens_and_says_so(record: Page) -> None:
    page = record
    page.goto("/more")
    address = page.get_by_text(re.compile("private-person.*@example.org")).inner_text().split()[-1]
    set_lock(page)
    page.goto("/")
    page.get_by_role("button", name="I cannot unlock it").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Everything is on the server.")
    dialog.get_by_role("button", name="Sign out and remove").click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password", exact=True).fill("a long enough secret")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()


def test_a_passkey_with_a_secret_of_its_own_locks_too(named_page: Page) -> None:
    page = named_page
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "hasPrf": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_up(page, "key-holder")
    page.goto("/lock")
    page.get_by_role("button", name="Lock with a passkey instead").click()
    expect(page.get_by_text("The lock is set on this device.")).to_be_visible()
    page.goto("/more")
    assert_nothing_is_shown(page, "key-holder")
    page.get_by_role("button", name="Unlock with the passkey").click()
    expect(page.get_by_text("key-holder@example.org")).to_be_visible()
