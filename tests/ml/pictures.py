"""What the tests of ``ml`` look at: one public-domain portrait, drawn patterns, and a way to compare pictures.

The portrait is read as a file from scikit-image's wheel; the package itself is never imported, since what it needs
is not installed.
"""

import io
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from ml.types import Image

RESULTS = Path(__file__).resolve().parents[2] / "test-results" / "pictures"


def portrait_path() -> Path:
    """The portrait of Eileen Collins (NASA, public domain), 512 × 512."""
    spec = find_spec("skimage")
    assert spec is not None, "scikit-image is in the lock; it is not installed"
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data" / "astronaut.png"


def portrait() -> Image:
    """The whole portrait, (512, 512, 3)."""
    with PillowImage.open(portrait_path()) as opened:
        return np.array(opened.convert("RGB"))


def upright_picture() -> Image:
    """A part of it that no turn or mirror leaves unchanged: 300 wide, 400 high."""
    return np.ascontiguousarray(portrait()[:400, 60:360])


def encoded(image: Image, format: str, **options: object) -> io.BytesIO:  # noqa: A002
    """``image`` in a file format of Pillow's, as a stream."""
    stream = io.BytesIO()
    PillowImage.fromarray(image).save(stream, format=format, **options)
    stream.seek(0)
    return stream


def assert_same_picture(got: object, expected: Image, *, mean: float, name: str, most: float = 255.0) -> None:
    """``got`` is ``expected`` within ``mean`` grey levels on average and ``most`` anywhere.

    On failure got, expected and their difference (eight times as strong) are kept under ``test-results/pictures``.
    """
    assert isinstance(got, np.ndarray), f"{name}: {got}"
    assert got.dtype == np.uint8
    assert got.shape == expected.shape, f"{name}: {got.shape} instead of {expected.shape}"
    difference = np.abs(got.astype(np.int16) - expected.astype(np.int16))
    if difference.mean() > mean or difference.max() > most:
        RESULTS.mkdir(parents=True, exist_ok=True)
        stronger = np.minimum(difference * 8, 255).astype(np.uint8)
        for part, pixels in (("got", got), ("expected", expected), ("difference", stronger)):
            PillowImage.fromarray(pixels).save(RESULTS / f"{name}.{part}.png")
        raise AssertionError(
            f"{name}: differs by {difference.mean():.2f} on average (allowed {mean}), {difference.max()} at most "
            f"(allowed {most}); see {RESULTS}"
        )
