"""Whether guidance on the phone sees what the server measures: one frame, both ways.

    .venv/bin/python -m tests.benchmarks.guidance_agreement FOLDER [FOLDER …]     # photos with one face each

Each photo is shrunk to 640 pixels, looked at by the built app's own worker in Chromium, and analysed by ``ml`` as the
server does it, shrunk in the same way and at its full size. Prints how far the worker's numbers lie from those of the
full size: bias, median, 90th percentile and the largest, for turn in degrees, for size and openings and smile in per
cent (of what, see ``ml.tolerances``), for light in stops; and the part of the photos that differ by more than the
tolerance at which care begins.
"""

import argparse
import base64
import io
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError
from playwright.sync_api import sync_playwright

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import analyse
from ml.pose import estimate_pose
from ml.quality import assess
from ml.tolerances import TOLERANCES
from ml.types import Rejection
from ml.vocabulary import ReasonCode
from tests.benchmarks.guidance import build
from tests.e2e.conftest import FLAGS
from tests.running import RunningApp

LONGER_SIDE = 640
CODES = {
    "yaw": ReasonCode.YAW,
    "pitch": ReasonCode.PITCH,
    "roll": ReasonCode.ROLL,
    "size": ReasonCode.DISTANCE,
    "mouth": ReasonCode.MOUTH,
    "eyes": ReasonCode.EYES,
    "smile": ReasonCode.SMILE,
    "light": ReasonCode.LIGHT,
}
LOOK = """async (photo) => {
  window.guide ??= await openGuide();
  window.at = (window.at ?? 0) + 1000;
  const blank = new OffscreenCanvas(640, 480);
  blank.getContext("2d").fillRect(0, 0, 640, 480);
  // Nothing of the photo before may be followed into this one.
  await guide.look(blank.transferToImageBitmap(), at);
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  return guide.look(await createImageBitmap(new Blob([bytes])), at + 500);
}"""


def photos(folders: list[Path]) -> dict[str, Image.Image]:
    found = {}
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.is_file()):
        try:
            with Image.open(file) as opened:
                found[f"{file.parent.name}/{file.name}"] = ImageOps.exif_transpose(opened).convert("RGB")
        except (UnidentifiedImageError, OSError):
            continue
    return found


def shrunk(photo: Image.Image) -> Image.Image:
    return ImageOps.contain(photo, (LONGER_SIDE, LONGER_SIDE)) if max(photo.size) > LONGER_SIDE else photo


def measured(photo: Image.Image) -> dict[str, Any] | None:
    """As the server measures it; None where it finds no single face that is large enough."""
    image = np.asarray(photo)
    analysis = analyse(image, face_detector())
    if isinstance(analysis, Rejection):
        return None
    report, pose = assess(image, analysis), estimate_pose(analysis.landmarks)
    return {
        "yaw": pose.yaw,
        "pitch": pose.pitch,
        "roll": pose.roll,
        "span": analysis.interocular_px / max(photo.size),
        "mouth": report.mouth_opening,
        "eyes": report.eye_opening,
        "smile": report.expression.smile if report.expression else np.nan,
        "light": np.array(report.light_patches),
    }


def apart(seen: dict[str, Any], truth: dict[str, Any]) -> list[float]:
    """Seen less measured, in the order of ``CODES``."""
    eyes = seen["eyes"]
    span = np.hypot(eyes["left"]["x"] - eyes["right"]["x"], eyes["left"]["y"] - eyes["right"]["y"])
    light = np.array(seen["light"]) - truth["light"]
    return [
        *(seen["pose"][turn] - truth[turn] for turn in ("yaw", "pitch", "roll")),
        100 * (float(span) / max(seen["frame"].values()) / truth["span"] - 1),
        100 * (seen["mouthOpen"] - truth["mouth"]),
        100 * (seen["eyesOpen"] - truth["eyes"]),
        100 * (seen["smile"] - truth["smile"]),
        float(np.sqrt(np.mean(light**2))),
    ]


def look_at(pictures: dict[str, Image.Image], folder: Path, chromium: Path) -> dict[str, dict[str, Any] | None]:
    seen = {}
    built = build(folder)
    with RunningApp(folder, LIKENESS_FRONTEND_DIST=str(built)) as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(base_url=app.origin)
        page.goto("/tests/driver/guidance.html")
        for name, picture in pictures.items():
            png = io.BytesIO()
            picture.save(png, "PNG")
            seen[name] = page.evaluate(LOOK, base64.b64encode(png.getvalue()).decode())
        browser.close()
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(HOW_TO_INSTALL)
    found = photos(options.folders)
    frames = {name: shrunk(photo) for name, photo in found.items()}
    with tempfile.TemporaryDirectory(prefix="likeness-agreement-") as folder:
        seen = look_at(frames, Path(folder), chromium)
    for title, versions in (("the same frame", frames), ("the photo at full size", found)):
        rows, missed = [], 0
        for name, photo in versions.items():
            truth, look = measured(photo), seen[name]
            if truth is None:
                continue
            if look is None:
                missed += 1
            else:
                rows.append(apart(look, truth))
        print(f"against {title}: {len(rows)} photos, no face seen in {missed} more")
        for column, (name, code) in zip(np.array(rows).T, CODES.items(), strict=True):
            size, bound = np.abs(column), TOLERANCES[code][1]
            print(
                f"  {name:6s} bias {np.median(column):6.2f}  median {np.median(size):5.2f}  p90"
                f" {np.percentile(size, 90):5.2f}  max {size.max():5.2f}  beyond {bound:g}: {np.mean(size > bound):.1%}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
