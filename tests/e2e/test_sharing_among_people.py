"""Sharing between people: several pairs to an account, a lock and its lifting, a practice's share and publications."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import ALIGNED, OpenContext, sign_up, upload, wait_until_aligned
from tests.e2e.practice import add_client, consent_on_paper, open_client, open_practice, photograph
from tests.e2e.test_consent_screens import shown
from tests.e2e.test_share_page import PASSPHRASE, agreed, post
from tests.running import ROOT, RunningApp

pytestmark = pytest.mark.slow

LOCK = """
from backend.sharing.models import ShareGrant
ShareGrant.objects.filter(pk={share!r}).update(failed_passphrases=10, next_guess_at=None)
"""
PRACTICE_AGREES = """
from backend.consent.models import Purpose
from backend.subjects.models import CareRelation
from tests.backend.sharing.conftest import agree
relation = CareRelation.objects.get(subject__display_name={name!r})
CareRelation.objects.filter(pk=relation.pk).update(allows_share=True)
agree(relation.subject, Purpose.SHARE_WITH_NAMED, practice=relation.practice, views=("frontal",))
web = agree(relation.subject, Purpose.MARKETING_WEBSITE, practice=relation.practice, channels=("website",))
print(web.pk, relation.practice.pk)
"""


def in_app(app: RunningApp, script: str) -> list[str]:
    """Runs ``script`` in the app's own database; the words that it prints."""
    environment = {**os.environ, "LIKENESS_DATA": str(app.folder / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=120)
    return done.stdout.split()


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three of one view, some days apart."""
    files = [tmp_path / f"{day}.jpg" for day in (1, 12, 20)]
    for day, file in zip((1, 12, 20), files, strict=True):
        file.write_bytes(as_jpeg(astronaut(), taken=f"2026:03:{day:02} 08:30:00", quality=95 - day))
    return files


def choose_the_proposed(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Front: baseline and latest")).click()
    pair = page.get_by_role("listitem", name="Front: 1 March 2026 and 20 March 2026")
    expect(pair.get_by_role("img", name=ALIGNED)).to_have_count(2)
    expect(pair.get_by_role("heading", name="Verdict on Front")).to_have_count(1)


def choose_another(page: Page, before: str, after: str) -> None:
    page.get_by_role("button", name="Front: choose two others").click()
    page.get_by_role("dialog").get_by_role("button", name=before).click()
    page.get_by_role("dialog").get_by_role("button", name=after).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_several_pairs_go_to_an_account_and_into_a_report(
    app: RunningApp, page: Page, open_context: OpenContext, photos: list[Path]
) -> None:
    recipient = open_context().new_page()
    sign_up(recipient, "ahlm")
    sign_up(page, "several")
    # Which is aligned first becomes the baseline.
    upload(page, *photos[:1])
    wait_until_aligned(page, 1)
    upload(page, *photos[1:])
    wait_until_aligned(page, 3)
    agreed(app, "several@example.org")
    page.goto("/shares")
    page.get_by_role("link", name="Share photos").click()
    choose_the_proposed(page)
    choose_another(page, "1 March 2026", "12 March 2026")
    # The same two again are no further pair, and it is said why.
    page.get_by_role("button", name="Front: choose two others").click()
    page.get_by_role("dialog").get_by_role("button", name="12 March 2026").click()
    taken = page.get_by_role("dialog").get_by_role("button", name="This pair is shown already")
    expect(taken).to_have_attribute("aria-disabled", "true")
    shown(page, "pair-picker")
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Name of who may look").fill("Dr. Ahlm")
    page.get_by_text("Account here", exact=True).click()
    page.get_by_label("E-mail of their account").fill("ahlm@example.org")
    expect(page.get_by_text("Covers all of this")).to_be_visible()
    expect(page.get_by_text("Only photos that the consent includes can be chosen.")).to_be_visible()
    shown(page, "share-several")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_role("heading", name="Shared", exact=True)).to_be_visible()

    recipient.goto("/shares/received")
    expect(recipient.get_by_text("From several@example.org")).to_be_visible()
    shown(recipient, "share-received-one")
    recipient.get_by_role("link", name="Look").click()
    expect(recipient.get_by_role("heading", name="Photos shared with you")).to_be_visible(timeout=60_000)
    expect(recipient).to_have_url(re.compile("/shared/[0-9a-f-]+/$"))
    expect(recipient.get_by_role("slider")).to_have_count(2)
    address = recipient.url
    # It is theirs alone, not whoever's has the address.
    stranger = open_context().new_page()
    stranger.goto(address)
    expect(stranger.get_by_role("slider")).to_have_count(0)
    page.get_by_role("link", name="To the register of shares").click()
    page.get_by_role("button", name="End this share").click()
    page.get_by_role("dialog").get_by_role("button", name="End this share").click()
    expect(page.get_by_text("It is over.")).to_be_visible()
    recipient.reload()
    expect(recipient.get_by_role("heading", name="This link has ended")).to_be_visible()

    page.goto("/compare")
    page.get_by_role("link", name="Report as PDF").click()
    expect(page.get_by_role("heading", name="Report for a consultation")).to_be_visible()
    expect(page.get_by_role("listitem", name="Front: 1 March 2026 and 20 March 2026")).to_be_visible()
    choose_another(page, "1 March 2026", "12 March 2026")
    shown(page, "report")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Make the PDF").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="Leave out Front: 1 March 2026 and 12 March 2026").click()
    expect(page.get_by_role("listitem", name=re.compile("^Front"))).to_have_count(1)


def test_a_locked_share_opens_with_another_passphrase(
    app: RunningApp, page: Page, open_context: OpenContext, photos: list[Path]
) -> None:
    sign_up(page, "locksmith")
    upload(page, *photos[:2])
    wait_until_aligned(page, 2)
    before, after = [photo["id"] for photo in page.request.get("/api/v1/photos/").json()["results"]]
    body = {
        "id": str(uuid.uuid4()),
        "subject": page.request.get("/api/v1/me/").json()["subjects"][0]["id"],
        "consent": agreed(app, "locksmith@example.org"),
        "recipient_label": "Dr. Ahlm",
        "pairs": [{"before": before, "after": after}],
        "passphrase": PASSPHRASE,
    }
    path = "/s/" + post(page, "/api/v1/shares/", body)["link"].rsplit("/", 1)[1]
    guest = open_context().new_page()
    guest.goto(path)
    guest.get_by_label("Passphrase").fill("a wrong guess")
    guest.get_by_role("button", name="Open").click()
    expect(guest.get_by_role("alert")).to_contain_text("That is not it.")
    in_app(app, LOCK.format(share=body["id"]))
    guest.goto(path)
    expect(guest.get_by_role("heading", name="This link is locked")).to_be_visible()
    page.goto("/shares")
    expect(page.get_by_text("Locked: too many wrong passphrases")).to_be_visible()
    page.get_by_role("link", name="Dr. Ahlm").click()
    expect(page.get_by_text("Wrong passphrase", exact=True)).to_be_visible()
    shown(page, "share-locked")
    page.get_by_label("New passphrase").fill("another harbour")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("Set. Tell it to Dr. Ahlm")).to_be_visible()
    guest.goto(path)
    guest.get_by_label("Passphrase").fill(PASSPHRASE)
    guest.get_by_role("button", name="Open").click()
    expect(guest.get_by_role("alert")).to_contain_text("That is not it.")
    guest.get_by_label("Passphrase").fill("another harbour")
    guest.get_by_role("button", name="Open").click()
    expect(guest.get_by_role("heading", name="Photos shared with you")).to_be_visible(timeout=60_000)


def test_a_practice_shares_publishes_and_takes_down(
    app: RunningApp, page: Page, open_context: OpenContext, photos: list[Path]
) -> None:
    sign_up(page, "sharing-practice")
    open_practice(page)
    add_client(page, "Greta")
    consent_on_paper(app, "Greta")
    consent, practice = in_app(app, PRACTICE_AGREES.format(name="Greta"))
    page.goto("/clients")
    open_client(page, "Greta")
    photograph(page, "Greta", *photos[:2])
    wait_until_aligned(page, 2)
    page.goto("/shares/new")
    page.get_by_role("button", name=re.compile("^Front: baseline and latest")).click()
    page.get_by_label("Name of who may look").fill("Dr. Ahlm")
    expect(page.get_by_text("Covers all of this")).to_have_count(2)
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("p.link")
    expect(link).to_be_visible()
    guest = open_context().new_page()
    guest.goto("/" + link.inner_text().split("/", 3)[3])
    expect(guest.get_by_text("Shared by Studio Nord")).to_be_visible(timeout=60_000)

    page.goto(f"/consents/{consent}")
    page.get_by_text("Note where something was published").click()
    page.get_by_label("Channel").fill("website")
    page.get_by_label("Where exactly").fill("studio.example/greta")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    page.goto(f"/practices/{practice}/publications")
    expect(page.get_by_role("region", name="Published")).to_contain_text("studio.example/greta")
    page.goto(f"/consents/{consent}")
    page.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog")
    # What this very withdrawal leaves, before it is done.
    expect(dialog.get_by_text("What Studio Nord published: website, studio.example/greta.")).to_be_visible()
    expect(dialog.get_by_text("The care record at Studio Nord.")).to_be_visible()
    shown(page, "withdraw-foretold")
    dialog.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("It is over")).to_be_visible()
    page.goto(f"/practices/{practice}/publications")
    expect(page.get_by_text("Consent withdrawn on")).to_be_visible()
    shown(page, "publications-to-take-down")
    page.get_by_role("button", name="studio.example/greta is taken down").click()
    expect(page.get_by_text("Taken down on")).to_be_visible()
    expect(page.get_by_text("Nothing has to be taken down.")).to_be_visible()
