"""The whole story with two phones: claimed, signed, photographed, shared, withdrawn; and a forgery is found."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import ALIGNED, OpenContext, keep_screenshot, sign_up, wait_for_pictures
from tests.e2e.practice import add_client, arrive, make_link, open_client, open_practice, photograph
from tests.e2e.test_consent_screens import draw
from tests.running import ROOT, RunningApp

pytestmark = pytest.mark.slow

PASSPHRASE = "a harbour in autumn"
FORGE = """
import django; django.setup()
from backend.consent.models import ConsentEvent
event = ConsentEvent.objects.filter(state="withdrawn").latest("at")
ConsentEvent.objects.filter(pk=event.pk).update(state="reaffirmed")
"""


def manage(app: RunningApp, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "LIKENESS_DATA": str(app.folder / "data"),
        "DJANGO_SETTINGS_MODULE": "backend.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def sign_for_care(client: Page) -> None:
    """On her own phone, from the practice's card."""
    client.get_by_role("link", name="Sign a consent").click()
    for heading in ("What is it for?", "template, to be checked by the practice", "How far it goes"):
        expect(client.get_by_text(heading).first).to_be_visible()
        client.get_by_role("button", name="Continue").click()
    agree_to_all(client)
    draw(client)
    keep_screenshot(client, "story-1-signing")
    client.get_by_role("button", name="Sign", exact=True).click()
    expect(client.get_by_text("Signed", exact=True)).to_be_visible()


def agree_to_all(page: Page) -> None:
    group = page.get_by_role("group", name="Tick each yourself").get_by_role("checkbox")
    expect(group).to_have_count(4)
    for tick in group.all():
        tick.check()


def log_a_session(page: Page) -> None:
    page.get_by_role("link", name="Sessions", exact=True).click()
    page.get_by_role("link", name="Log a session").first.click()
    page.get_by_label("Duration").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()


def share_the_pair(client: Page) -> str:
    """The path of a link for Dr. Lee."""
    client.goto("/compare")
    client.get_by_role("link", name="Share", exact=True).click()
    client.get_by_label("Name of who may look").fill("Dr. Lee")
    client.get_by_label("Passphrase").fill(PASSPHRASE)
    client.get_by_text("Sign one now, for exactly this").click()
    agree_to_all(client)
    client.get_by_label("Name of who signs").fill("Frida")
    client.get_by_role("button", name="I agree").click()
    expect(client.get_by_text("Covers all of this")).to_be_visible()
    client.get_by_role("button", name="Make the link").click()
    link = client.locator("p.link").inner_text()
    keep_screenshot(client, "story-2-link")
    return "/" + link.split("/", 3)[3]


def test_the_record_is_the_clients_from_the_first_photo_to_the_withdrawal(
    page: Page, app: RunningApp, open_context: OpenContext, tmp_path: Path
) -> None:
    name = "Frida Story"
    photos = [tmp_path / f"{day}.jpg" for day in ("01", "25")]
    for photo in photos:
        photo.write_bytes(
            as_jpeg(astronaut(), taken=f"2026:03:{photo.stem} 08:30:00", quality=80 + int(photo.stem) % 9)
        )
    sign_up(page, "story-practice")
    open_practice(page)
    add_client(page, name)
    invitation = make_link(page, "Make a claim link")

    client = open_context().new_page()
    arrive(client, invitation, "frida")
    client.get_by_role("button", name="Take over the record").click()
    client.get_by_role("button", name="Accept").click()
    expect(client.get_by_text("Sees nothing yet")).to_be_visible()
    sign_for_care(client)

    page.goto("/clients")
    open_client(page, name)
    photograph(page, name, *photos)
    log_a_session(page)
    client.goto("/")
    expect(client.get_by_role("link", name=ALIGNED)).to_have_count(2, timeout=60_000)
    client.goto("/sessions")
    expect(client.get_by_text(re.compile(r"20\smin")).first).to_be_visible()

    path = share_the_pair(client)
    stranger = open_context().new_page()
    stranger.goto(path)
    stranger.get_by_label("Passphrase").fill(PASSPHRASE)
    stranger.get_by_role("button", name="Open").click()
    # Until its pictures are made, the page looks again by itself.
    expect(stranger.get_by_role("heading", name="Photos shared with you")).to_be_visible(timeout=60_000)
    wait_for_pictures(stranger, 2)
    keep_screenshot(stranger, "story-3-stranger")
    next_picture = "async () => (await fetch('pictures/1/before/unaligned')).status"
    assert stranger.evaluate(next_picture) == 200

    client.goto("/consents")
    client.get_by_role("link", name="Show photos to people who are named").click()
    client.get_by_role("button", name="Withdraw").click()
    client.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(client.get_by_text("It is over")).to_be_visible()
    keep_screenshot(client, "story-4-withdrawn")
    # The page is still open, on a connection that is still held.
    assert stranger.evaluate(next_picture) == 410
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link has ended")).to_be_visible()
    keep_screenshot(stranger, "story-5-ended")
    # The care goes on: that is another consent.
    page.goto("/")
    expect(page.get_by_role("link", name=ALIGNED)).to_have_count(2)

    assert manage(app, "manage.py", "verify_consent_chain").returncode == 0
    assert manage(app, "-c", FORGE).returncode == 0
    verdict = manage(app, "manage.py", "verify_consent_chain")
    assert verdict.returncode != 0
    assert "was changed" in verdict.stderr
