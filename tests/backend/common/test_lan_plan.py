"""What `up --lan` decides when addresses come, go and change; and what it says then."""

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.core.management.base import CommandError

from backend.common.lan.addresses import Found, by_preference, is_announced, is_own, own_addresses
from backend.common.lan.certificates import AUTHORITY_FILE
from backend.common.lan.greeting import greeting
from backend.common.lan.plan import LanError, Machine, look_at_machine, prepare
from backend.common.management.commands.up import Command, Serving
from tests.running import free_port

NOW = datetime.now(UTC).replace(microsecond=0)
HOME = Machine((ip_address("192.168.1.20"),), "kitchen.local", is_name_announced=False)


def at(address: str, *, announced: bool = False, name: str = "kitchen.local") -> Machine:
    return Machine((ip_address(address),), name, announced)


def test_a_restart_keeps_the_authority_and_renews_the_certificate(tmp_path: Path) -> None:
    first = prepare(tmp_path, HOME, is_new_wanted=False)
    certificate = first.server_file.read_bytes()
    second = prepare(tmp_path, HOME, is_new_wanted=False)
    assert second.authority.fingerprint == first.authority.fingerprint
    assert second.server_file.read_bytes() != certificate
    assert any("new certificate authority" in note for note in first.notes)
    assert not any("new certificate authority" in note for note in second.notes)


def test_a_changed_address_is_refused_in_words_and_a_new_authority_is_a_wish(tmp_path: Path) -> None:
    first = prepare(tmp_path, HOME, is_new_wanted=False)
    kept = (tmp_path / AUTHORITY_FILE).read_bytes()
    with pytest.raises(LanError) as refused:
        prepare(tmp_path, at("192.168.1.77"), is_new_wanted=False)
    words = str(refused.value)
    for part in ("now 192.168.1.77", "192.168.1.20 alone", "avahi-daemon", "kitchen.local", "--new-ca"):
        assert part in words
    assert "127.0.0.1" not in words
    assert (tmp_path / AUTHORITY_FILE).read_bytes() == kept
    anew = prepare(tmp_path, at("192.168.1.77"), is_new_wanted=True)
    assert anew.host == "192.168.1.77"
    assert anew.authority.fingerprint != first.authority.fingerprint


def test_a_name_that_is_announced_survives_a_change_of_address(tmp_path: Path) -> None:
    first = prepare(tmp_path, at("192.168.1.20", announced=True), is_new_wanted=False)
    assert (first.host, first.spare_host) == ("kitchen.local", "192.168.1.20")
    moved = prepare(tmp_path, at("192.168.1.77", announced=True), is_new_wanted=False)
    assert (moved.host, moved.spare_host) == ("kitchen.local", None)
    assert moved.authority.fingerprint == first.authority.fingerprint
    leaf = x509.load_pem_x509_certificates(moved.server_file.read_bytes())[0]
    named = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    # Outside the constraints it would make phones refuse the whole certificate.
    assert ip_address("192.168.1.77") not in named.get_values_for_type(x509.IPAddress)
    assert "192.168.1.77" not in moved.allowed_hosts


def test_a_name_that_nobody_answers_to_is_not_claimed(tmp_path: Path) -> None:
    lan = prepare(tmp_path, HOME, is_new_wanted=False)
    assert (lan.host, lan.spare_host) == ("192.168.1.20", None)
    said = "\n".join(greeting(lan, port=8000, certificate_port=8001, encoding="utf-8", is_terminal=False))
    assert "https://kitchen.local" not in said
    assert any("avahi-daemon" in note for note in lan.notes)
    # It stands in the authority all the same, so that a later avahi needs no new one.
    assert prepare(tmp_path, replace(HOME, is_name_announced=True), is_new_wanted=False).host == "kitchen.local"


def test_a_machine_of_another_name_goes_on_by_its_address(tmp_path: Path) -> None:
    prepare(tmp_path, HOME, is_new_wanted=False)
    renamed = prepare(tmp_path, at("192.168.1.20", announced=True, name="attic.local"), is_new_wanted=False)
    assert renamed.host == "192.168.1.20"
    assert any("attic.local" in note and "--new-ca" in note for note in renamed.notes)


def test_an_authority_near_its_end_is_not_used(tmp_path: Path) -> None:
    prepare(tmp_path, HOME, is_new_wanted=False, now=NOW)
    with pytest.raises(LanError, match=r"ends on .*\n.*--new-ca"):
        prepare(tmp_path, HOME, is_new_wanted=False, now=NOW + timedelta(days=3640))


def test_a_public_address_is_warned_of_and_left_out_of_the_authority(tmp_path: Path) -> None:
    machine = replace(HOME, addresses=(*HOME.addresses, ip_address("8.8.8.8"), ip_address("10.0.0.5")))
    lan = prepare(tmp_path, machine, is_new_wanted=False)
    assert any("public address (8.8.8.8)" in note for note in lan.notes)
    assert ip_address("8.8.8.8") not in lan.names.addresses
    assert ip_address("10.0.0.5") in lan.names.addresses


def test_the_greeting_has_all_that_a_phone_needs(tmp_path: Path) -> None:
    lan = prepare(tmp_path, at("fd12::20", announced=True), is_new_wanted=False)
    said = "\n".join(greeting(lan, port=8000, certificate_port=8001, encoding="utf-8", is_terminal=False))
    assert "Likeness is running: https://kitchen.local:8000/" in said
    assert "https://[fd12::20]:8000/" in said
    assert "http://[fd12::20]:8001/" in said
    assert lan.authority.fingerprint in said
    assert said.count("█▄▄▄█") >= 6  # three corners of each of two codes
    for words in ("Profile Downloaded", "Certificate Trust Settings", "CA certificate", lan.authority.name):
        assert words in " ".join(said.split())
    plain = greeting(lan, port=8000, certificate_port=8001, encoding="ascii", is_terminal=False)
    assert "(This terminal cannot show a code: type the address.)" in plain


@pytest.mark.parametrize("wanted", ["203.0.113.9", "kitchen", "::"])
def test_an_address_that_is_not_this_machines_is_refused(wanted: str) -> None:
    with pytest.raises(LanError, match="--lan-address"):
        look_at_machine(wanted)


def serve_lan(port: int, **options: Any) -> Serving:
    """``up``'s own decision, without building or starting anything."""
    return Command().serve_lan(
        **{"host": None, "port": port, "lan_address": "127.0.0.1", "new_ca": False, "certificate_port": None} | options
    )


def test_the_settings_follow_the_address(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIKENESS_ORIGIN", raising=False)
    monkeypatch.setenv("LIKENESS_ALLOWED_HOSTS", "other.example")
    monkeypatch.setattr("backend.common.lan.plan.is_announced", lambda *_: False)
    port = free_port()
    serving = serve_lan(port)
    assert serving.environment["LIKENESS_ORIGIN"] == f"https://127.0.0.1:{port}" == serving.address
    assert {"other.example", "127.0.0.1", "[::1]", "localhost"} <= {
        *serving.environment["LIKENESS_ALLOWED_HOSTS"].split(",")
    }
    assert serving.environment["LIKENESS_HSTS"] == "no"
    assert (settings.DATA_DIR / "lan" / AUTHORITY_FILE).exists()


def test_what_cannot_be_is_said_before_anything_is_made(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIKENESS_ORIGIN", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"up --lan --port {taken + 1}"):
            serve_lan(taken)
        with pytest.raises(CommandError, match=f"up --lan --certificate-port {taken + 1}"):
            serve_lan(free_port(), certificate_port=taken)
    with pytest.raises(CommandError, match="this machine does not have it"):
        serve_lan(free_port(), lan_address="203.0.113.9")
    with pytest.raises(CommandError, match="belong to --lan"):
        Command().serve_here(host=None, port=free_port(), lan_address=None, new_ca=True, certificate_port=None)
    monkeypatch.setenv("LIKENESS_ORIGIN", "https://faces.example")
    with pytest.raises(CommandError, match="LIKENESS_ORIGIN"):
        serve_lan(free_port())
    assert not (settings.DATA_DIR / "lan").exists()


def test_the_machines_own_addresses_are_found() -> None:
    """Each can be listened on; those of loopback and of one link are left out."""
    for address in own_addresses():
        assert is_own(address)
        assert not address.is_loopback
        assert not address.is_link_local
    assert look_at_machine("127.0.0.1").addresses == (ip_address("127.0.0.1"), *own_addresses())


@pytest.mark.parametrize(
    ("found", "first"),
    [
        ([("eth0", "8.8.8.8"), ("eth1", "192.168.1.20")], "192.168.1.20"),
        ([("docker0", "172.17.0.1"), ("wlan0", "192.168.1.20")], "192.168.1.20"),
        ([("wlan0", "fd12::20"), ("wlan0", "192.168.1.20")], "192.168.1.20"),
        ([("docker0", "172.17.0.1"), ("wlan0", "fd12::20")], "fd12::20"),
        ([("wlan0", "8.8.8.8")], "8.8.8.8"),
    ],
)
def test_the_home_networks_address_comes_first(found: list[tuple[str, str]], first: str) -> None:
    everything = [Found(interface, ip_address(address)) for interface, address in found]
    assert str(by_preference(everything, "wlan0")[0]) == first


def test_a_tunnel_comes_after_the_home_network() -> None:
    tunnel = Found("tun0", ip_address("10.8.0.2"), is_tunnel=True)
    home = Found("wlan0", ip_address("192.168.1.20"))
    assert by_preference([tunnel, home], "tun0")[0] == home.address


@pytest.mark.parametrize(
    ("answer", "announced"),
    [
        (b"+ 2 0 kitchen.local 192.168.1.20\n", True),
        (b"+ 2 0 kitchen.local 192.168.1.99\n", False),  # another machine bears the name
        (b"-15 Timeout reached\n", False),
        (b"", False),
    ],
)
def test_avahi_is_believed_when_it_answers_with_this_machine(tmp_path: Path, answer: bytes, announced: bool) -> None:
    """Its socket's protocol, as avahi 0.8 answered when it was asked."""
    asked = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as avahi:
        avahi.bind(str(tmp_path / "socket"))
        avahi.listen()

        def serve() -> None:
            for _ in range(2):
                connection, _address = avahi.accept()
                with connection:
                    asked.append(connection.recv(200))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert is_announced("kitchen.local", [ip_address("192.168.1.20")], tmp_path / "socket") is announced
        thread.join(5)
    assert asked == [b"RESOLVE-HOSTNAME-IPV4 kitchen.local\n", b"RESOLVE-HOSTNAME-IPV6 kitchen.local\n"]


def test_without_avahi_no_name_is_announced(tmp_path: Path) -> None:
    assert not is_announced("kitchen.local", [ip_address("192.168.1.20")], tmp_path / "socket")
