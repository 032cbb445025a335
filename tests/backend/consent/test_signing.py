"""Signing through the API: what the server fills in, what is refused, and the picture of the signature."""

import hashlib
import io
import uuid
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditAction, AuditEvent
from backend.consent.models import ConsentRecord, Purpose
from backend.consent.services.signing import SIGNATURE_MAX_BYTES
from tests.backend.signing import (
    SECRET_WORDS,
    as_base64,
    body,
    drawn,
    in_care_of,
    own,
    practice_of,
    sign,
    signed_record,
    template,
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
    for ticked in (0, 3):
        statements = sent["statements"][:ticked]
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
