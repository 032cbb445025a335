"""A certificate authority for this machine alone, and the server's certificate that it signs at each start.

A phone that trusts the authority trusts it for the names of this machine and for no other: they stand in it as
critical name constraints, so that a stolen key signs for no bank and no mail. Systems may overlook constraints in
the certificate that is trusted itself (RFC 5280 asks for them only below it). So its key signs one thing, the signer's
certificate with the same constraints, and is forgotten before anybody has seen it; the signer's key is what is kept.
"""

import os
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backend.common.durable import write_over

AUTHORITY_LASTS = timedelta(days=3650)
# iOS refuses a server's certificate of more than 398 days from authorities that it ships, 825 from others.
CERTIFICATE_LASTS = timedelta(days=397)
# A phone's clock may be behind; this counts towards the days above.
EARLIER = timedelta(days=1)
# An authority is given up before phones begin to refuse what it signs.
TOO_LATE = timedelta(days=30)
LOOPBACK = (ip_address("127.0.0.1"), ip_address("::1"))
AUTHORITY_FILE, PUBLIC_FILE, SERVER_FILE = "authority.pem", "authority.crt", "server.pem"


class CertificateError(Exception):
    """An authority that cannot be read or used, with what to do about it."""


@dataclass(frozen=True)
class Names:
    """What a certificate is for: host names in small letters, and addresses."""

    hosts: tuple[str, ...]
    addresses: tuple[IPv4Address | IPv6Address, ...]

    def within(self, others: "Names") -> "Names":
        """Those that ``others`` has too."""
        return Names(
            tuple(host for host in self.hosts if host in others.hosts),
            tuple(address for address in self.addresses if address in others.addresses),
        )


@dataclass(frozen=True)
class Authority:
    """``certificate`` is what phones trust; ``signer``, of whom ``key`` is, signs in its name."""

    key: ec.EllipticCurvePrivateKey
    signer: x509.Certificate
    certificate: x509.Certificate

    @property
    def name(self) -> str:
        """What the phone's lists call it."""
        return common_name(self.certificate)

    @property
    def may_name(self) -> Names:
        """The names to which it is held."""
        constraints = self.signer.extensions.get_extension_for_class(x509.NameConstraints).value
        permitted = constraints.permitted_subtrees or []
        return Names(
            tuple(name.value for name in permitted if isinstance(name, x509.DNSName)),
            tuple(
                name.value.network_address
                for name in permitted
                if isinstance(name, x509.IPAddress) and isinstance(name.value, IPv4Network | IPv6Network)
            ),
        )

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def ends(self) -> datetime:
        return min(self.certificate.not_valid_after_utc, self.signer.not_valid_after_utc)


def common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256, as phones show it: 32 pairs of hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def make_authority(folder: Path, names: Names, now: datetime) -> Authority:
    """A new authority for ``names``, kept in ``folder``; one that was there is replaced."""
    forgotten, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    host = socket.gethostname().partition(".")[0][:24] or "this machine"
    # The date tells it from one made before, in the list where a person removes the old one.
    title = f"Likeness on {host}, {now:%Y-%m-%d %H:%M}"
    constraints = x509.NameConstraints(
        [*map(x509.DNSName, names.hosts), *(x509.IPAddress(ip_network(address)) for address in names.addresses)], None
    )

    def make(of: ec.EllipticCurvePrivateKey, subject: str, signers_below: int) -> x509.Certificate:
        return (
            _builder(of, _name(subject), _name(title), now, now + AUTHORITY_LASTS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=signers_below), critical=True)
            .add_extension(constraints, critical=True)
            .add_extension(_key_usage(key_cert_sign=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(forgotten.public_key()), critical=False)
            .sign(forgotten, hashes.SHA256())
        )

    authority = Authority(key, signer=make(key, f"{title}, signer", 0), certificate=make(forgotten, title, 1))
    _make_private(folder)
    write_over(folder / AUTHORITY_FILE, _pem(key, authority.signer, authority.certificate))
    return authority


def read_authority(folder: Path) -> Authority | None:
    """The authority kept in ``folder``; None when there is none. Raises ``CertificateError`` with words."""
    path = folder / AUTHORITY_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise CertificateError(
            f"The certificate authority in {path} cannot be read: {problem.strerror}. Start Likeness as the user "
            "who made it."
        ) from problem
    try:
        key = load_pem_private_key(content, None)
        signer, certificate = x509.load_pem_x509_certificates(content)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != signer.public_key():
            raise ValueError("key and certificate do not belong together")
        authority = Authority(key, signer, certificate)
        _ = authority.may_name
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound) as problem:
        raise CertificateError(f"The certificate authority in {path} is damaged ({problem}).") from problem
    return authority


def tighten(folder: Path) -> bool:
    """Take others' rights to the authority away; True when others could read its key until now."""
    path = folder / AUTHORITY_FILE
    if os.name == "nt" or not path.exists():
        return False
    # Others get at the file only through the folder.
    was_open = bool(folder.stat().st_mode & 0o077) and bool(path.stat().st_mode & 0o077)
    folder.chmod(0o700)
    path.chmod(0o600)
    return was_open


def write_certificates(folder: Path, authority: Authority, names: Names, now: datetime) -> tuple[Path, Path]:
    """A new certificate of the server for ``names``. Files: (its key, itself and the signer), (the authority, public).

    Made anew at each start: nothing has to notice that an address changed or that an end is near.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    end = min(now - EARLIER + CERTIFICATE_LASTS, authority.ends)
    alternatives = [*map(x509.DNSName, names.hosts), *map(x509.IPAddress, names.addresses)]
    certificate = (
        _builder(key, _name("Likeness"), authority.signer.subject, now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(_key_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _make_private(folder)
    write_over(folder / SERVER_FILE, _pem(key, certificate, authority.signer))
    write_over(folder / PUBLIC_FILE, authority.certificate.public_bytes(Encoding.PEM))
    return folder / SERVER_FILE, folder / PUBLIC_FILE


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Likeness"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def _builder(
    key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey, *certificates: x509.Certificate) -> bytes:
    """All in one file, so that they are replaced together."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "nt":
        folder.chmod(0o700)


def all_names(hosts: Collection[str], addresses: Collection[IPv4Address | IPv6Address]) -> Names:
    """These and this machine's own words for itself, each once."""
    return Names(tuple(dict.fromkeys([*hosts, "localhost"])), tuple(dict.fromkeys([*addresses, *LOOPBACK])))


def now_in_utc() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
