"""Two people, or one with two phones, at one moment: what may happen once happens once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from backend.accounts.models import User
from backend.practices.models import Membership, Role, StaffInvitation
from backend.subjects.models import CareRelation, Claim, Side, Subject
from tests.backend.care import at_once, member, post, practice_of, self_of, token_of
from tests.conftest import make_user, signed_in_as


@pytest.fixture(autouse=True)
def database_in_a_file(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that writers wait for, as in use: SQLite in memory refuses the second of two at once."""
    usual = connections["default"]
    if usual.vendor != "sqlite":
        yield
        return
    path = tmp_path / "at-once.sqlite3"
    with usual.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    connections["default"] = in_file = usual.copy()
    in_file.settings_dict["NAME"] = path
    try:
        yield
    finally:
        in_file.close()
        connections["default"] = usual


def posting(user: User, route: str, **body: Any) -> Any:
    client = signed_in_as(user)
    return lambda: client.post(f"/api/v1/{route}/", body).status_code


def test_an_invitation_makes_one_member(alice: User) -> None:
    practice = practice_of(alice)
    made = post(signed_in_as(alice), f"practices/{practice.pk}/invitations", 201, role="practitioner")
    accept = f"staff-invitations/{token_of(made['link'])}/accept"
    codes = at_once(*(posting(make_user(f"guest{number}"), accept) for number in range(4)))
    assert sorted(codes) == [201, 410, 410, 410]
    assert Membership.objects.filter(practice=practice).count() == 2


def test_two_invitations_of_one_address_leave_one_open(alice: User) -> None:
    practice = practice_of(alice)
    body = {"role": "practitioner", "email": "bob@example.org"}
    codes = at_once(*(posting(alice, f"practices/{practice.pk}/invitations", **body) for _ in range(3)))
    assert codes == [201, 201, 201]
    assert StaffInvitation.objects.filter(revoked_at__isnull=True).count() == 1


def test_one_person_becomes_a_member_once_by_two_invitations(alice: User, bob: User) -> None:
    practice = practice_of(alice)
    route = f"practices/{practice.pk}/invitations"
    links = [post(signed_in_as(alice), route, 201, role="reviewer")["link"] for _ in range(2)]
    codes = at_once(*(posting(bob, f"staff-invitations/{token_of(link)}/accept") for link in links))
    assert sorted(codes) == [201, 409]
    assert Membership.objects.filter(practice=practice, account=bob).count() == 1
    assert StaffInvitation.objects.filter(accepted_at__isnull=True).count() == 1


def test_two_owners_who_leave_at_once_leave_one(alice: User, bob: User) -> None:
    practice = practice_of(alice)
    other = member(practice, bob, Role.OWNER)
    first = Membership.objects.get(account=alice)

    def leaving(user: User, membership: Membership) -> Any:
        client = signed_in_as(user)
        return lambda: client.delete(f"/api/v1/practices/{practice.pk}/members/{membership.pk}/").status_code

    assert sorted(at_once(leaving(alice, first), leaving(bob, other))) == [204, 409]
    assert Membership.objects.filter(ended_at__isnull=True).count() == 1


def unclaimed(alice: User) -> tuple[Subject, list[str]]:
    """A client of a practice, and two links to the record."""
    practice = practice_of(alice)
    subject = Subject.objects.create(display_name="Dora")
    CareRelation.objects.create(subject=subject, practice=practice, invited_by=Side.PRACTICE)
    route = f"subjects/{subject.pk}/claims"
    return subject, [token_of(post(signed_in_as(alice), route, 201)["link"]) for _ in range(2)]


@pytest.mark.parametrize("number_of_links", [1, 2])
def test_a_record_is_claimed_by_one(alice: User, number_of_links: int) -> None:
    subject, tokens = unclaimed(alice)
    guests = [make_user(f"guest{number}") for number in range(4)]
    routes = [f"claims/by-token/{tokens[number % number_of_links]}/accept" for number in range(4)]
    codes = at_once(*(posting(guest, route) for guest, route in zip(guests, routes, strict=True)))
    assert sorted(codes) == [200, 410, 410, 410]
    winner = guests[codes.index(200)]
    assert Subject.objects.get(pk=subject.pk).owner == winner
    assert all(self_of(guest).is_self for guest in guests), "the others keep their own"
    assert Claim.objects.filter(used_at__isnull=False).count() == 1


def test_two_records_claimed_by_one_account_leave_one_self(alice: User, bob: User) -> None:
    practice = practice_of(alice)
    tokens = []
    for name in ("Dora", "D."):
        subject = Subject.objects.create(display_name=name)
        CareRelation.objects.create(subject=subject, practice=practice, invited_by=Side.PRACTICE)
        tokens.append(token_of(post(signed_in_as(alice), f"subjects/{subject.pk}/claims", 201)["link"]))
    codes = at_once(*(posting(bob, f"claims/by-token/{token}/accept") for token in tokens))
    assert codes == [200, 200]
    assert Subject.objects.filter(owner=bob, is_self=True).count() == 1
    assert CareRelation.objects.filter(subject__owner=bob, ended_at__isnull=True).count() == 1


def test_a_relation_is_asked_for_once(alice: User, bob: User) -> None:
    practice, record = practice_of(alice), self_of(bob)
    body = {"practice": str(practice.pk)}
    codes = at_once(*(posting(bob, f"subjects/{record.pk}/care-relations", **body) for _ in range(3)))
    assert sorted(codes) == [201, 409, 409]
    assert CareRelation.objects.count() == 1


def test_a_relation_that_both_end_at_once_ends_once(alice: User, bob: User) -> None:
    practice, record = practice_of(alice), self_of(bob)
    relation = CareRelation.objects.create(subject=record, practice=practice, invited_by=Side.CLIENT)
    codes = at_once(*(posting(user, f"care-relations/{relation.pk}/end") for user in (alice, bob)))
    assert codes == [200, 200]
    assert len(signed_in_as(bob).get(f"/api/v1/subjects/{record.pk}/audit/").json()["results"]) == 1
