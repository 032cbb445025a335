"""Clients whom a practice writes down, and the links that make their record their own, through the API."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle

from backend.accounts.models import User
from backend.audit.models import AuditEvent
from backend.events.models import Event
from backend.jobs.models import Job
from backend.practices.models import Practice, Role
from backend.subjects.models import CareRelation, Claim, Subject
from tests.backend.care import consent_to_care, member, post, practice_of, self_of, token_of
from tests.conftest import RunJobs, make_user, signed_in_as


@pytest.fixture
def practice(alice: User) -> Practice:
    return practice_of(alice)


def add_client(client: APIClient, practice: Practice, **body: Any) -> Any:
    return post(client, f"practices/{practice.pk}/clients", 201, **{"display_name": "Dora D."} | body)


def claim_link(client: APIClient, subject: Any, **body: Any) -> str:
    return token_of(post(client, f"subjects/{subject}/claims", 201, **body)["link"])


def take(client: APIClient, token: str, expect: int = 200, **body: Any) -> Any:
    return post(client, f"claims/by-token/{token}/accept", expect, **body)


MIDNIGHT = datetime.fromisoformat("2026-03-12T00:00:00")


def note_in(subject: Subject | str) -> Event:
    """Something in a record: it is not empty any more."""
    pk = subject.pk if isinstance(subject, Subject) else subject
    return Event.objects.create(subject_id=pk, happened_local=MIDNIGHT, kind="haircut", whole_day=True)


def done_with(subject: Any) -> list[tuple[str, str, str]]:
    """Who did what with a record, oldest first."""
    rows = AuditEvent.objects.filter(subject_id=subject).order_by("at", "created_at")
    return [(row.actor_name.partition("@")[0], row.action, row.object_type) for row in rows]


def test_a_client_is_written_down_without_an_account(as_alice: APIClient, practice: Practice) -> None:
    made = add_client(as_alice, practice, practice_reference="K-17", allows_share=True, allows_add_sessions=False)
    subject = Subject.objects.get(pk=made["subject"]["id"])
    assert (subject.owner, subject.display_name, subject.is_self) == (None, "Dora D.", False)
    assert made == {
        "subject": {"id": str(subject.pk), "display_name": "Dora D.", "is_claimed": False},
        "practice": str(practice.pk),
        "relation": {
            "id": str(CareRelation.objects.get().pk),
            "state": "invited_by_practice",
            "allows_see": True,
            "allows_add_photos": True,
            "allows_add_sessions": False,
            "allows_share": True,
        },
        "practice_reference": "K-17",
    }
    assert done_with(subject.pk) == [("alice", "added", "record"), ("alice", "care_invited", "care_relation")]
    assert as_alice.get(f"/api/v1/subjects/{subject.pk}/").status_code == 404, "nothing opens without the consent"
    assert Claim.objects.count() == 0


def test_who_takes_clients_in(as_charlie: APIClient, practice: Practice) -> None:
    codes = {}
    for role in (Role.PRACTITIONER, Role.ASSISTANT, Role.REVIEWER):
        staff = make_user(role)
        member(practice, staff, role)
        answer = signed_in_as(staff).post(f"/api/v1/practices/{practice.pk}/clients/", {"display_name": "Dora"})
        codes[role] = answer.status_code
    assert codes == {Role.PRACTITIONER: 201, Role.ASSISTANT: 403, Role.REVIEWER: 403}
    assert post(as_charlie, f"practices/{practice.pk}/clients", 404, display_name="Dora")["code"] == "not_found"
    assert Subject.objects.filter(owner__isnull=True).count() == 1


def test_a_client_with_an_address_gets_the_link_by_mail(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    made = add_client(as_alice, practice, email="Dora@Example.org")
    assert mail.outbox == [], "the request doesn't wait for it"
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["dora@example.org"]
    assert str(letter.body).startswith("Studio Nord keeps a record")
    (token,) = re.findall(r"http://127\.0\.0\.1:8000/claim/(\S+)", str(letter.body))
    assert token not in str([*Claim.objects.values_list(), *Job.objects.values_list()])
    # Whoever else got hold of the mail can neither read whose record it is nor take it.
    told = as_bob.get(f"/api/v1/claims/by-token/{token}/")
    assert (told.status_code, told.json()["code"]) == (403, "wrong_account")
    assert take(as_bob, token, 403)["code"] == "wrong_account"
    assert "dora" not in str(told.json()), "the address is not told to them either"
    assert Subject.objects.get(pk=made["subject"]["id"]).owner is None
    assert take(signed_in_as(make_user("dora")), token)["id"] == made["subject"]["id"]
    mail.outbox.clear()
    assert run_jobs() == 0


def test_no_mail_is_sent_of_a_claim_that_was_taken_back(
    as_alice: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    made = add_client(as_alice, practice, email="dora@example.org")
    (claim,) = as_alice.get(f"/api/v1/subjects/{made['subject']['id']}/claims/").json()
    assert as_alice.delete(f"/api/v1/claims/{claim['id']}/").status_code == 204
    assert run_jobs() == 1
    assert mail.outbox == []


def test_what_a_claim_says_before_it_is_accepted(as_alice: APIClient, as_bob: APIClient, practice: Practice) -> None:
    made = add_client(as_alice, practice, allows_share=True)
    token = claim_link(as_alice, made["subject"]["id"])
    told = as_bob.get(f"/api/v1/claims/by-token/{token}/").json()
    (relation,) = told.pop("relations")
    left = Claim.objects.get().expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)
    told.pop("expires_at")
    assert told == {
        "display_name": "Dora D.",
        "is_hand_over": False,
        "has_content": False,
        "own_record_has_content": False,
    }
    assert (relation["practice"]["name"], relation["allows_share"]) == ("Studio Nord", True)


def test_the_claimed_record_takes_the_place_of_an_empty_one(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice
) -> None:
    made = add_client(as_alice, practice)
    record = made["subject"]["id"]
    consent_to_care(Subject.objects.get(pk=record), practice)
    empty = self_of(bob)
    taken = take(as_bob, claim_link(as_alice, record))
    assert (taken["id"], taken["is_self"], taken["is_owner"]) == (record, True, True)
    assert [one["id"] for one in as_bob.get("/api/v1/me/").json()["subjects"]] == [record]
    assert not Subject.objects.filter(pk=empty.pk).exists()
    assert done_with(record)[-1] == ("bob", "claimed", "record")
    # What the practice may do is the client's to say from now on; the practice knows them by the name it gave.
    relation = CareRelation.objects.get()
    assert (relation.practice_reference, relation.accepted_at) == ("Dora D.", None)
    assert as_bob.patch(f"/api/v1/care-relations/{relation.pk}/", {"allows_share": False}).status_code == 200


def test_an_empty_record_gives_its_relations_to_ones_own(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice
) -> None:
    own = self_of(bob)
    note_in(own)
    made = add_client(as_alice, practice)
    token = claim_link(as_alice, made["subject"]["id"])
    assert as_bob.get(f"/api/v1/claims/by-token/{token}/").json()["own_record_has_content"] is True
    assert take(as_bob, token)["id"] == str(own.pk)
    assert [one["id"] for one in as_bob.get("/api/v1/me/").json()["subjects"]] == [str(own.pk)]
    (relation,) = as_bob.get(f"/api/v1/subjects/{own.pk}/care-relations/").json()
    assert (relation["id"], relation["practice_reference"]) == (made["relation"]["id"], "Dora D.")
    assert not Subject.objects.filter(pk=made["subject"]["id"]).exists()
    assert done_with(own.pk)[-1] == ("bob", "claimed", "record")
    assert take(as_bob, token, 410)["code"] == "claim_over"


def test_of_two_relations_with_one_practice_the_own_records_stays(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice
) -> None:
    own = self_of(bob)
    note_in(own)
    asked = post(as_bob, f"subjects/{own.pk}/care-relations", 201, practice=str(practice.pk), allows_see=False)
    made = add_client(as_alice, practice)
    take(as_bob, claim_link(as_alice, made["subject"]["id"]))
    relation = CareRelation.objects.get()
    assert (str(relation.pk), relation.allows_see, relation.practice_reference) == (asked["id"], False, "Dora D.")


def test_an_own_record_that_is_empty_but_for_a_relation_keeps_it(
    as_alice: APIClient, as_bob: APIClient, bob: User, charlie: User, practice: Practice
) -> None:
    other = practice_of(charlie, name="Studio Süd")
    post(as_bob, f"subjects/{self_of(bob).pk}/care-relations", 201, practice=str(other.pk))
    made = add_client(as_alice, practice)
    note_in(made["subject"]["id"])
    take(as_bob, claim_link(as_alice, made["subject"]["id"]))
    mine = self_of(bob)
    assert str(mine.pk) == made["subject"]["id"]
    assert {relation.practice.name for relation in mine.care_relations.all()} == {"Studio Nord", "Studio Süd"}


@pytest.mark.parametrize(("has_content", "body"), [(True, {}), (False, {"keep_own": False})])
def test_beside_ones_own_record_it_stands_as_a_second_one(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice, has_content: bool, body: dict[str, bool]
) -> None:
    own = self_of(bob)
    note_in(own)
    made = add_client(as_alice, practice)
    if has_content:
        note_in(made["subject"]["id"])
    taken = take(as_bob, claim_link(as_alice, made["subject"]["id"]), **body)
    assert (taken["id"], taken["is_self"]) == (made["subject"]["id"], False)
    assert [one["id"] for one in as_bob.get("/api/v1/me/").json()["subjects"]] == [str(own.pk), taken["id"]]


def test_a_guardian_keeps_a_childs_record_apart_and_hands_it_over(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, bob: User, charlie: User, practice: Practice
) -> None:
    made = add_client(as_alice, practice, display_name="Emil")
    record = made["subject"]["id"]
    taken = take(as_bob, claim_link(as_alice, record), guardian_authority="father")
    assert (taken["id"], taken["is_self"], taken["guardian_authority"]) == (record, False, "father")
    note_in(record)
    # Years later.
    token = claim_link(as_bob, record)
    told = as_charlie.get(f"/api/v1/claims/by-token/{token}/").json()
    assert (told["is_hand_over"], told["has_content"]) == (True, True)
    own = take(as_charlie, token)
    assert (own["id"], own["is_self"], own["guardian_authority"]) == (record, True, "")
    assert as_bob.get(f"/api/v1/subjects/{record}/").status_code == 404
    assert [one["is_self"] for one in as_bob.get("/api/v1/me/").json()["subjects"]] == [True]
    assert done_with(record)[-1] == ("charlie", "handed_over", "record")
    assert as_charlie.get(f"/api/v1/subjects/{record}/care-relations/").json()[0]["practice_reference"] == "Emil"


def test_a_hand_over_to_an_address_is_for_that_account_alone(
    as_bob: APIClient, as_charlie: APIClient, bob: User, charlie: User
) -> None:
    child = Subject.objects.create(owner=bob, display_name="Emil", guardian_authority="father")
    # The link that the guardian sees, not only the one in the mail; the address however it is typed.
    token = claim_link(as_bob, child.pk, email="Charlie@Example.org")
    stranger = signed_in_as(make_user("dora"))
    assert stranger.get(f"/api/v1/claims/by-token/{token}/").json()["code"] == "wrong_account"
    assert take(stranger, token, 403)["code"] == "wrong_account"
    assert as_bob.get(f"/api/v1/subjects/{child.pk}/").json()["is_owner"] is True
    assert take(as_charlie, token)["id"] == str(child.pk)


def test_claims_and_clients_are_throttled(
    as_alice: APIClient, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add_client(as_alice, practice)["subject"]["id"]
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"invitations": "3/hour"})
    claim_link(as_alice, record)
    claim_link(as_alice, record)
    assert as_alice.post(f"/api/v1/subjects/{record}/claims/", {}).status_code == 429
    assert as_alice.post(f"/api/v1/practices/{practice.pk}/clients/", {"display_name": "Dora"}).status_code == 429
    assert len(as_alice.get(f"/api/v1/subjects/{record}/claims/").json()) == 2


def test_nobody_hands_the_record_of_their_own_face_over(as_bob: APIClient, bob: User) -> None:
    assert post(as_bob, f"subjects/{self_of(bob).pk}/claims", 409)["code"] == "own_record"


def test_an_owner_does_not_use_their_own_link_up(as_bob: APIClient, as_charlie: APIClient, bob: User) -> None:
    child = Subject.objects.create(owner=bob, display_name="Emil", guardian_authority="father")
    token = claim_link(as_bob, child.pk)
    assert take(as_bob, token, 409)["code"] == "own_claim"
    take(as_charlie, token)


def test_a_claim_is_used_once_and_ends_all_other_links(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, practice: Practice
) -> None:
    record = add_client(as_alice, practice)["subject"]["id"]
    first, second = claim_link(as_alice, record), claim_link(as_alice, record)
    take(as_bob, first)
    for token in (first, second):
        assert as_charlie.get(f"/api/v1/claims/by-token/{token}/").status_code == 410
        assert take(as_charlie, token, 410)["code"] == "claim_over"
    assert Subject.objects.get(pk=record).owner == User.objects.get(email="bob@example.org")
    # A claimed record's links are its owner's to make.
    assert as_alice.post(f"/api/v1/subjects/{record}/claims/", {}).status_code == 403
    assert as_alice.get(f"/api/v1/subjects/{record}/claims/").status_code == 403


@pytest.mark.parametrize("over", ["expired", "revoked"])
def test_a_claim_ends_after_a_month_or_when_it_is_taken_back(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, over: str
) -> None:
    record = add_client(as_alice, practice)["subject"]["id"]
    token = claim_link(as_alice, record)
    (listed,) = as_alice.get(f"/api/v1/subjects/{record}/claims/").json()
    assert set(listed) == {"id", "email", "expires_at", "created_at"}
    if over == "expired":
        Claim.objects.update(expires_at=timezone.now())
    else:
        assert as_bob.delete(f"/api/v1/claims/{listed['id']}/").status_code == 404
        assert as_alice.delete(f"/api/v1/claims/{listed['id']}/").status_code == 204
        assert as_alice.delete(f"/api/v1/claims/{listed['id']}/").status_code == 404
        assert done_with(record)[-2:] == [("alice", "added", "claim"), ("alice", "deleted", "claim")]
    assert as_alice.get(f"/api/v1/subjects/{record}/claims/").json() == []
    assert take(as_bob, token, 410)["code"] == "claim_over"
    assert Subject.objects.get(pk=record).owner is None


def test_who_makes_claims_of_an_unclaimed_record(
    as_alice: APIClient, as_charlie: APIClient, practice: Practice
) -> None:
    record = add_client(as_alice, practice)["subject"]["id"]
    codes = {}
    for role in (Role.PRACTITIONER, Role.ASSISTANT, Role.REVIEWER):
        staff = make_user(role)
        member(practice, staff, role)
        codes[role] = signed_in_as(staff).post(f"/api/v1/subjects/{record}/claims/", {}).status_code
    # The consent is not signed: an assistant knows of no record yet.
    assert codes == {Role.PRACTITIONER: 201, Role.ASSISTANT: 404, Role.REVIEWER: 403}
    assert as_charlie.post(f"/api/v1/subjects/{record}/claims/", {}).status_code == 404


def test_a_practice_whose_care_has_ended_makes_no_claims(as_alice: APIClient, practice: Practice) -> None:
    made = add_client(as_alice, practice)
    post(as_alice, f"care-relations/{made['relation']['id']}/end", 200)
    assert post(as_alice, f"subjects/{made['subject']['id']}/claims", 404)["code"] == "not_found"


def test_an_unclaimed_client_is_renamed_by_the_practice_and_a_claimed_one_by_themself(
    as_alice: APIClient, as_bob: APIClient, practice: Practice
) -> None:
    made = add_client(as_alice, practice)
    record, address = made["subject"]["id"], f"/api/v1/subjects/{made['subject']['id']}/"
    CareRelation.objects.update(accepted_at=timezone.now())
    consent_to_care(Subject.objects.get(pk=record), practice)
    assert as_alice.get(address).json()["may"] == ["see", "add_photos", "add_sessions", "manage"]
    assert as_alice.patch(address, {"display_name": "Dora"}).status_code == 200
    take(as_bob, claim_link(as_alice, record))
    assert as_alice.get(address).json()["may"] == ["see", "add_photos", "add_sessions"]
    refused = as_alice.patch(address, {"display_name": "D."})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert as_bob.patch(address, {"display_name": "Me"}).json()["display_name"] == "Me"
    assert [row for row in done_with(record) if row[1:] == ("changed", "record")] == [
        ("alice", "changed", "record"),
        ("bob", "changed", "record"),
    ]


@pytest.mark.parametrize("lowered", ["ended", "another role"])
def test_who_left_the_practice_claims_no_client_by_a_link_that_they_kept(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice, run_jobs: RunJobs, lowered: str
) -> None:
    staff = member(practice, bob, Role.PRACTITIONER)
    record = add_client(as_bob, practice)["subject"]["id"]
    kept, mailed = claim_link(as_bob, record), claim_link(as_bob, record, email="dora@example.org")
    alices = claim_link(as_alice, record)
    run_jobs()
    (sent,) = re.findall(r"/claim/(\S+)", str(mail.outbox[0].body))
    address = f"/api/v1/practices/{practice.pk}/members/{staff.pk}/"
    answer = as_alice.delete(address) if lowered == "ended" else as_alice.patch(address, {"role": "reviewer"})
    assert answer.status_code in {200, 204}
    assert take(as_bob, kept, 410)["code"] == "claim_over"
    assert take(as_bob, mailed, 404)["code"] == "not_found"
    for client, token in ((signed_in_as(make_user("dora")), sent), (as_bob, alices)):
        assert client.get(f"/api/v1/claims/by-token/{token}/").status_code == 200
