"""How long from sending a 12-megapixel photo until its aligned rendition can be fetched, against a running `up`.

    python3 manage.py up                                          # in one terminal
    .venv/bin/python -m tests.benchmarks.upload_to_aligned        # in another; --origin http://127.0.0.1:8000

Each photo is another file: the portrait of scikit-image's package, enlarged to 3024 × 4032, with sensor noise and a
slight turn. One photo warms the worker up and is not counted. Prints the median and the 95th percentile of what a
person waits, and of the steps that they can see.
"""

import argparse
import io
import json
import statistics
import time

import numpy as np
from PIL import Image

from tests.ml.pictures import portrait
from tests.phone import Phone

SIZE = (3024, 4032)
CROP = (62, 0, 382, 427)  # 3:4 around the face


def make_photo(number: int) -> bytes:
    random = np.random.default_rng(number)
    turned = Image.fromarray(portrait()).rotate(random.uniform(-5, 5), Image.Resampling.BICUBIC)
    large = np.asarray(turned.crop(CROP).resize(SIZE, Image.Resampling.BICUBIC), dtype=np.int16)
    noisy = large + random.normal(0, 3, large.shape).astype(np.int16)
    target = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(target, "JPEG", quality=92)
    return target.getvalue()


def measure(phone: Phone, content: bytes) -> dict[str, float]:
    """Seconds: ``received`` until the answer to the upload, ``ready`` until the picture has been fetched."""
    started = time.perf_counter()
    photo_id = phone.upload(content)
    received = time.perf_counter() - started
    while True:
        photo = json.loads(phone.get(f"/api/v1/photos/{photo_id}/"))
        if photo["state"] != "received":
            break
        time.sleep(0.02)
    if photo["state"] != "aligned":
        raise SystemExit(f"photo {photo_id} ended as {photo['state']}: {photo['rejection']}")
    phone.get(next(item["url"] for item in photo["renditions"] if item["spec"] == "aligned"))
    return {"received": received, "ready": time.perf_counter() - started}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--origin", default="http://127.0.0.1:8000")
    parser.add_argument("--photos", type=int, default=20)
    options = parser.parse_args()
    phone = Phone(options.origin)
    files = [make_photo(number) for number in range(options.photos + 1)]
    measure(phone, files[0])
    runs = [measure(phone, content) for content in files[1:]]
    megabytes = statistics.mean(len(content) for content in files) / 1e6
    print(f"{len(runs)} photos of {SIZE[0]} × {SIZE[1]}, {megabytes:.1f} MB on average")
    for name in ("received", "ready"):
        values = sorted(run[name] for run in runs)
        p95 = values[min(len(values) - 1, round(0.95 * len(values)))]
        print(f"{name:9} median {statistics.median(values):.3f} s   p95 {p95:.3f} s   max {values[-1]:.3f} s")


if __name__ == "__main__":
    main()
