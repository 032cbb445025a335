"""Consents on screen: signed on glass on a practice's device, read, withdrawn, and nothing ticked for anybody."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, assert_accessible, keep_screenshot, settle, sign_up
from tests.e2e.practice import add_client, open_practice
from tests.e2e.test_every_screen import assert_nothing_scrolls_sideways
from tests.running import RunningApp


def shown(page: Page, name: str) -> None:
    settle(page)
    keep_screenshot(page, f"consent-{name}")
    assert_accessible(page, name)
    assert_nothing_scrolls_sideways(page, name)


def draw(page: Page) -> None:
    """A line across the pad."""
    pad = page.locator("canvas")
    pad.evaluate("pad => pad.scrollIntoView({block: 'center'})")
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 40, steps=5)
    page.mouse.move(box["x"] + 220, box["y"] + 90, steps=5)
    page.mouse.up()
    expect(page.get_by_text("Signature drawn")).to_be_visible()


def give_back(page: Page) -> None:
    """The practice's session opens again for the password of whoever is signed in, and not for another."""
    page.get_by_role("button", name="I have it back").click()
    page.get_by_role("dialog").get_by_label("Password", exact=True).fill("what a client might guess")
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("not your current password")
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    page.get_by_role("dialog").get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_device_in_a_clients_hands_opens_no_other_record(page: Page) -> None:
    sign_up(page, "lending-practice")
    open_practice(page)
    add_client(page, "Frida")
    page.get_by_role("link", name="Sign a consent").click()
    for heading in ("What is it for?", "How far it goes"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="I am Frida").click()
    expect(page.get_by_role("button", name="I do not sign")).to_be_visible()
    # Neither the way back, nor another address, nor another tab.
    page.go_back()
    expect(page.get_by_role("heading", name="in a client’s hands")).to_be_visible()
    page.goto("/clients")
    expect(page.get_by_role("heading", name="in a client’s hands")).to_be_visible()
    expect(page.get_by_text("Frida")).to_have_count(0)
    shown(page, "handed-over")
    tab = page.context.new_page()
    tab.goto("/")
    expect(tab.get_by_role("heading", name="in a client’s hands")).to_be_visible()
    give_back(page)
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()
    expect(tab.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_client_signs_on_the_glass_and_it_is_withdrawn(app: RunningApp, page: Page) -> None:
    sign_up(page, "signing-practice")
    open_practice(page)
    add_client(page, "Edda")
    page.get_by_role("link", name="Sign a consent").click()
    expect(page.get_by_role("heading", name="What is it for?")).to_be_visible()
    shown(page, "purpose")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="How far it goes")).to_be_visible()
    shown(page, "scope")
    page.get_by_role("button", name="Continue").click()
    shown(page, "hand")
    page.get_by_role("button", name="I am Edda").click()
    expect(page.get_by_text("template, to be checked by the practice")).to_be_visible()
    # In the client's hands, the way to other records is put away.
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    shown(page, "text")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check and sign")).to_be_visible()
    ticks = page.get_by_role("group", name="Tick each yourself").get_by_role("checkbox")
    expect(ticks).to_have_count(4)
    for tick in ticks.all():
        expect(tick).not_to_be_checked()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Tick every statement")).to_be_visible()
    for tick in ticks.all():
        tick.check()
    draw(page)
    shown(page, "sign")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Receipt as PDF")).to_be_visible()
    shown(page, "done")
    give_back(page)
    page.get_by_role("link", name="See the consent").click()
    expect(page.get_by_text("In force")).to_be_visible()
    expect(page.get_by_role("img", name="Signature of Edda")).to_be_visible()
    shown(page, "one")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("What stays, and why")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("No picture is in them.")).to_be_visible()
    shown(page, "withdraw")
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("It is over")).to_be_visible()
    shown(page, "over")


def test_the_texts_copies_and_publications_of_a_practice(app: RunningApp, page: Page) -> None:
    sign_up(page, "text-practice")
    open_practice(page)
    page.get_by_role("link", name="Texts").click()
    page.get_by_role("button", name="Start a text from").first.click()
    expect(page.get_by_role("button", name="Save the draft")).to_be_visible()
    shown(page, "text-draft")
    page.get_by_role("button", name="Mark as reviewed").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Retire")).to_be_visible()
    page.goto("/practices")
    page.get_by_role("link", name="Texts").click()
    expect(page.get_by_text("In use")).to_be_visible()
    shown(page, "texts")
    page.goto("/practices")
    page.get_by_role("link", name="Published").click()
    expect(page.get_by_text("Nothing published")).to_be_visible()
    shown(page, "publications")
    page.goto("/practices")
    page.get_by_role("link", name="Sealed").click()
    expect(page.get_by_role("heading", name=re.compile("Sealed"), level=1)).to_be_visible()
    shown(page, "sealed")
    page.goto("/consents")
    expect(page.get_by_text("Nothing signed yet")).to_be_visible()
    shown(page, "none")
