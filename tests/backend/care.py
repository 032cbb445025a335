"""A practice that has somebody in its care, with what that needs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connections
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.consent.models import ConsentRecord, Purpose, State
from backend.consent.services.records import add_event
from backend.practices.models import Membership, Practice, Role
from backend.subjects.models import CareRelation, Side, Subject
from backend.subjects.relations import stated_duty
from tests.backend.signing import agreed

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
    return agreed(subject, Purpose.CARE_RECORD, practice, days=None)


def withdraw(record: ConsentRecord) -> None:
    add_event(record=record, state=State.WITHDRAWN, actor=None)


def in_care(subject: Subject, practice: Practice, **values: Any) -> CareRelation:
    """A relation that is open: accepted, and consented to."""
    consent_to_care(subject, practice)
    accepted = {"invited_by": Side.CLIENT, "accepted_at": timezone.now(), **stated_duty(practice)}
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
