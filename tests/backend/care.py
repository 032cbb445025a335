"""A practice that has somebody in its care, with what that needs."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connections
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.consent.models import ConsentRecord, ConsentText, Purpose, State
from backend.practices.models import Membership, Practice, Role
from backend.subjects.models import CareRelation, Side, Subject

PRACTICE = {
    "name": "Studio Nord",
    "address": "1 Harbour Street",
    "contact": "studio@practice.example",
    "jurisdiction": "GR",
    "storage_location": "the practice's own server",
    "retention_period": "as long as the care lasts",
}


def practice_of(owner: User, **values: Any) -> Practice:
    practice = Practice.objects.create(**PRACTICE | values)
    member(practice, owner, Role.OWNER)
    return practice


def member(practice: Practice, account: User, role: Role) -> Membership:
    return Membership.objects.create(practice=practice, account=account, role=role)


def consent_to_care(subject: Subject, practice: Practice) -> ConsentRecord:
    """Given, and in date."""
    text = ConsentText.objects.create(
        purpose=Purpose.CARE_RECORD,
        practice=practice,
        language="en",
        jurisdiction=uuid.uuid4().hex,
        version=1,
        title="Care",
        body_markdown="You allow the practice to keep a record.",
        plain_summary="A record is kept.",
        privacy_notice_url="",
    )
    record = ConsentRecord.objects.create(
        subject=subject,
        practice=practice,
        text=text,
        purpose=Purpose.CARE_RECORD,
        content={},
        valid_from=timezone.now() - timedelta(minutes=1),
    )
    say(record, State.GIVEN)
    return record


def say(record: ConsentRecord, state: State) -> None:
    """Append an event to a consent's chain."""
    number = record.events.count() + 1
    record.events.create(
        number=number,
        at=timezone.now(),
        state=state,
        content_sha256="0" * 64,
        previous_hash="" if number == 1 else "0" * 64,
        hash=uuid.uuid4().hex,
    )


def in_care(subject: Subject, practice: Practice, **values: Any) -> CareRelation:
    """A relation that is open: accepted, and consented to."""
    consent_to_care(subject, practice)
    accepted = {"invited_by": Side.CLIENT, "accepted_at": timezone.now()}
    return CareRelation.objects.create(subject=subject, practice=practice, **accepted | values)


def give_second_factor(user: User) -> Authenticator:
    factor: Authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    return factor


def self_of(user: User) -> Subject:
    return Subject.objects.get(owner=user, is_self=True)


def token_of(link: str) -> str:
    return link.rsplit("/", 1)[1]


def post(client: APIClient, route: str, expect: int, **body: Any) -> Any:
    """The JSON of a POST whose status is as expected."""
    answer = client.post(f"/api/v1/{route}/", body)
    assert answer.status_code == expect, answer.content
    return answer.json()


def invite(client: APIClient, practice: Practice, role: str = "practitioner", **body: Any) -> Any:
    return post(client, f"practices/{practice.pk}/invitations", 201, role=role, **body)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What the calls answer when they are made at one moment, each with its own connection to the database."""
    start, here = Barrier(len(calls)), connections["default"]

    def run(call: Callable[[], Any]) -> Any:
        connections["default"] = mine = here.copy()
        try:
            start.wait()
            return call()
        finally:
            mine.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(run, call) for call in calls]]
