"""What ``up --lan`` serves where: decided from this machine's addresses and the authority that phones trust already."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from backend.common.lan.addresses import is_announced, is_own, local_name, own_addresses
from backend.common.lan.certificates import (
    TOO_LATE,
    Authority,
    CertificateError,
    Names,
    all_names,
    make_authority,
    now_in_utc,
    read_authority,
    tighten,
    write_certificates,
)

NEW_AUTHORITY = (
    "python3 manage.py up --lan --new-ca makes a new one, which each phone must be told to trust once more "
    "(and the old one can be removed from them)."
)


class LanError(Exception):
    """Why Likeness cannot be served on the local network, with what to do about it."""


@dataclass(frozen=True)
class Machine:
    """What this machine has: ``addresses`` with the one to use first; ``name`` in .local, announced or not."""

    addresses: tuple[IPv4Address | IPv6Address, ...]
    name: str | None
    is_name_announced: bool

    @property
    def names(self) -> Names:
        """For what an authority is made: the address to use, further ones that are not public, and the name.

        Public addresses are left out: those of IPv6 change by the day.
        """
        first, *rest = self.addresses
        return all_names([self.name] if self.name else [], [first, *(one for one in rest if not one.is_global)])


@dataclass(frozen=True)
class Lan:
    """Where and with what to serve. ``host`` and ``spare_host`` as they stand in an address."""

    authority: Authority
    server_file: Path
    public_file: Path
    names: Names
    address: IPv4Address | IPv6Address
    host: str
    spare_host: str | None
    notes: tuple[str, ...]

    @property
    def allowed_hosts(self) -> list[str]:
        return [*self.names.hosts, *map(in_url, self.names.addresses)]


def in_url(address: IPv4Address | IPv6Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)


def look_at_machine(wanted: str | None) -> Machine:
    """What this machine has, with the address ``wanted`` first. Raises ``LanError``."""
    addresses = own_addresses()
    if wanted is not None:
        try:
            chosen = ip_address(wanted)
        except ValueError as problem:
            raise LanError(f"--lan-address {wanted}: not an address. It looks like 192.168.1.20.") from problem
        if chosen.is_unspecified or not is_own(chosen):
            have = ", ".join(map(str, addresses)) or "none on a network"
            raise LanError(f"--lan-address {wanted}: this machine does not have it. It has: {have}.")
        addresses = [chosen, *(one for one in addresses if one != chosen)]
    if not addresses:
        raise LanError(
            "This machine has no address on a local network. Join the network that the phones are in, then start again."
        )
    name = local_name()
    return Machine(tuple(addresses), name, name is not None and is_announced(name, addresses))


def prepare(folder: Path, machine: Machine, *, is_new_wanted: bool, now: datetime | None = None) -> Lan:
    """Authority and certificate in ``folder`` for this machine. Raises ``LanError`` where phones would refuse them."""
    now = now or now_in_utc()
    notes = []
    try:
        if tighten(folder) and not is_new_wanted:
            notes.append(
                "The authority's key could be read by other users of this machine until now. If there are any, "
                "end this and start with --new-ca."
            )
        authority = None if is_new_wanted else read_authority(folder)
        if authority is None:
            authority = make_authority(folder, machine.names, now)
            notes.append("A new certificate authority was made: each phone must be told once to trust it.")
        host, spare = _where(machine, authority, now)
        names = machine.names.within(authority.may_name)
        server_file, public_file = write_certificates(folder, authority, names, now)
    except CertificateError as problem:
        raise LanError(f"{problem}\n{NEW_AUTHORITY}") from problem
    except OSError as problem:
        raise LanError(f"The certificates in {folder} cannot be written: {problem.strerror}.") from problem
    if public := [str(one) for one in machine.addresses if one.version == 4 and one.is_global]:
        notes.append(
            f"This machine also has a public address ({', '.join(public)}): the whole internet may reach Likeness "
            "there, unless a firewall keeps it out or you start with --host and an address of the home network."
        )
    if host == in_url(machine.addresses[0]):
        notes.append(_advice(machine, authority))
    return Lan(authority, server_file, public_file, names, machine.addresses[0], host, spare, tuple(notes))


def _where(machine: Machine, authority: Authority, now: datetime) -> tuple[str, str | None]:
    """The host that people type, and another for phones that don't find it. Raises ``LanError``."""
    if authority.ends - TOO_LATE < now:
        raise LanError(
            f"The certificate authority “{authority.name}” ends on {authority.ends:%d %B %Y}.\n{NEW_AUTHORITY}"
        )
    may, address = authority.may_name, machine.addresses[0]
    numeric = in_url(address) if address in may.addresses else None
    if machine.name and machine.is_name_announced and machine.name in may.hosts:
        return machine.name, numeric
    if numeric:
        return numeric, None
    known = ", ".join(str(one) for one in may.addresses if not one.is_loopback)
    raise LanError(
        f"This machine's address is now {address}. The authority “{authority.name}”, which your phones may trust "
        f"already, can vouch for {known} alone. Either\n"
        "- give the machine its old address back (routers call it a fixed or reserved address), or\n"
        f"- let it answer to {machine.name or 'a name in .local'}, which survives a change of address "
        "(Debian: apt-get install avahi-daemon), or\n"
        f"- {NEW_AUTHORITY}"
    )


def _advice(machine: Machine, authority: Authority) -> str:
    """Why there is an address of numbers, and what would be better."""
    if machine.name and machine.is_name_announced:
        return (
            f"This machine answers to {machine.name}, for which the authority “{authority.name}” cannot vouch. "
            f"{NEW_AUTHORITY}"
        )
    return (
        "The address is one of numbers: when it changes, phones must trust a new authority, and passkeys need a name. "
        f"With mDNS (Debian: apt-get install avahi-daemon) {machine.name or 'a name in .local'} is used instead."
    )
