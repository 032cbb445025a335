"""Sharing on screen: a pair, a consent signed in place, a link that opens for a stranger, and its end."""

from pathlib import Path

from playwright.sync_api import expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import OpenContext, sign_up, upload, wait_until_aligned
from tests.e2e.test_consent_screens import shown
from tests.running import RunningApp


def test_an_owner_shares_a_pair_and_ends_it(app: RunningApp, open_context: OpenContext, tmp_path: Path) -> None:
    page = open_context().new_page()
    sign_up(page, "sharing-owner")
    files = []
    for day in ("01", "20"):
        files.append(tmp_path / f"{day}.jpg")
        files[-1].write_bytes(as_jpeg(astronaut(), taken=f"2026:03:{day} 08:30:00"))
    upload(page, *files)
    wait_until_aligned(page, 2)
    page.goto("/compare")
    page.get_by_role("link", name="Share", exact=True).click()
    expect(page.get_by_label("They may download the pictures")).not_to_be_checked()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("Say with whom.")).to_be_visible()
    page.get_by_label("Name of who may look").fill("Dr. Lee")
    page.get_by_label("Passphrase").fill("a small secret")
    expect(page.get_by_text("Anyone who has this link and the passphrase can look until")).to_be_visible()
    page.get_by_text("Sign one now, for exactly this").click()
    ticks = page.get_by_role("group", name="Tick each yourself").get_by_role("checkbox")
    expect(ticks).to_have_count(4)
    for tick in ticks.all():
        expect(tick).not_to_be_checked()
        tick.check()
    page.get_by_label("Name of who signs").fill("Ada")
    shown(page, "share-new")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("Covers all of this")).to_be_visible()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("p.link").inner_text()
    shown(page, "share-made")
    guest = open_context().new_page()
    guest.goto("/" + link.split("/", 3)[3])
    expect(guest.get_by_label("Passphrase")).to_be_visible()
    page.get_by_role("link", name="To the register of shares").click()
    shown(page, "share-one")
    page.goto("/shares/received")
    shown(page, "share-received")
    page.goto("/shares")
    expect(page.get_by_role("link", name="Dr. Lee")).to_be_visible()
    shown(page, "shares")
    page.get_by_role("link", name="Dr. Lee").click()
    page.get_by_role("button", name="End this share").click()
    page.get_by_role("dialog").get_by_role("button", name="End this share").click()
    expect(page.get_by_text("The link opens nothing any more")).to_be_visible()
    guest.reload()
    expect(guest.get_by_label("Passphrase")).to_have_count(0)
    page.goto("/consents")
    expect(page.get_by_text("In force")).to_be_visible()
    shown(page, "list")
