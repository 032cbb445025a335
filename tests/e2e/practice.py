"""What the browser tests of practices share: people, a practice, a client, and a consent that was given on paper."""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD
from tests.running import ROOT, RunningApp

PRACTICE = {
    "Name": "Studio Nord",
    "Address": "1 Harbour Street",
    "Contact for questions of privacy": "privacy@studio.example",
    "Country whose law applies": "Greece",
    "Where the pictures are kept": "On our own computer",
    "How long they are kept": "Until care ends",
}


def open_practice(page: Page) -> None:
    """Ends on the list of practices."""
    page.goto("/practices/new")
    for label, text in PRACTICE.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Studio Nord", level=2)).to_be_visible()


def add_client(page: Page, name: str) -> None:
    """Ends on the client's page."""
    page.goto("/clients/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Add the client").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def consent_on_paper(app: RunningApp, name: str) -> None:
    """The client called ``name`` has accepted the practice and consented: put into the app's own database."""
    script = (
        "from django.utils import timezone\n"
        "from backend.subjects.models import CareRelation\n"
        "from tests.backend.care import consent_to_care\n"
        f"relation = CareRelation.objects.get(subject__display_name={name!r})\n"
        "CareRelation.objects.filter(pk=relation.pk).update(accepted_at=timezone.now())\n"
        "consent_to_care(relation.subject, relation.practice)\n"
    )
    environment = {**os.environ, "LIKENESS_DATA": str(app.folder / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60)


def make_link(page: Page, button: str) -> str:
    """Presses ``button``; the path of the link that is then shown."""
    page.get_by_role("button", name=button).click()
    link = page.locator("p.link")
    expect(link).to_be_visible()
    return "/" + link.inner_text().split("/", 3)[3]


def arrive(page: Page, path: str, name: str) -> None:
    """Follows a link that was handed over, signed out: an account first, then where the link leads."""
    page.goto(path)
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("link", name="Go on").click()


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def open_client(page: Page, name: str) -> None:
    """Two taps, from anywhere inside."""
    page.get_by_role("complementary", name="Open record").get_by_role("link", name="Clients").click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("complementary", name="Open record")).to_contain_text(name)


def photograph(page: Page, name: str, *photos: Path) -> None:
    """Adds photos by way of the camera's screen, where it is said whose record they go into."""
    page.get_by_role("link", name="Capture", exact=True).click()
    page.get_by_role("link", name="Choose from the gallery").click()
    expect(page.get_by_text("Into the record of")).to_contain_text(name)
    page.get_by_label("Choose photos").set_input_files([str(photo) for photo in photos])
    what = "1 photo" if len(photos) == 1 else f"{len(photos)} photos"
    page.get_by_role("button", name=f"Upload {what} of {name}").click()
    expect(page.get_by_text(re.compile("^Saved"))).to_have_count(len(photos), timeout=60_000)
