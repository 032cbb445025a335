"""Sharing: only what a consent permits, only by whom it may, and to whom it says."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle

from backend.audit.models import AuditAction, AuditEvent
from backend.consent.models import ConsentRecord, Deidentification, Purpose, State
from backend.jobs.models import Job
from backend.jobs.services import try_again
from backend.photos.models import Series
from backend.practices.models import Membership, Role
from backend.sharing.handlers import MAKE
from backend.sharing.models import ShareGrant
from backend.sharing.permitted import ZONES_WITHOUT_EYES, hides_enough
from ml.vocabulary import Zone
from tests.backend.sharing.conftest import RECIPIENT, Share, World, add_event, agree, take_into_care, wanted
from tests.conftest import signed_in_as, work_off_queue


def ask(client: APIClient, world: World, consent: ConsentRecord, **fields: Any) -> Any:
    return client.post("/api/v1/shares/", wanted(world, consent, **fields))


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
    assert not ShareGrant.objects.exists()


def test_a_share_by_link(world: World, as_alice: APIClient) -> None:
    consent = agree(world.subject)
    answer = ask(as_alice, world, consent)
    made = answer.json()
    assert answer.status_code == 201
    assert made["link"].startswith("http://127.0.0.1:8000/s/")
    assert len(made["link"].rsplit("/", 1)[1]) == 43
    assert made["qr_svg"].startswith("<?xml")
    assert (made["status"], made["state"], made["allow_download"], made["watermark"]) == (
        "preparing",
        "preparing",
        False,
        True,
    )
    assert made["created_by_name"] == world.alice.email
    assert [photo.pk for photo in world.photos] == [
        uuid.UUID(made["pairs"][0][side]["id"]) for side in ("before", "after")
    ]
    ends = datetime.fromisoformat(made["ends_at"])
    assert timedelta(days=6, hours=23) < ends - timezone.now() <= timedelta(days=7)
    assert AuditEvent.objects.get(action=AuditAction.SHARED).detail == RECIPIENT
    # The phone sends it twice: the first one, and no second link.
    body = wanted(world, consent, id=made["id"])
    again = as_alice.post("/api/v1/shares/", body)
    assert (again.status_code, again.json()["link"], again.json()["qr_svg"]) == (200, "", "")
    assert ShareGrant.objects.count() == 1
    assert "link" not in as_alice.get(f"/api/v1/shares/{made['id']}/").json()
    work_off_queue()
    assert as_alice.get("/api/v1/shares/").json()["results"][0]["status"] == "live"


def test_making_shares_is_throttled_and_ending_them_never(
    world: World, as_alice: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"shares": "1/hour"})
    consent = agree(world.subject)
    first = ask(as_alice, world, consent)
    assert first.status_code == 201
    assert ask(as_alice, world, consent).status_code == 429
    assert as_alice.get("/api/v1/shares/").status_code == 200
    assert as_alice.post(f"/api/v1/shares/{first.json()['id']}/revoke/", {}).status_code == 200


def test_a_share_that_was_given_up_is_made_when_its_job_is_tried_again(
    world: World, as_alice: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("it broke")

    with monkeypatch.context() as now:
        now.setattr("backend.sharing.processing.derive", broken)
        made = ask(as_alice, world, agree(world.subject)).json()
        for _ in range(5):
            Job.objects.filter(state="queued", handler=MAKE).update(run_at="2026-01-01T00:00:00Z")
            work_off_queue()
    assert as_alice.get(f"/api/v1/shares/{made['id']}/").json()["state"] == "failed"
    assert try_again() == 1
    work_off_queue()
    assert as_alice.get(f"/api/v1/shares/{made['id']}/").json()["status"] == "live"


def test_pairs_are_put_in_the_order_in_which_they_were_taken(world: World, as_alice: APIClient) -> None:
    before, after = world.photos
    made = ask(as_alice, world, agree(world.subject), pairs=[{"before": str(after.pk), "after": str(before.pk)}]).json()
    assert made["pairs"][0]["before"]["id"] == str(before.pk)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.INVALIDATED])
def test_a_consent_that_is_over_permits_nothing(world: World, as_alice: APIClient, state: State) -> None:
    consent = agree(world.subject)
    add_event(consent, state)
    refused(ask(as_alice, world, consent), 403, "no_consent")


def test_consent_to_care_is_none_to_be_shown(world: World, as_alice: APIClient) -> None:
    refused(ask(as_alice, world, agree(world.subject, Purpose.CARE_RECORD)), 403, "purpose")


@pytest.mark.parametrize(
    "scope",
    [
        {"views": ["lateral_left"]},
        {"first_day": "2026-03-02"},
        {"last_day": "2026-03-02"},
        {"photos": [str(uuid.uuid4())]},
        {"zones": ["mouth"]},
    ],
)
def test_what_lies_outside_the_scope_is_refused(world: World, as_alice: APIClient, scope: dict[str, Any]) -> None:
    refused(ask(as_alice, world, agree(world.subject, **scope)), 403, "outside_scope")


def test_a_consent_for_a_zone_permits_that_zone(world: World, as_alice: APIClient) -> None:
    consent = agree(world.subject, zones=["mouth"])
    refused(ask(as_alice, world, consent, deidentification="crop_zone", zone="neck"), 403, "outside_scope")
    answer = ask(as_alice, world, consent, deidentification="crop_zone", zone="mouth")
    assert answer.status_code == 201


@pytest.mark.parametrize("field", [{"zone": "mouth"}, {"deidentification": "crop_zone"}])
def test_a_zone_and_cutting_to_it_belong_together(world: World, as_alice: APIClient, field: dict[str, str]) -> None:
    answer = ask(as_alice, world, agree(world.subject), **field)
    assert (answer.status_code, [*answer.json()["fields"]]) == (400, ["zone"])


def test_only_whom_the_consent_names(world: World, as_alice: APIClient) -> None:
    consent = agree(world.subject)
    refused(ask(as_alice, world, consent, recipient_label="Dr. Other"), 403, "recipient_not_named")
    assert ask(as_alice, world, consent, recipient_label="dr.  AHLM").status_code == 201


def test_teaching_names_nobody(world: World, as_alice: APIClient) -> None:
    assert (
        ask(as_alice, world, agree(world.subject, Purpose.TEACHING), recipient_label="Course of May").status_code == 201
    )


@pytest.mark.parametrize(
    ("asked", "given", "zone", "enough"),
    [
        ("none", "none", "", True),
        ("crop_zone", "none", "", False),
        ("crop_zone", "eye_mask", "", False),
        ("crop_zone", "crop_zone", "mouth", True),
        ("crop_zone", "full_mask", "", True),
        ("eye_mask", "none", "", False),
        ("eye_mask", "eye_mask", "", True),
        ("eye_mask", "crop_zone", "mouth", True),
        ("eye_mask", "crop_zone", "under_eye_left", False),
        ("eye_mask", "full_mask", "", True),
        ("full_mask", "eye_mask", "", False),
        ("full_mask", "crop_zone", "neck", False),
        ("full_mask", "full_mask", "", True),
    ],
)
def test_hidden_is_at_least_what_the_consent_asks_for(asked: str, given: str, zone: str, enough: bool) -> None:
    assert hides_enough(asked, given, zone) is enough


def test_a_share_that_hides_too_little_is_refused(world: World, as_alice: APIClient) -> None:
    consent = agree(world.subject, asked=Deidentification.EYE_MASK)
    refused(ask(as_alice, world, consent), 403, "not_hidden")
    assert ask(as_alice, world, consent, deidentification="eye_mask").status_code == 201


def test_zones_without_eyes_hold_none() -> None:
    assert Zone.MOUTH in ZONES_WITHOUT_EYES
    assert {Zone.MIDDLE_THIRD, Zone.UNDER_EYE_LEFT, Zone.UNDER_EYE_RIGHT, Zone.BROW_LEFT}.isdisjoint(ZONES_WITHOUT_EYES)


def test_sessions_only_where_they_are_in_scope(world: World, as_alice: APIClient) -> None:
    refused(ask(as_alice, world, agree(world.subject), include_sessions=True), 403, "sessions_outside_scope")
    assert ask(as_alice, world, agree(world.subject, sessions=True), include_sessions=True).status_code == 201


def test_it_never_ends_after_its_consent_nor_after_a_year(world: World, as_alice: APIClient) -> None:
    now = timezone.now()
    short, long = agree(world.subject, days=3), agree(world.subject, days=800)
    refused(ask(as_alice, world, short, expires_at=(now + timedelta(days=4)).isoformat()), 400, "ends_too_late")
    refused(ask(as_alice, world, long, expires_at=(now + timedelta(days=400)).isoformat()), 400, "ends_too_late")
    refused(ask(as_alice, world, long, expires_at=(now - timedelta(days=1)).isoformat()), 400, "ends_too_soon")
    made = ask(as_alice, world, short).json()
    assert datetime.fromisoformat(made["expires_at"]) == short.valid_until


def test_the_owners_own_consent_is_not_the_practices_and_the_other_way_round(world: World, as_alice: APIClient) -> None:
    take_into_care(world)
    as_paul, practice = signed_in_as(world.paul), str(world.practice.pk)
    theirs, own = agree(world.subject, practice=world.practice), agree(world.subject)
    refused(ask(as_paul, world, own, practice=practice), 403, "consent_of_another")
    refused(ask(as_alice, world, theirs), 403, "consent_of_another")
    refused(ask(as_paul, world, theirs), 403, "not_allowed")
    refused(ask(as_alice, world, theirs, practice=practice), 403, "not_allowed")
    made = ask(as_paul, world, theirs, practice=practice)
    assert made.json()["practice"] == {"id": practice, "name": "Studio Nord"}


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.REVIEWER])
def test_who_may_not_share_for_the_practice_does_not(world: World, role: Role) -> None:
    take_into_care(world)
    Membership.objects.filter(account=world.paul).update(role=role)
    answer = ask(
        signed_in_as(world.paul), world, agree(world.subject, practice=world.practice), practice=str(world.practice.pk)
    )
    assert answer.status_code in {403, 404}
    assert not ShareGrant.objects.exists()


def test_a_care_relation_that_does_not_allow_it_is_refused(world: World) -> None:
    take_into_care(world, allows_share=False)
    consent = agree(world.subject, practice=world.practice)
    refused(ask(signed_in_as(world.paul), world, consent, practice=str(world.practice.pk)), 403, "not_allowed")


def test_a_stranger_shares_nothing(world: World) -> None:
    refused(ask(signed_in_as(world.mallory), world, agree(world.subject)), 404, "not_found")


def test_only_aligned_photos_of_one_view(world: World, as_alice: APIClient) -> None:
    consent = agree(world.subject)
    other = Series.objects.create(subject=world.subject, view="lateral_left")
    photo = world.photos[1]
    type(photo).objects.filter(pk=photo.pk).update(series=other)
    refused(ask(as_alice, world, consent), 400, "two_views")
    type(photo).objects.filter(pk=photo.pk).update(state="received")
    refused(ask(as_alice, world, consent), 409, "not_aligned")
    same = str(world.photos[0].pk)
    refused(ask(as_alice, world, consent, pairs=[{"before": same, "after": same}]), 400, "two_views")
    refused(ask(as_alice, world, consent, pairs=[{"before": same, "after": str(uuid.uuid4())}]), 404, "not_found")


def test_somebody_elses_consent_is_none(world: World, as_alice: APIClient) -> None:
    body = wanted(world, agree(world.subject)) | {"consent": str(uuid.uuid4())}
    refused(as_alice.post("/api/v1/shares/", body), 404, "not_found")


def test_an_account_is_told_by_mail_and_gets_no_link(world: World, share: Share) -> None:
    shared = share(to_account=world.ruth.email.upper())
    assert shared.now().token_hash is None
    message = mail.outbox[-1]
    assert message.to == [world.ruth.email]
    assert f"/shared/{shared.grant.pk}/" in message.body
    received = signed_in_as(world.ruth).get("/api/v1/shares/received/").json()["results"]
    assert [(one["id"], one["shared_by"], one["status"]) for one in received] == [
        (str(shared.grant.pk), world.alice.email, "live")
    ]
    assert signed_in_as(world.mallory).get("/api/v1/shares/received/").json()["results"] == []


def test_nobody_can_be_shared_with_who_has_no_account(world: World, as_alice: APIClient) -> None:
    refused(ask(as_alice, world, agree(world.subject), to_account="nobody@example.org"), 400, "no_such_account")


def test_what_is_for_the_person_alone_goes_to_no_other_account(world: World, as_alice: APIClient) -> None:
    consent = agree(world.subject, Purpose.SHARE_WITH_ME)
    refused(ask(as_alice, world, consent, to_account=world.ruth.email), 403, "recipient_not_named")
    assert ask(as_alice, world, consent, to_account=world.alice.email).status_code == 201
