"""Files that aren't photos, are damaged, or mean harm: each gets its code, none an exception, none much memory."""

import io
import resource
import struct
import sys
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image as PillowImage
from PIL import PngImagePlugin

from ml.imaging import ImageHeader, ImageProblem, ProblemCode, decode, probe
from ml.types import Rejection
from ml.vocabulary import PHOTO_MAX_SIDE, PHOTO_MIN_SIDE, RejectionReason
from tests.ml.pictures import encoded, upright_picture

PICTURE = upright_picture()
FRAMES = [PillowImage.new("RGB", (200, 200), colour) for colour in ("red", "green", "blue")]


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks, with right lengths and checksums."""
    content = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        content += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return content


def png_header(width: int, height: int, *, depth: int = 8, colour: int = 2) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def pixels(width: int, height: int, channels: int = 3) -> tuple[bytes, bytes]:
    return b"IDAT", zlib.compress(bytes((width * channels + 1) * height))


def animation(format: str) -> bytes:  # noqa: A002
    stream = io.BytesIO()
    FRAMES[0].save(stream, format=format, save_all=True, append_images=FRAMES[1:], duration=100)
    return stream.getvalue()


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header says another size."""
    content = bytearray(encoded(PICTURE, "JPEG").getvalue())
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def as_heic() -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(PillowImage.fromarray(PICTURE)).save(stream, quality=80)
    return stream.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
PROBLEMS: dict[str, tuple[bytes, ProblemCode]] = {
    "empty": (b"", "file_empty"),
    "text": (b"Dear diary, today my face hurt.\n" * 50, "not_an_image"),
    "zeros": (bytes(4000), "not_an_image"),
    "a JPEG's first bytes": (encoded(PICTURE, "JPEG").getvalue()[:100], "not_an_image"),
    "a PNG's first bytes": (encoded(PICTURE, "PNG").getvalue()[:20], "not_an_image"),
    "a HEIC's first bytes": (as_heic()[:60], "not_an_image"),
    "gif": (animation("GIF"), "unsupported_format"),
    "bmp": (encoded(PICTURE, "BMP").getvalue(), "unsupported_format"),
    "tiff": (encoded(PICTURE, "TIFF").getvalue(), "unsupported_format"),
    "tiff, big-endian": (b"MM\0*\0\0\0\x08", "unsupported_format"),
    "icon": (encoded(PICTURE, "ICO").getvalue(), "unsupported_format"),
    "jpeg 2000": (encoded(PICTURE, "JPEG2000").getvalue(), "unsupported_format"),
    "postscript": (encoded(PICTURE, "EPS").getvalue(), "unsupported_format"),
    "pdf": (encoded(PICTURE, "PDF").getvalue(), "unsupported_format"),
    "svg": (SVG, "unsupported_format"),
    "svg with a declaration": (b'<?xml version="1.0"?>\n<!-- drawn -->\n' + SVG, "unsupported_format"),
    "film": (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(64), "unsupported_format"),
    "apng": (animation("PNG"), "animated"),
    "animated webp": (animation("WEBP"), "animated"),
    "animated avif": (animation("AVIF"), "animated"),
    "heif sequence": (b"\0\0\0\x18ftyphevc\0\0\0\0mif1hevc" + bytes(64), "animated"),
    "png bomb": (png(png_header(30000, 30000, depth=1, colour=0), pixels(9, 9), (b"IEND", b"")), "too_many_pixels"),
    "png of 4 gigapixels": (png(png_header(65535, 65535), pixels(9, 9), (b"IEND", b"")), "too_many_pixels"),
    "just too wide": (
        png(png_header(PHOTO_MAX_SIDE + 1, 200), pixels(9, 9), (b"IEND", b"")),
        "too_many_pixels",
    ),
    "61 megapixels": (png(png_header(7810, 7811), pixels(9, 9), (b"IEND", b"")), "too_many_pixels"),
    "100 megapixels": (png(png_header(10000, 10000), pixels(9, 9), (b"IEND", b"")), "too_many_pixels"),
    "jpeg bomb": (jpeg_claiming(65500, 65500), "too_many_pixels"),
    "too small": (
        png(png_header(PHOTO_MIN_SIDE - 1, 400), pixels(PHOTO_MIN_SIDE - 1, 400), (b"IEND", b"")),
        "image_too_small",
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_file_that_is_no_photo_has_its_code(name: str) -> None:
    content, code = PROBLEMS[name]
    stream = io.BytesIO(content)
    assert probe(stream) == ImageProblem(code)
    assert stream.tell() == 0
    assert not stream.closed


@pytest.mark.parametrize("name", PROBLEMS)
def test_decoding_it_all_the_same_gives_a_value(name: str) -> None:
    content, _ = PROBLEMS[name]
    outcome = decode(io.BytesIO(content), max_side=1000)
    if isinstance(outcome, Rejection):
        assert outcome.reason is RejectionReason.UNREADABLE
    else:
        assert max(outcome.shape) <= 1000, "only animations and small pictures decode, to their first frame"


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read by a call that Windows lacks")
def test_a_compressed_text_bomb_is_not_unpacked(kind: bytes) -> None:
    bomb = zlib.compress(bytes(200 * 1024 * 1024), 9)
    content = png(png_header(200, 200), (kind, b"name\0\0" + bomb), pixels(200, 200), (b"IEND", b""))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    header, picture = probe(io.BytesIO(content)), decode(io.BytesIO(content))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    megabyte = 1024 * 1024 if sys.platform == "darwin" else 1024
    assert grown < 60 * megabyte
    assert isinstance(header, (ImageHeader, ImageProblem))
    assert isinstance(picture, (np.ndarray, Rejection))


FORMATS = {
    "JPEG": encoded(PICTURE, "JPEG").getvalue(),
    "PNG": encoded(PICTURE, "PNG").getvalue(),
    "WEBP": encoded(PICTURE, "WEBP").getvalue(),
    "AVIF": encoded(PICTURE, "AVIF").getvalue(),
    "HEIC": as_heic(),
}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.97])
@pytest.mark.parametrize("format", FORMATS)
def test_a_truncated_photo_is_unreadable(format: str, share: float) -> None:  # noqa: A002
    content = FORMATS[format]
    cut = io.BytesIO(content[: int(len(content) * share)])
    assert isinstance(probe(cut), (ImageHeader, ImageProblem))
    outcome = decode(cut)
    assert isinstance(outcome, Rejection), "half a photo must not pass for a whole one"
    assert outcome.reason is RejectionReason.UNREADABLE


@pytest.mark.parametrize("format", FORMATS)
def test_flipped_bytes_never_raise(format: str) -> None:  # noqa: A002
    random = np.random.default_rng(20261122)
    for _ in range(40):
        content = bytearray(FORMATS[format])
        # Headers are where parsers break, so half of the damage goes there.
        for position in (*random.integers(0, min(600, len(content)), 4), *random.integers(0, len(content), 4)):
            content[position] = random.integers(0, 256)
        stream = io.BytesIO(bytes(content))
        assert isinstance(probe(stream), (ImageHeader, ImageProblem))
        assert isinstance(decode(stream, max_side=600), (np.ndarray, Rejection))


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_does_not_make_a_photo_worse(format: str, exif: bytes) -> None:  # noqa: A002
    stream = encoded(PICTURE, format, exif=exif)
    header = probe(stream)
    assert isinstance(header, ImageHeader)
    assert (header.width, header.height, header.exif_taken_local) == (300, 400, None)
    assert isinstance(decode(stream), np.ndarray)


def test_garbage_behind_a_photo_is_ignored() -> None:
    assert isinstance(decode(io.BytesIO(FORMATS["JPEG"] + bytes(range(256)) * 8)), np.ndarray)


def test_pillows_own_limits_on_compressed_text_are_in_place() -> None:
    """What keeps text bombs small; a new Pillow, or someone's convenience, could lift them."""
    assert PngImagePlugin.MAX_TEXT_CHUNK <= 1024 * 1024
    assert PngImagePlugin.MAX_TEXT_MEMORY <= 64 * 1024 * 1024
