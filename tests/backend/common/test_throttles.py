"""How often an address may ask for what opens without an account, and an account for what costs much."""

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle, SimpleRateThrottle

from backend.common.client_address import counted_as

RATES = {"looks": "2/minute", "looks_at_documents": "1/hour", "exports": "1/hour", "films": "1/hour"}
HOME, ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for throttle in (SimpleRateThrottle, ScopedRateThrottle):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", {**SimpleRateThrottle.THROTTLE_RATES, **RATES})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/s/no-such-token/", "/s/no-such-token/data.json", "/c/no-such-token"])
def test_what_links_open_is_counted_by_address(few: None, path: str) -> None:
    assert [Client().get(path, **HOME).status_code for _ in range(3)] == [404, 404, 429]  # type: ignore[arg-type]
    refused = Client().get(path, **HOME)  # type: ignore[arg-type]
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["Cache-Control"] == "no-store"
    assert Client().get(path, **ELSEWHERE).status_code == 404  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/s/no-such-token/report.pdf", "/c/no-such-token/receipt.pdf"])
def test_documents_without_an_account_are_counted_more_strictly(few: None, path: str) -> None:
    assert [Client().get(path, **HOME).status_code for _ in range(2)] == [404, 429]  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_header_that_anybody_can_send_makes_no_other_address(few: None) -> None:
    codes = [
        Client().get("/c/no-such-token", headers={"X-Forwarded-For": f"198.51.100.{number}"}, **HOME).status_code  # type: ignore[arg-type]
        for number in range(3)
    ]
    assert codes == [404, 404, 429]


@pytest.mark.django_db
def test_behind_a_trusted_proxy_each_browser_counts_for_itself(few: None, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for browser in ("198.51.100.1", "198.51.100.2"):
        codes = [Client().get("/c/no-such-token", headers={"X-Forwarded-For": browser}).status_code for _ in range(3)]
        assert codes == [404, 404, 429]


def test_a_household_with_many_addresses_is_one() -> None:
    assert counted_as("2001:db8:1:2:3::4") == counted_as("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert counted_as("2001:db8:1:3::4") != counted_as("2001:db8:1:2::4")
    assert (counted_as("203.0.113.7"), counted_as(""), counted_as("nonsense")) == ("203.0.113.7", "", "")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "sessions/export/"),
        ("post", "sessions/import/"),
        ("get", "reports/consultation"),
        ("get", f"subjects/{uuid.uuid4()}/audit/export"),
        ("get", f"consents/{uuid.uuid4()}/receipt.pdf"),
        ("post", f"sealed-copies/{uuid.uuid4()}/open/"),
        ("post", "timelapses/"),
    ],
)
def test_what_costs_much_is_counted_by_account(
    few: None, as_alice: APIClient, as_bob: APIClient, method: str, path: str
) -> None:
    def ask(client: APIClient) -> int:
        answer = getattr(client, method)(f"/api/v1/{path}")
        answer.close()
        return int(answer.status_code)

    first, second = ask(as_alice), ask(as_alice)
    assert first != 429
    assert second == 429
    assert ask(as_bob) == first


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["address", "account"])
def test_password_resets_are_counted_by_address_and_by_account(key: str) -> None:
    """django-allauth's own: 5 a minute for an account, 20 for an address."""
    codes = []
    for number in range(21):
        email = "alice@example.org" if key == "account" else f"nobody{number}@example.org"
        place = {"REMOTE_ADDR": f"203.0.113.{number}"} if key == "account" else HOME
        answer = APIClient().post("/_allauth/browser/v1/auth/password/request", {"email": email}, **place)  # type: ignore[arg-type]
        codes.append(answer.status_code)
    most = 5 if key == "account" else 20
    assert codes == [200] * most + [429] * (21 - most)


def test_many_addresses_push_no_counter_out() -> None:
    """Django's cache drops a third of its entries, at random, when 300 are in it."""
    cache.set("throttle:looks:203.0.113.7", [1.0])
    for number in range(2_000):
        cache.set(f"throttle:looks:{number}", [1.0])
    assert cache.get("throttle:looks:203.0.113.7") == [1.0]
