"""The verdict under a pair: one line, its numbers on tap, and the photo that would do instead."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.backend.comparisons.test_verdict import shot
from tests.e2e.conftest import assert_accessible, keep_screenshot, sign_up, upload, wait_until_aligned


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A first photo; three months later one from farther away, and four days after it one as before."""
    shots = {
        "first": shot(taken="2026:03:12 08:30:00"),
        "farther": shot(taken="2026:06:04 08:30:00", size=440),
        "alike": shot(taken="2026:06:08 08:30:00", size=508),
    }
    for name, content in shots.items():
        (tmp_path / f"{name}.jpg").write_bytes(content)
    return [tmp_path / f"{name}.jpg" for name in shots]


def test_a_pair_says_whether_it_can_be_compared_and_what_would_do_instead(page: Page, files: list[Path]) -> None:
    sign_up(page, "verdict")
    # The first to be aligned is the baseline: one after the other.
    upload(page, files[0])
    wait_until_aligned(page, 1)
    upload(page, *files[1:])
    wait_until_aligned(page, 3)
    page.goto("/compare")
    verdict = page.get_by_role("region", name="Verdict on this pair")
    expect(verdict.get_by_role("status")).to_have_text("Comparable.")
    page.get_by_role("button", name="Second photo").click()
    page.get_by_role("dialog").get_by_role("button", name="4 June 2026").click()
    far = re.compile("Not comparable: camera 1[5-8]\u00a0% farther away.")
    expect(verdict.get_by_role("status")).to_contain_text(far)
    keep_screenshot(page, "verdict-not-comparable")
    verdict.get_by_text("How the two were taken").click()
    row = verdict.get_by_role("row", name="Camera’s distance")
    expect(row).to_contain_text("5\u00a0%")
    expect(verdict).to_contain_text("1 of the 3 photos of this view is comparable with the first one.")
    verdict.get_by_text("How the two were taken").scroll_into_view_if_needed()
    keep_screenshot(page, "verdict-details")
    assert_accessible(page, "verdict")
    verdict.get_by_text("How the two were taken").click()
    verdict.get_by_role("button", name="Try 8 June 2026 instead.").click()
    expect(verdict.get_by_role("status")).to_have_text("Comparable.")
    keep_screenshot(page, "verdict-good")

    page.get_by_text("Find the most comparable photo").click()
    expect(page.get_by_role("radio", name="12 weeks")).to_be_checked()
    proposed = page.get_by_role("region", name="Most comparable near 4 June 2026").get_by_role("button")
    expect(proposed).to_have_count(2)
    expect(proposed.nth(0)).to_have_text(re.compile(r"8 June 2026\s+88 days apart · Shown now\s+Comparable\."))
    expect(proposed.nth(1)).to_have_text(re.compile(r"4 June 2026\s+84 days apart\s+Not comparable: camera"))
    proposed.nth(1).scroll_into_view_if_needed()
    keep_screenshot(page, "verdict-partners")
    assert_accessible(page, "verdict-partners")
    proposed.nth(1).click()
    expect(verdict.get_by_role("status")).to_contain_text(far)
    expect(proposed.nth(1)).to_have_attribute("aria-pressed", "true")
