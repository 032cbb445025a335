"""The edge to encoded bytes: a look at a file's header, decoding to an upright sRGB array under limits, and back.

The only file of this package with Pillow. Files are hostile until proven otherwise: formats are told by content,
limits are checked as soon as the header is read and before any pixel is, and whatever a decoder throws at a damaged
file comes back as a value.
"""

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Final, Literal, TypeAlias

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, ImageCms, ImageDraw, ImageFont
from PIL import Image as PillowImage

from ml.canonical import SURROUND
from ml.signatures import SNIFFED_BYTES, is_other_format, is_sequence
from ml.types import Camera, Image, Rejection
from ml.vocabulary import PHOTO_MAX_PIXELS, PHOTO_MAX_SIDE, PHOTO_MIN_SIDE, RejectionReason

ProblemCode: TypeAlias = Literal[
    "file_empty", "not_an_image", "unsupported_format", "animated", "too_many_pixels", "image_too_small"
]

# Thumbnails, depth maps and the like inside a HEIC are other pictures: never what the person sees.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# Pillow's format -> media type. A phone's MPO (JPEG with a second view appended) opens through JPEG; its first
# picture is the photo.
_MEDIA_TYPES: Final = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")

# What decoders raise on damaged or hostile files. Not MemoryError: that says something about the machine, and the photo
# deserves another try.
_DECODER_ERRORS: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
    zlib.error,
    PillowImage.DecompressionBombError,
    PillowImage.DecompressionBombWarning,
    ImageCms.PyCMSError,
)

_ORIENTATIONS: Final[dict[int, PillowImage.Transpose]] = {
    2: PillowImage.Transpose.FLIP_LEFT_RIGHT,
    3: PillowImage.Transpose.ROTATE_180,
    4: PillowImage.Transpose.FLIP_TOP_BOTTOM,
    5: PillowImage.Transpose.TRANSPOSE,
    6: PillowImage.Transpose.ROTATE_270,
    7: PillowImage.Transpose.TRANSVERSE,
    8: PillowImage.Transpose.ROTATE_90,
}
# A line with its descenders, in ems.
_LINE: Final = 1.35
_SWAPS_SIDES: Final = 5
"""From this orientation on, width and height change places."""


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What a file says about itself, without a pixel decoded.

    ``width`` and ``height`` are upright (orientation applied), ``stored_width`` and ``stored_height`` as in the file.
    ``exif_taken_local`` and ``exif_taken_offset`` are DateTimeOriginal and OffsetTimeOriginal as written (for example
    ``2026:03:12 08:30:00`` and ``+01:00``), or nothing. Never ModifyDate: it tells when the file was edited.
    """

    media_type: str
    width: int
    height: int
    stored_width: int
    stored_height: int
    exif_taken_local: str | None
    exif_taken_offset: str | None
    camera: Camera | None = None


@dataclass(frozen=True, slots=True)
class ImageProblem:
    """Why a file is not taken at all. Nothing of it should be stored."""

    code: ProblemCode


def probe(stream: BinaryIO, *, min_side: int = PHOTO_MIN_SIDE) -> ImageHeader | ImageProblem:
    """Read the header of an encoded image and check it against the limits; ``min_side`` is in pixels.

    Decodes no pixels, so it is cheap enough for the web process; leaves ``stream`` at its start.
    """
    stream.seek(0)
    start = stream.read(SNIFFED_BYTES)
    stream.seek(0)
    if not start:
        return ImageProblem("file_empty")
    if is_sequence(start):
        return ImageProblem("animated")
    try:
        with _calm(), PillowImage.open(stream, formats=_FORMATS) as opened:
            return _judged(opened, min_side)
    except (PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning):
        return ImageProblem("too_many_pixels")
    except _DECODER_ERRORS:
        return ImageProblem("unsupported_format" if is_other_format(start) else "not_an_image")
    finally:
        stream.seek(0)


def decode(
    stream: BinaryIO,
    *,
    max_side: int | None = None,
    enough_side: int | None = None,
    ground: tuple[int, int, int] = SURROUND,
) -> Image | Rejection:
    """The picture as a person sees it: ``(H, W, 3)`` ``uint8``, upright, sRGB; transparency laid on ``ground``.

    With ``max_side``, shrunk until the longer side is at most that (never enlarged), and decoded at reduced size where
    JPEG can. With ``enough_side``, a JPEG is decoded at 1/2, 1/4 or 1/8 (means over blocks) while the longer side stays
    at least that. Damage, and what :func:`probe` finds too large, gives ``Rejection(unreadable)``.
    """
    stream.seek(0)
    try:
        with _calm(), PillowImage.open(stream, formats=_FORMATS) as opened:
            if _too_large(opened.size):
                return Rejection(RejectionReason.UNREADABLE, f"{opened.width} × {opened.height} pixels are too many")
            orientation = _orientation(opened)
            if (wanted := max_side or enough_side) and opened.format in {"JPEG", "MPO"}:
                opened.draft(None, _fitted(opened.size, wanted))  # 1/2, 1/4 or 1/8, whichever is still as large
            opened.load()
            if _too_large(opened.size):
                return Rejection(RejectionReason.UNREADABLE, "the pixels are more than the header says")
            picture = _eight_bits(opened)
            if max_side is not None and max(picture.size) > max_side:
                size = _fitted(picture.size, max_side)
                picture = picture.resize(size, PillowImage.Resampling.LANCZOS, reducing_gap=3.0)
            picture = _composited(picture, opened.info.get("icc_profile"), ground)
            if orientation in _ORIENTATIONS:
                picture = picture.transpose(_ORIENTATIONS[orientation])
            return np.array(picture, dtype=np.uint8)
    except _DECODER_ERRORS as error:
        return Rejection(RejectionReason.UNREADABLE, f"{type(error).__name__}: {error}")


def encode_jpeg(image: Image, quality: int) -> bytes:
    """``image`` as a baseline-compatible JPEG without any metadata, which viewers take as sRGB.

    ``quality`` is 1–95 on libjpeg's scale. Colour is kept at full resolution (4:4:4), since colour is evidence here.
    """
    encoded = io.BytesIO()
    PillowImage.fromarray(image).save(encoded, format="JPEG", quality=quality, subsampling=0)
    return encoded.getvalue()


def encode_webp(image: Image, quality: int) -> bytes:
    """``image`` as a lossy WebP without any metadata; ``quality`` is 0–100 on libwebp's scale.

    Method 2 of 0–6: 4, the default, takes twice the time for 3 % fewer bytes.
    """
    encoded = io.BytesIO()
    PillowImage.fromarray(image).save(encoded, format="WEBP", quality=quality, method=2)
    return encoded.getvalue()


def text_width(text: str, size: int) -> int:
    """Pixels that ``text`` is wide at ``size`` pixels an em."""
    return math.ceil(_font(size).getlength(text))


def text_mask(text: str, size: int) -> NDArray[np.uint8]:
    """``(H, W)`` coverage of one line of text, 0–255; the baseline lies ``size`` pixels below the upper edge.

    In Aileron, which Pillow carries within itself: no font of the machine is asked for.
    """
    mask = PillowImage.new("L", (text_width(text, size) + 2, round(size * _LINE)))
    ImageDraw.Draw(mask).text((1, size), text, font=_font(size), fill=255, anchor="ls")
    return np.array(mask, dtype=np.uint8)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font


@contextmanager
def _calm() -> Iterator[None]:
    """Pillow warns about broken metadata of good photos ("Corrupt EXIF data"); a photo is not worse for it.

    Filters are shared by threads, so two overlapping calls may leave this one in place: then the same warnings stay
    unheard, and nothing else.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def _judged(opened: PillowImage.Image, min_side: int) -> ImageHeader | ImageProblem:
    width, height = opened.size
    if _too_large(opened.size):
        return ImageProblem("too_many_pixels")
    # More than one HEIC item, or a second view in an MPO, is no film: the primary picture is the photo.
    if opened.format in {"PNG", "WEBP", "AVIF"} and getattr(opened, "n_frames", 1) > 1:
        return ImageProblem("animated")
    if min(width, height) < min_side:
        return ImageProblem("image_too_small")
    upright = (height, width) if _orientation(opened) >= _SWAPS_SIDES else (width, height)
    taken_local, taken_offset = _taken(opened)
    return ImageHeader(
        media_type=_MEDIA_TYPES[opened.format or ""],
        width=upright[0],
        height=upright[1],
        stored_width=width,
        stored_height=height,
        exif_taken_local=taken_local,
        exif_taken_offset=taken_offset,
        camera=_camera(opened),
    )


def _too_large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > PHOTO_MAX_PIXELS or max(size) > PHOTO_MAX_SIDE


def _exif(opened: PillowImage.Image) -> PillowImage.Exif:
    """EXIF as the file's header has it; empty when there is none or it can't be parsed.

    Not Pillow's ``getexif``, which decodes the pixels of a PNG to look for more behind them.
    """
    exif = PillowImage.Exif()
    try:
        exif.load(opened.info.get("exif", b""))
    except _DECODER_ERRORS:
        return PillowImage.Exif()
    return exif


def _orientation(opened: PillowImage.Image) -> int:
    """EXIF orientation 1–8; 1 for anything else. HEIC's rotation is part of its decoding, and done already."""
    if opened.format == "HEIF":
        return 1
    value = _exif(opened).get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and value in _ORIENTATIONS else 1


def _taken(opened: PillowImage.Image) -> tuple[str | None, str | None]:
    try:
        details = _exif(opened).get_ifd(ExifTags.IFD.Exif)
    except _DECODER_ERRORS:
        return None, None
    taken_local, taken_offset = ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal
    return _text(details.get(taken_local)), _text(details.get(taken_offset))


def _camera(opened: PillowImage.Image) -> Camera | None:
    """Nothing unless make or model is named; the focal length as 35 mm equivalent, where it is one (8–2000 mm)."""
    exif = _exif(opened)
    make, model = _text(exif.get(ExifTags.Base.Make)), _text(exif.get(ExifTags.Base.Model))
    if make is None and model is None:
        return None
    try:
        focal = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.FocalLengthIn35mmFilm)
    except _DECODER_ERRORS:
        focal = None
    plausible = isinstance(focal, int) and 8 <= focal <= 2000
    return Camera(make or "", model or "", float(focal or 0) if plausible else None)


def _text(value: object) -> str | None:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    return text.strip("\0 ")[:64] or None if isinstance(text, str) else None


def _fitted(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    shrink = min(1.0, max_side / max(size))
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def _eight_bits(opened: PillowImage.Image) -> PillowImage.Image:
    """As ``L``, ``LA``, ``RGB``, ``RGBA`` or ``CMYK``. Pillow clips 16-bit grey to white unless it is scaled first."""
    if opened.mode.startswith("I"):
        grey = np.asarray(opened).astype(np.uint32)
        return PillowImage.fromarray(((np.minimum(grey, 65535) + 128) // 257).astype(np.uint8))
    if opened.mode == "LA" or (opened.mode in {"L", "RGB", "RGBA", "CMYK"} and "transparency" not in opened.info):
        return opened
    if opened.mode == "1":
        return opened.convert("L")
    transparent = opened.mode in {"PA", "La", "RGBa"} or "transparency" in opened.info
    return opened.convert("RGBA" if transparent else "RGB")


def _composited(picture: PillowImage.Image, profile: object, ground: tuple[int, int, int]) -> PillowImage.Image:
    """To sRGB ``RGB``, laid on ``ground`` where it is transparent."""
    if picture.mode not in {"LA", "RGBA"}:
        return _in_srgb(picture, profile)
    colour = _in_srgb(picture.convert(picture.mode.removesuffix("A")), profile)
    laid = PillowImage.new("RGB", picture.size, ground)
    laid.paste(colour, mask=picture.getchannel("A"))
    return laid


def _in_srgb(picture: PillowImage.Image, profile: object) -> PillowImage.Image:
    """``L``, ``RGB`` or ``CMYK`` to sRGB by the embedded profile; one that is broken or of another kind is ignored."""
    transform = _transform(picture.mode, profile) if isinstance(profile, bytes) and profile else None
    if transform is None:
        return picture if picture.mode == "RGB" else picture.convert("RGB")  # a copy of 12 megapixels takes 50 ms
    return transform.apply(picture)


def _transform(mode: str, profile: bytes) -> ImageCms.ImageCmsTransform | None:
    space = {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK"}[mode]
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space != space:
            return None
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except _DECODER_ERRORS:
        return None
    return None if mode == "RGB" and _changes_nothing(transform) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Most profiles in the wild are some vendor's sRGB: converting 12 megapixels by one takes 0.2 s for nothing."""
    steps = np.linspace(0, 255, 9).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(27, 27, 3)
    after = np.asarray(transform.apply(PillowImage.fromarray(cube)), dtype=np.int16)
    return bool(np.abs(after - cube.astype(np.int16)).max() <= 1)
