"""Who may sign on whose behalf, who reads what was signed, and what hangs on it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.consent.models import ConsentRecord
from backend.consent.signals import consent_given, consent_over
from backend.practices.models import Practice, Role
from backend.subjects.access import Permission
from backend.subjects.models import Side
from backend.subjects.selectors import subjects_for
from tests.backend.signing import (
    body,
    by_hand,
    employed,
    in_care_of,
    own,
    practice_of,
    sign,
    signed_record,
    written_down_by,
)
from tests.conftest import RunJobs

URL = "/api/v1/consents/"


def test_nobody_signs_for_a_stranger(as_bob: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    for for_practice in (None, practice):
        answer = as_bob.post(URL, body(own(alice), "care_record", for_practice))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    nobody = body(own(alice), "care_record", practice) | {"subject": str(uuid.uuid4())}
    assert as_bob.post(URL, nobody).status_code == 404


def test_an_owner_names_no_practice_that_is_not_theirs(as_alice: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    answer = as_alice.post(URL, body(own(alice), "care_record", practice))
    assert (answer.status_code, answer.json()["code"]) == (409, "no_care_relation")
    relation = in_care_of(practice, own(alice))
    sign(as_alice, own(alice), "care_record", practice)
    relation.ended_at, relation.ended_by = timezone.now(), Side.CLIENT
    relation.save()
    assert as_alice.post(URL, body(own(alice), "marketing_website", practice)).status_code == 409


def test_an_unclaimed_client_signs_on_the_practices_device(as_bob: APIClient, bob: User) -> None:
    practice = practice_of(bob)
    client = written_down_by(practice)
    assert not subjects_for(bob).filter(pk=client.pk).exists(), "without consent the practice sees nothing"
    signed = sign(as_bob, client, "care_record", practice, signature=by_hand())
    assert signed["signature"]["practitioner_present"] == "bob@example.org"
    assert signed["events"][0]["note"] == "on the device of Studio Nord"
    record = signed_record(signed)
    assert record.events.get().entity == str(client.pk), "the person gave it, not the practitioner"
    assert client.care_relations.get().accepted_at is not None
    assert subjects_for(bob, may=Permission.ADD_PHOTOS).filter(pk=client.pk).exists()
    done = AuditEvent.objects.filter(subject_id=client.pk).values_list("action", "role", "practice_name")
    assert set(done) == {
        ("consent_signed", "practice_owner", "Studio Nord"),
        ("care_accepted", "practice_owner", "Studio Nord"),
    }


def test_the_signature_agrees_to_the_legal_duty_that_is_stated_then(as_bob: APIClient, bob: User) -> None:
    practice = practice_of(bob, legal_duty="An act", legal_duty_years=3)
    client = written_down_by(practice)
    Practice.objects.filter(pk=practice.pk).update(legal_duty="A newer act", legal_duty_years=5)
    sign(as_bob, client, "care_record", practice, signature=by_hand())
    Practice.objects.filter(pk=practice.pk).update(legal_duty="Another act", legal_duty_years=90)
    relation = client.care_relations.get()
    assert (relation.legal_duty, relation.legal_duty_years) == ("A newer act", 5)


def test_no_other_consent_accepts_the_relation(as_bob: APIClient, bob: User) -> None:
    practice = practice_of(bob)
    client = written_down_by(practice)
    sign(as_bob, client, "teaching", practice, signature=by_hand())
    assert client.care_relations.get().accepted_at is None
    assert not subjects_for(bob).filter(pk=client.pk).exists()


def test_a_client_with_an_account_signs_on_the_device_once_they_are_related(
    as_bob: APIClient, alice: User, bob: User
) -> None:
    practice = practice_of(bob)
    relation = in_care_of(practice, own(alice), invited_by=Side.PRACTICE, accepted_at=None)
    assert as_bob.post(URL, body(own(alice), "care_record", practice, signature=by_hand())).status_code == 404
    relation.accepted_at = timezone.now()
    relation.save()
    sign(as_bob, own(alice), "care_record", practice, signature=by_hand())
    assert subjects_for(bob).filter(pk=own(alice).pk).exists()


def test_what_a_client_withdrew_a_practitioner_alone_does_not_give_again(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User
) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    first = sign(as_alice, own(alice), "care_record", practice)
    assert as_alice.post(f"{URL}{first['id']}/withdraw/").status_code == 200
    answer = as_bob.post(URL, body(own(alice), "care_record", practice, signature=by_hand()))
    assert (answer.status_code, answer.json()["code"]) == (409, "withdrawn_by_client")
    assert not subjects_for(bob).filter(pk=own(alice).pk).exists()
    sign(as_alice, own(alice), "care_record", practice)
    assert subjects_for(bob).filter(pk=own(alice).pk).exists()


def test_a_client_with_an_account_is_told_what_was_signed_for_them_on_the_device(
    as_bob: APIClient, alice: User, bob: User, run_jobs: RunJobs
) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    sign(as_bob, own(alice), "care_record", practice, signature=by_hand())
    elsewhere = body(own(alice), "marketing_website", practice, signature=by_hand(), receipt_email="x@else.example")
    assert as_bob.post(URL, elsewhere).status_code == 201
    run_jobs()
    assert sorted(message.to for message in mail.outbox) == [
        ["alice@example.org"],
        ["alice@example.org", "x@else.example"],
    ]


@pytest.mark.parametrize("method", ["typed", "click"])
def test_on_the_device_nobody_types_anybody_elses_name(as_bob: APIClient, bob: User, method: str) -> None:
    practice = practice_of(bob)
    client = written_down_by(practice)
    answer = as_bob.post(URL, body(client, "care_record", practice, signature={"method": method}))
    assert answer.json()["code"] == "wrong_method"


def test_what_was_said_needs_a_witness(as_bob: APIClient, bob: User) -> None:
    practice = practice_of(bob)
    client = written_down_by(practice)
    sent = body(client, "care_record", practice, signature={"method": "verbal_witnessed"})
    assert "witness" in as_bob.post(URL, sent).json()["message"]
    sent["signature"]["witness"] = "Nurse Ek"
    assert as_bob.post(URL, sent).json()["signature"]["witness"] == "Nurse Ek"


@pytest.mark.parametrize(("role", "status"), [(Role.PRACTITIONER, 201), (Role.ASSISTANT, 403), (Role.REVIEWER, 403)])
def test_which_role_holds_the_device(
    as_charlie: APIClient, as_alice: APIClient, alice: User, bob: User, charlie: User, role: Role, status: int
) -> None:
    practice = practice_of(bob)
    employed(practice, charlie, role)
    in_care_of(practice, own(alice))
    sign(as_alice, own(alice), "care_record", practice)
    answer = as_charlie.post(URL, body(own(alice), "teaching", practice, signature=by_hand()))
    assert answer.status_code == status


def test_a_practice_signs_nothing_for_another_or_for_the_client_alone(
    as_bob: APIClient, as_alice: APIClient, alice: User, bob: User, charlie: User
) -> None:
    mine, other = practice_of(bob), practice_of(charlie)
    in_care_of(mine, own(alice))
    in_care_of(other, own(alice))
    sign(as_alice, own(alice), "care_record", mine)
    for practice in (other, None):
        answer = as_bob.post(URL, body(own(alice), "share_with_named", practice, signature=by_hand()))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_guardian_says_who_they_are(as_alice: APIClient, alice: User) -> None:
    child = own(alice)
    child.is_self, child.guardian_authority = False, "mother"
    child.save()
    answer = as_alice.post(URL, body(child, "share_with_named"))
    assert answer.json()["code"] == "guardian_needed"
    signed = sign(as_alice, child, "share_with_named", guardian_name="Alice Example")
    assert (signed["guardian_name"], signed["guardian_authority"]) == ("Alice Example", "mother")


# What a practice reads of it.


def test_a_practice_reads_what_names_it_and_nothing_else(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User, charlie: User
) -> None:
    mine, other = practice_of(bob), practice_of(charlie)
    relation = in_care_of(mine, own(alice))
    in_care_of(other, own(alice))
    named = sign(as_alice, own(alice), "care_record", mine)
    hidden = [sign(as_alice, own(alice), "care_record", other), sign(as_alice, own(alice), "share_with_named")]
    listed = as_bob.get(URL, {"subject": str(own(alice).pk)}).json()["results"]
    assert [one["id"] for one in listed] == [named["id"]]
    for one in hidden:
        for tail in ("/", "/receipt", "/receipt.pdf", "/signature"):
            assert as_bob.get(f"{URL}{one['id']}{tail}").status_code == 403
    assert as_bob.get(f"{URL}{named['id']}/receipt.pdf").status_code == 200
    seen = AuditEvent.objects.filter(action=AuditAction.SEEN, actor_id=bob.pk)
    assert {(row.subject_id, row.object_type) for row in seen} == {(own(alice).pk, "consent")}
    relation.ended_at, relation.ended_by = timezone.now(), Side.CLIENT
    relation.save()
    assert as_bob.get(f"{URL}{named['id']}/").status_code == 404
    assert as_bob.get(URL, {"subject": str(own(alice).pk)}).json()["results"] == []


@pytest.mark.parametrize(("role", "status"), [(Role.REVIEWER, 200), (Role.ASSISTANT, 403), (None, 404)])
def test_which_role_reads_consents(
    as_alice: APIClient, as_charlie: APIClient, alice: User, bob: User, charlie: User, role: Role | None, status: int
) -> None:
    practice = practice_of(bob)
    if role:
        employed(practice, charlie, role)
    in_care_of(practice, own(alice))
    named = sign(as_alice, own(alice), "care_record", practice)
    assert as_charlie.get(f"{URL}{named['id']}/").status_code == status


def test_a_practice_without_the_second_factor_it_asks_for_reads_and_signs_nothing(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User
) -> None:
    practice = practice_of(bob, second_factor_required=True)
    in_care_of(practice, own(alice))
    named = sign(as_alice, own(alice), "care_record", practice)
    assert as_bob.get(f"{URL}{named['id']}/").status_code == 404
    assert as_bob.post(URL, body(own(alice), "teaching", practice, signature=by_hand())).status_code == 404


def test_the_own_list_shows_ones_own_record_only(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User
) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    sign(as_alice, own(alice), "care_record", practice)
    mine = sign(as_bob, own(bob), "share_with_named")
    assert [one["id"] for one in as_bob.get(URL).json()["results"]] == [mine["id"]]


def test_the_list_asks_as_often_for_many_as_for_one(
    as_alice: APIClient, alice: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        sign(as_alice, own(alice), "share_with_named", signature=by_hand())
    with django_assert_max_num_queries(8):
        assert len(as_alice.get(URL).json()["results"]) == 6


# Replacing, and the signals on which other apps hang.


def test_a_new_consent_to_the_care_record_leaves_no_older_one_in_force(
    as_alice: APIClient, alice: User, bob: User
) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    older, newer = (sign(as_alice, own(alice), "care_record", practice) for _ in range(2))
    assert as_alice.get(f"{URL}{older['id']}/").json()["state"] == "replaced"
    as_alice.post(f"{URL}{newer['id']}/withdraw/")
    assert not subjects_for(bob).filter(pk=own(alice).pk).exists()


def test_one_to_another_or_for_another_purpose_is_not_replaced(as_alice: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    older = sign(as_alice, own(alice), "share_with_named")
    for changes in ({"purpose": "teaching"}, {"purpose": "share_with_named", "practice": practice}):
        answer = as_alice.post(URL, body(own(alice), supersedes=older["id"], **changes))
        assert (answer.status_code, answer.json()["code"]) == (409, "supersedes_another")
    newer = sign(as_alice, own(alice), "share_with_named", supersedes=older["id"])
    assert newer["supersedes"] == older["id"]
    assert as_alice.get(f"{URL}{older['id']}/").json()["state"] == "replaced"


def test_apps_above_hear_of_it_in_the_same_transaction(as_alice: APIClient, alice: User) -> None:
    heard: list[tuple[str, str]] = []

    def on_given(record: ConsentRecord, **_: Any) -> None:
        heard.append(("given", str(record.pk)))

    def on_over(record: ConsentRecord, state: str, **_: Any) -> None:
        heard.append((state, str(record.pk)))
        raise RuntimeError("an app above can't let go")

    consent_given.connect(on_given)
    consent_over.connect(on_over)
    try:
        signed = sign(as_alice, own(alice), "share_with_named")
        as_alice.raise_request_exception = False
        assert as_alice.post(f"{URL}{signed['id']}/withdraw/").status_code == 500
    finally:
        consent_given.disconnect(on_given)
        consent_over.disconnect(on_over)
    assert heard == [("given", signed["id"]), ("withdrawn", signed["id"])]
    # What hangs on it and its end stand or fall together.
    assert as_alice.get(f"{URL}{signed['id']}/").json()["state"] == "given"


def test_a_date_that_passes_ends_the_practices_access_by_itself(as_alice: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    signed = sign(as_alice, own(alice), "care_record", practice)
    assert subjects_for(bob).filter(pk=own(alice).pk).exists()
    past = timezone.now() - timedelta(seconds=1)
    ConsentRecord.objects.filter(pk=signed["id"]).update(valid_from=past - timedelta(days=1), valid_until=past)
    assert not subjects_for(bob).filter(pk=own(alice).pk).exists()
    assert as_alice.get(f"{URL}{signed['id']}/").json()["state"] == "expired"
