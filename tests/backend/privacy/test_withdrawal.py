"""Withdrawing: one tap, at once; what ended and what stays is told from facts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditEvent
from backend.common.tokens import new_token
from backend.consent.models import ConsentRecord
from backend.practices.models import Practice, Role
from backend.sharing.models import Publication, ShareGrant
from backend.subjects.models import Side
from backend.subjects.selectors import subjects_for
from tests.backend.signing import by_hand, employed, in_care_of, own, practice_of, sign, signed_record, written_down_by
from tests.conftest import Upload

URL = "/api/v1/consents/"


@pytest.fixture
def practice(bob: User, alice: User) -> Practice:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    return practice


def withdraw(client: APIClient, signed: Any) -> Any:
    answer = client.post(f"{URL}{signed['id']}/withdraw/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def grant(record: ConsentRecord, **changes: Any) -> ShareGrant:
    values = {
        "subject": record.subject,
        "consent": record,
        "recipient_label": "Dr. Ahlm",
        "expires_at": timezone.now() + timedelta(days=7),
        "token_hash": new_token()[1],
    }
    return ShareGrant.objects.create(**values | changes)


def stays(answer: Any) -> str:
    return "\n".join(f"{one['what']} {one['why']}" for one in answer["what_stays"])


def test_one_tap_ends_it_and_again_changes_nothing(as_alice: APIClient, alice: User, practice: Practice) -> None:
    signed = sign(as_alice, own(alice), "share_with_named", practice)
    first = withdraw(as_alice, signed)
    assert first["consent"]["state"] == "withdrawn"
    assert [event["state"] for event in first["consent"]["events"]] == ["given", "withdrawn"]
    assert withdraw(as_alice, signed) == first
    assert AuditEvent.objects.filter(action="consent_withdrawn", role="record_owner").count() == 1


def test_it_counts_the_shares_that_were_live(as_alice: APIClient, alice: User, practice: Practice) -> None:
    signed = sign(as_alice, own(alice), "share_with_named", practice)
    other = sign(as_alice, own(alice), "share_with_named", practice)
    record = signed_record(signed)
    now = timezone.now()
    grant(record)
    grant(record)
    grant(record, expires_at=now - timedelta(hours=1))
    grant(record, revoked_at=now - timedelta(hours=1))
    grant(signed_record(other))
    assert withdraw(as_alice, signed)["ended_shares"] == 2
    # Whoever ends them on hearing of it writes when; and it is told the same later.
    ShareGrant.objects.filter(consent=record, revoked_at__isnull=True).update(revoked_at=timezone.now())
    assert withdraw(as_alice, signed)["ended_shares"] == 2


def test_it_names_what_was_published_and_cannot_be_called_back(
    as_alice: APIClient, alice: User, bob: User, practice: Practice
) -> None:
    signed = sign(as_alice, own(alice), "marketing_social", practice)
    record = signed_record(signed)
    values = {"consent": record, "practice": practice, "published_on": date(2026, 3, 1)}
    there = Publication.objects.create(channel="Instagram", place="@studionord, post 7", **values)
    Publication.objects.create(channel="Instagram", place="gone", removed_at=timezone.now(), **values)
    answer = withdraw(as_alice, signed)
    assert [(one["id"], one["place"], one["practice"]["name"]) for one in answer["publications"]] == [
        (str(there.pk), "@studionord, post 7", "Studio Nord")
    ]
    assert "@studionord, post 7" in stays(answer)
    assert "can't be called back" in stays(answer)
    assert "gone" not in stays(answer)


def test_the_care_record_stays_while_its_own_consent_stands(
    as_alice: APIClient, alice: User, bob: User, practice: Practice
) -> None:
    care = sign(as_alice, own(alice), "care_record", practice)
    marketing = sign(as_alice, own(alice), "marketing_website", practice)
    answer = withdraw(as_alice, marketing)
    until = care["valid_until"][:10]
    assert f"The care record at Studio Nord. Your consent to it stands until {until}." in stays(answer)
    assert subjects_for(bob).filter(pk=own(alice).pk).exists()
    # Asked again after it ended too, it doesn't stay.
    withdraw(as_alice, care)
    assert "The care record at" not in stays(withdraw(as_alice, marketing))
    assert not subjects_for(bob).filter(pk=own(alice).pk).exists()


def test_photos_in_the_own_record_stay_its_owners(
    as_alice: APIClient, alice: User, practice: Practice, upload: Upload
) -> None:
    signed = sign(as_alice, own(alice), "care_record", practice)
    assert "photo" not in stays(withdraw(as_alice, signed)).partition("This consent")[0]
    assert upload(as_alice).status_code == 201
    assert "1 photo and 0 sessions in the record. The record is its owner's" in stays(withdraw(as_alice, signed))


def test_a_legal_duty_is_named_before_and_after_the_care_ends(as_alice: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob, legal_duty="Health Records Act, section 25", legal_duty_years=10)
    relation = in_care_of(practice, own(alice))
    signed = sign(as_alice, own(alice), "care_record", practice)
    told = stays(withdraw(as_alice, signed))
    assert "When the care ends, Studio Nord keeps a sealed copy of what it added, for 10 years." in told
    assert "Health Records Act, section 25" in told
    other = practice_of(bob, name="Studio Süd")
    in_care_of(other, own(alice))
    assert "sealed" not in stays(withdraw(as_alice, sign(as_alice, own(alice), "care_record", other)))
    relation.ended_at, relation.ended_by = timezone.now(), Side.CLIENT
    relation.save()
    assert "When the care ends" not in stays(withdraw(as_alice, signed))


def test_what_others_saw_before_is_not_promised_back(as_alice: APIClient, alice: User, practice: Practice) -> None:
    signed = sign(as_alice, own(alice), "share_with_named", practice)
    grant(signed_record(signed), views=1)
    grant(signed_record(signed), recipient_label="Dr. Berg")
    told = stays(withdraw(as_alice, signed))
    assert "What Dr. Ahlm saw before." in told
    assert "Dr. Berg" not in told


def test_what_was_replaced_cannot_be_withdrawn(as_alice: APIClient, alice: User) -> None:
    older = sign(as_alice, own(alice), "share_with_named")
    sign(as_alice, own(alice), "share_with_named", supersedes=older["id"])
    answer = as_alice.post(f"{URL}{older['id']}/withdraw/")
    assert (answer.status_code, answer.json()["code"]) == (409, "consent_over")


def test_an_expired_one_can_still_be_withdrawn(as_alice: APIClient, alice: User) -> None:
    signed = sign(as_alice, own(alice), "share_with_named")
    past = timezone.now() - timedelta(seconds=1)
    ConsentRecord.objects.filter(pk=signed["id"]).update(valid_from=past - timedelta(days=1), valid_until=past)
    assert withdraw(as_alice, signed)["consent"]["state"] == "withdrawn"


def test_a_practice_withdraws_for_a_client_without_an_account_only(
    as_alice: APIClient, as_bob: APIClient, alice: User, practice: Practice
) -> None:
    signed = sign(as_alice, own(alice), "care_record", practice)
    answer = as_bob.post(f"{URL}{signed['id']}/withdraw/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    client = written_down_by(practice)
    theirs = sign(as_bob, client, "care_record", practice, signature=by_hand())
    told = withdraw(as_bob, theirs)
    assert told["consent"]["events"][-1]["note"] == "told to Studio Nord"
    row = AuditEvent.objects.get(action="consent_withdrawn")
    assert (row.subject_id, row.role, row.practice_name) == (client.pk, "practice_owner", "Studio Nord")


@pytest.mark.parametrize(("role", "status"), [(Role.ASSISTANT, 403), (Role.REVIEWER, 403), (None, 404)])
def test_nobody_else_withdraws(
    as_alice: APIClient,
    as_charlie: APIClient,
    alice: User,
    charlie: User,
    practice: Practice,
    role: Role | None,
    status: int,
) -> None:
    if role:
        employed(practice, charlie, role)
    signed = sign(as_alice, own(alice), "care_record", practice)
    assert as_charlie.post(f"{URL}{signed['id']}/withdraw/").status_code == status
    assert as_alice.get(f"{URL}{signed['id']}/").json()["state"] == "given"


def foretold(client: APIClient, signed: Any) -> Any:
    answer = client.get(f"{URL}{signed['id']}/what-stays/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_is_told_before_is_what_comes_and_asking_ends_nothing(
    as_alice: APIClient, alice: User, practice: Practice, upload: Upload
) -> None:
    assert upload(as_alice).status_code == 201
    signed = sign(as_alice, own(alice), "marketing_social", practice)
    record = signed_record(signed)
    grant(record, views=1)
    grant(record, expires_at=timezone.now() - timedelta(hours=1))
    Publication.objects.create(
        consent=record, practice=practice, channel="Instagram", place="post 7", published_on=date(2026, 3, 1)
    )
    before = foretold(as_alice, signed)
    assert before["ending_shares"] == 1
    assert "What Dr. Ahlm saw before." in stays(before)
    assert foretold(as_alice, signed) == before
    assert as_alice.get(f"{URL}{signed['id']}/").json()["state"] == "given"
    after = withdraw(as_alice, signed)
    assert (after["ended_shares"], after["what_stays"]) == (before["ending_shares"], before["what_stays"])
    assert [one["id"] for one in after["publications"]] == [one["id"] for one in before["publications"]]


@pytest.mark.parametrize("count", [1, 5])
def test_foretelling_takes_the_same_queries_however_much_there_is(
    as_alice: APIClient, alice: User, practice: Practice, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    signed = sign(as_alice, own(alice), "care_record", practice)
    record = signed_record(signed)
    for number in range(count):
        grant(record, views=1, recipient_label=f"Dr. {number}")
        Publication.objects.create(
            consent=record, practice=practice, channel="web", place=f"{number}", published_on=date(2026, 3, 1)
        )
    # session, account, consent; shares, publications; then for the list publications, shares seen, copies, duty,
    # photos, sessions
    with django_assert_num_queries(11):
        told = foretold(as_alice, signed)
    assert (told["ending_shares"], len(told["publications"])) == (count, count)


def test_a_practice_reads_beforehand_for_a_client_without_an_account_only(
    as_alice: APIClient, as_bob: APIClient, alice: User, practice: Practice
) -> None:
    signed = sign(as_alice, own(alice), "care_record", practice)
    assert as_bob.get(f"{URL}{signed['id']}/what-stays/").status_code == 403
    client = written_down_by(practice)
    theirs = sign(as_bob, client, "care_record", practice, signature=by_hand())
    assert "The practice opens it" not in stays(foretold(as_bob, theirs))
    row = AuditEvent.objects.get(action="seen", object_id=theirs["id"])
    assert (row.subject_id, row.role) == (client.pk, "practice_owner")
