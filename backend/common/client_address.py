"""Where a request comes from, by the proxies that are believed."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

# A household is given as many addresses of IPv6 as lie behind these bits: one of them each time would pass any count.
IPV6_BITS: Final = 64


def address_of(request: HttpRequest) -> str:
    """The address; empty where the proxies don't say, which hinders nobody's request."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        return ""
    return address


def counted_as(address: str) -> str:
    """What a throttle counts by: the address, of IPv6 its /64."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{ip}/{IPV6_BITS}", strict=False)) if isinstance(ip, IPv6Address) else str(ip)
