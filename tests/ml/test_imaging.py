"""Every accepted format opens to the same upright sRGB picture, and says of itself what it is."""

import io
from collections.abc import Callable

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import ExifTags, ImageCms
from PIL import Image as PillowImage

from ml.canonical import SURROUND
from ml.imaging import ImageHeader, decode, encode_jpeg, probe
from ml.types import Image
from tests.ml import profiles
from tests.ml.pictures import assert_same_picture, encoded, upright_picture

PICTURE = upright_picture()
GREY = np.asarray(PillowImage.fromarray(PICTURE).convert("L"))
GREY_PICTURE = np.repeat(GREY[:, :, None], 3, axis=2)

# What has to be done to an upright picture so that showing it with this orientation makes it upright again.
STORED_AS: dict[int, Callable[[Image], Image]] = {
    1: lambda image: image,
    2: lambda image: image[:, ::-1],
    3: lambda image: image[::-1, ::-1],
    4: lambda image: image[::-1],
    5: lambda image: image.transpose(1, 0, 2),
    6: lambda image: np.rot90(image, 1),
    7: lambda image: image[::-1, ::-1].transpose(1, 0, 2),
    8: lambda image: np.rot90(image, -1),
}


def exif(**tags: object) -> PillowImage.Exif:
    made = PillowImage.Exif()
    for name, value in tags.items():
        if name in {"DateTimeOriginal", "OffsetTimeOriginal"}:
            made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base[name]] = value
        else:
            made[ExifTags.Base[name]] = value
    return made


def header_of(stream: io.BytesIO) -> ImageHeader:
    header = probe(stream)
    assert isinstance(header, ImageHeader), header
    assert stream.tell() == 0, "the stream is left at its start for whoever stores it"
    return header


def as_heic(image: Image, **options: object) -> io.BytesIO:
    stream = io.BytesIO()
    pillow_heif.from_pillow(PillowImage.fromarray(image)).save(stream, quality=95, chroma=444, **options)
    stream.seek(0)
    return stream


def png_of_16_bits(image: Image) -> io.BytesIO:
    """Every level spread over 16 bits: 255 becomes 65,535."""
    channels = image[:, :, ::-1] if image.ndim == 3 else image
    made, content = cv2.imencode(".png", channels.astype(np.uint16) * 257)
    assert made
    return io.BytesIO(content.tobytes())


def cmyk() -> PillowImage.Image:
    return PillowImage.merge("CMYK", [PillowImage.fromarray(255 - PICTURE[:, :, c]) for c in range(3)] + [_no_black()])


def _no_black() -> PillowImage.Image:
    return PillowImage.new("L", (PICTURE.shape[1], PICTURE.shape[0]), 0)


def saved(picture: PillowImage.Image, format: str, **options: object) -> io.BytesIO:  # noqa: A002
    stream = io.BytesIO()
    picture.save(stream, format=format, **options)
    stream.seek(0)
    return stream


# name -> (made file, media type, expected picture, allowed mean difference in grey levels)
FORMATS: dict[str, tuple[Callable[[], io.BytesIO], str, Image, float]] = {
    "jpeg": (lambda: encoded(PICTURE, "JPEG", quality=95, subsampling=0), "image/jpeg", PICTURE, 2.2),
    "jpeg-progressive": (lambda: encoded(PICTURE, "JPEG", quality=95, progressive=True), "image/jpeg", PICTURE, 2.8),
    "jpeg-grey": (lambda: saved(PillowImage.fromarray(GREY), "JPEG", quality=95), "image/jpeg", GREY_PICTURE, 1.2),
    "jpeg-cmyk": (lambda: saved(cmyk(), "JPEG", quality=97, subsampling=0), "image/jpeg", PICTURE, 1.2),
    "jpeg-mpo": (
        lambda: saved(
            PillowImage.fromarray(PICTURE),
            "MPO",
            quality=95,
            save_all=True,
            append_images=[PillowImage.new("RGB", (300, 400), "red")],
        ),
        "image/jpeg",
        PICTURE,
        2.8,
    ),
    "png": (lambda: encoded(PICTURE, "PNG"), "image/png", PICTURE, 0.0),
    "png-grey": (lambda: saved(PillowImage.fromarray(GREY), "PNG"), "image/png", GREY_PICTURE, 0.0),
    "png-rgb-16": (lambda: png_of_16_bits(PICTURE), "image/png", PICTURE, 0.0),
    "png-grey-16": (lambda: png_of_16_bits(GREY), "image/png", GREY_PICTURE, 0.0),
    "png-palette": (lambda: saved(PillowImage.fromarray(PICTURE).quantize(256), "PNG"), "image/png", PICTURE, 6.0),
    "png-rgba": (lambda: saved(PillowImage.fromarray(PICTURE).convert("RGBA"), "PNG"), "image/png", PICTURE, 0.0),
    "png-la": (lambda: saved(PillowImage.fromarray(GREY).convert("LA"), "PNG"), "image/png", GREY_PICTURE, 0.0),
    "png-1-bit": (
        lambda: saved(
            PillowImage.fromarray(((GREY > 127) * 255).astype(np.uint8)).convert("1", dither=PillowImage.Dither.NONE),
            "PNG",
        ),
        "image/png",
        ((GREY_PICTURE > 127) * 255).astype(np.uint8),
        0.0,
    ),
    "webp": (lambda: encoded(PICTURE, "WEBP", quality=95), "image/webp", PICTURE, 3.0),
    "webp-lossless": (lambda: encoded(PICTURE, "WEBP", lossless=True), "image/webp", PICTURE, 0.0),
    "avif": (lambda: encoded(PICTURE, "AVIF", quality=95, subsampling="4:4:4"), "image/avif", PICTURE, 1.5),
    "heic": (lambda: as_heic(PICTURE), "image/heic", PICTURE, 1.5),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_opens_to_the_same_upright_picture(name: str) -> None:
    make, media_type, expected, mean = FORMATS[name]
    stream = make()
    header = header_of(stream)
    assert (header.media_type, header.width, header.height) == (media_type, 300, 400)
    assert_same_picture(decode(stream), expected, mean=mean, name=name)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("format", "options", "mean"),
    [
        ("JPEG", {"quality": 95, "subsampling": 0}, 2.2),
        ("PNG", {}, 0.0),
        ("WEBP", {"lossless": True}, 0.0),
        ("AVIF", {"quality": 95, "subsampling": "4:4:4"}, 1.5),
        ("HEIC", {}, 1.5),
    ],
)
def test_a_turned_file_is_upright(orientation: int, format: str, options: dict[str, object], mean: float) -> None:  # noqa: A002
    stored = np.ascontiguousarray(STORED_AS[orientation](PICTURE))
    tags = exif(Orientation=orientation)
    if format == "HEIC":
        stream = as_heic(stored, exif=tags.tobytes())
    else:
        # Pillow's AVIF writer changes the Exif object it is given.
        stream = encoded(stored, format, exif=tags.tobytes(), **options)
    header = header_of(stream)
    assert (header.width, header.height) == (300, 400)
    assert_same_picture(decode(stream), PICTURE, mean=mean, name=f"{format}-orientation-{orientation}")


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(orientation: int) -> None:
    stream = encoded(PICTURE, "JPEG", quality=95, exif=exif(Orientation=orientation))
    assert header_of(stream).width == 300
    assert_same_picture(decode(stream), PICTURE, mean=2.8, name=f"orientation-{orientation}")


@pytest.mark.parametrize("max_side", [1000, 399, 200, 150, 40])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "HEIC"])
def test_decoding_smaller_gives_the_picture_smaller(max_side: int, format: str) -> None:  # noqa: A002
    stored = np.ascontiguousarray(STORED_AS[6](PICTURE))
    tags = exif(Orientation=6).tobytes()
    stream = as_heic(stored, exif=tags) if format == "HEIC" else encoded(stored, format, exif=tags)
    shrink = min(1.0, max_side / 400)
    size = (round(300 * shrink), round(400 * shrink))
    expected = np.asarray(cv2.resize(PICTURE, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    assert_same_picture(decode(stream, max_side=max_side), expected, mean=7.0, name=f"{format}-{max_side}")


def test_transparency_lies_on_neutral_grey() -> None:
    alpha = np.zeros((400, 300), dtype=np.uint8)
    alpha[:200] = 255
    alpha[200:300] = 128
    layered = np.dstack((PICTURE, alpha))
    share = (alpha / 255.0)[:, :, None]
    expected = (PICTURE * share + np.array(SURROUND) * (1 - share)).round().astype(np.uint8)
    for format, options in (("PNG", {}), ("WEBP", {"lossless": True, "exact": True})):  # noqa: A001
        got = decode(encoded(layered, format, **options))
        assert_same_picture(got, expected, mean=0.5, most=1, name=f"transparent-{format}")


def test_a_transparent_colour_of_a_palette_lies_on_neutral_grey() -> None:
    half = PillowImage.new("P", (200, 200), 0)
    half.putpalette([255, 0, 0, 0, 0, 255])
    half.paste(1, (0, 0, 100, 200))
    got = decode(saved(half, "PNG", transparency=0))
    expected = np.full((200, 200, 3), SURROUND, dtype=np.uint8)
    expected[:, :100] = (0, 0, 255)
    assert_same_picture(got, expected, mean=0.0, name="transparent-palette")


def through(profile: bytes, image: Image) -> Image:
    """``image`` as numbers of ``profile``'s colours."""
    to_profile = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    return np.asarray(to_profile.apply(PillowImage.fromarray(image)))


@pytest.mark.parametrize("format", ["PNG", "WEBP", "JPEG", "AVIF"])
def test_a_wide_gamut_photo_is_brought_to_srgb(format: str) -> None:  # noqa: A002
    profile = profiles.display_p3_like()
    options: dict[str, object] = {"lossless": True} if format == "WEBP" else {}
    if format in {"JPEG", "AVIF"}:
        options = {"quality": 97}
    stored = through(profile, PICTURE)
    assert np.abs(stored.astype(int) - PICTURE).mean() > 3, "the profile must matter for this to test anything"
    got = decode(encoded(stored, format, icc_profile=profile, **options))
    assert_same_picture(got, PICTURE, mean=2.5, name=f"p3-{format}")


def test_the_profile_decides_what_the_numbers_mean() -> None:
    swapped = np.ascontiguousarray(PICTURE[:, :, [1, 0, 2]])
    got = decode(encoded(swapped, "PNG", icc_profile=profiles.red_and_green_swapped()))
    assert_same_picture(got, PICTURE, mean=0.5, most=2, name="swapped-primaries")
    layered = np.dstack((swapped, np.full((400, 300), 255, dtype=np.uint8)))
    got = decode(encoded(layered, "PNG", icc_profile=profiles.red_and_green_swapped()))
    assert_same_picture(got, PICTURE, mean=0.5, most=2, name="swapped-primaries-with-alpha")


@pytest.mark.parametrize(
    "profile",
    [b"not a profile", profiles.display_p3_like()[:200], profiles.srgb_like()],
    ids=["nonsense", "cut", "a vendor's sRGB"],
)
def test_a_profile_that_is_broken_or_says_nothing_new_is_ignored(profile: bytes) -> None:
    got = decode(encoded(PICTURE, "PNG", icc_profile=profile))
    assert_same_picture(got, PICTURE, mean=0.0, name="ignored-profile")


def test_a_profile_of_another_kind_is_ignored() -> None:
    content = saved(PillowImage.fromarray(GREY), "PNG", icc_profile=profiles.display_p3_like())
    assert_same_picture(decode(content), GREY_PICTURE, mean=0.0, name="rgb-profile-on-grey")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIC"])
def test_the_moment_of_capture_is_read_as_written(format: str) -> None:  # noqa: A002
    tags = exif(
        DateTime="2026:05:01 10:00:00",
        DateTimeOriginal="2026:03:12 08:30:00",
        OffsetTimeOriginal="+01:00",
    ).tobytes()
    header = header_of(as_heic(PICTURE, exif=tags) if format == "HEIC" else encoded(PICTURE, format, exif=tags))
    assert (header.exif_taken_local, header.exif_taken_offset) == ("2026:03:12 08:30:00", "+01:00")


def test_the_moment_of_editing_is_never_taken_for_the_moment_of_capture() -> None:
    header = header_of(encoded(PICTURE, "JPEG", exif=exif(DateTime="2026:05:01 10:00:00")))
    assert (header.exif_taken_local, header.exif_taken_offset) == (None, None)


def test_an_encoded_picture_carries_no_metadata() -> None:
    content = encode_jpeg(PICTURE, 92)
    assert_same_picture(decode(io.BytesIO(content)), PICTURE, mean=2.5, name="encoded")
    with PillowImage.open(io.BytesIO(content)) as opened:
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not opened.getexif()
