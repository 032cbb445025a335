"""The README's screenshot, taken anew from the demo on a running `up`.

python3 manage.py up
python3 manage.py demo --password a-password-for-the-demo
.venv/bin/python -m tests.screenshots a-password-for-the-demo
"""

import argparse
import io

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from tests.running import ROOT

TARGET = ROOT / "frontend" / "screenshots" / "demo.jpg"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
GAP = 32
SURROUND = (119, 119, 119)
# There are pictures on the screen, and each of them is there.
ALL_LOADED = """() => {
  const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
  return seen.length > 0 && seen.every((image) => image.complete && image.naturalWidth > 0);
}"""


def shot(page: Page) -> Image.Image:
    page.wait_for_load_state("networkidle")
    page.wait_for_function(ALL_LOADED)
    return Image.open(io.BytesIO(page.screenshot()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("password")
    parser.add_argument("--email", default="demo@example.org")
    parser.add_argument("--origin", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(
            base_url=options.origin, viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True
        )
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(options.email)
        page.get_by_label("Password", exact=True).fill(options.password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Timeline", level=1).wait_for()
        shots = [shot(page)]
        page.goto("/compare")
        page.get_by_text("84 days apart").wait_for()
        shots.append(shot(page))
        page.get_by_text("Slider", exact=True).click()
        shots.append(shot(page))
        browser.close()
    width, height = shots[0].size
    sheet = Image.new("RGB", (len(shots) * (width + GAP) + GAP, height + 2 * GAP), SURROUND)
    for number, picture in enumerate(shots):
        sheet.paste(picture, (GAP + number * (width + GAP), GAP))
    TARGET.parent.mkdir(exist_ok=True)
    half = sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)
    half.save(TARGET, quality=85)


if __name__ == "__main__":
    main()
