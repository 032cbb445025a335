"""Which addresses and which name this machine has on its local network.

Asked of this machine alone: no packet is sent to another host to find out.
"""

import ctypes
import ctypes.util
import re
import socket
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
AVAHI_SOCKET = Path("/run/avahi-daemon/socket")
ROUTES = Path("/proc/net/route")
IFF_UP, IFF_LOOPBACK, IFF_POINTOPOINT = 0x1, 0x8, 0x10


@dataclass(frozen=True)
class Found:
    """An address of an interface that is up; ``is_tunnel`` where one other machine is at the far end (a VPN)."""

    interface: str
    address: IPv4Address | IPv6Address
    is_tunnel: bool = False


class _Interface(ctypes.Structure):
    """``struct ifaddrs``, alike on Linux and macOS."""


_Interface._fields_ = [
    ("next", ctypes.POINTER(_Interface)),
    ("name", ctypes.c_char_p),
    ("flags", ctypes.c_uint),
    ("address", ctypes.c_void_p),
    ("netmask", ctypes.c_void_p),
    ("other", ctypes.c_void_p),
    ("data", ctypes.c_void_p),
]


def found_addresses() -> list[Found]:
    """Every address of this machine but loopback and link-local ones, in the system's order."""
    if sys.platform == "win32":
        # Windows answers its own name out of its own interfaces.
        infos = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
        everything = [Found("", ip_address(str(info[4][0]).partition("%")[0])) for info in infos]
    else:
        everything = list(_of_interfaces())
    return [found for found in everything if not (found.address.is_loopback or found.address.is_link_local)]


def _of_interfaces() -> Iterator[Found]:
    library = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    first = ctypes.POINTER(_Interface)()
    if library.getifaddrs(ctypes.byref(first)) != 0:
        raise OSError(ctypes.get_errno(), "the network interfaces cannot be read")
    try:
        entry = first
        while bool(entry):  # false at the list's end: a null pointer
            interface = entry.contents
            address = _read_address(interface.address) if interface.address else None
            if address and interface.flags & IFF_UP and not interface.flags & IFF_LOOPBACK:
                yield Found(interface.name.decode(), address, bool(interface.flags & IFF_POINTOPOINT))
            entry = interface.next
    finally:
        library.freeifaddrs(first)


def _read_address(pointer: int) -> IPv4Address | IPv6Address | None:
    # macOS keeps the structure's length in the first byte and the family in the second; Linux both in one number.
    head = ctypes.string_at(pointer, 2)
    family = head[1] if sys.platform == "darwin" else int.from_bytes(head, sys.byteorder)
    if family == socket.AF_INET:
        return IPv4Address(ctypes.string_at(pointer + 4, 4))
    if family == socket.AF_INET6:
        return IPv6Address(ctypes.string_at(pointer + 8, 16))
    return None


def by_preference(found: Collection[Found], way_out: str) -> list[IPv4Address | IPv6Address]:
    """Likeliest address of the home network first: not public, no tunnel, on the interface ``way_out``, IPv4."""

    def rank(one: Found) -> tuple[bool, ...]:
        address = one.address
        return address.is_global, one.is_tunnel, one.interface != way_out, address.version == 6

    return [one.address for one in sorted(found, key=rank)]


def interface_of_the_way_out() -> str:
    """The interface of the default route, empty where that is not to be read (no route; not Linux)."""
    try:
        lines = ROUTES.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return ""
    # Interface, destination, gateway, flags, reference count, use, metric, mask …
    ways = [(int(row[6]), row[0]) for row in map(str.split, lines) if row[1] == row[7] == "00000000"]
    return min(ways)[1] if ways else ""


def own_addresses() -> list[IPv4Address | IPv6Address]:
    """This machine's addresses, likeliest of the home network first; without loopback and link-local ones."""
    return by_preference(found_addresses(), interface_of_the_way_out())


def is_own(address: IPv4Address | IPv6Address) -> bool:
    """Whether this machine can listen on the address."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        try:
            trial.bind((str(address), 0))
        except OSError:
            return False
    return True


def local_name() -> str | None:
    """``name.local`` for this machine, whether or not it is announced; None when its name cannot be one."""
    label = socket.gethostname().partition(".")[0].lower()
    return f"{label}.local" if LABEL.fullmatch(label) and label != "localhost" else None


def is_announced(name: str, addresses: Collection[IPv4Address | IPv6Address], avahi: Path = AVAHI_SOCKET) -> bool:
    """Whether this machine's own mDNS service answers ``name`` with one of ``addresses``.

    On Linux avahi is asked over its socket file, as the system's resolver would; elsewhere the resolver is.
    """
    try:
        if sys.platform == "linux":
            answered = [_ask_avahi(name, avahi, version) for version in (4, 6)]
        else:
            answered = [str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(name, None)]
    except OSError:
        return False
    return any(text and ip_address(text) in addresses for text in answered)


def _ask_avahi(name: str, avahi: Path, version: int) -> str:
    """The address that avahi gives, empty when it knows none. Raises ``OSError`` when no avahi answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(3)
        asking.connect(str(avahi))
        asking.sendall(f"RESOLVE-HOSTNAME-IPV{version} {name}\n".encode("ascii"))
        with asking.makefile("r", encoding="ascii", errors="replace") as answer:
            # "+ interface protocol name address", or "-15 Timeout reached".
            words = answer.readline().split()
    return words[4].partition("%")[0] if len(words) == 5 and words[0] == "+" else ""
