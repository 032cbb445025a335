"""Invitations to work in a practice, through the API."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle

from backend.accounts.models import User
from backend.common.tokens import hash_of
from backend.jobs.models import Job, JobState
from backend.practices.models import Membership, Practice, Role, StaffInvitation
from tests.backend.care import give_second_factor, invite, member, post, practice_of, token_of
from tests.conftest import RunJobs, make_user, signed_in_as


@pytest.fixture
def practice(alice: User) -> Practice:
    return practice_of(alice)


def test_an_invitation_is_accepted_once(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, practice: Practice
) -> None:
    made = invite(as_alice, practice)
    token = token_of(made["link"])
    assert made["link"] == f"http://127.0.0.1:8000/invite/{token}"
    assert "<svg" in made["qr_svg"]
    assert len(token) >= 43, "256 bits"
    assert StaffInvitation.objects.get().token_hash == hash_of(token)
    seen = as_bob.get(f"/api/v1/staff-invitations/{token}/").json()
    assert (seen["practice"]["name"], seen["role"], seen["is_for_you"]) == ("Studio Nord", "practitioner", True)
    assert post(as_bob, f"staff-invitations/{token}/accept", 201)["role"] == "practitioner"
    for client in (as_bob, as_charlie):
        assert client.get(f"/api/v1/staff-invitations/{token}/").status_code == 410
        assert post(client, f"staff-invitations/{token}/accept", 410)["code"] == "invitation_over"
    members = as_bob.get(f"/api/v1/practices/{practice.pk}/members/").json()
    assert [(one["email"], one["role"], one["is_you"]) for one in members] == [
        ("alice@example.org", "owner", False),
        ("bob@example.org", "practitioner", True),
    ]
    assert as_charlie.get("/api/v1/practices/").json() == []


def test_the_link_is_shown_once_and_its_token_kept_nowhere(
    as_alice: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    made = invite(as_alice, practice, email="bob@example.org")
    run_jobs()
    (sent,) = re.findall(r"/invite/(\S+)", str(mail.outbox[0].body))
    (listed,) = as_alice.get(f"/api/v1/practices/{practice.pk}/invitations/").json()
    assert set(listed) == {"id", "role", "email", "expires_at", "created_at"}
    kept = [*StaffInvitation.objects.values_list(), *Job.objects.values_list()]
    for token in (token_of(made["link"]), sent):
        assert token not in str(kept)


def test_a_mail_brings_an_invitation_that_only_its_address_may_accept(
    as_alice: APIClient, as_bob: APIClient, as_charlie: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    made = invite(as_alice, practice, role="assistant", email="Bob@Example.org")
    assert mail.outbox == [], "the request doesn't wait for it"
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["bob@example.org"]
    assert letter.subject == "Likeness: an invitation from Studio Nord"
    (sent,) = re.findall(r"http://127\.0\.0\.1:8000/invite/(\S+)", str(letter.body))
    for token in (sent, token_of(made["link"])):
        assert as_charlie.get(f"/api/v1/staff-invitations/{token}/").json()["is_for_you"] is False
        refused = post(as_charlie, f"staff-invitations/{token}/accept", 409)
        assert refused["code"] == "other_account"
        assert "bob" not in str(refused), "an address is nobody else's business"
    assert post(as_bob, f"staff-invitations/{sent}/accept", 201)["role"] == "assistant"
    assert post(as_charlie, f"staff-invitations/{token_of(made['link'])}/accept", 410)["code"] == "invitation_over"


def test_a_mail_that_cannot_be_sent_leaves_the_invitation(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, run_jobs: RunJobs, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    made = invite(as_alice, practice, email="bob@example.org")
    run_jobs()
    assert "Connection refused" in Job.objects.get(state=JobState.QUEUED).last_error
    post(as_bob, f"staff-invitations/{token_of(made['link'])}/accept", 201)


def test_no_mail_is_sent_of_an_invitation_that_was_taken_back(
    as_alice: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    made = invite(as_alice, practice, email="bob@example.org")
    as_alice.delete(f"/api/v1/practices/{practice.pk}/invitations/{made['id']}/")
    assert run_jobs() == 1
    assert mail.outbox == []


def test_a_line_break_in_a_practices_name_stays_out_of_the_mails_head(
    as_alice: APIClient, practice: Practice, run_jobs: RunJobs
) -> None:
    Practice.objects.update(name="Studio\r\nBcc: everybody@example.org")
    invite(as_alice, practice, email="bob@example.org")
    run_jobs()
    assert mail.outbox[0].recipients() == ["bob@example.org"]
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize("over", ["expired", "revoked"])
def test_an_invitation_ends_after_a_week_or_when_it_is_taken_back(
    as_alice: APIClient, as_bob: APIClient, practice: Practice, over: str
) -> None:
    made = invite(as_alice, practice)
    invitation = StaffInvitation.objects.get()
    left = invitation.expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    if over == "expired":
        StaffInvitation.objects.update(expires_at=timezone.now())
    else:
        address = f"/api/v1/practices/{practice.pk}/invitations/{made['id']}/"
        assert as_alice.delete(address).status_code == 204
        assert as_alice.delete(address).status_code == 404
    assert as_alice.get(f"/api/v1/practices/{practice.pk}/invitations/").json() == []
    token = token_of(made["link"])
    assert as_bob.get(f"/api/v1/staff-invitations/{token}/").json()["code"] == "invitation_over"
    assert post(as_bob, f"staff-invitations/{token}/accept", 410)["code"] == "invitation_over"
    assert Membership.objects.count() == 1


def test_inviting_an_address_again_replaces_the_first_link(
    as_alice: APIClient, as_bob: APIClient, practice: Practice
) -> None:
    first, second = (invite(as_alice, practice, role=role, email="bob@example.org") for role in ("reviewer", "owner"))
    assert [one["id"] for one in as_alice.get(f"/api/v1/practices/{practice.pk}/invitations/").json()] == [second["id"]]
    assert post(as_bob, f"staff-invitations/{token_of(first['link'])}/accept", 410)["code"] == "invitation_over"
    assert post(as_bob, f"staff-invitations/{token_of(second['link'])}/accept", 201)["role"] == "owner"
    answer = as_alice.post(
        f"/api/v1/practices/{practice.pk}/invitations/", {"role": "owner", "email": "bob@example.org"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "already_member")


def test_a_member_does_not_use_an_invitation_up(as_alice: APIClient, as_bob: APIClient, practice: Practice) -> None:
    token = token_of(invite(as_alice, practice)["link"])
    assert post(as_alice, f"staff-invitations/{token}/accept", 409)["code"] == "already_member"
    post(as_bob, f"staff-invitations/{token}/accept", 201)


def test_only_owners_invite_and_see_who_is_invited(
    as_alice: APIClient, practice: Practice, as_charlie: APIClient
) -> None:
    made = invite(as_alice, practice)
    address = f"/api/v1/practices/{practice.pk}/invitations/"
    for role in (Role.PRACTITIONER, Role.ASSISTANT, Role.REVIEWER):
        client = signed_in_as(staff := make_user(role))
        member(practice, staff, role)
        assert client.get(address).status_code == 403
        assert client.post(address, {"role": "owner"}).status_code == 403
        assert client.delete(f"{address}{made['id']}/").status_code == 403
    assert as_charlie.post(address, {"role": "owner"}).status_code == 404
    assert StaffInvitation.objects.filter(revoked_at__isnull=True).count() == 1


def test_invitations_are_throttled(as_alice: APIClient, practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"invitations": "2/hour"})
    answers = [as_alice.post(f"/api/v1/practices/{practice.pk}/invitations/", {"role": "owner"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert as_alice.get(f"/api/v1/practices/{practice.pk}/invitations/").status_code == 200


def test_a_stolen_password_neither_invites_nor_takes_the_requirement_away(
    as_alice: APIClient, alice: User, bob: User
) -> None:
    practice = practice_of(alice, second_factor_required=True)
    theirs = member(practice, bob, Role.ASSISTANT)
    base = f"/api/v1/practices/{practice.pk}"
    for answer in (
        as_alice.patch(f"{base}/", {"second_factor_required": False}),
        as_alice.post(f"{base}/invitations/", {"role": "owner"}),
        as_alice.patch(f"{base}/members/{theirs.pk}/", {"role": "owner"}),
        as_alice.delete(f"{base}/members/{theirs.pk}/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")
    give_second_factor(alice)
    assert as_alice.patch(f"{base}/", {"second_factor_required": False}).status_code == 200


@pytest.mark.parametrize("lowered", ["ended", "another role"])
def test_who_invites_no_more_comes_back_by_no_link_that_they_kept(
    as_alice: APIClient, as_bob: APIClient, bob: User, practice: Practice, run_jobs: RunJobs, lowered: str
) -> None:
    theirs = member(practice, bob, Role.OWNER)
    kept = invite(as_bob, practice, role="owner")
    mailed = invite(as_bob, practice, role="owner", email="charlie@example.org")
    alices = invite(as_alice, practice)
    run_jobs()
    (sent,) = re.findall(r"/invite/(\S+)", str(mail.outbox[0].body))
    address = f"/api/v1/practices/{practice.pk}/members/{theirs.pk}/"
    answer = as_alice.delete(address) if lowered == "ended" else as_alice.patch(address, {"role": "practitioner"})
    assert answer.status_code in {200, 204}
    assert as_bob.get(f"/api/v1/staff-invitations/{token_of(kept['link'])}/").status_code == 410
    assert as_bob.get(f"/api/v1/staff-invitations/{token_of(mailed['link'])}/").status_code == 404
    # What only the invited person has seen, and what somebody else made, stays good.
    for token in (sent, token_of(alices["link"])):
        assert as_bob.get(f"/api/v1/staff-invitations/{token}/").status_code == 200
