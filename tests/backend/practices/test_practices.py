"""Practices and who works in them, through the API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.practices.models import Membership, Practice, Role
from tests.backend.care import (
    PRACTICE,
    give_second_factor,
    in_care,
    invite,
    member,
    post,
    practice_of,
    self_of,
    token_of,
)


@pytest.fixture
def practice(alice: User) -> Practice:
    return practice_of(alice)


def test_whoever_opens_a_practice_owns_it(as_alice: APIClient, as_bob: APIClient) -> None:
    made = post(as_alice, "practices", 201, **PRACTICE, kind="salon", legal_duty="AMG § 1", legal_duty_years=10)
    assert made == as_alice.get(f"/api/v1/practices/{made['id']}/").json()
    (mine,) = as_alice.get("/api/v1/practices/").json()
    assert mine == {
        "id": made["id"],
        "name": "Studio Nord",
        "role": "owner",
        "second_factor_required": False,
        "needs_second_factor": False,
    }
    assert as_alice.get("/api/v1/me/").json()["practices"] == [mine]
    assert as_bob.get("/api/v1/practices/").json() == []
    card = as_bob.get(f"/api/v1/practices/{made['id']}/card/").json()
    assert (card["name"], card["legal_duty"], card["legal_duty_years"]) == ("Studio Nord", "AMG § 1", 10)


@pytest.mark.parametrize("duty", [{"legal_duty": "AMG § 1"}, {"legal_duty_years": 10}])
def test_a_legal_duty_has_a_law_and_years(as_alice: APIClient, practice: Practice, duty: dict[str, Any]) -> None:
    assert post(as_alice, "practices", 400, **PRACTICE, **duty)["code"] == "duty_without_years"
    answer = as_alice.patch(f"/api/v1/practices/{practice.pk}/", duty)
    assert (answer.status_code, answer.json()["code"]) == (400, "duty_without_years")
    assert Practice.objects.get().legal_duty == ""


def test_an_owner_changes_the_practice_and_nobody_else(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, bob: User, practice: Practice
) -> None:
    member(practice, bob, Role.PRACTITIONER)
    address = f"/api/v1/practices/{practice.pk}/"
    assert as_bob.get(address).status_code == 200
    answer = as_bob.patch(address, {"name": "Bob's"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert as_charlie.patch(address, {"name": "Charlie's"}).status_code == 404
    assert as_alice.patch(address, {"name": "Studio Süd"}).json()["name"] == "Studio Süd"
    assert Practice.objects.get().name == "Studio Süd"


def test_the_code_on_the_counter_leads_to_the_practice(as_alice: APIClient, practice: Practice, settings: Any) -> None:
    settings.ORIGIN = "https://likeness.example"
    code = as_alice.get(f"/api/v1/practices/{practice.pk}/code/").json()
    assert code["link"] == f"https://likeness.example/practice/{practice.pk}"
    assert "<svg" in code["qr_svg"]


def test_roles_are_changed_by_owners_and_the_last_owner_stays_one(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice
) -> None:
    theirs = member(practice, bob, Role.ASSISTANT)
    mine = Membership.objects.get(role=Role.OWNER)
    base = f"/api/v1/practices/{practice.pk}/members"
    assert as_bob.patch(f"{base}/{theirs.pk}/", {"role": "owner"}).status_code == 403
    refused = as_alice.patch(f"{base}/{mine.pk}/", {"role": "reviewer"})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")
    refused = as_alice.delete(f"{base}/{mine.pk}/")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")
    assert as_alice.patch(f"{base}/{theirs.pk}/", {"role": "owner"}).json()["role"] == "owner"
    assert as_alice.delete(f"{base}/{mine.pk}/").status_code == 204
    assert as_alice.get(f"{base}/").status_code == 404
    assert as_bob.get("/api/v1/practices/").json()[0]["role"] == "owner"
    refused = as_bob.delete(f"{base}/{theirs.pk}/")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")


def test_everybody_may_leave_and_nobody_else_ends_a_membership(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, bob: User, charlie: User, practice: Practice
) -> None:
    theirs, other = member(practice, bob, Role.PRACTITIONER), member(practice, charlie, Role.REVIEWER)
    base = f"/api/v1/practices/{practice.pk}/members"
    assert as_bob.delete(f"{base}/{other.pk}/").status_code == 403
    assert as_bob.delete(f"{base}/{theirs.pk}/").status_code == 204
    assert as_bob.delete(f"{base}/{other.pk}/").status_code == 404
    assert as_alice.delete(f"{base}/{other.pk}/").status_code == 204
    assert as_alice.delete(f"{base}/{other.pk}/").status_code == 404
    assert [one["email"] for one in as_alice.get(f"{base}/").json()] == ["alice@example.org"]
    # Somebody who left may come back.
    post(as_bob, f"staff-invitations/{token_of(invite(as_alice, practice)['link'])}/accept", 201)


def test_no_member_of_another_practice_is_reached_through_ones_own(
    as_bob: APIClient, bob: User, practice: Practice
) -> None:
    own = practice_of(bob)
    foreign = Membership.objects.get(practice=practice)
    base = f"/api/v1/practices/{own.pk}/members/{foreign.pk}/"
    assert as_bob.patch(base, {"role": "assistant"}).status_code == 404
    assert as_bob.delete(base).status_code == 404
    assert Membership.objects.get(pk=foreign.pk).ended_at is None


def test_an_ended_membership_closes_the_clients_at_once(
    as_alice: APIClient, as_bob: APIClient, bob: User, charlie: User, practice: Practice
) -> None:
    theirs = member(practice, bob, Role.PRACTITIONER)
    record = self_of(charlie)
    in_care(record, practice)
    assert as_bob.get(f"/api/v1/subjects/{record.pk}/").status_code == 200
    as_alice.delete(f"/api/v1/practices/{practice.pk}/members/{theirs.pk}/")
    assert as_bob.get(f"/api/v1/subjects/{record.pk}/").status_code == 404
    assert as_bob.get(f"/api/v1/subjects/{record.pk}/care-relations/").status_code == 404


def test_where_a_second_factor_is_required_a_member_without_one_gets_no_client(
    as_bob: APIClient, bob: User, alice: User, charlie: User
) -> None:
    practice = practice_of(alice, second_factor_required=True)
    member(practice, bob, Role.PRACTITIONER)
    relation = in_care(record := self_of(charlie), practice)
    addresses = [
        f"/api/v1/subjects/{record.pk}/",
        f"/api/v1/subjects/{record.pk}/care-relations/",
        f"/api/v1/care-relations/{relation.pk}/",
    ]

    def reached() -> set[int]:
        return {as_bob.get(address).status_code for address in addresses}

    def needs() -> bool:
        (mine,) = as_bob.get("/api/v1/me/").json()["practices"]
        assert mine["second_factor_required"] is True
        return bool(mine["needs_second_factor"])

    assert (reached(), needs()) == ({404}, True)
    refused = post(as_bob, f"practices/{practice.pk}/clients", 403, display_name="Dora")
    assert refused["code"] == "second_factor_needed"
    factor = give_second_factor(bob)
    assert (reached(), needs()) == ({200}, False)
    factor.delete()
    assert (reached(), needs()) == ({404}, True)


def test_recovery_codes_alone_are_no_second_factor(as_bob: APIClient, bob: User, alice: User, charlie: User) -> None:
    practice = practice_of(alice, second_factor_required=True)
    member(practice, bob, Role.PRACTITIONER)
    in_care(record := self_of(charlie), practice)
    factor = give_second_factor(bob)
    factor.type = "recovery_codes"
    factor.save()
    assert as_bob.get(f"/api/v1/subjects/{record.pk}/").status_code == 404
    assert as_bob.get("/api/v1/me/").json()["practices"][0]["needs_second_factor"] is True
