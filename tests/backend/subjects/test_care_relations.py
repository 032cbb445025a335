"""Care relations through the API: invited by one side, accepted by the other, ended by either; and the audit log."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.audit.selectors import AuditPart, events_of
from backend.practices.models import Practice, Role
from backend.subjects.models import CareRelation, Side, Subject
from backend.subjects.signals import care_ended
from tests.backend.care import consent_to_care, in_care, member, post, practice_of, self_of, withdraw
from tests.conftest import make_user, signed_in_as


@pytest.fixture
def practice(alice: User) -> Practice:
    """Alice's, with bob as the client."""
    return practice_of(alice)


@pytest.fixture
def record(bob: User) -> Subject:
    return self_of(bob)


def ask(client: APIClient, record: Subject, practice: Practice, expect: int = 201, **body: Any) -> Any:
    return post(client, f"subjects/{record.pk}/care-relations", expect, practice=str(practice.pk), **body)


def actions(record: Subject) -> list[str]:
    return [row.action for row in AuditEvent.objects.filter(subject_id=record.pk).order_by("at", "created_at")]


def test_a_client_asks_and_the_practice_accepts(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, record: Subject
) -> None:
    asked = ask(as_bob, record, practice, allows_share=True)
    address = f"/api/v1/care-relations/{asked['id']}/"
    assert (asked["state"], asked["invited_by"], asked["allows_share"]) == ("invited_by_client", "client", True)
    assert asked["practice"]["name"] == "Studio Nord"
    assert as_alice.get(address).json() == asked
    refused = as_bob.post(f"{address}accept/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed"), "not by who asked"
    assert as_alice.post(f"{address}accept/").json()["state"] == "awaiting_consent"
    assert as_alice.get(f"/api/v1/subjects/{record.pk}/").status_code == 404
    consent = consent_to_care(record, practice)
    assert as_alice.get(address).json()["state"] == "open"
    assert as_alice.get(f"/api/v1/subjects/{record.pk}/").status_code == 200
    withdraw(consent)
    assert as_alice.get(address).json()["state"] == "awaiting_consent"
    assert as_alice.get(f"/api/v1/subjects/{record.pk}/").status_code == 404
    # Once more changes nothing.
    first = CareRelation.objects.get().accepted_at
    assert as_alice.post(f"{address}accept/").status_code == 200
    assert CareRelation.objects.get().accepted_at == first
    assert actions(record) == ["care_invited", "care_accepted", "seen"]


def test_a_practice_asks_and_the_client_accepts(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, record: Subject
) -> None:
    relation = CareRelation.objects.create(subject=record, practice=practice, invited_by=Side.PRACTICE)
    address = f"/api/v1/care-relations/{relation.pk}/accept/"
    assert as_alice.post(address).status_code == 403
    assert CareRelation.objects.get().accepted_at is None
    assert as_bob.post(address).json()["state"] == "awaiting_consent"


def test_there_is_one_relation_with_a_practice_at_a_time(
    as_bob: APIClient, practice: Practice, record: Subject
) -> None:
    asked = ask(as_bob, record, practice)
    assert ask(as_bob, record, practice, 409)["code"] == "already_related"
    post(as_bob, f"care-relations/{asked['id']}/end", 200)
    assert ask(as_bob, record, practice)["id"] != asked["id"]
    assert [one["state"] for one in as_bob.get(f"/api/v1/subjects/{record.pk}/care-relations/").json()] == [
        "invited_by_client",
        "ended",
    ]


def test_nobody_asks_a_practice_that_there_is_not(as_bob: APIClient, record: Subject, practice: Practice) -> None:
    answer = as_bob.post(f"/api/v1/subjects/{record.pk}/care-relations/", {"practice": str(record.pk)})
    assert answer.status_code == 404


def test_the_client_says_what_the_practice_may_do_and_it_counts_at_once(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, record: Subject
) -> None:
    relation = in_care(record, practice)
    address, reach = f"/api/v1/care-relations/{relation.pk}/", f"/api/v1/subjects/{record.pk}/"
    assert as_alice.get(reach).json()["may"] == ["see", "add_photos", "add_sessions"]
    assert as_alice.patch(address, {"allows_share": True}).status_code == 403
    assert as_bob.patch(address, {"allows_share": True, "allows_add_photos": False}).status_code == 200
    assert as_alice.get(reach).json()["may"] == ["see", "add_sessions", "share"]
    (row,) = AuditEvent.objects.filter(action="care_changed")
    assert (row.detail, row.actor_name) == ("Studio Nord may see, add sessions, share", "bob@example.org")


@pytest.mark.parametrize("side", ["client", "practice"])
def test_either_side_ends_it_and_everything_is_closed_from_then_on(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, record: Subject, side: str
) -> None:
    relation = in_care(record, practice)
    heard: list[CareRelation] = []

    def hear(relation: CareRelation, **_: Any) -> None:
        heard.append(relation)

    care_ended.connect(hear)
    try:
        client = as_bob if side == "client" else as_alice
        ended = post(client, f"care-relations/{relation.pk}/end", 200)
        again = post(client, f"care-relations/{relation.pk}/end", 200)
    finally:
        care_ended.disconnect(hear)
    assert (ended["state"], ended["ended_by"]) == ("ended", side)
    assert again == ended
    assert [one.pk for one in heard] == [relation.pk]
    assert as_alice.get(f"/api/v1/subjects/{record.pk}/").status_code == 404
    assert post(as_alice, f"subjects/{record.pk}/claims", 404)["code"] == "not_found"
    # That there was one is still known to both, and nothing can be done with it.
    for one in (as_alice, as_bob):
        assert one.get(f"/api/v1/care-relations/{relation.pk}/").json()["state"] == "ended"
    for refused in (
        as_alice.post(f"/api/v1/care-relations/{relation.pk}/accept/"),
        as_bob.patch(f"/api/v1/care-relations/{relation.pk}/", {"allows_share": True}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "care_over")
    assert actions(record) == ["care_ended"]


def test_an_end_that_an_app_above_fails_at_is_no_end(as_bob: APIClient, practice: Practice, record: Subject) -> None:
    relation = in_care(record, practice)

    def fail(**_: Any) -> None:
        raise RuntimeError("the copy cannot be sealed")

    care_ended.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="sealed"):
            as_bob.post(f"/api/v1/care-relations/{relation.pk}/end/")
    finally:
        care_ended.disconnect(fail)
    assert CareRelation.objects.get().ended_at is None
    assert actions(record) == []


def test_each_role_acts_in_a_relation_as_far_as_it_may(
    as_charlie: APIClient, practice: Practice, record: Subject
) -> None:
    in_care(record, practice)
    relation = CareRelation.objects.get()
    seen: dict[str, tuple[int, int]] = {}
    for role in (Role.ASSISTANT, Role.REVIEWER, Role.PRACTITIONER):
        staff = make_user(role)
        member(practice, staff, role)
        client = signed_in_as(staff)
        looked = client.get(f"/api/v1/care-relations/{relation.pk}/")
        seen[role] = looked.status_code, client.post(f"/api/v1/care-relations/{relation.pk}/end/").status_code
    assert seen == {Role.ASSISTANT: (403, 403), Role.REVIEWER: (200, 403), Role.PRACTITIONER: (200, 200)}
    assert as_charlie.get(f"/api/v1/care-relations/{relation.pk}/").status_code == 404


def test_a_practice_sees_its_own_relation_and_no_other(
    as_alice: APIClient, as_bob: APIClient, charlie: User, practice: Practice, record: Subject
) -> None:
    other = practice_of(charlie, name="Studio Süd")
    in_care(record, practice)
    in_care(record, other)
    address = f"/api/v1/subjects/{record.pk}/care-relations/"
    assert [one["practice"]["name"] for one in as_alice.get(address).json()] == ["Studio Nord"]
    assert {one["practice"]["name"] for one in as_bob.get(address).json()} == {"Studio Nord", "Studio Süd"}
    assert as_alice.post(address, {"practice": str(other.pk)}).status_code == 403


def test_somebody_on_both_sides_acts_as_the_client(as_alice: APIClient, alice: User, practice: Practice) -> None:
    own = self_of(alice)
    relation = in_care(own, practice)
    assert as_alice.patch(f"/api/v1/care-relations/{relation.pk}/", {"allows_share": True}).status_code == 200
    assert post(as_alice, f"care-relations/{relation.pk}/end", 200)["ended_by"] == "client"


def test_the_audit_log_is_its_owners_to_read(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, practice: Practice, record: Subject
) -> None:
    in_care(record, practice)
    as_alice.get(f"/api/v1/subjects/{record.pk}/")
    as_alice.get(f"/api/v1/subjects/{record.pk}/")
    address = f"/api/v1/subjects/{record.pk}/audit/"
    (row,) = as_bob.get(address).json()["results"]
    assert row | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "actor_name": "alice@example.org",
        "role": "practice_owner",
        "practice_name": "Studio Nord",
        "action": "seen",
        "object_type": "record",
        "object_id": None,
        "detail": "",
        "network": "127.0.0.0/24",
    }
    for path in (address, f"{address}export"):
        refused = as_alice.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
        assert as_charlie.get(path).status_code == 404
    assert actions(record) == ["seen"], "a refusal is nothing that was done with it"


def state_duty(practice: Practice, law: str, years: int) -> None:
    Practice.objects.filter(pk=practice.pk).update(legal_duty=law, legal_duty_years=years)


def duty_in(told: Any) -> tuple[str, int | None]:
    return told["legal_duty"], told["legal_duty_years"]


def test_a_client_who_asks_agrees_to_the_duty_that_they_read(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, record: Subject
) -> None:
    state_duty(practice, "An act", 3)
    asked = ask(as_bob, record, practice)
    # Between being asked and accepting, the practice states more.
    state_duty(practice, "Another act", 90)
    accepted = post(as_alice, f"care-relations/{asked['id']}/accept", 200)
    assert duty_in(asked) == duty_in(accepted) == ("An act", 3)


def test_a_client_who_is_asked_agrees_to_the_duty_as_they_accept(
    as_bob: APIClient, practice: Practice, record: Subject
) -> None:
    relation = CareRelation.objects.create(subject=record, practice=practice, invited_by=Side.PRACTICE)
    address = f"/api/v1/care-relations/{relation.pk}/"
    state_duty(practice, "An act", 3)
    assert duty_in(as_bob.get(address).json()) == ("An act", 3), "what they would agree to"
    post(as_bob, f"care-relations/{relation.pk}/accept", 200)
    state_duty(practice, "Another act", 90)
    post(as_bob, f"care-relations/{relation.pk}/accept", 200)
    assert duty_in(as_bob.get(address).json()) == ("An act", 3), "accepting once more changes nothing"


PARTS: dict[str, set[tuple[str, str]]] = {
    "others": {("practitioner", "seen"), ("practitioner", "added")},
    "seen": {("practitioner", "seen")},
    "changes": {("practitioner", "added")},
    "sharing": {("record_owner", "shared")},
    "care": {("record_owner", "care_ended")},
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_log_is_looked_for_in_all_of_it(
    as_bob: APIClient, record: Subject, django_assert_max_num_queries: Any, part: str
) -> None:
    """Each page is full of what is asked for, however much else happened between: not what one page happens to hold."""
    done = {pair for pairs in PARTS.values() for pair in pairs}
    AuditEvent.objects.bulk_create(
        AuditEvent(subject_id=record.pk, role=role, action=action, object_type="record")
        for _ in range(5)
        for role, action in sorted(done)
    )
    address = f"/api/v1/subjects/{record.pk}/audit/?part={part}&page_size=3"
    shown: list[tuple[str, str]] = []
    while address:
        with django_assert_max_num_queries(4):
            page = as_bob.get(address).json()
        assert len(page["results"]) == 3 or page["next"] is None
        shown += [(row["role"], row["action"]) for row in page["results"]]
        address = page["next"]
    assert set(shown) == PARTS[part]
    assert len(shown) == 5 * len(PARTS[part])


def test_a_part_that_there_is_not_is_refused(as_bob: APIClient, record: Subject) -> None:
    answer = as_bob.get(f"/api/v1/subjects/{record.pk}/audit/?part=everything")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["part"])


@pytest.mark.django_db
def test_every_action_stands_in_one_part_at_least() -> None:
    every = AuditAction.values
    AuditEvent.objects.bulk_create(
        AuditEvent(subject_id=uuid4(), role="record_owner", action=action, object_type="record") for action in every
    )
    parts = [part for part in AuditPart if part is not AuditPart.OTHERS]
    found = {
        row.action for row in AuditEvent.objects.all() for part in parts if row in events_of(row.subject_id, part=part)
    }
    assert found == set(every)


def test_the_audit_log_comes_in_pages_newest_first(as_bob: APIClient, practice: Practice, record: Subject) -> None:
    for number in range(5):
        post(as_bob, f"care-relations/{ask(as_bob, record, practice)['id']}/end", 200)
        assert len(actions(record)) == 2 * (number + 1)
    shown: list[str] = []
    address = f"/api/v1/subjects/{record.pk}/audit/?page_size=4"
    while address:
        page = as_bob.get(address).json()
        shown += [row["action"] for row in page["results"]]
        address = page["next"]
    assert shown == ["care_ended", "care_invited"] * 5


def test_the_audit_log_is_exported_as_csv_with_no_formula_in_it(
    as_alice: APIClient, as_bob: APIClient, alice: User, practice: Practice, record: Subject
) -> None:
    Practice.objects.update(name='=HYPERLINK("https://evil.example")')
    in_care(record, practice)
    as_alice.get(f"/api/v1/subjects/{record.pk}/")
    answer = as_bob.get(f"/api/v1/subjects/{record.pk}/audit/export")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "likeness-audit.csv" in answer["Content-Disposition"]
    exported, seen = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (exported["actor"], exported["action"], exported["detail"]) == ("bob@example.org", "exported", "audit log")
    assert (seen["actor"], seen["action"]) == ("alice@example.org", "seen")
    assert seen["practice"] == '\'=HYPERLINK("https://evil.example")'


def test_looking_at_ones_own_record_is_not_written_down(as_bob: APIClient, record: Subject) -> None:
    assert as_bob.get(f"/api/v1/subjects/{record.pk}/").json()["is_owner"] is True
    assert actions(record) == []


def test_a_relation_of_the_practice_alone_is_nothing_to_an_account_without_it(
    as_alice: APIClient, as_bob: APIClient, practice: Practice
) -> None:
    unclaimed = Subject.objects.create(display_name="Dora")
    relation = CareRelation.objects.create(
        subject=unclaimed, practice=practice, invited_by=Side.PRACTICE, accepted_at=timezone.now()
    )
    assert as_alice.patch(f"/api/v1/care-relations/{relation.pk}/", {"allows_share": True}).status_code == 403
    assert as_bob.get(f"/api/v1/subjects/{unclaimed.pk}/care-relations/").status_code == 404
