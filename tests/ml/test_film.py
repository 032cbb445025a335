"""Films: each picture for its time, in its own colours, and nothing left behind when it goes wrong."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PillowImage
from PIL import ImageSequence

from ml.caption import Caption, Strip, caption_height, with_caption
from ml.film import Film
from ml.imaging import text_mask, text_width
from ml.types import Image
from tests.ml.pictures import portrait

# As on an aligned rendition of the smaller size.
WIDE, HIGH = 480, 600


def plain(red: int, green: int, blue: int, *, width: int = WIDE, height: int = HIGH) -> Image:
    return np.full((height, width, 3), (red, green, blue), dtype=np.uint8)


def write(path: Path, pictures: list[Image], seconds: float) -> None:
    with Film(path, seconds_a_frame=seconds) as film:
        for picture in pictures:
            film.add(picture)


def decoded(path: Path) -> list[Image]:
    with av.open(str(path), "r") as opened:
        return [np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8) for frame in opened.decode(video=0)]


@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.5, 1.0, 2.0, 5.0])
def test_each_picture_is_shown_for_its_time_and_so_is_the_last(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "film.mp4"
    write(path, [plain(level, level, level) for level in (40, 120, 200)], seconds)
    with av.open(str(path), "r") as opened:
        assert (opened.duration or 0) / av.time_base == pytest.approx(3 * seconds, abs=0.002)
        times = [float(frame.time or 0) for frame in opened.decode(video=0)]
    assert times == pytest.approx([0, seconds, 2 * seconds], abs=0.002)


def test_colours_come_back_as_they_went_in(tmp_path: Path) -> None:
    """Skin among them: taken for another standard, it would come back redder by a dozen levels."""
    colours = [(224, 172, 140), (120, 80, 60), (30, 90, 200), (250, 250, 250), (5, 5, 5)]
    for ending in ("mp4", "webp"):
        path = tmp_path / f"film.{ending}"
        write(path, [plain(*colour) for colour in colours], 0.5)
        if ending == "mp4":
            shown = [frame.mean(axis=(0, 1)) for frame in decoded(path)]
        else:
            with PillowImage.open(path) as opened:
                shown = [np.asarray(one.convert("RGB")).mean(axis=(0, 1)) for one in ImageSequence.Iterator(opened)]
        assert np.abs(np.array(shown) - np.array(colours)).max() < 4, ending


def test_cuts_are_hard(tmp_path: Path) -> None:
    """Between two pictures stands nothing that is neither."""
    path = tmp_path / "film.mp4"
    pictures = [portrait()[:, ::step].copy() for step in (1, -1)] * 3
    write(path, pictures, 0.2)
    frames = decoded(path)
    assert len(frames) == 6
    for frame, picture in zip(frames, pictures, strict=True):
        assert np.abs(frame.astype(int) - picture).mean() < 3
    for one, other in pairwise(frames):
        assert np.abs(one.astype(int) - other).mean() > 20


def test_every_picture_can_be_jumped_to(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    write(path, [plain(level, level, level) for level in range(0, 250, 10)], 0.2)
    with av.open(str(path), "r") as opened:
        assert all(frame.key_frame for frame in opened.decode(video=0))


def test_an_animation_repeats_and_each_picture_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "film.webp"
    write(path, [plain(level, 90, 90) for level in (10, 200)], 0.7)
    with PillowImage.open(path) as opened:
        assert (opened.format, opened.size, opened.info["loop"]) == ("WEBP", (WIDE, HIGH), 0)
        # Decoded first: the time belongs to the picture that is loaded.
        frames = [(one.convert("RGB").getpixel((5, 5)), one.info["duration"]) for one in ImageSequence.Iterator(opened)]
    assert [duration for _, duration in frames] == [700, 700]
    assert [pixel[0] for pixel, _ in frames if isinstance(pixel, tuple)] == pytest.approx([10, 200], abs=4)
    size = int.from_bytes(path.read_bytes()[4:8], "little")
    assert size == path.stat().st_size - 8


def test_sides_are_made_even_and_a_large_animation_smaller(tmp_path: Path) -> None:
    write(tmp_path / "odd.mp4", [plain(9, 9, 9, width=321, height=401)], 1)
    assert decoded(tmp_path / "odd.mp4")[0].shape == (400, 320, 3)
    write(tmp_path / "large.webp", [plain(9, 9, 9, width=1080, height=1350)], 1)
    with PillowImage.open(tmp_path / "large.webp") as opened:
        assert opened.size == (720, 900)


def break_off(path: Path) -> None:
    with Film(path) as film:
        film.add(plain(1, 2, 3))
        raise RuntimeError("half-way")


@pytest.mark.parametrize("ending", ["mp4", "webp"])
def test_an_unfinished_film_leaves_nothing(tmp_path: Path, ending: str) -> None:
    with pytest.raises(RuntimeError, match="half-way"):
        break_off(tmp_path / f"film.{ending}")
    write(tmp_path / f"none.{ending}", [], 1)
    assert list(tmp_path.iterdir()) == []


def test_pictures_of_another_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="in a film of"):
        write(tmp_path / "film.mp4", [plain(1, 1, 1), plain(1, 1, 1, width=WIDE + 10)], 1)
    with pytest.raises(ValueError, match="ends in"):
        Film(tmp_path / "film.gif")


CAPTION = Caption("12 Mar 2026", "14 sessions since the first photo", Strip((0.1, 0.5), 0.3), ("12 of 14 photos.",))


def test_the_picture_stays_as_it_is_above_its_caption() -> None:
    picture = portrait()
    framed = with_caption(picture, CAPTION)
    assert np.array_equal(framed[: picture.shape[0]], picture)
    below = framed[picture.shape[0] :]
    assert below.shape[0] == caption_height(picture.shape[1], CAPTION)
    assert (np.ptp(below.astype(int), axis=2) == 0).all(), "grey next to skin"


def test_text_is_drawn_with_strokes_and_within_its_width() -> None:
    mask = text_mask("12 Mar 2026", 48)
    assert mask.shape[1] == text_width("12 Mar 2026", 48) + 2
    assert 0.05 < (mask > 128).mean() < 0.5
    # Every figure and letter that captions use has a shape of its own: none is the box of a missing one.
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:-"
    shapes = {text_mask(letter, 48).tobytes() for letter in letters}
    assert len(shapes) == len(letters)


def test_this_photo_stands_where_it_is_in_time() -> None:
    """The tall mark of the strip moves from the one end to the other."""
    places = []
    for here in (0.0, 0.5, 1.0):
        below = with_caption(plain(0, 0, 0, width=1080), Caption(strip=Strip((), here)))[HIGH:, :, 0]
        places.append(float(np.argwhere(below.max(axis=0) > 230).mean()))
    assert places == pytest.approx([32, 540, 1048], abs=3)


@given(
    width=st.integers(160, 1600),
    headline=st.text("0123456789 Mar", max_size=20),
    line=st.text("abc defg hij.", max_size=200),
    marks=st.lists(st.floats(-1, 2), max_size=5),
    here=st.floats(-1, 2),
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_said_fits_and_has_an_even_height(
    width: int, headline: str, line: str, marks: list[float], here: float
) -> None:
    caption = Caption(headline, "9 sessions", Strip(tuple(marks), here), (line,))
    framed = with_caption(plain(1, 2, 3, width=width, height=20), caption)
    assert framed.shape == (20 + caption_height(width, caption), width, 3)
    assert framed.shape[0] % 2 == 0
