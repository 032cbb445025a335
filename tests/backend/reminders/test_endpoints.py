"""Where the server may be sent to post: public names over https, and nowhere into this network."""

import socket
from typing import Any

import pytest

from backend.reminders.delivery import Answer, Outcome, deliver
from backend.reminders.endpoints import Unreachable, is_public, public_address, read_endpoint
from tests.backend.reminders.browsers import push_service


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def", "fcm.googleapis.com", "/fcm/send/abc:def"),
        (
            "https://updates.push.services.mozilla.com/wpush/v2/gAA",
            "updates.push.services.mozilla.com",
            "/wpush/v2/gAA",
        ),
        ("https://web.push.apple.com:443/QA", "web.push.apple.com", "/QA"),
        ("https://WNS2-pn1p.notify.windows.com/w/?token=a%2fb", "wns2-pn1p.notify.windows.com", "/w/?token=a%2fb"),
    ],
)
def test_push_services_are_taken(url: str, host: str, path: str) -> None:
    found = read_endpoint(url)
    assert (found.scheme, found.host, found.port, found.path) == ("https", host, 443, path)


@pytest.mark.parametrize(
    "url",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/a",
        "https://fcm.googleapis.com",
        "https://user@fcm.googleapis.com/a",
        "https://user:pw@fcm.googleapis.com/a",
        "https://127.0.0.1/a",
        "https://127.1/a",
        "https://2130706433/a",
        "https://0x7f.0x0.0x0.0x1/a",
        "https://[::1]/a",
        "https://10.0.0.1/a",
        "https://localhost/a",
        "https://printer.local/a",
        "https://router.lan/a",
        "https://intranet/a",
        "https://a.localhost./a",
        "https:///a",
        "ftp://a.example.org/a",
        "file:///etc/passwd",
        "https://a.example.org/a b",
        "https://a.example.org/a\r\nX: y",
        "https://a.example.org:99999/a",
        "https://a.exämple/a",
        "http://127.0.0.1:8000/a",
        "",
    ],
)
def test_all_else_is_refused_without_asking_any_network(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_asks(*_args: Any, **_options: Any) -> None:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_asks)
    with pytest.raises(ValueError, match=r".*"):
        read_endpoint(url)


@pytest.mark.parametrize("address", ["142.250.1.95", "2a00:1450:4001::5f"])
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "255.255.255.255",
    ],
)  # fmt: skip
def test_addresses_of_private_networks(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["142.250.1.95", "192.168.1.1"], []])
def test_a_public_name_that_leads_into_this_network_is_not_followed(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    with pytest.raises(Unreachable):
        public_address(read_endpoint("https://rebound.example.org/a"))
    assert deliver("https://rebound.example.org/a", body=b"", headers={}) == Answer(Outcome.LATER)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (201, {}, Answer(Outcome.TAKEN)),
        (200, {}, Answer(Outcome.TAKEN)),
        (404, {}, Answer(Outcome.GONE)),
        (410, {}, Answer(Outcome.GONE)),
        (429, {"Retry-After": "120"}, Answer(Outcome.LATER, 120)),
        (503, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, Answer(Outcome.LATER)),
        (500, {}, Answer(Outcome.LATER)),
        (400, {}, Answer(Outcome.REFUSED)),
        (403, {}, Answer(Outcome.REFUSED)),
    ],
)
def test_what_a_push_service_answers(status: int, headers: dict[str, str], expected: Answer, settings: Any) -> None:
    settings.PUSH_TO_LOOPBACK = True
    with push_service() as service:
        service.status, service.headers = status, headers
        assert deliver(service.browser().endpoint, body=b"x", headers={}) == expected
        assert len(service.arrived) == 1


def test_a_redirect_is_not_followed(settings: Any) -> None:
    settings.PUSH_TO_LOOPBACK = True
    with push_service() as elsewhere, push_service() as service:
        service.status, service.headers = 307, {"Location": elsewhere.browser().endpoint}
        assert deliver(service.browser().endpoint, body=b"x", headers={}) == Answer(Outcome.REFUSED)
        assert (len(service.arrived), elsewhere.arrived) == (1, [])


def test_nobody_who_answers_is_for_later(settings: Any) -> None:
    settings.PUSH_TO_LOOPBACK = True
    with push_service() as service:
        endpoint = service.browser().endpoint
    assert deliver(endpoint, body=b"x", headers={}) == Answer(Outcome.LATER)
