"""Codes for a phone's camera."""

import io

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_svg(text: str) -> str:
    """A QR code of ``text`` as an SVG document: one black path, with the quiet zone around it."""
    target = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage).save(target)
    return target.getvalue().decode("utf-8")
