"""Which addresses may be posted to: those of push services in the public internet, never this network's own."""

import socket
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

HTTPS_PORT = 443
# Names that a home network, or nobody, answers (RFC 6761, RFC 6762, RFC 8375).
NOT_PUBLIC = ("localhost", "local", "internal", "lan", "home", "arpa", "test", "invalid", "example", "onion")


class Unreachable(Exception):
    """The endpoint's name leads nowhere, or into a network that nobody outside should reach through this server."""


@dataclass(frozen=True)
class Endpoint:
    """Of an endpoint's URL, what a request needs."""

    scheme: str
    host: str
    port: int
    path: str


def read_endpoint(url: str) -> Endpoint:
    """Raises ValueError for an endpoint that is none: not https on its own port, or at no public name.

    Nothing is asked of any network for it.
    """
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if settings.PUSH_TO_LOOPBACK and parts.scheme == "http" and host == "127.0.0.1" and port:
        return Endpoint("http", host, port, path)
    if parts.scheme != "https" or port not in {None, HTTPS_PORT} or parts.username is not None:
        raise ValueError("not https on its own port")
    labels = host.split(".")
    # Of an address in figures the last label is a number, or there are colons.
    if len(labels) < 2 or labels[-1] in NOT_PUBLIC or not labels[-1].isascii() or not labels[-1][:1].isalpha():
        raise ValueError("no public name")
    if not path.startswith("/") or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("no address of a push service")
    return Endpoint("https", host, HTTPS_PORT, path)


def public_address(endpoint: Endpoint) -> str:
    """The address to connect to. It is looked up once and then used, so that a second answer can lead nowhere else.

    Raises Unreachable where any answer is not of the public internet.
    """
    if endpoint.scheme == "http":
        return endpoint.host
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise Unreachable(f"{endpoint.host} has no address") from problem
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Unreachable(f"{endpoint.host} leads into a private network")
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an IP address is of the public internet; an IPv4 address inside an IPv6 one counts as itself."""
    address = ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (inner or address).is_global and not (inner or address).is_multicast and "%" not in text
