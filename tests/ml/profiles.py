"""Colour profiles made byte by byte (ICC.1:2010), so that the tests know what they say."""

import struct

Colourant = tuple[float, float, float]

# Colourants relative to D50, and the white point itself.
_D50: Colourant = (0.9642, 1.0, 0.8249)
_SRGB: tuple[Colourant, Colourant, Colourant] = (
    (0.43607, 0.22249, 0.01392),
    (0.38515, 0.71687, 0.09708),
    (0.14307, 0.06061, 0.7141),
)
_P3: tuple[Colourant, Colourant, Colourant] = (
    (0.51512, 0.2412, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.1571, 0.06657, 0.78407),
)


def srgb_like() -> bytes:
    """A vendor's sRGB under another name."""
    return _matrix_profile(*_SRGB)


def display_p3_like() -> bytes:
    """Display P3: what phones write."""
    return _matrix_profile(*_P3)


def red_and_green_swapped() -> bytes:
    """Says that the first channel is green and the second red."""
    red, green, blue = _SRGB
    return _matrix_profile(green, red, blue)


def _matrix_profile(red: Colourant, green: Colourant, blue: Colourant) -> bytes:
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    name = b"made for a test\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(red),
        b"gXYZ": _xyz(green),
        b"bXYZ": _xyz(blue),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I", 128 + len(table) + len(body)) + bytes(4) + b"\4\0\0\0mntrRGB XYZ "
    header += bytes(12) + b"acsp" + bytes(28) + _fixed(*_D50)
    return header.ljust(128, b"\0") + table + body


def _xyz(values: Colourant) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)
