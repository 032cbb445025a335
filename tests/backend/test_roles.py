"""Every route for every way to stand to a record: who gets in, who is told no, and what is written down of it.

The table is in needs.py: a route that names a record and has no row there makes this file fail.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.audit.models import ActorRole, AuditAction, AuditEvent
from backend.consent.models import Purpose
from backend.photos.models import Photo
from backend.practices.models import Membership, Practice, Role
from backend.sessionlog.models import Course, TreatmentSession
from backend.sharing.models import Publication, ShareGrant
from backend.subjects.access import Permission
from backend.subjects.models import CareRelation, Claim, Side, Subject
from ml.vocabulary import PhotoState
from tests.backend import signing
from tests.backend.care import PRACTICE, consent_to_care
from tests.backend.needs import (
    ABOUT_THE_ACCOUNT,
    ADD_A_PHOTO,
    ADD_A_SESSION,
    ELSEWHERE,
    LISTED,
    NEEDS,
    READ,
    WITH_PHOTOS,
    WITH_SESSIONS,
    Need,
    is_for,
    needs,
)
from tests.backend.roles import (
    SEE,
    SHARE,
    STANDINGS,
    Care,
    Part,
    Standing,
    take_into_care,
)
from tests.backend.routes import COURSE, LISTS, RECORDS, SESSION
from tests.backend.signing import agreed
from tests.backend.test_ownership import Record, call, filled, make_record
from tests.conftest import Upload, make_user, signed_in_as, work_off_queue

A = AuditAction
# What is added to a record: what it needs, and what is sent. Blind rounds want more photos than there are: 409.
ADDED: dict[str, tuple[Need, dict[str, Any]]] = {
    "api/v1/sessions/": (ADD_A_SESSION, {**SESSION, "subject": "<subject>", "device": "<device>"}),
    "api/v1/devices/": (ADD_A_SESSION, {"name": "A device", "modality": "other", "subject": "<subject>"}),
    "api/v1/programs/": (WITH_SESSIONS, {"name": "A program", "device": "<device>"}),
    "api/v1/courses/": (ADD_A_SESSION, {**COURSE, "subject": "<subject>", "program": "<program>"}),
    "api/v1/events/": (ADD_A_SESSION, {"happened_at": "2026-03-12", "kind": "other", "subject": "<subject>"}),
    "api/v1/timelapses/": (WITH_PHOTOS, {"id": str(uuid.UUID(int=7)), "series": "<series>"}),
    "api/v1/blind-rounds/": (WITH_PHOTOS, {"id": str(uuid.UUID(int=8)), "series": "<series>"}),
}
SHARE_ASKED = {"id": str(uuid.UUID(int=9)), "recipient_label": "Dr. Ahlm"}
CSV = b"started_at,modality,minutes\n2026-03-12T19:00,other,5\n"


@dataclass(frozen=True)
class World:
    """Alice with one of everything, and a practice that has her record in its care; made once."""

    care: Care
    # With the consents, the share and the publication of the practice that has her in its care.
    record: Record
    # With her own.
    own: Record
    store: Path
    # Signed in once: each test would spend half its time on it.
    signed_in: dict[str, APIClient]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    portrait: bytes,
    portraits: list[bytes],
) -> Iterator[World]:
    store = tmp_path_factory.mktemp("store")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=store, MEDIA_ROOT=store / "media"):
        alice, bob = make_user("alice"), make_user("bob")
        own = make_record(signed_in_as(alice), [portrait, portraits[0]])
        # She has a practice of her own there, which is another matter.
        Membership.objects.filter(account=alice).update(ended_at=timezone.now())
        care = take_into_care(alice, bob)
        record = Record(own.ids | made_by_the_practice(care, own))
        yield World(care, record, own, store, {name: signed_in_as(user) for name, user in care.accounts.items()})
        call_command("flush", interactive=False, verbosity=0)


def made_by_the_practice(care: Care, own: Record) -> dict[str, str]:
    """What it has agreed with alice, shared, published, and a claim of her record that is open."""
    consent = agreed(care.subject, Purpose.TEACHING, care.practice)
    before, after = own.ids["pair"].split(",")
    wanted: dict[str, Any] = SHARE_ASKED | {"subject": str(care.subject.pk), "practice": str(care.practice.pk)}
    wanted |= {"consent": str(consent.pk), "pairs": [{"before": before, "after": after}]}
    share = signed_in_as(care.accounts["practitioner"]).post("/api/v1/shares/", wanted).json()
    published = {"channel": "a lecture", "place": "a hall", "published_on": "2026-03-12"}
    publication = Publication.objects.create(consent=consent, practice=care.practice, **published)
    in_a_week = timezone.now() + timedelta(days=7)
    claim = Claim.objects.create(subject=care.subject, token_hash=uuid.uuid4().hex, expires_at=in_a_week)
    work_off_queue()
    return {
        "practice": str(care.practice.pk),
        "relation": str(care.relation.pk),
        "consent": str(care.consent.pk),
        "to-teach": str(consent.pk),
        "share": share["id"],
        "publication": str(publication.pk),
        "claim": str(claim.pk),
        "dependant": str(care.subject.pk),
    }


@pytest.fixture(autouse=True)
def store_of_the_world(private_store: None, settings: Any, world: World, db: None) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = world.store, world.store / "media"


@pytest.fixture(params=list(STANDINGS))
def standing(request: pytest.FixtureRequest, world: World) -> Standing:
    found = STANDINGS[request.param]
    found.given(world.care)
    return found


@pytest.fixture
def client(world: World, standing: Standing) -> APIClient:
    return world.signed_in[standing.account]


def signed_in_with(world: World, account: str) -> APIClient:
    return world.signed_in[account]


def check(answer: Any, standing: Standing, need: Need) -> bool:
    """Whether the answer let somebody in; fails where it should not have, or should."""
    if need.lets_in(standing):
        assert answer.status_code in {200, 201, 202, 204, 409}, answer.content
        return True
    expected = (403, "not_allowed") if standing.may or need.told in standing.parts else (404, "not_found")
    assert (answer.status_code, answer.json()["code"]) == expected
    return False


def written(world: World, *, since: int) -> list[AuditEvent]:
    """What was written down of alice's record after the first ``since`` rows."""
    return list(AuditEvent.objects.filter(subject_id=world.care.subject.pk).order_by("created_at", "at"))[since:]


def count(world: World) -> int:
    return AuditEvent.objects.filter(subject_id=world.care.subject.pk).count()


def cases() -> list[tuple[str, str]]:
    return [(route, method) for route, methods in NEEDS.items() for method in methods]


def test_every_route_about_a_record_has_a_row() -> None:
    assert {route: tuple(methods) for route, methods in NEEDS.items()} == {
        route: methods for route, methods in RECORDS.items() if route not in ELSEWHERE
    }
    assert set(ABOUT_THE_ACCOUNT) <= LISTS


@pytest.mark.parametrize(("route", "method"), cases())
def test_the_matrix(world: World, standing: Standing, client: APIClient, route: str, method: str) -> None:
    need, before = NEEDS[route][method], count(world)
    answer = call(client, method, world.record, route)
    let_in = check(answer, standing, need)
    done = need.done(method, standing) if let_in and answer.status_code != 409 else []
    rows = written(world, since=before)
    assert sorted(row.action for row in rows) == sorted(done)
    # What follows from it by itself, the server does.
    by = {(row.role, row.actor_id) for row in rows if row.role != ActorRole.SERVER or row.action != A.SHARE_REVOKED}
    assert by <= {(standing.acts_as, world.care.accounts[standing.account].pk)}
    assert by or not done


@pytest.mark.parametrize(
    ("route", "method"), [case for case in cases() if case[0].startswith(("api/v1/consents/", "api/v1/shares/"))]
)
def test_what_alice_agreed_and_shared_by_herself_is_hers_alone(
    world: World, standing: Standing, client: APIClient, route: str, method: str
) -> None:
    """No practice reads or ends it, whatever else it may do."""
    before = count(world)
    answer = call(client, method, world.own, route)
    if not check(answer, standing, is_for(Part.OWNS)):
        assert written(world, since=before) == []


@pytest.mark.parametrize(("route", "method"), cases())
def test_nobody_gets_in_signed_out(world: World, route: str, method: str) -> None:
    assert call(APIClient(), method, world.record, route).status_code == 401


@pytest.mark.parametrize("route", sorted(LISTS - ABOUT_THE_ACCOUNT))
def test_lists_of_a_record_that_is_named(world: World, standing: Standing, client: APIClient, route: str) -> None:
    need, before = LISTED.get(route, READ), count(world)
    answer = client.get(f"/{route}", {"subject": world.record.ids["subject"]})
    let_in = need.lets_in(standing)
    if let_in or standing.may:
        check(answer, standing, need)
    else:
        assert answer.status_code == 200
        shown = answer.getvalue().decode()
        assert not [one for one in world.record.everything() if one in shown]
    rows = written(world, since=before)
    done = need.done("get", standing) if let_in else []
    assert [(row.action, row.role) for row in rows] == [(one, standing.acts_as) for one in done]


@pytest.mark.parametrize(
    ("route", "name"), [("consents", "consent"), ("shares", "share"), ("publications", "publication")]
)
@pytest.mark.parametrize("account", ["owner of the record", "owner", "practitioner"])
def test_a_practice_is_listed_what_is_its_own_and_alice_all(world: World, account: str, route: str, name: str) -> None:
    answer = signed_in_with(world, account).get(f"/api/v1/{route}/", {"subject": world.record.ids["subject"]})
    listed = {one["id"] for one in answer.json()["results"]}
    assert world.record.ids[name] in listed
    assert (world.own.ids[name] in listed) is (account == "owner of the record")


@pytest.mark.parametrize("route", sorted(LISTS - ABOUT_THE_ACCOUNT))
@pytest.mark.parametrize("account", ["owner", "practitioner", "assistant", "reviewer"])
def test_a_list_that_names_no_record_shows_ones_own(world: World, account: str, route: str) -> None:
    before = count(world)
    shown = signed_in_with(world, account).get(f"/{route}").getvalue().decode()
    assert not [one for one in world.record.everything() if one in shown]
    assert count(world) == before


@pytest.mark.parametrize("route", sorted(ADDED))
def test_adding_to_a_record(world: World, standing: Standing, client: APIClient, route: str) -> None:
    need, body = ADDED[route]
    before = count(world)
    answer = client.post(f"/{route}", {name: filled(world.record, value) for name, value in body.items()})
    let_in = check(answer, standing, need)
    made = let_in and route != "api/v1/blind-rounds/"
    assert (answer.status_code == 201) is made
    rows = written(world, since=before)
    assert [(row.action, row.role) for row in rows] == ([(AuditAction.ADDED, standing.acts_as)] if made else [])


def test_signing_sharing_and_publishing(world: World, standing: Standing, client: APIClient) -> None:
    """Each in the practice's name; the owner signs what she allows it, and shares in her own."""
    ids, is_owner = world.record.ids, Part.OWNS in standing.parts
    on_device = Part.AGREED in standing.parts and Part.TREATS in standing.parts
    practice = None if is_owner else ids["practice"]
    consent = agreed(world.care.subject, Purpose.TEACHING) if is_owner else None
    before, after = ids["pair"].split(",")
    asked = SHARE_ASKED | {
        "id": str(uuid.UUID(int=10)),
        "subject": ids["subject"],
        "practice": practice,
        "consent": str(consent.pk) if consent else ids["to-teach"],
        "pairs": [{"before": before, "after": after}],
    }
    published = {"consent": ids["to-teach"], "channel": "a lecture", "place": "there", "published_on": "2026-03-12"}
    signed = signing.body(world.care.subject, "teaching", world.care.practice, signature=signing.by_hand())
    ours = Need(lambda who: SHARE in who.may and not is_owner)
    steps: list[tuple[str, dict[str, Any], Need, AuditAction]] = [
        ("publications/", published, ours, A.SHARED),
        ("shares/", asked, needs(SHARE), A.SHARED),
        ("consents/", signed, Need(lambda _: is_owner or on_device), A.CONSENT_SIGNED),
    ]
    for route, sent, need, action in steps:
        since = count(world)
        let_in = check(answer := client.post(f"/api/v1/{route}", sent), standing, need)
        assert (answer.status_code == 201) is let_in
        rows = written(world, since=since)
        assert [(row.action, row.role) for row in rows] == ([(action, standing.acts_as)] if let_in else [])


def test_nobody_shares_by_what_alice_agreed_to_for_herself(world: World, standing: Standing, client: APIClient) -> None:
    """Neither in their own name nor in the practice's."""
    if Part.OWNS in standing.parts:
        return
    before, after = world.own.ids["pair"].split(",")
    asked: dict[str, Any] = SHARE_ASKED | {"id": str(uuid.UUID(int=11)), "subject": world.own.ids["subject"]}
    asked |= {"consent": world.own.ids["consent"], "pairs": [{"before": before, "after": after}]}
    for practice in (None, world.record.ids["practice"]):
        answer = client.post("/api/v1/shares/", asked | {"practice": practice})
        assert answer.status_code == (403 if standing.may else 404)
    assert ShareGrant.objects.count() == 2


def test_ending_all_shares(world: World, standing: Standing, client: APIClient) -> None:
    """The owner every one, the practice its own."""
    before, over = count(world), ShareGrant.objects.filter(revoked_at__isnull=False).count()
    answer = client.post("/api/v1/shares/revoke-all/", {"subject": world.record.ids["subject"]})
    ended = (2 if Part.OWNS in standing.parts else 1) if check(answer, standing, needs(SHARE)) else 0
    rows = written(world, since=before)
    assert [(row.action, row.role) for row in rows] == [(A.SHARE_REVOKED, standing.acts_as)] * ended
    assert ShareGrant.objects.filter(revoked_at__isnull=False).count() == over + ended


def test_uploading_to_a_record(
    world: World, standing: Standing, client: APIClient, upload: Upload, portraits: list[bytes]
) -> None:
    before = count(world)
    answer = upload(client, portraits[1], subject=world.record.ids["subject"])
    if not check(answer, standing, ADD_A_PHOTO):
        return
    assert answer.status_code == 201
    assert [(row.action, row.role) for row in written(world, since=before)] == [(AuditAction.ADDED, standing.acts_as)]
    photo = Photo.objects.get(pk=answer.json()["id"])
    is_owner = standing.account == "owner of the record"
    assert photo.added_by == world.care.accounts[standing.account]
    assert photo.practice == (None if is_owner else world.care.practice)


@pytest.mark.parametrize("save", [False, True])
def test_importing_into_a_record(world: World, standing: Standing, client: APIClient, save: bool) -> None:
    before = count(world)
    form = {"file": SimpleUploadedFile("s.csv", CSV), "save": save, "subject": world.record.ids["subject"]}
    answer = client.post("/api/v1/sessions/import/", form, format="multipart")
    saved = check(answer, standing, ADD_A_SESSION) and save
    assert len(written(world, since=before)) == saved
    assert TreatmentSession.objects.filter(added_by=world.care.accounts[standing.account], minutes=5).count() == (
        saved + (standing.account == "owner of the record")
    )


@pytest.mark.parametrize("route", sorted(set(ADDED) - {"api/v1/blind-rounds/"}))
def test_what_one_added_one_may_take_back(world: World, route: str) -> None:
    """And nobody else of the practice, while the record is alice's."""
    _, body = ADDED[route]
    own, other = (signed_in_with(world, account) for account in ("practitioner", "owner"))
    made = own.post(f"/{route}", {name: filled(world.record, value) for name, value in body.items()}).json()
    address = f"/{route}{made['id']}/"
    assert other.delete(address).status_code == 403
    assert other.get(address).status_code == 200
    assert own.delete(address).status_code == 204
    assert own.get(address).status_code == 404


def test_sessions_say_who_added_them_for_which_practice(world: World) -> None:
    body = {**SESSION, "subject": world.record.ids["subject"]}
    made = signed_in_with(world, "practitioner").post("/api/v1/sessions/", body).json()
    session = TreatmentSession.objects.get(pk=made["id"])
    assert (session.added_by, session.practice) == (world.care.accounts["practitioner"], world.care.practice)


def test_an_assistant_is_told_what_became_of_an_upload_and_nothing_else(
    world: World, upload: Upload, portraits: list[bytes]
) -> None:
    assistant = signed_in_with(world, "assistant")
    sent = upload(assistant, portraits[2], subject=world.record.ids["subject"])
    address = f"/api/v1/photos/{sent.json()['id']}/"
    Photo.objects.filter(pk=sent.json()["id"]).update(
        state=PhotoState.REJECTED, rejection_reason="no_face", notes="alice's words", tag_lines="\nhers\n"
    )
    told = assistant.get(address).json()
    assert (told["state"], told["rejection"]["reason"]) == ("rejected", "no_face")
    assert (told["renditions"], told["alignment"], told["notes"], told["tags"]) == ([], None, "", [])
    assert told["session_clock"]["sessions"] == 0
    for part in ("original", "renditions/preview"):
        assert assistant.get(f"{address}{part}").status_code == 403
    assert assistant.get(f"/api/v1/photos/{world.record.ids['photo']}/").status_code == 403
    # What was sent by mistake, they may take back.
    assert assistant.delete(address).status_code == 204


def test_the_same_file_again_tells_an_assistant_nothing_of_the_first(
    world: World, upload: Upload, portrait: bytes
) -> None:
    Photo.objects.filter(pk=world.record.ids["photo"]).update(notes="alice's words")
    sent = upload(signed_in_with(world, "assistant"), portrait, subject=world.record.ids["subject"])
    assert (sent.status_code, sent.json()["notes"], sent.json()["renditions"]) == (200, "", [])


def test_an_assistant_sees_the_ghost_of_each_series(world: World) -> None:
    assistant = signed_in_with(world, "assistant")
    ghosts = assistant.get(world.record.address("api/v1/subjects/<subject>/ghosts/")).json()
    assert [(one["series"], one["view"]) for one in ghosts] == [(world.record.ids["series"], "frontal")]
    assert ghosts[0]["target"]["pose"].keys() == {"yaw", "pitch", "roll"}
    answer = assistant.get(ghosts[0]["url"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-cache"
    answer.close()


def test_many_pictures_in_an_hour_are_one_look(world: World) -> None:
    practitioner, before = signed_in_with(world, "practitioner"), count(world)
    for _ in range(3):
        call(practitioner, "get", world.record, "api/v1/photos/<photo>/renditions/<spec>")
    call(practitioner, "get", world.record, "api/v1/photos/<photo>/")
    assert count(world) == before + 1


def test_the_clients_of_a_practice_at_a_glance(world: World) -> None:
    Course.objects.all().delete()
    subject, today = world.care.subject, timezone.now().date()
    planned = {"modality": "other", "planned_sessions": 2, "weeks": 2, "subject": subject}
    Course.objects.create(name="stopped", starts_on=today, stopped_on=today, **planned)
    Course.objects.create(name="running", starts_on=today + timedelta(days=3), **planned)
    CareRelation.objects.filter(pk=world.care.relation.pk).update(practice_reference="No. 12")
    answer = signed_in_with(world, "practitioner").get("/api/v1/clients/").json()
    (client,) = answer["results"]
    assert client["subject"] == {"id": str(subject.pk), "display_name": "", "is_claimed": True}
    assert (client["practice"], client["practice_reference"]) == (str(world.care.practice.pk), "No. 12")
    assert client["relation"]["state"] == "open"
    assert client["last_photo_at"] == "2026-03-12T08:30:00+01:00"
    assert client["next_session_on"] == str(today + timedelta(days=3))
    assert client["care_consent"] == {"state": "given", "valid_until": None}
    assert client["may"] == ["see", "add_photos", "add_sessions", "share"]


CLIENT_STATES = {
    "practitioner": ("open", "given"),
    "assistant": ("open", "given"),
    "relation ended": ("ended", "given"),
    "relation not accepted": ("invited_by_client", "given"),
    "consent withdrawn": ("awaiting_consent", "withdrawn"),
    "consent expired": ("awaiting_consent", "expired"),
    "without the second factor": None,
    "no longer a member": None,
    "stranger": None,
    "owner of the record": None,
}


@pytest.mark.parametrize("name", list(CLIENT_STATES))
def test_a_client_is_listed_with_what_may_be_known_of_them(world: World, name: str) -> None:
    Subject.objects.filter(pk=world.care.subject.pk).update(display_name="Alice A.")
    standing, expected = STANDINGS[name], CLIENT_STATES[name]
    standing.given(world.care)
    results = signed_in_with(world, standing.account).get("/api/v1/clients/").json()["results"]
    assert [(one["relation"]["state"], one["care_consent"]["state"]) for one in results] == (
        [expected] if expected else []
    )
    for one in results:
        assert one["may"] == [permission.value for permission in Permission if permission in standing.may]
        assert (one["last_photo_at"] is not None) is (SEE in standing.may)
        assert (one["subject"]["display_name"] == "Alice A.") is (one["relation"]["state"] != "ended")


def test_clients_are_found_by_name_and_reference_in_one_practice(world: World) -> None:
    practitioner = world.care.accounts["practitioner"]
    another = Practice.objects.create(**PRACTICE | {"name": "Another"})
    Membership.objects.create(practice=another, account=practitioner, role=Role.PRACTITIONER)
    for practice, name, reference in ((another, "Zoe", "7"), (world.care.practice, "Yan", "8")):
        client = Subject.objects.create(display_name=name)
        CareRelation.objects.create(
            subject=client, practice=practice, invited_by=Side.PRACTICE, practice_reference=reference
        )

    def found(**query: str) -> list[str]:
        results = signed_in_as(practitioner).get("/api/v1/clients/", query).json()["results"]
        return [one["subject"]["display_name"] for one in results]

    assert found() == ["", "Yan", "Zoe"]
    assert found(practice=str(another.pk)) == ["Zoe"]
    assert (found(search="ya"), found(search="7"), found(search="nobody")) == (["Yan"], ["Zoe"], [])


@pytest.mark.parametrize("more", [0, 12])
def test_the_list_of_clients_takes_a_constant_number_of_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more):
        subject = Subject.objects.create(display_name=f"Client {number}")
        CareRelation.objects.create(
            subject=subject, practice=world.care.practice, invited_by=Side.PRACTICE, accepted_at=timezone.now()
        )
        consent_to_care(subject, world.care.practice)
        Course.objects.create(
            subject=subject, name="A course", modality="other", planned_sessions=4, weeks=2, starts_on="2026-03-01"
        )
    with django_assert_num_queries(5):  # session, account, relations, courses, their sessions
        results = signed_in_with(world, "practitioner").get("/api/v1/clients/").json()["results"]
    assert len(results) == 1 + more
