"""What Lighthouse says of the timeline on a phone: performance, accessibility, best practices.

    .venv/bin/python -m tests.benchmarks.lighthouse LIGHTHOUSE       # .../node_modules/.bin/lighthouse, 12.8.2
    .venv/bin/python -m tests.benchmarks.lighthouse LIGHTHOUSE --runs 5

Lighthouse is not among the project's packages (`npm install lighthouse@12.8.2` in a folder of its own). A database is
filled with the demo's record (`manage.py demo`), a real Chromium signs in, and Lighthouse looks at ``/`` through it, as
a phone with its own throttle (``simulate``) and nothing of the app on the phone yet. Prints each run's
scores and the median, and what cost points. Exits with 1 where the medians miss 95 / 100 / 100.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from backend.common.frontend_build import npm_environment
from tests.e2e.conftest import FLAGS, PHONE
from tests.running import ROOT, RunningApp, free_port

GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
EMAIL = "demo@example.org"
CATEGORIES = ",".join(GOALS)


def fill(folder: Path) -> str:
    """The demo's record in a new installation; answers its password."""
    environment = {**os.environ, "LIKENESS_DATA": str(folder / "data")}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
    said = subprocess.run(
        [*manage, "demo", "--email", EMAIL], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    return said.stdout.decode().rsplit("password: ", 1)[1].split()[0]


def look(lighthouse: Path, origin: str, port: int, report: Path) -> dict[str, Any]:
    command = [
        str(lighthouse), f"{origin}/", f"--port={port}", "--quiet", "--output=json", f"--output-path={report}",
        f"--only-categories={CATEGORIES}", "--disable-storage-reset", "--form-factor=mobile",
    ]  # fmt: skip
    subprocess.run(command, check=True, env=npm_environment())
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def forget_files(browser: BrowserContext, origin: str) -> None:
    """As on a first visit: signed in, with nothing of the app on the phone."""
    page = browser.new_page()
    session = browser.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "service_workers,cache_storage"})
    session.send("Network.clearBrowserCache")
    page.close()


def lost_points(report: dict[str, Any]) -> list[str]:
    weighted = [
        (category, one["id"])
        for category in GOALS
        for one in report["categories"][category]["auditRefs"]
        if one["weight"] > 0
    ]
    audits = report["audits"]
    return [
        f"{category}: {name} {audits[name]['score']:.2f} {audits[name].get('displayValue', '')}"
        for category, name in weighted
        if audits[name]["score"] is not None and audits[name]["score"] < 1
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lighthouse", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    browser_path = find_chromium()
    if browser_path is None:
        sys.exit(HOW_TO_INSTALL)
    scores: dict[str, list[float]] = {name: [] for name in GOALS}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        password = fill(Path(place))
        port = free_port()
        with RunningApp(Path(place)) as app:
            browser = playwright.chromium.launch_persistent_context(
                str(Path(place) / "browser"),
                executable_path=browser_path,
                args=[*FLAGS, f"--remote-debugging-port={port}"],
                viewport={"width": PHONE["width"], "height": PHONE["height"]},
            )
            page = browser.new_page()
            page.goto(f"{app.origin}/sign-in")
            page.get_by_label("E-mail").fill(EMAIL)
            page.get_by_label("Password", exact=True).fill(password)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("heading", name="Timeline", level=1).wait_for()
            page.close()
            for number in range(options.runs):
                forget_files(browser, app.origin)
                report = look(options.lighthouse, app.origin, port, Path(place) / f"{number}.json")
                for name, values in scores.items():
                    values.append(report["categories"][name]["score"] * 100)
                print({name: round(values[-1]) for name, values in scores.items()})
                print("\n".join(f"  {line}" for line in lost_points(report)))
            browser.close()
    medians = {name: statistics.median(values) for name, values in scores.items()}
    print("median:", {name: round(value) for name, value in medians.items()})
    sys.exit(any(medians[name] < goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    main()
