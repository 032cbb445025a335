"""Withdrawal and everything else that ends a share: in one transaction, with its files, and written down."""

import uuid
from datetime import timedelta
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.audit.models import AuditAction, AuditEvent
from backend.consent.models import Purpose, State
from backend.consent.services.records import add_event as change_consent
from backend.consent.signals import consent_over
from backend.jobs.lease import Lease
from backend.jobs.models import Job
from backend.photos.models import Photo
from backend.sharing import processing
from backend.sharing.models import Publication, ShareGrant, SharePicture
from backend.sharing.processing.pictures import Derived, derive
from backend.subjects.models import Subject
from backend.subjects.signals import care_ended
from tests.backend.sharing.conftest import (
    Share,
    Shared,
    World,
    agree,
    body_of,
    browser,
    opened,
    status,
    take_into_care,
    wanted,
)
from tests.conftest import signed_in_as, work_off_queue


def files_of(shared: Shared) -> list[str]:
    try:
        return default_storage.listdir(f"shares/{shared.grant.folder}")[1]
    except FileNotFoundError:
        return []


def test_a_consent_that_is_over_ends_its_shares_and_no_others(world: World, share: Share) -> None:
    ended, other = share(include_film=True), share()
    assert len(files_of(ended)) == 5
    consent_over.send(sender=None, record=ended.grant.consent, state="withdrawn")
    row = ended.now()
    assert (row.revoked_at is not None, row.revoke_reason) == (True, "consent withdrawn")
    assert AuditEvent.objects.filter(action=AuditAction.SHARE_REVOKED, object_id=row.pk).count() == 1
    work_off_queue()
    assert files_of(ended) == []
    assert (SharePicture.objects.filter(grant=row).count(), ended.now().film_sha256) == (0, "")
    assert other.now().revoked_at is None
    assert len(files_of(other)) == 4
    assert status(opened(other), f"{other.path}data.json") == 200


def test_undone_withdrawal_undoes_all_of_it(share: Share) -> None:
    shared = share()
    with transaction.atomic():
        consent_over.send(sender=None, record=shared.grant.consent, state="withdrawn")
        assert shared.now().revoked_at is not None
        transaction.set_rollback(True)
    assert shared.now().revoked_at is None
    assert not Job.objects.filter(handler="sharing.remove_files", state="queued").exists()


def test_the_end_of_care_ends_what_the_practice_shared_alone(world: World, share: Share) -> None:
    relation = take_into_care(world)
    consent = agree(world.subject, practice=world.practice)
    theirs = share(by=signed_in_as(world.paul), consent=consent, practice=str(world.practice.pk))
    own = share()
    care_ended.send(sender=None, relation=relation)
    work_off_queue()
    assert (theirs.now().revoke_reason, files_of(theirs)) == ("care ended", [])
    assert own.now().revoked_at is None


def test_a_deleted_photo_takes_what_shows_it_along(world: World, share: Share) -> None:
    shared = share()
    assert signed_in_as(world.alice).delete(f"/api/v1/photos/{world.photos[0].pk}/").status_code == 204
    assert shared.now().revoke_reason == "photo deleted"
    # This job alone: the photo's own would empty the store that the other tests of this module share.
    assert Job.objects.filter(handler="sharing.remove_files", key=shared.grant.folder, state="queued").exists()
    processing.remove_grant_files(shared.grant.folder)
    assert files_of(shared) == []


def test_a_deleted_record_takes_its_files_along(world: World, share: Share) -> None:
    shared = share()
    ShareGrant.objects.get(pk=shared.grant.pk).delete()
    work_off_queue()
    assert files_of(shared) == []


def test_when_its_time_is_up_its_files_go(share: Share) -> None:
    shared = share()
    job = Job.objects.get(handler="sharing.clear_ended", key=str(shared.grant.pk))
    assert abs(job.run_at - shared.grant.expires_at) < timedelta(seconds=5)
    processing.clear_ended(shared.grant.pk)
    assert len(files_of(shared)) == 4, "it is not over yet"
    ShareGrant.objects.filter(pk=shared.grant.pk).update(expires_at=timezone.now())
    processing.clear_ended(shared.grant.pk)
    assert files_of(shared) == []


def test_files_of_a_share_that_is_live_are_never_removed(share: Share) -> None:
    shared = share()
    processing.remove_grant_files(shared.grant.folder)
    assert len(files_of(shared)) == 4


def test_revoke_one_and_revoke_all(world: World, share: Share) -> None:
    take_into_care(world)
    consent = agree(world.subject, practice=world.practice)
    as_paul, as_alice = signed_in_as(world.paul), signed_in_as(world.alice)
    theirs = share(by=as_paul, consent=consent, practice=str(world.practice.pk))
    own, third = share(), share()
    assert as_alice.post(f"/api/v1/shares/{own.grant.pk}/revoke/").json()["status"] == "revoked"
    first = own.now().revoked_at
    assert as_alice.post(f"/api/v1/shares/{own.grant.pk}/revoke/").status_code == 200
    assert own.now().revoked_at == first
    # The practice ends its own, and no other.
    subject = {"subject": str(world.subject.pk)}
    assert as_paul.post(f"/api/v1/shares/{third.grant.pk}/revoke/").status_code == 403
    assert as_paul.post("/api/v1/shares/revoke-all/", subject).json() == {"ended": 1}
    assert theirs.now().revoked_by == world.paul
    assert as_alice.post("/api/v1/shares/revoke-all/", subject).json() == {"ended": 1}
    assert third.now().revoked_at is not None
    assert signed_in_as(world.mallory).post("/api/v1/shares/revoke-all/", subject).status_code == 404


def test_the_register_is_for_the_owner_and_the_maker(world: World, share: Share) -> None:
    take_into_care(world)
    consent = agree(world.subject, practice=world.practice)
    as_paul, as_alice = signed_in_as(world.paul), signed_in_as(world.alice)
    theirs = share(by=as_paul, consent=consent, practice=str(world.practice.pk))
    own = share()
    client = opened(theirs)
    body_of(client.get(f"{theirs.path}pictures/1/after/aligned", headers={"User-Agent": "A browser"}))

    def listed(client: Any) -> set[str]:
        return {row["id"] for row in client.get(f"/api/v1/shares/?subject={world.subject.pk}").json()["results"]}

    assert listed(as_alice) == {str(theirs.grant.pk), str(own.grant.pk)}, "the owner sees every one, whoever made it"
    assert listed(as_paul) == {str(theirs.grant.pk)}
    row = as_alice.get(f"/api/v1/shares/{theirs.grant.pk}/").json()
    assert (row["access_count"], row["views"], row["last_access_at"] is not None) == (1, 1, True)
    for reader in (as_alice, as_paul):
        lines = reader.get(f"/api/v1/shares/{theirs.grant.pk}/accesses/").json()["results"]
        assert [line["event"] for line in lines] == ["picture", "opened"]
        assert (lines[0]["network"], lines[0]["photo"]) == ("127.0.0.0/24", str(world.photos[1].pk))
        assert "127.0.0.1" not in str(lines)
    assert as_paul.get(f"/api/v1/shares/{own.grant.pk}/accesses/").status_code == 403
    opened_row = AuditEvent.objects.get(action=AuditAction.SHARE_OPENED)
    assert (opened_row.role, opened_row.actor_name) == ("recipient", "Dr. Ahlm")


def test_a_list_of_shares_takes_the_same_queries_however_long(world: World, share: Share) -> None:
    share()
    as_alice = signed_in_as(world.alice)
    with CaptureQueriesContext(connection) as one:
        as_alice.get("/api/v1/shares/")
    for _ in range(3):
        share()
    with CaptureQueriesContext(connection) as four:
        assert len(as_alice.get("/api/v1/shares/").json()["results"]) == 4
    assert len(four) == len(one) <= 8


def publish(client: Any, consent: Any, **fields: Any) -> Any:
    body = {"consent": str(consent.pk), "channel": "website", "place": "/results", "published_on": "2026-03-20"}
    return client.post("/api/v1/publications/", body | fields)


def test_what_was_published_has_to_come_down_when_consent_ends(world: World) -> None:
    take_into_care(world)
    as_paul, as_alice = signed_in_as(world.paul), signed_in_as(world.alice)
    consent = agree(world.subject, Purpose.MARKETING_SOCIAL, practice=world.practice, channels=("studio on pictures",))
    assert publish(as_paul, consent).json()["code"] == "channel"
    made = publish(as_paul, consent, channel="studio on pictures")
    assert made.status_code == 201
    assert publish(as_alice, consent, channel="studio on pictures").status_code == 403
    assert publish(signed_in_as(world.mallory), consent, channel="studio on pictures").status_code == 404
    consent_over.send(sender=None, record=consent, state="withdrawn")
    row = Publication.objects.get()
    assert (row.removal_asked_at is not None, row.removed_at) == (True, None)
    listed = as_paul.get(f"/api/v1/publications/?practice={world.practice.pk}").json()["results"]
    assert [one["id"] for one in listed] == [str(row.pk)]
    assert as_alice.get(f"/api/v1/publications/?subject={world.subject.pk}").json()["results"] == listed
    removed = as_paul.post(f"/api/v1/publications/{row.pk}/removed/", {"note": "Taken down."}).json()
    assert (removed["removal_note"], removed["removed_at"] is not None) == ("Taken down.", True)
    assert as_alice.post(f"/api/v1/publications/{row.pk}/removed/").status_code == 403
    mallory = signed_in_as(world.mallory)
    assert mallory.post(f"/api/v1/publications/{row.pk}/removed/").status_code == 404
    for query in (f"?practice={world.practice.pk}", f"?subject={world.subject.pk}", ""):
        assert mallory.get(f"/api/v1/publications/{query}").json()["results"] == []


def test_a_consent_that_is_not_for_publishing_permits_none(world: World) -> None:
    take_into_care(world)
    consent = agree(world.subject, practice=world.practice)
    assert publish(signed_in_as(world.paul), consent).json()["code"] == "no_consent"


def test_handed_over_a_record_is_no_longer_shown_to_its_former_owner(world: World, share: Share) -> None:
    take_into_care(world)
    consent = agree(world.subject, Purpose.SHARE_WITH_ME, practice=world.practice)
    shared = share(
        by=signed_in_as(world.paul),
        consent=consent,
        practice=str(world.practice.pk),
        to_account=world.alice.email,
    )
    client = browser()
    client.force_login(world.alice)
    opened(shared, client)
    data = f"{shared.path}data.json"
    assert status(client, data) == 200
    Subject.objects.filter(pk=world.subject.pk).update(owner=world.mallory, is_self=False)
    assert status(client, data) == 410


def test_care_that_is_agreed_to_again_brings_no_share_back(world: World, share: Share) -> None:
    take_into_care(world)
    care = world.subject.consents.get(purpose=Purpose.CARE_RECORD)
    consent = agree(world.subject, practice=world.practice)
    theirs = share(by=signed_in_as(world.paul), consent=consent, practice=str(world.practice.pk))
    own = share()
    change_consent(record=care, state=State.WITHDRAWN, actor=None)
    work_off_queue()
    assert (theirs.now().revoke_reason, files_of(theirs)) == ("consent withdrawn", [])
    agree(world.subject, Purpose.CARE_RECORD, practice=world.practice)
    assert status(opened(theirs), f"{theirs.path}data.json") == 410
    assert own.now().revoked_at is None


def test_care_that_is_agreed_to_anew_ends_no_share(world: World, share: Share) -> None:
    take_into_care(world)
    care = world.subject.consents.get(purpose=Purpose.CARE_RECORD)
    consent = agree(world.subject, practice=world.practice)
    theirs = share(by=signed_in_as(world.paul), consent=consent, practice=str(world.practice.pk))
    agree(world.subject, Purpose.CARE_RECORD, practice=world.practice)
    change_consent(record=care, state=State.REPLACED, actor=None)
    assert status(opened(theirs), f"{theirs.path}data.json") == 200


class HeldLease:
    """Of a worker that nobody has declared dead."""

    token = uuid.uuid4()

    def hold(self) -> None:
        """It is still held."""


def test_a_try_that_was_killed_leaves_no_picture_of_what_ended_meanwhile(world: World) -> None:
    body = wanted(world, agree(world.subject))
    as_alice = signed_in_as(world.alice)
    assert as_alice.post("/api/v1/shares/", body).status_code == 201
    shared = Shared(ShareGrant.objects.get(pk=body["id"]), "")
    assert as_alice.post(f"/api/v1/shares/{body['id']}/revoke/").status_code == 200
    processing.remove_grant_files(shared.grant.folder)
    default_storage.save(f"shares/{shared.grant.folder}/left.jpg", ContentFile(b"a face"))
    processing.make_pictures(cast(Lease, HeldLease()), shared.grant.pk)
    assert files_of(shared) == []


def test_what_ran_out_while_its_pictures_were_made_keeps_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    body = wanted(world, agree(world.subject))
    assert signed_in_as(world.alice).post("/api/v1/shares/", body).status_code == 201
    shared = Shared(ShareGrant.objects.get(pk=body["id"]), "")
    real = derive

    def slowly(grant: ShareGrant, photo: Photo) -> list[Derived]:
        made = real(grant, photo)
        ShareGrant.objects.filter(pk=grant.pk).update(expires_at=timezone.now())
        return made

    monkeypatch.setattr(processing, "derive", slowly)
    processing.make_pictures(cast(Lease, HeldLease()), shared.grant.pk)
    assert (files_of(shared), SharePicture.objects.filter(grant=shared.grant).count()) == ([], 0)
