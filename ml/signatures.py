"""What a file's first bytes say, for the cases in which no decoder is asked or none of ours can open it."""

import re
from typing import Final

SNIFFED_BYTES: Final = 1024

# Pictures, and documents and films that people take for pictures: recognised, and not taken.
_OTHER_FORMATS: Final = re.compile(
    rb"GIF8[79]a"
    rb"|BM.{4}\x00{4}"
    rb"|II[*+]\x00|MM\x00[*+]"  # TIFF, BigTIFF and most raw formats
    rb"|8BPS"
    rb"|%!PS|\xc5\xd0\xd3\xc6|%PDF-"
    rb"|\x00\x00\x01\x00"  # Windows icon
    rb"|\xff\x0a|\x00\x00\x00\x0cJXL "
    rb"|\xff\x4f\xff\x51|\x00\x00\x00\x0cjP  "  # JPEG 2000
    rb"|FUJIFILMCCD-RAW"
    rb"|.{4}ftyp"  # films
    rb"|(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]",
    re.DOTALL,
)
# ISO base media brands (ISO/IEC 23008-12; AVIF 1.1): stills, and sequences in the place of a still.
_STILL_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"avif")
_SEQUENCE_BRANDS: Final = (b"hevc", b"hevx", b"hevm", b"hevs", b"msf1", b"avis")


def is_sequence(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is an HEIF or AVIF image sequence, by its major brand."""
    return start[4:8] == b"ftyp" and start[8:12] in _SEQUENCE_BRANDS


def is_other_format(start: bytes) -> bool:
    """Whether it is a known format that isn't accepted; a damaged file of an accepted one is not."""
    damaged = start[4:8] == b"ftyp" and start[8:12] in _STILL_BRANDS
    return not damaged and _OTHER_FORMATS.match(start) is not None
