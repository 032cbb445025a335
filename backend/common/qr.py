"""Codes for a phone's camera."""

import io

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_svg(text: str) -> str:
    """A QR code of ``text`` as an SVG document: one black path, with the quiet zone around it."""
    target = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage).save(target)
    return target.getvalue().decode("utf-8")


def qr_text(text: str, *, coloured: bool) -> str:
    """A QR code of ``text`` for a terminal, two rows of it a line; ``coloured`` sets black and white by itself.

    Without colours it is right on a dark ground, and inverted on a light one, which most phones read too.
    """
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    target = io.StringIO()
    code.print_ascii(out=target, invert=True)
    lines = target.getvalue().rstrip("\n").splitlines()
    return "\n".join(f"\x1b[97;40m{line}\x1b[0m" if coloured else line for line in lines)
