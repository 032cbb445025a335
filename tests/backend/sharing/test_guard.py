"""Promise 3 for what is shared: every route that returns a pixel or a field refuses in every state but live."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from backend.consent.models import State
from backend.sharing import viewer_urls
from backend.sharing.guard import MOST_WRONG_GUESSES
from backend.sharing.models import AccessEvent, GrantState, ShareAccess, ShareGrant, SharePair, ShareVisit
from backend.sharing.storage import remove_files
from backend.sharing.streams import CutOff
from tests.backend.sharing.conftest import (
    PASSPHRASE,
    Share,
    Shared,
    World,
    add_event,
    agree,
    body_of,
    browser,
    opened,
    status,
    take_into_care,
)
from tests.conftest import signed_in_as

# Behind the door of a grant, relative to it; the test below holds them against the URL conf.
ROUTES = {
    "": "page",
    "data.json": "data",
    "pictures/1/before/aligned": "picture",
    "pictures/1/before/unaligned": "picture",
    "pictures/1/after/aligned": "picture",
    "pictures/1/after/unaligned": "picture",
    "film": "film",
    "report.pdf": "report",
    "card.png": "card",
}
# Answers that are about a grant and give nothing of it away.
ASIDE = {"unlock": "its own tests below", "link": "adds a slash"}
# What would give the person, the recipient or a date away.
TELLING = (b"Ahlm", b"March 2026", b"Studio Nord", b"Comparable", b"<img", b"in pain", b"12:", b"revoked", b"consent")


def name_of(route: str) -> str:
    return "picture" if route.startswith("pictures") else ROUTES[route]


def test_every_route_of_the_viewer_is_known_here() -> None:
    names = {str(pattern.name) for pattern in viewer_urls.urlpatterns}
    known = {f"{door}-{what}" for door in ("link", "account") for what in [*ROUTES.values(), "unlock"]} | {"link"}
    assert names == known
    patterns = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    assert any("s/|shared/|c/" in pattern for pattern in patterns), "the app's page swallows unknown addresses"


@pytest.fixture
def everything(share: Share) -> Shared:
    return share(
        include_film=True, allow_download=True, max_views=3, passphrase=PASSPHRASE, message="Please look at the cheek."
    )


def refused(client: Client, path: str, route: str) -> None:
    """Nothing of the grant is in the answer, and it is an answer of what has ended or is not for this browser."""
    answer = client.get(path + route)
    body = body_of(answer)
    assert answer.status_code in {403, 404, 410}, (route, answer.status_code)
    assert not [word for word in TELLING if word in body], body
    assert b"look at the cheek" not in body
    assert answer["Cache-Control"] == "no-store"
    if route:
        assert len(body) < 2000
    # An address that is known is answered to HEAD in the same way.
    assert status(client, path + route, "head") == answer.status_code


def test_while_it_is_live_every_route_answers(everything: Shared) -> None:
    client = opened(everything, passphrase=PASSPHRASE)
    for route in ROUTES:
        answer = client.get(everything.path + route)
        assert answer.status_code == 200, route
        assert body_of(answer)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"]


End = Callable[[World, Shared], object]


def expire(_world: World, shared: Shared) -> None:
    ShareGrant.objects.filter(pk=shared.grant.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def revoke(world: World, shared: Shared) -> None:
    answer = signed_in_as(world.alice).post(f"/api/v1/shares/{shared.grant.pk}/revoke/", {"reason": "in pain"})
    assert answer.json()["status"] == "revoked"


def withdraw(_world: World, shared: Shared) -> None:
    add_event(shared.grant.consent, State.WITHDRAWN)


def let_the_consent_end(_world: World, shared: Shared) -> None:
    consent = shared.grant.consent
    type(consent).objects.filter(pk=consent.pk).update(
        valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now() - timedelta(days=1)
    )


def move_a_photo_out_of_scope(world: World, shared: Shared) -> None:
    """Its date is corrected to a day that the consent does not include."""
    consent = shared.grant.consent
    consent.content["scope"]["first_day"] = "2026-03-02"
    type(consent).objects.filter(pk=consent.pk).update(content=consent.content)


def delete_a_photo(world: World, _shared: Shared) -> None:
    assert signed_in_as(world.alice).delete(f"/api/v1/photos/{world.photos[1].pk}/").status_code == 204


def lose_a_pair(_world: World, shared: Shared) -> None:
    """Whatever took it: the guard does not hang on somebody's having heard of it."""
    SharePair.objects.filter(grant=shared.grant).delete()


def fail(_world: World, shared: Shared) -> None:
    ShareGrant.objects.filter(pk=shared.grant.pk).update(state=GrantState.FAILED)


def give_the_record_away(world: World, _shared: Shared) -> None:
    type(world.subject).objects.filter(pk=world.subject.pk).update(owner=world.mallory, is_self=False)


ENDS: list[End] = [
    expire,
    revoke,
    withdraw,
    let_the_consent_end,
    move_a_photo_out_of_scope,
    delete_a_photo,
    lose_a_pair,
    fail,
    give_the_record_away,
]


@pytest.mark.parametrize("end", ENDS)
def test_once_it_has_ended_every_route_refuses_the_browser_that_was_in(
    world: World, everything: Shared, end: End
) -> None:
    client = opened(everything, passphrase=PASSPHRASE)
    assert status(client, f"{everything.path}data.json") == 200
    end(world, everything)
    for route in ROUTES:
        refused(client, everything.path, route)
    page = client.get(everything.path)
    assert (page.status_code, b"This link has ended" in page.content) == (410, True)
    assert client.post(f"{everything.path}unlock", {"passphrase": PASSPHRASE}).status_code == 410


@pytest.mark.parametrize("for_account", [False, True])
@pytest.mark.parametrize(
    "end", ["care ended", "never accepted", "share not allowed", "care consent withdrawn", "care consent expired"]
)
def test_what_a_practice_shares_ends_with_its_care(world: World, share: Share, end: str, for_account: bool) -> None:
    relation = take_into_care(world)
    consent = agree(world.subject, practice=world.practice)
    shared = share(
        by=signed_in_as(world.paul),
        consent=consent,
        practice=str(world.practice.pk),
        include_film=True,
        allow_download=True,
        **{"to_account": world.ruth.email} if for_account else {"passphrase": PASSPHRASE},
    )
    client = browser()
    if for_account:
        client.force_login(world.ruth)
    opened(shared, client, passphrase="" if for_account else PASSPHRASE)
    assert client.get(f"{shared.path}data.json").json()["shared_by"] == "Studio Nord"
    match end:
        case "care ended":
            relation.ended_at, relation.ended_by = timezone.now(), "client"
        case "never accepted":
            relation.accepted_at = None
        case "share not allowed":
            relation.allows_share = False
        case "care consent expired":
            days = {"valid_from": timezone.now() - timedelta(2), "valid_until": timezone.now() - timedelta(1)}
            world.subject.consents.filter(purpose="care_record").update(**days)
        case _:
            add_event(world.subject.consents.get(purpose="care_record"), State.WITHDRAWN)
    relation.save()
    for route in ROUTES:
        refused(client, shared.path, route)


def test_over_its_views_other_browsers_are_refused_and_the_one_that_reserved_sees_all(share: Share) -> None:
    shared = share(include_film=True, allow_download=True, max_views=1)
    first = opened(shared)
    assert status(first, f"{shared.path}pictures/1/before/aligned") == 200
    second = opened(shared)
    for route in ROUTES:
        refused(second, shared.path, route)
        assert status(first, shared.path + route) == 200, "the last allowed view shows all its pictures"
    assert shared.now().views == 1
    ShareVisit.objects.filter(grant=shared.grant).update(reserved_until=timezone.now() - timedelta(seconds=1))
    for route in ROUTES:
        refused(first, shared.path, route)


def test_over_its_views_an_accounts_other_browser_is_refused(world: World, share: Share) -> None:
    shared = share(to_account=world.ruth.email, include_film=True, allow_download=True, max_views=1)
    first, second = browser(), browser()
    for client in (first, second):
        client.force_login(world.ruth)
    assert status(opened(shared, first), f"{shared.path}data.json") == 200
    opened(shared, second)
    for route in ROUTES:
        refused(second, shared.path, route)
        assert status(first, shared.path + route) == 200


def test_over_its_views_no_passphrase_opens_it(share: Share) -> None:
    shared = share(include_film=True, allow_download=True, max_views=1, passphrase=PASSPHRASE)
    assert status(opened(shared, passphrase=PASSPHRASE), f"{shared.path}data.json") == 200
    second = opened(shared)
    second.post(f"{shared.path}unlock", {"passphrase": PASSPHRASE})
    for route in ROUTES:
        refused(second, shared.path, route)


def test_a_preview_of_the_link_takes_no_view(share: Share) -> None:
    shared = share(max_views=1)
    for _ in range(5):
        preview = browser()
        assert preview.head(shared.path).status_code == 200
        assert status(browser(), shared.path) == 200
        assert status(browser(), f"{shared.path}card.png") == 200
        for route in ("pictures/1/before/aligned", "data.json"):
            refused(browser(), shared.path, route)
    assert (shared.now().views, ShareVisit.objects.count()) == (0, 0)
    assert opened(shared).get(f"{shared.path}data.json").status_code == 200
    assert shared.now().views == 1


def test_locked_it_is_closed_to_all_but_browsers_that_are_unlocked(everything: Shared) -> None:
    inside = opened(everything, passphrase=PASSPHRASE)
    ShareGrant.objects.filter(pk=everything.grant.pk).update(failed_passphrases=MOST_WRONG_GUESSES)
    outside = opened(everything)
    for route in ROUTES:
        refused(outside, everything.path, route)
        assert status(inside, everything.path + route) == 200
    assert outside.post(f"{everything.path}unlock", {"passphrase": PASSPHRASE}).status_code == 403


def test_a_browser_that_is_not_unlocked_gets_the_question_and_nothing_else(everything: Shared) -> None:
    client = opened(everything)
    page = client.get(everything.path)
    assert (page.status_code, b"passphrase" in page.content) == (200, True)
    assert not [word for word in TELLING if word in page.content]
    for route in set(ROUTES) - {""}:
        refused(client, everything.path, route)


def test_another_browsers_cookie_and_another_grants_cookie_open_nothing(share: Share, everything: Shared) -> None:
    inside = opened(everything, passphrase=PASSPHRASE)
    other = share()
    opened_other = opened(other)
    assert status(opened_other, f"{other.path}data.json") == 200
    stranger = opened(everything)
    assert stranger.cookies["share"].value != inside.cookies["share"].value
    carrier = browser()
    carrier.cookies["share"] = opened_other.cookies["share"].value
    forger = browser()
    forger.cookies["share"] = "made-up:signature"
    for client in (stranger, carrier, forger):
        for route in set(ROUTES) - {""}:
            refused(client, everything.path, route)
    # A grant without a passphrase does not take the cookie of another one either.
    carrier.cookies["share"] = inside.cookies["share"].value
    refused(carrier, other.path, "data.json")


def test_the_cookie_is_bound_to_the_grants_folder(settings: Any, share: Share) -> None:
    shared = share()
    settings.IS_HTTPS = True
    cookie = opened(shared).cookies["share"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (shared.path, True, "Lax")
    assert cookie["secure"]


def test_a_token_that_does_not_exist_is_told_from_nothing(share: Share) -> None:
    for path in ("/s/" + "x" * 43 + "/", "/shared/7b0c5a57-1d5c-4a5e-8d8b-8c4b8a7e9f10/"):
        for route in ROUTES:
            expected = {404} if route or path.startswith("/s/") else {302}
            assert status(browser(), path + route) in expected
    shared = share()
    token = shared.path.strip("/").split("/")[1]
    assert token not in str(ShareGrant.objects.values()), "the token is not kept"


def test_what_is_for_an_account_is_seen_by_that_account_alone(world: World, share: Share) -> None:
    shared = share(to_account=world.ruth.email, include_film=True, allow_download=True)
    assert shared.path == f"/shared/{shared.grant.pk}/"
    ruth = browser()
    ruth.force_login(world.ruth)
    opened(shared, ruth)
    for route in ROUTES:
        assert status(ruth, shared.path + route) == 200, route
    for person in (world.mallory, world.paul, world.alice):
        other = browser()
        other.force_login(person)
        other.cookies["share"] = ruth.cookies["share"].value
        for route in ROUTES:
            assert status(other, shared.path + route) == 404
    # Signed out, her browser is nobody's.
    ruth.logout()
    assert status(ruth, f"{shared.path}data.json") == 404


@pytest.mark.parametrize("end", ENDS)
def test_what_was_for_an_account_ends_as_a_link_does(world: World, share: Share, end: End) -> None:
    shared = share(to_account=world.ruth.email, include_film=True, allow_download=True)
    ruth = browser()
    ruth.force_login(world.ruth)
    assert status(opened(shared, ruth), f"{shared.path}data.json") == 200
    end(world, shared)
    for route in ROUTES:
        refused(ruth, shared.path, route)


def test_a_part_of_the_film_is_guarded_like_the_whole(share: Share) -> None:
    shared = share(include_film=True)
    client = opened(shared)
    whole = body_of(client.get(f"{shared.path}film"))
    part = client.get(f"{shared.path}film", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Cache-Control"]) == (206, "no-store")
    assert body_of(part) == whole[100:200]
    held = client.get(f"{shared.path}film", headers={"Range": "bytes=0-"})
    add_event(shared.grant.consent, State.WITHDRAWN)
    with pytest.raises(CutOff):
        list(held.streaming_content)  # type: ignore[attr-defined]
    assert client.get(f"{shared.path}film", headers={"Range": "bytes=100-199"}).status_code == 410


def test_while_it_is_being_prepared_nothing_is_shown(share: Share) -> None:
    shared = share(include_film=True, allow_download=True)
    ShareGrant.objects.filter(pk=shared.grant.pk).update(state=GrantState.PREPARING)
    client = opened(shared)
    for route in ROUTES:
        answer = client.get(shared.path + route)
        assert answer.status_code == 503
        assert not [word for word in TELLING if word in body_of(answer)]


def test_what_was_not_allowed_is_not_there(share: Share) -> None:
    shared = share()
    client = opened(shared)
    for route in ("film", "report.pdf", "pictures/2/before/aligned"):
        assert status(client, shared.path + route) == 404
    answer = client.get(f"{shared.path}pictures/1/before/aligned?download")
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert body_of(answer)


def test_a_stream_stops_when_the_grant_does(share: Share) -> None:
    """Between two chunks, on a connection that is already answered."""
    shared = share()
    client = opened(shared)
    answer = client.get(f"{shared.path}pictures/1/before/aligned")
    stream = iter(answer.streaming_content)  # type: ignore[attr-defined]
    assert next(stream)
    add_event(shared.grant.consent, State.WITHDRAWN)
    with pytest.raises(CutOff):
        list(stream)


def test_files_that_are_gone_are_no_error(share: Share) -> None:
    shared = share()
    client = opened(shared)
    remove_files(shared.grant.folder)
    assert not default_storage.exists(f"shares/{shared.grant.folder}")
    assert status(client, f"{shared.path}pictures/1/before/aligned") == 404


def test_every_look_and_every_refusal_stands_in_the_register(world: World, everything: Shared) -> None:
    client = opened(everything, passphrase=PASSPHRASE)
    for route in ROUTES:
        body_of(client.get(everything.path + route, headers={"User-Agent": "Browser/1.0 " + "x" * 300}))
    revoke(world, everything)
    client.get(everything.path)
    events = list(ShareAccess.objects.filter(grant=everything.grant).values_list("event", flat=True))
    assert {AccessEvent.UNLOCKED, AccessEvent.OPENED, AccessEvent.PICTURE, AccessEvent.FILM, AccessEvent.DENIED} <= {
        *events
    }
    assert events.count(AccessEvent.OPENED) == 1
    row = ShareAccess.objects.filter(grant=everything.grant, event=AccessEvent.PICTURE).first()
    assert row is not None
    assert (row.network, len(row.user_agent)) == ("127.0.0.0/24", 120)
    assert everything.now().views == 1
