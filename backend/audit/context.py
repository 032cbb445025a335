"""Where the present request comes from, for whoever writes an audit row while it is answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address, ip_network


def _nowhere() -> str:
    return ""


_address: ContextVar[Callable[[], str]] = ContextVar("address", default=_nowhere)

# What is kept of an address: enough to tell one household from another country, too little to name a line.
KEPT_BITS = {4: 24, 6: 48}


def network_of(address: str) -> str:
    """``192.0.2.7`` → ``192.0.2.0/24``, IPv6 to /48; empty for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{ip}/{KEPT_BITS[ip.version]}", strict=False))


@contextmanager
def request_from(address: Callable[[], str]) -> Iterator[None]:
    """Within it, :func:`current_network` is that of ``address()``, which is asked only when a row is written."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def current_network() -> str:
    """Of the request that is being answered; empty for a job or a command."""
    return network_of(_address.get()())
