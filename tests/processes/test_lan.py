"""`manage.py up --lan` with real processes, spoken to over its own address as a phone would."""

import http.client
import json
import os
import shutil
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from backend.common.lan.addresses import own_addresses
from backend.common.lan.plan import in_url
from tests.phone import Phone
from tests.processes.test_no_foreign_connection import foreign_calls
from tests.running import ROOT, RunningApp, free_port

# A machine off every network has loopback addresses still; 127.0.0.1 itself stands in every certificate.
ADDRESS = str(next(iter(own_addresses()), "127.0.0.2"))
HOST = in_url(own_addresses()[0]) if own_addresses() else ADDRESS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 and 127.0.0.3 are addresses on Linux alone")


class LanApp(RunningApp):
    """``up --lan`` at ``address``, its certificate's page at ``page``."""

    def __init__(self, folder: Path, *options: str, address: str = ADDRESS, before: list[str] | None = None) -> None:
        self.page_port = free_port()
        self.page = f"http://{HOST}:{self.page_port}"
        more = ["--lan", "--lan-address", address, "--certificate-port", str(self.page_port), *options]
        super().__init__(folder, before=before, options=more)
        self.origin = f"https://{HOST}:{self.port}"

    @property
    def certificates(self) -> Path:
        return self.folder / "data" / "lan"

    def trust(self) -> ssl.SSLContext:
        """What a phone knows after the two steps: the certificate that the page gives out, and no other."""
        with urllib.request.urlopen(f"{self.page}/likeness-ca.crt") as answer:  # noqa: S310 (an address of our own)
            return ssl.create_default_context(cadata=answer.read())


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanApp]:
    with LanApp(tmp_path_factory.mktemp("lan")) as running:
        yield running


def status_at(host: str, port: int, trust: ssl.SSLContext, *, named: str | None = None) -> int:
    connection = http.client.HTTPSConnection(host, port, timeout=20, context=trust)
    try:
        connection.request("GET", "/_allauth/browser/v1/config", headers={"Host": named or f"{host}:{port}"})
        return connection.getresponse().status
    finally:
        connection.close()


def test_who_trusts_the_authority_gets_in_at_each_address(app: LanApp) -> None:
    for host in (ADDRESS, "127.0.0.1", "localhost"):
        assert status_at(host, app.port, app.trust()) == 200
    assert status_at(ADDRESS, app.port, app.trust(), named="elsewhere.example") == 400


def test_who_does_not_trust_it_refuses(app: LanApp) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        status_at(ADDRESS, app.port, ssl.create_default_context())


def test_old_versions_of_tls_are_refused_and_1_2_is_not(app: LanApp) -> None:
    trust = app.trust()
    trust.maximum_version = ssl.TLSVersion.TLSv1_2
    assert status_at(ADDRESS, app.port, trust) == 200
    trust = app.trust()
    trust.set_ciphers("ALL:@SECLEVEL=0")
    trust.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        trust.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        status_at(ADDRESS, app.port, trust)


def test_plain_http_is_not_answered_on_its_port(app: LanApp) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        urllib.request.urlopen(f"http://{HOST}:{app.port}/")


def test_the_session_is_kept_in_a_secure_cookie_and_no_name_is_pinned_to_https(app: LanApp) -> None:
    phone = Phone(app.origin, trust=app.trust())
    session = next(cookie for cookie in phone.cookies if "sessionid" in cookie.name)
    assert session.name == "__Host-sessionid"
    assert session.secure
    assert json.loads(phone.get("/api/v1/me/"))
    with phone.opener.open(app.origin) as answer:
        # It would pin every port of this machine to https, the certificate's page among them.
        assert "Strict-Transport-Security" not in answer.headers


def test_the_page_gives_out_the_public_certificate_and_nothing_else(app: LanApp) -> None:
    with urllib.request.urlopen(f"{app.page}/likeness-ca.crt") as answer:  # noqa: S310 (an address of our own)
        assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
        certificate = x509.load_der_x509_certificate(answer.read())
    digits = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    assert digits in app.log.read_text(encoding="utf-8")
    with urllib.request.urlopen(app.page) as answer:  # noqa: S310 (an address of our own)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        text = answer.read().decode()
    assert digits in text
    assert app.origin in text
    assert "<script" not in text
    for path in ("/authority.pem", "/server.pem", "/../lan/authority.pem", "/api/v1/me/", "/?", "/media/"):
        assert page_status(app, "GET", path) == 404
    assert page_status(app, "HEAD", "/likeness-ca.crt") == 200
    assert page_status(app, "POST", "/") == 501


def page_status(app: LanApp, method: str, path: str) -> int:
    connection = http.client.HTTPConnection(ADDRESS, app.page_port, timeout=20)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        assert b"PRIVATE KEY" not in answer.read()
        return answer.status
    finally:
        connection.close()


def test_the_keys_lie_where_their_owner_alone_can_read_them(app: LanApp) -> None:
    assert app.certificates.stat().st_mode & 0o777 == 0o700
    for name in ("authority.pem", "server.pem"):
        assert (app.certificates / name).stat().st_mode & 0o777 == 0o600


def test_a_restart_keeps_the_authority_and_a_new_address_is_said(tmp_path: Path) -> None:
    with LanApp(tmp_path, address="127.0.0.2") as app:
        kept = (app.certificates / "authority.crt").read_bytes()
        served = (app.certificates / "server.pem").read_bytes()
        assert "A new certificate authority was made" in app.log.read_text(encoding="utf-8")
    with LanApp(tmp_path, address="127.0.0.2") as app:
        assert (app.certificates / "authority.crt").read_bytes() == kept
        assert (app.certificates / "server.pem").read_bytes() != served
        assert "A new certificate authority was made" not in app.log.read_text(encoding="utf-8")
        trust = ssl.create_default_context(cadata=kept.decode())
        assert status_at("127.0.0.2", app.port, trust) == 200
    refused = up(tmp_path / "data", "--lan", "--lan-address", "127.0.0.3")
    assert refused.returncode == 1
    assert "This machine's address is now 127.0.0.3" in refused.stderr
    assert "Traceback" not in refused.stderr


def up(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """``up`` where it is expected to refuse."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "LIKENESS_ORIGIN"))}
    return subprocess.run(
        [sys.executable, "manage.py", "up", "--no-build", "--port", str(free_port()), *arguments],
        cwd=ROOT,
        env=kept | {"LIKENESS_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace (Debian: apt-get install strace), which records connections"
)
def test_addresses_are_found_without_a_word_to_another_host(tmp_path: Path) -> None:
    record = tmp_path / "network.txt"
    strace = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(record)]
    with LanApp(tmp_path, before=strace) as app:
        assert status_at("127.0.0.1", app.port, app.trust()) == 200
        assert page_status(app, "GET", "/") == 200
    calls = record.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any("sun_path" in call for call in calls)
    assert foreign_calls(calls) == []
