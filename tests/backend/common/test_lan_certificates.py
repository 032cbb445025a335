"""The authority of `up --lan`: what phones will accept of it, and what a stolen key would not get them to accept."""

import os
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID

from backend.common.lan.certificates import (
    AUTHORITY_FILE,
    Authority,
    CertificateError,
    Names,
    all_names,
    make_authority,
    read_authority,
    tighten,
    write_certificates,
)

NOW = datetime.now(UTC).replace(microsecond=0)
HERE = all_names(["kitchen.local"], [ip_address("192.168.1.20"), ip_address("fd12::20")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lan"


@pytest.fixture
def authority(folder: Path) -> Authority:
    return make_authority(folder, HERE, NOW)


def shake_hands(server_file: Path, trusted: Path, host: str) -> None:
    """A whole TLS handshake in memory, by OpenSSL at both ends. Raises ``ssl.SSLError`` where the client refuses."""
    client_context = ssl.create_default_context(cafile=trusted)
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(server_file)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context.wrap_bio(to_client, to_server, server_hostname=host)
    server = server_context.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert client.version() == "TLSv1.3"


@pytest.mark.parametrize("host", ["kitchen.local", "localhost", "192.168.1.20", "fd12::20", "127.0.0.1", "::1"])
def test_who_trusts_the_authority_accepts_this_machine(folder: Path, authority: Authority, host: str) -> None:
    shake_hands(*write_certificates(folder, authority, HERE, NOW), host)


@pytest.mark.parametrize("host", ["bank.example", "local", "xkitchen.local", "192.168.1.21", "10.0.0.1", "fd12::21"])
def test_what_it_signs_for_another_is_refused(folder: Path, authority: Authority, host: str) -> None:
    """As if its key had been stolen: the certificate is whole and signed, and names another machine."""
    other = Names((), (ip_address(host),)) if host[0] in "1f" else Names((host,), ())
    server_file, public_file = write_certificates(folder, authority, other, NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(server_file, public_file, host)
    # A second verifier, of other make.
    with pytest.raises(verification.VerificationError):
        verify_by_cryptography(server_file, public_file, host)


def verify_by_cryptography(server_file: Path, public_file: Path, host: str) -> None:
    leaf, *between = x509.load_pem_x509_certificates(server_file.read_bytes())
    is_address = ":" in host or host[0].isdigit()
    subject = x509.IPAddress(ip_address(host)) if is_address else x509.DNSName(host)
    store = verification.Store(x509.load_pem_x509_certificates(public_file.read_bytes()))
    verification.PolicyBuilder().store(store).build_server_verifier(subject).verify(leaf, between)


@pytest.mark.parametrize("host", ["kitchen.local", "192.168.1.20", "fd12::20"])
def test_a_second_verifier_accepts_this_machine(folder: Path, authority: Authority, host: str) -> None:
    verify_by_cryptography(*write_certificates(folder, authority, HERE, NOW), host)


def test_the_constraints_stand_where_every_verifier_looks(authority: Authority) -> None:
    """In the signer too: RFC 5280 lets a verifier overlook them in the certificate that is trusted itself."""
    for certificate in (authority.certificate, authority.signer):
        constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints)
        assert constraints.critical
        assert {str(name.value) for name in constraints.value.permitted_subtrees or []} == {
            "kitchen.local", "localhost", "192.168.1.20/32", "fd12::20/128", "127.0.0.1/32", "::1/128",
        }  # fmt: skip
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert authority.may_name == HERE


def test_the_trusted_certificates_own_key_is_nowhere(folder: Path, authority: Authority) -> None:
    write_certificates(folder, authority, HERE, NOW)
    trusted = authority.certificate.public_key()
    held = [path.read_bytes() for path in folder.iterdir() if b"PRIVATE KEY" in path.read_bytes()]
    assert len(held) == 2  # the signer's and the server's
    assert all(load_pem_private_key(content, None).public_key() != trusted for content in held)


def test_a_certificate_lasts_no_longer_than_phones_allow(folder: Path, authority: Authority) -> None:
    server_file, _ = write_certificates(folder, authority, HERE, NOW)
    leaf = x509.load_pem_x509_certificates(server_file.read_bytes())[0]
    lasts = leaf.not_valid_after_utc - leaf.not_valid_before_utc
    assert timedelta(days=300) < lasts <= timedelta(days=397)
    late = NOW + timedelta(days=3600)
    server_file, _ = write_certificates(folder, authority, HERE, late)
    leaf = x509.load_pem_x509_certificates(server_file.read_bytes())[0]
    assert leaf.not_valid_after_utc == authority.ends


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes: the folder lies in the person's own")
def test_keys_are_their_owners_alone(folder: Path, authority: Authority) -> None:
    old = os.umask(0)
    try:
        make_authority(folder, HERE, NOW)
        write_certificates(folder, authority, HERE, NOW)
    finally:
        os.umask(old)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "authority.pem": 0o600,
        "authority.crt": 0o600,
        "server.pem": 0o600,
    }
    assert not tighten(folder)
    folder.chmod(0o755)
    (folder / AUTHORITY_FILE).chmod(0o644)
    assert tighten(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / AUTHORITY_FILE).stat().st_mode & 0o777 == 0o600


def test_it_is_read_as_it_was_written(folder: Path, authority: Authority) -> None:
    again = read_authority(folder)
    assert again is not None
    assert (again.fingerprint, again.may_name, again.signer) == (
        authority.fingerprint,
        authority.may_name,
        authority.signer,
    )


def test_without_one_there_is_none(folder: Path) -> None:
    assert read_authority(folder) is None


def test_a_damaged_one_is_said(folder: Path, authority: Authority, tmp_path: Path) -> None:
    path = folder / AUTHORITY_FILE
    whole = path.read_bytes()
    make_authority(tmp_path / "other", HERE, NOW)
    others_key = (tmp_path / "other" / AUTHORITY_FILE).read_bytes().split(b"-----BEGIN CERTIFICATE")[0]
    parts = whole.split(b"-----BEGIN CERTIFICATE")
    mixed = b"-----BEGIN CERTIFICATE".join([others_key, *parts[1:]])
    for content in (b"", whole[:400], whole[: len(whole) // 2], b"\0" * 2000, parts[0], mixed):
        path.write_bytes(content)
        with pytest.raises(CertificateError, match="is damaged"):
            read_authority(folder)
    path.write_bytes(whole)
    assert read_authority(folder)
