"""Ways to sign besides a finger (paper, a typed name, a word before a witness), and a record given to whom it shows."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, OpenContext, assert_accessible, keep_screenshot, sign_up
from tests.e2e.practice import add_client, arrive, make_link, open_practice
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways
from tests.running import RunningApp

TWO_MB = 2 * 1024 * 1024
# Three to two, and noise: neither turned nor squeezed unnoticed, and too large to be sent as it is.
WIDE, HIGH = 3000, 2000
SIZE = "async (img) => { img.loading = 'eager'; await img.decode(); return [img.naturalWidth, img.naturalHeight]; }"


def big_photo(folder: Path) -> Path:
    path = folder / "paper.jpg"
    noise = np.random.default_rng(5).integers(0, 255, (HIGH, WIDE, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path, quality=90)
    assert path.stat().st_size > TWO_MB
    return path


def pdf(folder: Path, size: int = 2_000) -> Path:
    path = folder / f"paper-{size}.pdf"
    path.write_bytes(b"%PDF-1.4\n".ljust(size, b"%"))
    return path


def to_the_signing_of(page: Page, name: str) -> None:
    """From the client's page, the device in the client's hands, every statement ticked."""
    page.get_by_role("link", name="Sign a consent").click()
    expect(page.get_by_role("heading", name="What is it for?")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="How far it goes")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name=f"I am {name}").click()
    expect(page.get_by_text("template, to be checked by the practice")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    tick_all(page)


def tick_all(page: Page) -> None:
    expect(page.get_by_role("heading", name="Check and sign")).to_be_visible()
    ticks = page.get_by_role("group", name="Tick each yourself").get_by_role("checkbox")
    expect(ticks).to_have_count(4)
    for tick in ticks.all():
        tick.check()


def sign_and_look(page: Page) -> None:
    """Ends on the consent."""
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed", exact=True)).to_be_visible()
    back = page.get_by_role("button", name="I have it back")
    seen = page.get_by_role("link", name="See the consent")
    expect(back.or_(seen)).to_be_visible()
    if back.is_visible():
        back.click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Password", exact=True).fill(PASSWORD)
        asked.get_by_role("button", name="Go on").click()
    seen.click()
    expect(page.get_by_text("In force")).to_be_visible()


def test_a_paper_that_was_signed_is_kept_as_a_photo(app: RunningApp, page: Page, tmp_path: Path) -> None:
    sign_up(page, "paper-practice")
    open_practice(page)
    add_client(page, "Paula")
    to_the_signing_of(page, "Paula")
    page.get_by_text("On paper", exact=True).click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Add the signed paper.")).to_be_visible()
    expect(page.get_by_text("Choose the day on which it was signed")).to_be_visible()
    chooser = page.get_by_label("Choose a file")
    chooser.set_input_files(str(pdf(tmp_path, TWO_MB + 1)))
    expect(page.get_by_text("This PDF is larger than 2 MB.")).to_be_visible()
    notes = tmp_path / "notes.txt"
    notes.write_text("no paper")
    chooser.set_input_files(str(notes))
    expect(page.get_by_text("This is no picture and no PDF.")).to_be_visible()
    chooser.set_input_files(str(big_photo(tmp_path)))
    expect(page.get_by_text("Made smaller on this device")).to_be_visible()
    preview = page.get_by_role("img", name="The paper as it is kept")
    width, height = preview.evaluate(
        "async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight]; }"
    )
    assert width < WIDE
    assert width * HIGH == pytest.approx(height * WIDE, rel=0.002), "one factor for both sides"
    page.get_by_label("Signed on").fill("2026-03-02")
    page.get_by_label("Name of the witness").fill("Wanda")
    assert_accessible(page, "paper")
    assert_nothing_scrolls_sideways(page, "paper")
    keep_screenshot(page, "consent-paper")
    sign_and_look(page)
    expect(page.get_by_text("On paper, scanned")).to_contain_text("2 Mar 2026")
    expect(page.get_by_text("Wanda")).to_be_visible()
    kept = page.get_by_role("img", name="Signature of Paula")
    assert (
        kept.evaluate("async (img) => { img.loading = 'eager'; await img.decode(); return img.naturalWidth; }") == width
    )
    assert_accessible(page, "paper-kept")
    keep_screenshot(page, "consent-paper-kept")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the signed paper").click()
    with Image.open(download.value.path()) as saved:
        assert (saved.format, saved.size) == ("JPEG", (width, height))


def test_a_paper_that_was_signed_is_kept_as_a_pdf(app: RunningApp, page: Page, tmp_path: Path) -> None:
    sign_up(page, "pdf-practice")
    open_practice(page)
    add_client(page, "Pavel")
    to_the_signing_of(page, "Pavel")
    page.get_by_text("On paper", exact=True).click()
    paper = pdf(tmp_path)
    page.get_by_label("Choose a file").set_input_files(str(paper))
    expect(page.get_by_text("paper-2000.pdf")).to_be_visible()
    page.get_by_label("Signed on").fill("2026-03-02")
    sign_and_look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the signed paper").click()
    assert Path(download.value.path()).read_bytes() == paper.read_bytes()


def test_a_client_says_it_before_a_witness(app: RunningApp, page: Page) -> None:
    sign_up(page, "witness-practice")
    open_practice(page)
    add_client(page, "Vera")
    to_the_signing_of(page, "Vera")
    page.get_by_text("Say it before a witness", exact=True).click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Write the name of the witness.")).to_be_visible()
    page.get_by_label("Name of the witness").fill("Wanda")
    sign_and_look(page)
    expect(page.get_by_text("Said before a witness")).to_be_visible()
    expect(page.get_by_text("Wanda")).to_be_visible()
    expect(page.get_by_role("img", name="Signature of Vera")).to_have_count(0)


def test_an_owner_types_their_name(app: RunningApp, page: Page) -> None:
    sign_up(page, "typing-owner")
    page.goto("/consents/new?purpose=share_with_named")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What is it for?")).to_have_count(0)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="How far it goes")).to_be_visible()
    page.get_by_label("Who may see them").fill("Dr. Ahlm")
    page.get_by_role("button", name="Continue").click()
    tick_all(page)
    page.get_by_text("Type the name", exact=True).click()
    name = page.get_by_label("Your full name, as your signature")
    name.fill("")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Write the name.")).to_be_visible()
    name.fill("Tilda Typed")
    sign_and_look(page)
    expect(page.get_by_text("Name typed")).to_contain_text("Tilda Typed")
    # And who did what finds it among all that happened, not among what one page holds.
    page.goto("/log")
    page.get_by_label("Show", exact=True).select_option("sharing")
    expect(page.get_by_role("listitem").filter(has_text="onsent")).to_have_count(1)
    page.get_by_label("Show", exact=True).select_option("seen")
    expect(page.get_by_text("Nothing of this kind.")).to_be_visible()


def test_a_guardian_hands_the_record_to_whom_it_shows(app: RunningApp, open_context: OpenContext) -> None:
    practice = open_context().new_page()
    sign_up(practice, "guarding-practice")
    open_practice(practice)
    add_client(practice, "Emil")
    claim = make_link(practice, "Make a claim link")
    guardian = open_context().new_page()
    arrive(guardian, claim, "emils-father")
    guardian.get_by_text("Somebody I act for", exact=True).click()
    guardian.get_by_label("In which capacity").fill("father")
    guardian.get_by_role("button", name="Take over the record").click()
    section = guardian.get_by_role("region", name="Hand this record over")
    expect(section).to_contain_text("You keep it for Emil as: father.")
    expect(section).to_contain_text("Your access ends in that moment.")
    # One by mistake, taken back; then one for the person's own address.
    mistaken = make_link(guardian, "Make a claim link")
    section.get_by_role("button", name="Take back the link for whoever has it").click()
    expect(section.get_by_role("button", name="Take back the link")).to_have_count(0)
    section.get_by_label("E-mail").fill("emil@example.org")
    link = make_link(guardian, "Make a claim link")
    expect(section.get_by_role("button", name="Take back the link for emil@example.org")).to_be_visible()
    assert_accessible(guardian, "hand-over")
    keep_screenshot(guardian, "hand-over")

    stranger = open_context().new_page()
    sign_up(stranger, "emils-stranger")
    stranger.goto(mistaken)
    expect(stranger.get_by_text("This link was used, taken back, or is too old.")).to_be_visible()
    stranger.goto(link)
    expect(stranger.get_by_text("This link was made for another e-mail address.")).to_be_visible()
    expect(stranger.get_by_text("Emil", exact=True)).to_have_count(0)

    emil = open_context().new_page()
    arrive(emil, link, "emil")
    expect(emil.get_by_role("heading", name="A record is handed to you")).to_be_visible()
    emil.get_by_role("button", name="Take over the record").click()
    # The offer names the practice too: only the list of who sees the record says that it is taken over.
    expect(emil.get_by_role("heading", name="Who can see my record")).to_be_visible()
    expect(emil.get_by_role("heading", name="Studio Nord")).to_be_visible()
    guardian.goto("/access")
    expect(guardian.get_by_text("Nobody but you")).to_be_visible()
    expect(guardian.get_by_text("Emil", exact=True)).to_have_count(0)


@pytest.mark.slow
def test_consent_and_sharing_from_right_to_left_in_the_dark(app: RunningApp, open_context: OpenContext) -> None:
    page = open_context(color_scheme="dark").new_page()
    sign_up(page, "right-to-left")
    open_practice(page)
    page.goto("/practices")
    practice = page.get_by_role("link", name="Texts").get_attribute("href") or ""
    add_client(page, "Edda")
    turned(page, "client")
    to_the_signing_of(page, "Edda")
    page.get_by_text("On paper", exact=True).click()
    turned(page, "signing")
    places = ["/consents", "/consents/new", "/shares", "/shares/received", "/access", "/log", "/sealed", practice]
    for place in [*places, practice.replace("texts", "publications"), practice.replace("texts", "sealed")]:
        page.goto(place)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("status", name="Loading")).to_have_count(0)
        turned(page, place.strip("/").replace("/", "-")[-30:])


def turned(page: Page, name: str) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    keep_screenshot(page, f"rtl-{name}")
    assert_accessible(page, name)
    assert_nothing_scrolls_sideways(page, name)
