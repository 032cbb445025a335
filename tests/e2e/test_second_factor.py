"""Signing in with more than a password: an authenticator app, recovery codes, a passkey."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PASSWORD, OpenContext, sign_up
from tests.e2e.practice import sign_in

pytestmark = pytest.mark.slow


# What it may take a slow machine to type a code and send it; the server takes none of the half minute before.
SECONDS_TO_TYPE = 12


def half_minute(*, after: int = 0) -> int:
    """Waits for a half minute later than ``after`` that lasts long enough to type its code; its number."""
    while (now := time.time()) // 30 <= after or 30 - now % 30 < SECONDS_TO_TYPE:
        time.sleep(0.2)
    return int(now // 30)


def code_of(secret: str, step: int) -> str:
    """What an authenticator app shows in that half minute (RFC 6238, six figures)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def password_if_asked(page: Page, done: Locator) -> None:
    """The server asks for the password once more where signing in is a while ago, or never was; else it is ``done``."""
    dialog = page.get_by_role("dialog")
    expect(dialog.or_(done).first).to_be_visible()
    if dialog.is_visible():
        dialog.get_by_label("Password", exact=True).fill(PASSWORD)
        dialog.get_by_role("button", name="Go on").click()


def set_up_app(page: Page) -> tuple[str, list[str], int]:
    """The secret, the recovery codes, and the half minute whose code was used."""
    page.goto("/security")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("img", name="Code to scan with an authenticator app")).to_be_visible()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows now").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    used = half_minute()
    page.get_by_label("Code that the app shows now").fill(code_of(secret, used))
    page.get_by_role("button", name="Turn on").click()
    codes = page.get_by_role("region", name="Recovery codes").get_by_role("listitem")
    password_if_asked(page, codes)
    expect(codes).to_have_count(10)
    return secret, codes.all_inner_texts(), used


def test_an_authenticator_app_and_recovery_codes(page: Page, open_context: OpenContext) -> None:
    sign_up(page, "careful")
    other = open_context().new_page()
    sign_in(other, "careful")
    expect(other.get_by_role("heading", name="Timeline", level=1)).to_be_visible()
    secret, codes, used = set_up_app(page)
    page.get_by_role("button", name="I have kept them").click()
    page.reload()
    expect(page.get_by_text("10 of 10 are unused.")).to_be_visible()
    expect(page.get_by_text(codes[0])).to_have_count(0)
    other.reload()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()

    sign_in(other, "careful")
    expect(other.get_by_role("heading", name="Second step")).to_be_visible()
    other.get_by_role("button", name="Use a recovery code instead").click()
    other.get_by_label("Recovery code").fill(codes[0])
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Timeline", level=1)).to_be_visible()

    third = open_context().new_page()
    sign_in(third, "careful")
    third.get_by_label("Code", exact=True).fill("123456")
    third.get_by_role("button", name="Sign in").click()
    expect(third.get_by_role("alert")).to_contain_text("This code is not right")
    # A code counts once: a later half minute's.
    third.get_by_label("Code", exact=True).fill(code_of(secret, half_minute(after=used)))
    third.get_by_role("button", name="Sign in").click()
    expect(third.get_by_role("heading", name="Timeline", level=1)).to_be_visible()


def test_a_passkey_is_made_and_shown(named_page: Page) -> None:
    page = named_page
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_up(page, "keyholder")
    page.goto("/security")
    page.get_by_label("Name of this passkey").fill("Tablet")
    page.get_by_role("button", name="Add a passkey").click()
    added = page.get_by_text("The passkey is added.")
    password_if_asked(page, added)
    expect(added).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Tablet")).to_have_count(1)
    page.get_by_role("button", name="I have kept them").click()
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "keyholder")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()


def test_an_address_without_a_name_says_why_it_holds_no_passkeys(page: Page) -> None:
    sign_up(page, "numbered")
    page.goto("/security")
    expect(page.get_by_text("Passkeys need an https address with a name.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)
