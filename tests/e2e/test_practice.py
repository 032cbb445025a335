"""A practice and its clients in two browsers: whose record is open is never in doubt, and ends when the client says."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import as_jpeg, astronaut
from tests.e2e.conftest import ALIGNED, OpenContext, sign_up
from tests.e2e.practice import (
    add_client,
    arrive,
    consent_on_paper,
    make_link,
    open_client,
    open_practice,
    photograph,
    sign_in,
)
from tests.running import RunningApp

pytestmark = pytest.mark.slow


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(as_jpeg(astronaut(), taken="2026:03:01 08:30:00"))
    return path


def bar(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Open record")


def test_a_photo_is_filed_under_the_client_whose_record_is_open(page: Page, app: RunningApp, photo: Path) -> None:
    sign_up(page, "filer")
    open_practice(page)
    add_client(page, "Anna Filed")
    expect(page.get_by_text("No consent yet")).to_be_visible()
    expect(page.get_by_role("button", name="Open the record")).to_have_count(0)
    consent_on_paper(app, "Anna Filed")

    page.goto("/")
    expect(bar(page)).to_contain_text("Your own record")
    open_client(page, "Anna Filed")
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    photograph(page, "Anna Filed", photo)
    page.get_by_role("link", name="Timeline", exact=True).click()
    theirs = page.get_by_role("link", name=ALIGNED)
    expect(theirs).to_have_count(1, timeout=60_000)
    address = theirs.get_attribute("href")
    assert address

    page.reload()
    expect(bar(page)).to_contain_text("Anna Filed")
    expect(page.get_by_role("link", name=ALIGNED)).to_have_count(1)
    page.get_by_role("button", name="Back to your own record").click()
    expect(page.get_by_text("No photos yet")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("alert")).to_contain_text("belongs to another record")
    expect(page.get_by_role("main").get_by_role("img")).to_have_count(0)
    page.goto("/import")
    expect(page.get_by_role("heading", name="Add photos")).to_be_visible()
    expect(page.get_by_text("Into the record of")).to_have_count(0)


def test_an_open_record_is_not_inherited_by_the_next_account(page: Page, app: RunningApp) -> None:
    sign_up(page, "first-at-the-tablet")
    open_practice(page)
    add_client(page, "Bela Tablet")
    consent_on_paper(app, "Bela Tablet")
    open_client(page, "Bela Tablet")
    # The session ends by itself; somebody else signs in at the same tab.
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/sign-up")
    page.get_by_label("E-mail").fill("next-at-the-tablet@example.org")
    page.get_by_label("Password", exact=True).fill("a long enough secret")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    expect(page.get_by_role("complementary", name="Open record")).to_have_count(0)
    expect(page.get_by_text("Bela Tablet")).to_have_count(0)


def test_a_client_takes_the_record_over_decides_and_ends_care(
    page: Page, app: RunningApp, open_context: OpenContext, photo: Path
) -> None:
    sign_up(page, "carer")
    open_practice(page)
    add_client(page, "Cleo Claims")
    link = make_link(page, "Make a claim link")
    client = open_context().new_page()
    arrive(client, link, "cleo")
    expect(client.get_by_role("heading", name="Studio Nord")).to_be_visible()
    client.get_by_role("button", name="Take over the record").click()
    expect(client.get_by_role("heading", name="Who can see my record")).to_be_visible()
    client.get_by_role("button", name="Accept").click()
    expect(client.get_by_text("Sees nothing yet")).to_be_visible()
    client.goto(link)
    expect(client.get_by_role("alert")).to_contain_text("was used")

    consent_on_paper(app, "Cleo Claims")
    page.goto("/clients")
    open_client(page, "Cleo Claims")
    photograph(page, "Cleo Claims", photo)

    client.goto("/access")
    client.get_by_label("Add photos").uncheck()
    expect(client.get_by_text("Saved. It holds from now on.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Not part of your access")).to_be_visible()
    expect(page.get_by_role("link", name="Capture", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Timeline", exact=True)).to_be_visible()

    client.get_by_role("button", name="End care").click()
    dialog = client.get_by_role("dialog")
    expect(dialog).to_contain_text("What stays with the practice, and why")
    dialog.get_by_role("button", name="End care").click()
    expect(client.get_by_role("heading", name="Ended")).to_be_visible()
    page.reload()
    expect(page.get_by_text("no longer open to you")).to_be_visible()
    expect(bar(page)).to_contain_text("Your own record")
    page.goto("/clients")
    expect(page.get_by_role("listitem").filter(has_text="Ended")).to_have_count(1)

    client.get_by_role("link", name="Who did what").click()
    expect(client.get_by_text("carer@example.org, owner of Studio Nord").first).to_be_visible()
    client.get_by_label("Show").select_option("others")
    expect(client.get_by_text("Added: photo")).to_be_visible()
    with client.expect_download() as saved:
        client.get_by_role("link", name="Download as CSV").click()
    assert b"carer@example.org" in Path(saved.value.path()).read_bytes()


@pytest.mark.parametrize("role", ["assistant", "reviewer"])
def test_staff_see_of_a_record_what_their_role_is_for(
    page: Page, app: RunningApp, open_context: OpenContext, photo: Path, role: str
) -> None:
    name = f"Dora {role}"
    sign_up(page, f"boss-of-{role}")
    open_practice(page)
    add_client(page, name)
    consent_on_paper(app, name)
    page.goto("/clients")
    open_client(page, name)
    photograph(page, name, photo)
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.get_by_role("link", name=ALIGNED)).to_have_count(1, timeout=60_000)
    page.goto("/practices")
    page.get_by_role("link", name="Team").click()
    page.get_by_label("Role", exact=True).select_option(role)
    link = make_link(page, "Make an invitation")

    staff = open_context().new_page()
    arrive(staff, link, role)
    staff.get_by_role("button", name="Join Studio Nord").click()
    expect(staff.get_by_role("heading", name="Practices", level=1)).to_be_visible()
    open_client(staff, name)
    places = staff.get_by_role("navigation", name="Main").get_by_role("link")
    if role == "assistant":
        expect(staff.get_by_role("heading", name="Capture", level=1)).to_be_visible()
        staff.get_by_role("link", name="Choose from the gallery").click()
        expect(staff.get_by_role("heading", name="Add photos")).to_be_visible()
        expect(staff.get_by_role("img", name="The picture to line up with, Front")).to_be_visible()
        expect(places).to_have_text(["Capture", "More"], use_inner_text=True)
        staff.goto("/")
        expect(staff.get_by_role("heading", name="Not part of your access")).to_be_visible()
    else:
        expect(staff.get_by_role("link", name=ALIGNED)).to_have_count(1)
        expect(places).to_have_text(["Timeline", "Compare", "Sessions", "More"], use_inner_text=True)
        expect(staff.get_by_role("button", name="Add")).to_have_count(0)
        staff.get_by_role("link", name=ALIGNED).click()
        expect(staff.get_by_role("link", name="Download original")).to_be_visible()
        for word in ("Correct", "Delete"):
            expect(staff.get_by_role("button", name=word)).to_have_count(0)


def test_a_client_with_an_account_lets_a_practice_in(page: Page, open_context: OpenContext) -> None:
    sign_up(page, "counter")
    open_practice(page)
    page.get_by_role("link", name="Details").click()
    link = make_link(page, "Show the code")
    client = open_context().new_page()
    sign_up(client, "walk-in")
    client.goto(link)
    client.get_by_label("Log sessions").uncheck()
    client.get_by_role("button", name="Ask Studio Nord to care for me").click()
    expect(client.get_by_text("Studio Nord has not answered yet.")).to_be_visible()

    page.goto("/clients")
    page.get_by_role("listitem").filter(has_text="Waits for the practice").get_by_role("button").click()
    expect(page.get_by_text("See the record")).to_be_visible()
    expect(page.get_by_text("Log sessions")).to_have_count(0)
    page.get_by_role("button", name="Accept the client").click()
    expect(page.get_by_text("Waits for the consent")).to_be_visible()


def test_a_browser_that_was_left_somewhere_is_signed_out_from_afar(page: Page, open_context: OpenContext) -> None:
    sign_up(page, "forgetful")
    left = open_context().new_page()
    sign_in(left, "forgetful")
    expect(left.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    page.goto("/security")
    page.get_by_role("button", name="Sign out Chrome on Linux").click()
    expect(page.get_by_text("Signed out there.")).to_be_visible()
    left.reload()
    expect(left.get_by_role("heading", name="Sign in")).to_be_visible()
