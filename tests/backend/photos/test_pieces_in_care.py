"""Pieces that a practice sends: each one asks anew whether it still may, whatever stood when the first one came."""

import pytest
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.photos.models import Photo
from tests.backend.pieces import TUS, UPLOADS, begin, said_of, send
from tests.backend.roles import ADD_PHOTOS, STANDINGS, Care, take_into_care
from tests.conftest import signed_in_as


@pytest.fixture
def care(alice: User, bob: User) -> Care:
    return take_into_care(alice, bob)


@pytest.mark.parametrize("name", list(STANDINGS))
def test_what_ends_in_mid_upload_ends_it(care: Care, portrait: bytes, name: str) -> None:
    standing = STANDINGS[name]
    client = signed_in_as(care.accounts[standing.account])
    said = said_of(portrait, subject=str(care.subject.pk))
    if begin(client, portrait, **said).status_code != 201:
        assert ADD_PHOTOS not in standing.may
        return
    send(client, said["id"], portrait[:500], 0)
    before = AuditEvent.objects.count()
    standing.given(care)
    answer = send(client, said["id"], portrait[500:], 500)
    if ADD_PHOTOS in standing.may:
        assert answer.status_code == 201
        photo = Photo.objects.get(pk=said["id"])
        assert photo.added_by == care.accounts[standing.account]
        assert photo.practice == (None if standing.account == "owner of the record" else care.practice)
        added = AuditEvent.objects.get(object_id=photo.pk)
        assert (added.action, added.role) == (AuditAction.ADDED, standing.acts_as)
        return
    code = (403, "not_allowed") if standing.may else (404, "not_found")
    assert (answer.status_code, answer.json()["code"]) == code
    assert client.head(f"{UPLOADS}{said['id']}/", headers={"Tus-Resumable": "1.0.0"}).status_code == code[0]
    assert begin(client, portrait, **said).status_code == code[0]
    assert not Photo.objects.exists()
    assert not AuditEvent.objects.filter(action=AuditAction.ADDED)[before:].exists()


def test_nobody_of_the_practice_goes_on_with_a_colleagues(care: Care, portrait: bytes) -> None:
    said = said_of(portrait, subject=str(care.subject.pk))
    begin(signed_in_as(care.accounts["practitioner"]), portrait, **said)
    other: APIClient = signed_in_as(care.accounts["owner"])
    assert send(other, said["id"], portrait, 0).status_code == 403
    assert begin(other, portrait, **said).json()["code"] == "id_conflict"
    assert other.delete(f"{UPLOADS}{said['id']}/", **TUS).status_code == 403


def test_an_assistant_is_told_what_became_of_it_and_nothing_else(care: Care, portrait: bytes) -> None:
    owner, assistant = (signed_in_as(care.accounts[name]) for name in ("owner of the record", "assistant"))
    said = said_of(portrait, subject=str(care.subject.pk))
    begin(owner, portrait, **said)
    send(owner, said["id"], portrait, 0)
    Photo.objects.update(notes="alice's words", tag_lines="\nhers\n")
    told = begin(assistant, portrait, **said_of(portrait, subject=str(care.subject.pk)))
    assert (told.status_code, told.json()["id"]) == (200, said["id"])
    assert (told.json()["notes"], told.json()["tags"], told.json()["renditions"]) == ("", [], [])
