"""Signing through the API: who may sign what, what the server fills in, and what is refused."""

import hashlib
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.consent.models import ConsentRecord, Purpose
from backend.consent.services.signing import SIGNATURE_MAX_BYTES
from backend.consent.signals import consent_given, consent_over
from backend.practices.models import Role
from backend.subjects.access import Permission
from backend.subjects.models import Side
from backend.subjects.selectors import subjects_for
from tests.backend.care import (
    SECRET_WORDS,
    as_base64,
    body,
    by_hand,
    drawn,
    employed,
    in_care_of,
    own,
    practice_of,
    sign,
    signed_record,
    template,
    written_down_by,
)
from tests.conftest import RunJobs

URL = "/api/v1/consents/"
PDF = b"%PDF-1.4\n%fake scan\n"


def test_the_owner_signs_for_their_own_sharing(as_alice: APIClient, alice: User) -> None:
    signed = sign(as_alice, own(alice), "share_with_named")
    assert signed["state"] == "given"
    assert signed["practice"] is None
    assert (signed["controller"]["type"], signed["controller"]["contact"]) == ("private_person", "alice@example.org")
    assert signed["controller"]["name"] == "Alice Example"
    assert signed["scope"] == {
        "views": ["frontal"],
        "zones": [],
        "from": "2026-01-01",
        "to": None,
        "photos": [],
        "sessions": True,
    }
    assert signed["withdrawal_link"].startswith("http://127.0.0.1:8000/c/")
    assert as_alice.get(f"{URL}{signed['id']}/").json() == signed | {"withdrawal_link": None}


def test_the_server_says_who_is_in_charge_of_a_practices_pictures(as_alice: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    signed = sign(as_alice, own(alice), "care_record", practice, controller={"name": "somebody else"})
    assert signed["practice"] == {"id": str(practice.pk), "name": "Studio Nord"}
    assert signed["controller"] == {
        "id": str(practice.pk),
        "name": "Studio Nord",
        "address": "1 Harbour Street, Tromsø",
        "contact": "studio@practice.example",
        "type": "clinic",
    }
    content = signed_record(signed).content
    assert content["jurisdiction"] == "Norway"
    assert content["storage_locations"] == ["the practice's own server in Tromsø"]
    assert content["privacy_notice"] == "https://practice.example/privacy"


def test_the_time_of_signing_keeps_its_offset(as_alice: APIClient, alice: User) -> None:
    at = timezone.now().astimezone(timezone.get_fixed_timezone(330)).isoformat()
    signed = sign(as_alice, own(alice), "share_with_named", signature={"signed_at": at})
    assert signed["signature"]["signed_at"] == at
    assert at.endswith("+05:30")


def test_nothing_is_ticked_for_anybody(as_alice: APIClient, alice: User) -> None:
    sent = body(own(alice), "share_with_named")
    for statements in ([], sent["statements"][:3]):
        answer = as_alice.post(URL, sent | {"statements": statements})
        assert (answer.status_code, answer.json()["code"]) == (400, "consent_incomplete")
        assert "every statement" in answer.json()["message"]
    without = {name: value for name, value in sent.items() if name != "statements"}
    assert as_alice.post(URL, without).json()["fields"]["statements"]
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_until": None}, "consent_incomplete"),
        ({"recipients": []}, "consent_incomplete"),
        ({"valid_until": "2020-01-01T00:00:00Z"}, "over_already"),
        ({"signature": {"signed_at": "2040-01-01T00:00:00+01:00"}}, "signed_in_the_future"),
        ({"signature": {"signed_at": "2026-01-01T00:00:00"}}, "invalid"),
        ({"signature": {"signed_at": "0001-01-01T00:00:00+14:00"}}, "invalid"),
        ({"signature": {"method": "verbal_witnessed", "witness": "Nurse"}}, "wrong_method"),
        ({"signature": {"method": "drawn"}}, "signature_unusable"),
        ({"signature": {"method": "typed", "image": as_base64(drawn())}}, "signature_unusable"),
        ({"signature": {"method": "drawn", "image": as_base64(PDF)}}, "signature_unusable"),
        ({"signature": {"method": "drawn", "image": as_base64(b"GIF89a nothing")}}, "signature_unusable"),
        ({"signature": {"method": "drawn", "image": "not base64!"}}, "invalid"),
        ({"text": str(uuid.uuid4())}, "text_not_current"),
        ({"purpose": "care_record"}, "practice_needed"),
        ({"purpose": "marketing_website"}, "practice_needed"),
        ({"guardian_name": "Mother"}, "consent_incomplete"),
        ({"supersedes": str(uuid.uuid4())}, "not_found"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_signed(
    as_alice: APIClient, alice: User, changes: dict[str, Any], code: str
) -> None:
    purpose = changes.get("purpose", "share_with_named")
    answer = as_alice.post(URL, body(own(alice), **{"purpose": purpose} | changes))
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500
    assert not ConsentRecord.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_signature_larger_than_two_megabytes_is_refused(as_alice: APIClient, alice: User) -> None:
    large = PDF + b"x" * (SIGNATURE_MAX_BYTES + 1 - len(PDF))
    sent = body(own(alice), "share_with_named", signature={"method": "paper_scan", "image": as_base64(large)})
    answer = as_alice.post(URL, sent)
    assert (answer.status_code, answer.json()["code"]) == (413, "signature_unusable")
    sent["signature"]["image"] = as_base64(large[:-1])
    assert as_alice.post(URL, sent).status_code == 201


@pytest.mark.parametrize("purpose", Purpose.values)
def test_a_text_of_one_purpose_signs_no_other(as_alice: APIClient, alice: User, bob: User, purpose: str) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    for other in Purpose.values:
        sent = body(own(alice), purpose, practice, text=str(template(other).pk))
        answer = as_alice.post(URL, sent)
        assert answer.status_code == (201 if other == purpose else 409), other
    assert {signed["purpose"] for signed in as_alice.get(URL).json()["results"]} == {purpose}


def test_the_same_sent_twice_is_signed_once(as_alice: APIClient, alice: User) -> None:
    sent = body(own(alice), "share_with_named")
    first, again = as_alice.post(URL, sent), as_alice.post(URL, sent)
    assert (first.status_code, again.status_code) == (201, 200)
    # Of the link's token only a hash is kept: it can't be told again.
    assert again.json() == first.json() | {"withdrawal_link": None}
    assert AuditEvent.objects.filter(action=AuditAction.CONSENT_SIGNED).count() == 1


def test_an_id_of_another_consent_is_a_conflict(as_alice: APIClient, as_bob: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    signed = sign(as_alice, own(alice), "share_with_named")
    for client, subject, for_practice in ((as_bob, own(bob), None), (as_alice, own(alice), practice)):
        answer = client.post(URL, body(subject, "share_with_named", for_practice, id=signed["id"]))
        assert (answer.status_code, answer.json()["code"]) == (409, "id_conflict")
    assert ConsentRecord.objects.count() == 1


def test_what_is_published_is_seen_by_the_public_whatever_is_said(as_alice: APIClient, alice: User, bob: User) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    for purpose in ("marketing_website", "marketing_social", "publication_single"):
        assert "the public" in sign(as_alice, own(alice), purpose, practice)["recipients"]
    assert sign(as_alice, own(alice), "teaching", practice)["recipients"] == ["Dr. Ahlm"]


# Who may sign on whose behalf.


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
            assert as_bob.get(f"{URL}{one['id']}{tail}").status_code == 404
    assert as_bob.get(f"{URL}{named['id']}/receipt.pdf").status_code == 200
    seen = AuditEvent.objects.filter(action=AuditAction.SEEN, actor_id=bob.pk)
    assert {(row.subject_id, row.object_type) for row in seen} == {(own(alice).pk, "consent")}
    relation.ended_at, relation.ended_by = timezone.now(), Side.CLIENT
    relation.save()
    assert as_bob.get(f"{URL}{named['id']}/").status_code == 404
    assert as_bob.get(URL, {"subject": str(own(alice).pk)}).json()["results"] == []


@pytest.mark.parametrize(("role", "status"), [(Role.REVIEWER, 200), (Role.ASSISTANT, 404)])
def test_which_role_reads_consents(
    as_alice: APIClient, as_charlie: APIClient, alice: User, bob: User, charlie: User, role: Role, status: int
) -> None:
    practice = practice_of(bob)
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
        answer = as_alice.post(URL, body(own(alice), supersedes=older["id"], **changes))  # type: ignore[arg-type]
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


# The picture of the signature.


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_drawn_signature_is_kept_as_it_was_and_shown_without_metadata(
    as_alice: APIClient, alice: User, run_jobs: RunJobs, kind: str
) -> None:
    given = drawn(kind)
    assert SECRET_WORDS.encode() in given
    signed = sign(as_alice, own(alice), "share_with_named", signature={"method": "drawn", "image": as_base64(given)})
    served = as_alice.get(f"{URL}{signed['id']}/signature")
    assert (served.content, served["Content-Type"]) == (given, f"image/{kind.lower()}")
    assert served["Content-Disposition"].startswith("attachment")
    record = signed_record(signed)
    assert record.content["signature"]["image_sha256"] == hashlib.sha256(given).hexdigest()
    run_jobs()
    record.refresh_from_db()
    assert record.signature_shown is not None
    shown = bytes(record.signature_shown)
    assert SECRET_WORDS.encode() not in shown
    picture = Image.open(io.BytesIO(shown))
    assert (picture.size, dict(picture.getexif()), picture.info.get("exif")) == ((400, 90), {}, None)
    # Ink on white: what was see-through is paper.
    corner, ink = picture.convert("RGB").getpixel((395, 85)), picture.convert("RGB").getpixel((120, 20))
    assert isinstance(corner, tuple)
    assert isinstance(ink, tuple)
    if kind == "PNG":
        assert min(corner) > 245
        assert max(ink[:2]) < 90


def test_a_scan_as_pdf_is_a_download_and_nothing_else(as_alice: APIClient, alice: User, run_jobs: RunJobs) -> None:
    signature = {"method": "paper_scan", "image": as_base64(PDF)}
    signed = sign(as_alice, own(alice), "share_with_named", signature=signature)
    served = as_alice.get(f"{URL}{signed['id']}/signature")
    assert (served.content, served["Content-Type"]) == (PDF, "application/pdf")
    assert served["Content-Disposition"].startswith("attachment")
    run_jobs()
    assert signed_record(signed).signature_shown is None
    assert as_alice.get(f"{URL}{signed['id']}/receipt.pdf").status_code == 200


def test_there_is_no_picture_of_a_typed_name(as_alice: APIClient, alice: User) -> None:
    signed = sign(as_alice, own(alice), "share_with_named")
    assert as_alice.get(f"{URL}{signed['id']}/signature").status_code == 404


def test_a_canvas_address_is_taken_for_what_it_holds(as_alice: APIClient, alice: User) -> None:
    address = f"data:image/png;base64,{as_base64(drawn())}"
    signed = sign(as_alice, own(alice), "share_with_named", signature={"method": "drawn", "image": address})
    assert signed["signature"]["media_type"] == "image/png"
