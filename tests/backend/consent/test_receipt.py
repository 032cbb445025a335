"""The receipt: all that ISO/IEC TS 27560 makes mandatory, as JSON and on paper, and by mail with its link."""

import copy
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core import mail
from PIL import Image
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.common.tokens import hash_of
from backend.consent.models import ConsentRecord, Purpose
from tests.backend.signing import (
    SECRET_WORDS,
    as_base64,
    by_hand,
    drawn,
    in_care_of,
    own,
    practice_of,
    sign,
    signed_record,
    written_down_by,
)
from tests.conftest import RunJobs

SCHEMA = json.loads(Path("backend/consent/receipt.schema.json").read_text(encoding="utf-8"))
# The W3C DPV guide's table of what TS 27560 makes mandatory: header, record, parties, events, receipt.
MANDATORY = {
    "schema_version",
    "record_id",
    "pii_principal_id",
    "purpose",
    "pii_information, pii_type",
    "language",
    "jurisdiction",
    "privacy_notice",
    "pii_controllers",
    "recipient_third_parties",
    "storage_locations",
    "retention_period",
    "withdrawal_method",
    "party_id",
    "party_name",
    "party_address",
    "party_contact",
    "party_type",
    "event_time",
    "event_type",
    "event_state",
    "entity_id",
    "validity_duration",
    "receipt_id",
}


def check(receipt: Any) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    problems = [f"{list(problem.path)}: {problem.message}" for problem in validator.iter_errors(receipt)]
    assert not problems


def receipt_of(client: APIClient, signed: Any) -> Any:
    answer = client.get(f"/api/v1/consents/{signed['id']}/receipt")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.json()


def pdf_of(client: APIClient, signed: Any) -> bytes:
    answer = client.get(f"/api/v1/consents/{signed['id']}/receipt.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    content: bytes = answer.content
    return content


def poppler(tool: str) -> str:
    """A program that reads PDF as others do; where it isn't installed, what needs it can't be told."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} (poppler-utils) is not here to read the paper")
    return found


def text_of(pdf: bytes) -> str:
    read = subprocess.run([poppler("pdftotext"), "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def test_the_schema_names_every_mandatory_field_and_asks_for_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    named: set[str] = set()

    def walk(node: Any) -> Iterator[Any]:
        if isinstance(node, dict):
            yield node
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    for node in walk(SCHEMA):
        for name, property_ in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            if isinstance(property_, dict) and (standard := property_.get("x-27560")):
                assert name in node["required"]
                named.add(standard)
        if "x-27560" in node and "$ref" not in node:
            named.add(node["x-27560"])
    assert named >= MANDATORY


@pytest.mark.parametrize("purpose", Purpose.values)
def test_the_exported_receipt_keeps_the_schema(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User, purpose: str
) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    signed = sign(as_alice, own(alice), purpose, practice, signature=by_hand())
    check(receipt_of(as_alice, signed))
    check(receipt_of(as_bob, signed))
    as_alice.post(f"/api/v1/consents/{signed['id']}/withdraw/")
    after = receipt_of(as_alice, signed)
    check(after)
    assert (after["status"], after["chain"]["length"]) == ("withdrawn", 2)


def test_the_receipt_of_what_is_signed_on_the_device_keeps_the_schema(as_bob: APIClient, bob: User) -> None:
    practice = practice_of(bob)
    client = written_down_by(practice)
    signed = sign(
        as_bob,
        client,
        "care_record",
        practice,
        valid_until=None,
        expiry_event="the end of the course",
        signature={"method": "verbal_witnessed", "witness": "Nurse Ek"},
    )
    made = receipt_of(as_bob, signed)
    check(made)
    assert made["events"][0]["entity_id"] == made["record"]["pii_principal_id"] == str(client.pk)


def test_a_receipt_without_a_field_breaks_the_schema(as_alice: APIClient, alice: User) -> None:
    """The schema bites: each of its mandatory fields, taken away, is missed."""
    made = receipt_of(as_alice, sign(as_alice, own(alice), "share_with_named"))
    places = (
        [("record", name) for name in made["record"]]
        + [("controller", name) for name in made["record"]["controller"]]
        + [("event", name) for name in made["events"][0]]
    )
    for place, name in places:
        cut = copy.deepcopy(made)
        part = {"record": cut["record"], "controller": cut["record"]["controller"], "event": cut["events"][0]}[place]
        del part[name]
        with pytest.raises(AssertionError, match=name):
            check(cut)


def test_a_receipt_can_be_checked_by_itself(as_alice: APIClient, alice: User) -> None:
    """Text, content and events: each hash in it is that of what is in it, by rules that fit in ten lines."""
    signed = sign(as_alice, own(alice), "share_with_named", signature=by_hand())
    as_alice.post(f"/api/v1/consents/{signed['id']}/withdraw/")
    made = receipt_of(as_alice, signed)

    def sha256(value: Any) -> str:
        packed = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(packed.encode()).hexdigest()

    text = {name: value for name, value in made["text"].items() if name not in {"is_template", "sha256"}}
    assert sha256(text | {"purpose": made["record"]["purpose"]}) == made["text"]["sha256"]
    assert made["text"]["sha256"] == made["record"]["text_sha256"]
    previous = ""
    for event in made["events"]:
        covered = {
            "id": event["id"],
            "record": made["record"]["record_id"],
            "at": event["event_time"],
            "type": event["event_type"],
            "state": event["event_state"],
            "entity": event["entity_id"],
            "content_sha256": sha256(made["record"]),
            "previous_hash": previous,
            "number": event["number"],
            "note": event["note"],
        }
        assert sha256(covered) == event["hash"]
        previous = event["hash"]
    assert previous == made["chain"]["hash"]


def test_the_paper_says_what_the_json_says(as_alice: APIClient, alice: User, bob: User, run_jobs: RunJobs) -> None:
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    signed = sign(
        as_alice,
        own(alice),
        "marketing_social",
        practice,
        scope={"views": ["frontal", "oblique_left"], "zones": ["forehead"], "to": "2026-12-31", "sessions": False},
        expiry_event="the end of the summer campaign",
        guardian_name="Anna Example",
        guardian_authority="mother",
        deidentification="eye_mask",
        signature=by_hand(),
    )
    run_jobs()
    made, paper = receipt_of(as_alice, signed), text_of(pdf_of(as_alice, signed))
    squeezed = paper.replace(" ", "")
    record, text = made["record"], made["text"]
    said = [
        *record["controller"].values(),
        record["record_id"],
        record["pii_principal_id"],
        record["jurisdiction"],
        record["privacy_notice"],
        record["retention_period"],
        record["withdrawal_method"],
        record["text_sha256"],
        record["language_shown"],
        record["lawful_basis"],
        record["expiry_event"],
        record["guardian_name"],
        record["guardian_authority"],
        *record["storage_locations"],
        *record["privacy_rights"],
        *record["recipient_third_parties"],
        *record["channels"],
        record["signature"]["signed_name"],
        record["signature"]["image_sha256"],
        text["title"],
        *[part.strip("*# ") for part in text["body_markdown"].replace("**", "").split("\n")],
        made["events"][0]["hash"],
        made["events"][0]["entity_id"],
        made["chain"]["hash"],
        "forehead",
        "oblique left",
        "reduces recognition a little and makes nobody anonymous",
        "What is already published or saved by others can't be called back.",
        "template, to be checked",
        record["signature"]["signed_at"][:10],
        record["valid_until"][:10],
    ]
    missing = [one for one in said if "".join(one.split()) not in squeezed]
    assert missing == []


def test_the_paper_carries_no_metadata(as_alice: APIClient, alice: User, run_jobs: RunJobs) -> None:
    signed = sign(as_alice, own(alice), "share_with_named", signature=by_hand())
    run_jobs()
    pdf = pdf_of(as_alice, signed)
    for word in (b"anonymous)", b"/Author", b"/Creator", b"CreationDate", b"ModDate", b"/Metadata"):
        assert word not in pdf
    assert SECRET_WORDS.encode() not in pdf
    told = subprocess.run([poppler("pdfinfo"), "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    names = {line.partition(":")[0] for line in told.splitlines() if line.partition(":")[2].strip()}
    assert names & {"Title", "Producer", "Author", "Creator", "CreationDate", "ModDate", "Subject", "Keywords"} == {
        "Title",
        "Producer",
    }
    assert "Metadata Stream: no" in " ".join(told.split())


def test_the_signature_is_on_the_paper(as_alice: APIClient, alice: User, run_jobs: RunJobs, tmp_path: Path) -> None:
    signed = sign(as_alice, own(alice), "share_with_named", signature={"method": "drawn", "image": as_base64(drawn())})
    assert pictures(pdf_of(as_alice, signed), tmp_path / "before") == []
    run_jobs()
    found = pictures(pdf_of(as_alice, signed), tmp_path / "after")
    assert [picture.size for picture in found] == [(400, 90)]
    ink = found[0].convert("RGB").getpixel((120, 20))
    assert isinstance(ink, tuple)
    assert max(ink[:2]) < 90


def pictures(pdf: bytes, folder: Path) -> list[Image.Image]:
    folder.mkdir()
    (folder / "receipt.pdf").write_bytes(pdf)
    subprocess.run([poppler("pdfimages"), "-all", str(folder / "receipt.pdf"), str(folder / "p")], check=True)
    return [Image.open(path) for path in sorted(folder.glob("p-*"))]


def test_words_of_people_are_no_markup(as_alice: APIClient, alice: User) -> None:
    wicked = '<img src="/etc/passwd"/> & <b>bold</b> </para>'
    signed = sign(as_alice, own(alice), "share_with_named", recipients=[wicked], signature={"signed_name": "A <i>B"})
    paper = text_of(pdf_of(as_alice, signed))
    assert wicked in paper
    assert "A <i>B" in paper


def test_letters_that_the_font_lacks_are_shown_as_such(as_alice: APIClient, alice: User) -> None:
    plain = sign(as_alice, own(alice), "share_with_named", signature={"signed_name": "Åsa Müller–Łęcka"})
    greek = sign(as_alice, own(alice), "share_with_named", signature={"signed_name": "Ελένη"})
    assert "font lacks" in text_of(pdf_of(as_alice, greek))
    assert "Åsa Müller" in text_of(pdf_of(as_alice, plain))
    assert receipt_of(as_alice, greek)["record"]["signature"]["signed_name"] == "Ελένη"


# By mail.


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000/c/(\S+)", str(message.body))
    assert found
    return found[1]


def test_the_mail_has_the_receipt_twice_and_its_own_link(as_bob: APIClient, bob: User, run_jobs: RunJobs) -> None:
    practice = practice_of(bob, name="Studio\nNord")
    client = written_down_by(practice)
    signed = sign(as_bob, client, "care_record", practice, signature=by_hand(), receipt_email="client@example.org")
    assert mail.outbox == [], "a mail is sent by the worker, and no request waits for it"
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["client@example.org"]
    assert "Studio Nord" in str(message.subject)
    attached = {one[0]: one[1] for one in message.attachments if isinstance(one, tuple)}
    check(json.loads(attached["consent.json"]))
    token = link_in(message)
    paper = attached["consent.pdf"]
    assert isinstance(paper, bytes)
    assert f"/c/{token}" in text_of(paper).replace(" ", "")
    record = signed_record(signed)
    assert hash_of(token) == record.mailed_token_hash
    # The practice saw the other one on its screen; both open the same page.
    shown = signed["withdrawal_link"].rpartition("/")[2]
    assert hash_of(shown) == record.withdrawal_token_hash
    assert token not in json.dumps(list(ConsentRecord.objects.values()), default=str)
    for one in (token, shown):
        assert as_bob.get(f"/c/{one}").status_code == 200


def test_what_is_not_asked_for_is_not_mailed(as_alice: APIClient, alice: User, run_jobs: RunJobs) -> None:
    sign(as_alice, own(alice), "share_with_named")
    run_jobs()
    assert mail.outbox == []


def test_a_withdrawal_is_confirmed_by_mail(as_alice: APIClient, alice: User, run_jobs: RunJobs) -> None:
    signed = sign(as_alice, own(alice), "share_with_named")
    as_alice.post(f"/api/v1/consents/{signed['id']}/withdraw/")
    as_alice.post(f"/api/v1/consents/{signed['id']}/withdraw/")
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["alice@example.org"]
    assert "Withdrawn" in str(message.body)
    assert "/c/" not in str(message.body)


def test_a_mail_that_fails_undoes_nothing(as_alice: APIClient, alice: User, run_jobs: RunJobs, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    signed = sign(as_alice, own(alice), "share_with_named", receipt_email="a@example.org")
    run_jobs()
    assert as_alice.get(f"/api/v1/consents/{signed['id']}/").json()["state"] == "given"
