"""How a timeline of 2,000 photos and 1,000 sessions scrolls on a slow phone: its longest frames, and its memory.

    .venv/bin/python -m tests.benchmarks.scrolling            # four times slower, as the goal says
    .venv/bin/python -m tests.benchmarks.scrolling --slower 1

A real Chromium of 390×844 at twice the pixels opens the app over a database filled for it, with a small picture of its
own for each photo, and is slowed down by its own throttle. The first way down loads every page; then it scrolls to the
top and down again. Prints, for each way: the longest frames of the main thread (``long-animation-frame``, whose
threshold is 50 ms), the nodes of the page and the script's heap after a collection. Exits with 1 when a frame after
loading is longer than 50 ms, or when nodes or heap have grown by a tenth from one way to the next.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from tests.benchmarks.timeline import fill, prepared
from tests.e2e.conftest import FLAGS, PHONE
from tests.running import ROOT, RunningApp

PHOTOS, SESSIONS = 2_000, 1_000
GOAL_MS, GOAL_GROWTH = 50.0, 1.1
STEP_PX, STEP_MS = 900, 60

WATCH = """() => {
  window.longFrames = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      const scripts = one.scripts.map((s) => `${s.invoker}:${Math.round(s.duration)}`).join(" ");
      window.longFrames.push({ at: one.startTime, ms: one.duration, blocked: one.blockingDuration, scripts });
    }
  }).observe({ type: "long-animation-frame" });
}"""
# By steps of a flick, each in a frame of its own; ends where nothing more moves.
SCROLL = """async ([step, wait]) => {
  const page = document.scrollingElement;
  let still = 0;
  for (let steps = 0; still < 12 && steps < 20000; steps += 1) {
    const before = page.scrollTop;
    await new Promise((done) => requestAnimationFrame(done));
    scrollBy({ top: step, behavior: "instant" });
    await new Promise((done) => setTimeout(done, wait));
    const loading = document.querySelector("main button[disabled]") !== null;
    still = page.scrollTop === before && !loading ? still + 1 : 0;
  }
  return page.scrollHeight;
}"""


def make(folder: Path) -> None:
    """In a process of its own, as the app's settings are read once: the record, and a picture for each rendition."""
    os.environ |= {"LIKENESS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "backend.settings"}
    prepared()
    fill("scroller", PHOTOS, SESSIONS)
    from django.core.files.base import ContentFile  # noqa: PLC0415 (settings are read first)
    from django.core.files.storage import default_storage  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from backend.photos.models import Rendition  # noqa: PLC0415
    from ml.vocabulary import ALIGNED_SMALL_SIZE  # noqa: PLC0415

    dice = random.Random("pictures")
    shapes = []
    for number in range(20):
        picture = Image.effect_noise(ALIGNED_SMALL_SIZE, 20).convert("RGB")
        file = folder / f"{number}.jpg"
        picture.save(file, quality=80)
        shapes.append(file.read_bytes())
    for key in Rendition.objects.filter(spec="aligned_small").values_list("key", flat=True):
        default_storage.save(key, ContentFile(dice.choice(shapes)))


def state(session: CDPSession, page: Page) -> tuple[int, float]:
    session.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return int(page.evaluate("document.getElementsByTagName('*').length")), metrics["JSHeapUsedSize"] / 1e6


def walk(page: Page, session: CDPSession, title: str, step: int) -> tuple[float, int, float]:
    page.evaluate("window.longFrames.length = 0")
    height = page.evaluate(SCROLL, [step, STEP_MS])
    frames = sorted(page.evaluate("window.longFrames"), key=lambda one: -one["ms"])
    nodes, heap = state(session, page)
    longest = frames[0]["ms"] if frames else 0.0
    print(
        f"{title:22} {height:8} px  frames over 50 ms: {len(frames):4}  longest {longest:6.0f} ms"
        f"  elements {nodes:6}  heap {heap:6.1f} MB",
        flush=True,
    )
    for one in frames[:5]:
        print(f"    {one['ms']:5.0f} ms, blocked {one['blocked']:4.0f}  {one['scripts']}")
    return longest, nodes, heap


def run(slower: float) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="likeness-scroll-") as name:
        folder = Path(name)
        code = f"import pathlib, tests.benchmarks.scrolling as it; it.make(pathlib.Path({str(folder / 'data')!r}))"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
        with RunningApp(folder) as app, sync_playwright() as playwright:
            path = find_chromium()
            assert path, HOW_TO_INSTALL
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            phone: Any = {"viewport": PHONE, "device_scale_factor": 2, "has_touch": True}
            return scroll(browser.new_context(base_url=app.origin, **phone).new_page(), slower)


def scroll(page: Page, slower: float) -> list[str]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("scroller@example.org")
    page.get_by_label("Password", exact=True).fill("a password of a benchmark")
    page.get_by_role("button", name="Sign in").click()
    page.locator("[data-key]").first.wait_for()
    page.evaluate(WATCH)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    walk(page, session, "down, loading", STEP_PX)
    ways: list[Any] = [
        walk(page, session, f"{title}, all loaded", step)
        for title, step in (("up", -STEP_PX), ("down", STEP_PX), ("up again", -STEP_PX), ("down again", STEP_PX))
    ]
    missed = [] if max(way[0] for way in ways) <= GOAL_MS else ["a frame"]
    # The same end of the way, so that what stands there is the same.
    grown = any(ways[3][part] > ways[1][part] * GOAL_GROWTH for part in (1, 2))
    return missed + (["memory"] if grown else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slower", type=float, default=4.0)
    missed = run(parser.parse_args().slower)
    sys.exit(f"Missed: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
