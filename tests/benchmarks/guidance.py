"""How many frames a second guidance looks at on the phone, and how long it holds up the page.

    .venv/bin/python -m tests.benchmarks.guidance PHOTO             # a photo with one face
    .venv/bin/python -m tests.benchmarks.guidance PHOTO --seconds 10

Chromium without a window shows the photo by its fake camera at 640×480, 30 frames a second; the built app's own worker
looks at it, on the CPU. Prints frames a second and the median and 95th percentile of a look in milliseconds, the
longest task of the page's main thread with guidance running and without, and the processor time that a frame takes
(which says something even where other work fills the machine), at full speed and four times slower.

The protocol's ``Emulation.setCPUThrottlingRate`` slows a page's main thread and no worker. So all of the browser's
processes (page, worker, graphics, camera) are stopped three quarters of the time, 6 ms on and 18 ms off: the same for
every thread, and no thread makes up for it on another core. Exits with 1 where a goal is missed.
"""

import argparse
import io
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from playwright.sync_api import Page, sync_playwright

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from backend.common.frontend_build import FRONTEND, npm_command, npm_environment
from tests.e2e.conftest import FLAGS
from tests.running import RunningApp, descendants

SIZE = (640, 480)
FRAMES_PER_SECOND = {1: 15.0, 4: 8.0}
LONGEST_TASK_MS = 50.0
STOP_CYCLE = 0.024
WARM_UP_SECONDS = 3.0

LOOK = """async ([seconds, withGuide]) => {
  const video = document.querySelector("video");
  video.srcObject ??= await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, frameRate: 30 } });
  await video.play();
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)));
  let stop = () => undefined;
  let times = [];
  let last = null;
  let faces = 0;
  if (withGuide) {
    window.guide ??= await openGuide();
    stop = watch(video, window.guide, (seen) => {
      const now = performance.now();
      if (last !== null) times.push(now - last);
      last = now;
      faces += seen ? 1 : 0;
    });
    // The first frames compile and allocate.
    await pause(3000);
    times = [];
    faces = 0;
  }
  observer.observe({ type: "longtask" });
  const began = performance.now();
  await pause(seconds * 1000);
  const took = (performance.now() - began) / 1000;
  stop();
  await pause(300);
  observer.disconnect();
  return { times, faces, took, longest: Math.max(0, ...tasks), size: [video.videoWidth, video.videoHeight] };
}"""


def camera_file(photo: Path, folder: Path) -> Path:
    """The photo as a film for the fake camera: frames of JPEG one after another, each moved a little."""
    with Image.open(photo) as opened:
        face = ImageOps.exif_transpose(opened).convert("RGB")
    film = folder / "camera.mjpeg"
    with film.open("wb") as file:
        for number in range(30):
            frame = Image.new("RGB", SIZE, (120, 120, 120))
            fitted = ImageOps.contain(face, (SIZE[0], SIZE[1] - 20))
            frame.paste(fitted, ((SIZE[0] - fitted.width) // 2 + number % 5, 10 + number % 3))
            bytes_of_frame = io.BytesIO()
            frame.save(bytes_of_frame, "JPEG", quality=92)
            file.write(bytes_of_frame.getvalue())
    return film


def build(folder: Path) -> Path:
    """The app with the page that lets guidance be driven without a screen."""
    made = folder / "dist"
    command = ["exec", "vite", "--", "build", "--config", "tests/driver/vite.config.ts", "--outDir", str(made)]
    subprocess.run(npm_command(command), cwd=FRONTEND, env=npm_environment(), check=True, stdout=subprocess.DEVNULL)
    return made


@contextmanager
def slowed(browser: int, rate: int) -> Iterator[None]:
    """All processes below the browser's run one ``rate``-th of the time."""
    if rate == 1:
        yield
        return
    over = threading.Event()

    def stop_and_go() -> None:
        below = descendants(browser)
        while not over.is_set():
            for what, share in ((signal.SIGSTOP, 1 - 1 / rate), (signal.SIGCONT, 1 / rate)):
                for process in below:
                    os.kill(process, what)
                time.sleep(STOP_CYCLE * share)
        for process in below:
            os.kill(process, signal.SIGCONT)

    thread = threading.Thread(target=stop_and_go)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def browser_process() -> int:
    """Of this process' children, the browser: the one whose children are the page's processes."""
    for child in descendants(os.getpid()):
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"chromium" in command and b"--type=" not in command and b"--remote-debugging-pipe" in command:
            return child
    raise RuntimeError("no browser runs")


def processor_seconds(browser: int) -> dict[str, float]:
    """What the page's main thread, the workers' threads, the graphics process and all together have worked."""
    spent = {"page": 0.0, "worker": 0.0, "graphics": 0.0, "all": 0.0}
    for process in descendants(browser):
        command = Path(f"/proc/{process}/cmdline").read_bytes()
        for task in Path(f"/proc/{process}/task").iterdir():
            name, fields = (task / "comm").read_text(), (task / "stat").read_text().rsplit(")", 1)[1].split()
            seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            spent["all"] += seconds
            if b"--type=gpu-process" in command:
                spent["graphics"] += seconds
            elif b"--type=renderer" in command and int(task.name) == process:
                spent["page"] += seconds
            elif b"--type=renderer" in command and "Worker" in name and "DedicatedWorker".startswith(name.strip()):
                spent["worker"] += seconds
    return spent


def measure(page: Page, rate: int, seconds: float) -> bool:
    page.evaluate(LOOK, [0.1, True])
    browser = browser_process()
    with slowed(browser, rate):
        alone: dict[str, Any] = page.evaluate(LOOK, [seconds, False])
        before = processor_seconds(browser)
        guided: dict[str, Any] = page.evaluate(LOOK, [seconds, True])
        after = processor_seconds(browser)
    times = sorted(guided["times"])
    frames = len(times) / guided["took"]
    # The frames of the first three seconds are not counted above, and worked for all the same.
    looked = frames * (guided["took"] + WARM_UP_SECONDS)
    worked = ", ".join(f"{name} {1000 * (after[name] - before[name]) / looked:.1f}" for name in before)
    print(f"{rate}x slower: {frames:.1f} frames/s (goal {FRAMES_PER_SECOND[rate]:g}),", end=" ")
    print(
        f"{statistics.median(times):.0f} ms a frame in the median, {times[int(0.95 * len(times))]:.0f} ms p95;", end=" "
    )
    print(f"a face in {guided['faces']} of {len(times)} frames of {guided['size'][0]}×{guided['size'][1]}")
    print(
        f"  longest task {guided['longest']:.0f} ms, without guidance {alone['longest']:.0f} (goal {LONGEST_TASK_MS:g})"
    )
    print(f"  processor time a frame in ms: {worked}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    longest: float = guided["longest"]
    return frames >= FRAMES_PER_SECOND[rate] and longest <= LONGEST_TASK_MS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--seconds", type=float, default=8.0)
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(HOW_TO_INSTALL)
    with tempfile.TemporaryDirectory(prefix="likeness-guidance-") as name:
        folder = Path(name)
        built = build(folder)
        flags = [
            *FLAGS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera_file(options.photo, folder)}",
        ]
        with RunningApp(folder, LIKENESS_FRONTEND_DIST=str(built)) as app, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=flags)
            page = browser.new_page(base_url=app.origin)
            page.goto("/tests/driver/guidance.html")
            reached = [measure(page, rate, options.seconds) for rate in FRAMES_PER_SECOND]
            browser.close()
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
