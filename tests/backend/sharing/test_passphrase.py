"""Guessing a passphrase: counted before it is looked at, slowed, locked within ten, and nobody else is hindered."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backend.sharing.guard import MOST_WRONG_GUESSES
from backend.sharing.models import AccessEvent, ShareAccess, ShareGrant, ShareVisit
from backend.sharing.services import visits
from tests.backend.sharing.conftest import PASSPHRASE, Share, Shared, World, body_of, browser, opened, status
from tests.conftest import signed_in_as

WRONG = "not this one"


@pytest.fixture
def shared(share: Share) -> Shared:
    return share(passphrase=PASSPHRASE)


def guess(client: Client, shared: Shared, passphrase: str = WRONG) -> Any:
    return client.post(f"{shared.path}unlock", {"passphrase": passphrase})


def wait_out(shared: Shared) -> None:
    ShareGrant.objects.filter(pk=shared.grant.pk).update(next_guess_at=timezone.now() - timedelta(seconds=1))


def test_the_passphrase_is_kept_as_a_slow_hash_and_opens(share: Share, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    shared = share(passphrase=PASSPHRASE)
    assert shared.now().passphrase_hash.startswith("argon2$argon2id$")
    assert PASSPHRASE not in str(vars(shared.now()))
    client = opened(shared)
    answer = guess(client, shared, PASSPHRASE)
    assert (answer.status_code, answer["Location"]) == (302, shared.path)
    assert status(client, f"{shared.path}data.json") == 200
    assert shared.now().failed_passphrases == 0


def test_after_three_wrong_guesses_each_waits_longer(shared: Shared) -> None:
    client = opened(shared)
    waits = []
    for _ in range(MOST_WRONG_GUESSES - 1):
        answer = guess(client, shared)
        assert answer.status_code == 403
        waits.append(int(answer.get("Retry-After", "0")))
        # Too early, not even the right one is looked at, and it counts for nothing.
        if waits[-1]:
            counted = shared.now().failed_passphrases
            early = guess(client, shared, PASSPHRASE)
            assert (early.status_code, int(early["Retry-After"]) <= waits[-1]) == (403, True)
            assert shared.now().failed_passphrases == counted
        wait_out(shared)
    assert waits[:2] == [0, 0]
    assert waits[2:] == [5, 15, 45, 135, 405, 1215, 3645]


def test_at_ten_it_is_locked_until_its_maker_sets_another(world: World, shared: Shared) -> None:
    inside = opened(shared, passphrase=PASSPHRASE)
    client = opened(shared)
    for _ in range(MOST_WRONG_GUESSES):
        guess(client, shared)
        wait_out(shared)
    answer = guess(client, shared, PASSPHRASE)
    assert (answer.status_code, b"locked" in answer.content) == (403, True)
    assert status(inside, f"{shared.path}data.json") == 200
    as_alice = signed_in_as(world.alice)
    url = f"/api/v1/shares/{shared.grant.pk}/"
    assert as_alice.get(url).json()["status"] == "locked"
    renewed = as_alice.put(f"{url}passphrase/", {"passphrase": "another harbour"}).json()
    assert renewed["status"] == "live"
    assert status(inside, f"{shared.path}data.json") == 403, "who knew the old one gives the new one"
    assert guess(client, shared, PASSPHRASE).status_code == 403
    assert guess(client, shared, "another harbour").status_code == 302


def test_no_more_than_ten_of_a_loop_are_looked_at(shared: Shared, monkeypatch: Any) -> None:
    """Forty from eight browsers; at the same time, against a running server: tests/processes/test_held_share.py."""
    looked_at = []

    def looks(given: str, _kept: str) -> bool:
        looked_at.append(given)
        return False

    monkeypatch.setattr(visits, "check_password", looks)
    clients = [opened(shared) for _ in range(8)]
    for _ in range(5):
        for client in clients:
            guess(client, shared)
            wait_out(shared)
    assert len(looked_at) == MOST_WRONG_GUESSES
    assert shared.now().failed_passphrases == MOST_WRONG_GUESSES


def test_others_on_the_same_network_and_other_grants_are_not_hindered(share: Share, shared: Shared) -> None:
    other = share(passphrase=PASSPHRASE)
    attacker = opened(shared)
    for _ in range(MOST_WRONG_GUESSES):
        guess(attacker, shared)
        wait_out(shared)
    assert guess(opened(other), other, PASSPHRASE).status_code == 302, "the same address, another grant"
    assert other.now().failed_passphrases == 0


def test_a_right_guess_gives_back_its_own_count_and_no_other(shared: Shared) -> None:
    client = opened(shared)
    for _ in range(2):
        guess(client, shared)
    assert guess(client, shared, PASSPHRASE).status_code == 302
    assert shared.now().failed_passphrases == 2


def test_a_machine_that_is_busy_hashing_says_so_and_counts_nothing(shared: Shared, monkeypatch: Any) -> None:
    monkeypatch.setattr(visits, "_MOST_SECONDS_IN_LINE", 0.01)
    client = opened(shared)
    for _ in range(visits._AT_ONCE):
        visits._hashing.acquire()
    try:
        answer = guess(client, shared, PASSPHRASE)
    finally:
        for _ in range(visits._AT_ONCE):
            visits._hashing.release()
    assert (answer.status_code, shared.now().failed_passphrases) == (403, 0)
    assert guess(client, shared, PASSPHRASE).status_code == 302


def test_without_a_cookie_nothing_is_guessed_and_the_browser_gets_one(shared: Shared) -> None:
    client = browser()
    answer = guess(client, shared, PASSPHRASE)
    assert (answer.status_code, b"cookie" in answer.content) == (403, True)
    assert shared.now().failed_passphrases == 0
    assert guess(client, shared, PASSPHRASE).status_code == 302


def test_a_form_from_elsewhere_is_refused(shared: Shared) -> None:
    client = Client(enforce_csrf_checks=True)
    page = body_of(client.get(shared.path)).decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post(f"{shared.path}unlock", {"passphrase": PASSPHRASE}).status_code == 403
    assert ShareVisit.objects.count() == 0
    form = {"passphrase": PASSPHRASE, "csrfmiddlewaretoken": token}
    assert client.post(f"{shared.path}unlock", form).status_code == 302


def test_wrong_guesses_stand_in_the_register(shared: Shared) -> None:
    guess(opened(shared), shared)
    assert ShareAccess.objects.filter(grant=shared.grant, event=AccessEvent.FAILED_PASSPHRASE).count() == 1
