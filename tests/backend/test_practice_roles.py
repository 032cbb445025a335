"""Every route about a practice for every way to stand to it: who gets in, who is told no, for whom it isn't there."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.consent.models import Purpose
from backend.consent.services.texts import draft_text
from backend.practices.models import Practice, Role, StaffInvitation
from backend.practices.services import invite
from backend.privacy.services.sealing import order_copy
from backend.subjects.models import Subject
from tests.backend.care import give_second_factor, in_care, member, practice_of, self_of
from tests.backend.routes import CONSENT_TEXT, OPEN, RECORDS
from tests.backend.test_ownership import Record, call
from tests.conftest import make_user, signed_in_as, work_off_queue

OWNERS = frozenset({Role.OWNER})
TREATING = frozenset({Role.OWNER, Role.PRACTITIONER})
EVERYBODY = frozenset(Role)
P = "api/v1/practices/<practice>/"
T = "api/v1/consent-texts/<text>/"
# The roles that are let in.
NEEDS: dict[str, dict[str, frozenset[Role]]] = {
    P: {"get": EVERYBODY, "patch": OWNERS},
    f"{P}code/": {"get": EVERYBODY},
    f"{P}clients/": {"post": TREATING},
    f"{P}members/": {"get": EVERYBODY},
    f"{P}members/<membership>/": {"patch": OWNERS, "delete": OWNERS},
    f"{P}invitations/": {"get": OWNERS, "post": OWNERS},
    f"{P}invitations/<invitation>/": {"delete": OWNERS},
    f"{P}consent-texts/": {"post": TREATING},
    f"{P}sealed-copies/": {"get": OWNERS},
    T: {"get": TREATING, "patch": TREATING},
    f"{T}review/": {"post": TREATING},
    f"{T}publish/": {"post": TREATING},
    f"{T}retire/": {"post": TREATING},
    "api/v1/sealed-copies/<copy>/open/": {"post": OWNERS},
}
WAYS = [*Role, "owner without the second factor", "former owner", "owner of another practice", "client", "stranger"]


@dataclass(frozen=True)
class House:
    """A practice with an owner beside those who are asked for, a draft, an invitation, and a copy that it keeps."""

    practice: Practice
    client: User
    record: Record


@pytest.fixture
def house(db: None) -> House:
    runner, alice = make_user("runner"), make_user("alice")
    practice = practice_of(runner, legal_duty="An act", legal_duty_years=10)
    relation = in_care(self_of(alice), practice, ended_at=timezone.now(), ended_by="client")
    copy = order_copy(relation=relation)
    assert copy is not None
    work_off_queue()
    words: dict[str, Any] = {**CONSENT_TEXT, "purpose": Purpose.TEACHING}
    ids = {
        "practice": practice.pk,
        "membership": member(practice, make_user("somebody"), Role.REVIEWER).pk,
        "invitation": invite(actor=runner, practice_id=practice.pk, role=Role.REVIEWER).invitation.pk,
        "text": draft_text(author=runner, practice=practice, **words).pk,
        "copy": copy.pk,
    }
    return House(practice, alice, Record({name: str(key) for name, key in ids.items()}))


def standing(house: House, way: str) -> APIClient:
    if way == "client":
        return signed_in_as(house.client)
    user = make_user("caller")
    if way in set(Role):
        member(house.practice, user, Role(way))
    elif way == "owner of another practice":
        practice_of(user)
    elif way != "stranger":
        membership = member(house.practice, user, Role.OWNER)
        if way == "former owner":
            membership.ended_at = timezone.now()
            membership.save()
        else:
            house.practice.second_factor_required = True
            house.practice.save()
    return signed_in_as(user)


def expected(way: str, roles: frozenset[Role]) -> int:
    """The status of a refusal, or 0 where none is."""
    if way in set(Role):
        return 0 if Role(way) in roles else 403
    if way == "owner without the second factor":
        # What every member may know they are still told: the practice, whose rule it is.
        return 0 if roles == EVERYBODY else 403
    return 404


def cases() -> list[tuple[str, str]]:
    return [(route, method) for route, methods in NEEDS.items() for method in methods]


def test_every_route_about_a_practice_has_a_row() -> None:
    about = ("api/v1/practices/", "api/v1/consent-texts/", "api/v1/sealed-copies/")
    assert {route: tuple(methods) for route, methods in NEEDS.items()} == {
        route: methods for route, methods in RECORDS.items() if route.startswith(about)
    }
    assert {route for route in OPEN if route.startswith(about)} == {f"{P}card/"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("route", "method"), cases())
def test_the_matrix(house: House, route: str, method: str, way: str) -> None:
    client, before = standing(house, way), everything(house)
    answer = call(client, method, house.record, route)
    refused = expected(way, NEEDS[route][method])
    if not refused:
        assert answer.status_code in {200, 201, 204, 409}, answer.content
        return
    assert answer.status_code == refused, answer.content
    assert answer.json()["code"] in ({"not_found"} if refused == 404 else {"not_allowed", "second_factor_needed"})
    assert everything(house) == before


def everything(house: House) -> list[Any]:
    """What a refused request must leave as it was."""
    house.practice.refresh_from_db()
    return [
        [getattr(house.practice, field.attname) for field in Practice._meta.concrete_fields],
        list(house.practice.memberships.order_by("pk").values()),
        list(StaffInvitation.objects.order_by("pk").values()),
        list(house.practice.consent_texts.order_by("pk").values()),
        Subject.objects.filter(owner=None).count(),
        AuditEvent.objects.count(),
    ]


@pytest.mark.parametrize(("route", "method"), cases())
def test_nobody_gets_in_signed_out(house: House, route: str, method: str) -> None:
    before = everything(house)
    assert call(APIClient(), method, house.record, route).status_code == 401
    assert everything(house) == before


@pytest.mark.parametrize("role", list(Role))
def test_everybody_leaves_by_themself(house: House, role: Role) -> None:
    user = make_user("caller")
    own = member(house.practice, user, role)
    address = f"/api/v1/practices/{house.practice.pk}/members/{own.pk}/"
    assert signed_in_as(user).delete(address).status_code == 204
    own.refresh_from_db()
    assert own.ended_at is not None


@pytest.mark.parametrize("has_factor", [True, False])
def test_what_the_second_factor_opens(house: House, has_factor: bool) -> None:
    house.practice.second_factor_required = True
    house.practice.save()
    user = make_user("caller")
    member(house.practice, user, Role.OWNER)
    if has_factor:
        give_second_factor(user)
    opened = call(signed_in_as(user), "post", house.record, "api/v1/sealed-copies/<copy>/open/")
    assert opened.status_code == (200 if has_factor else 403)
    rows = AuditEvent.objects.filter(subject_id=self_of(house.client).pk, action=AuditAction.COPY_OPENED)
    assert [row.role for row in rows] == ["practice_owner"] * has_factor
