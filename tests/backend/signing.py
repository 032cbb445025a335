"""A practice, its people and its clients, and what a client sends to sign."""

import base64
import hashlib
import io
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw, PngImagePlugin
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.consent.content import STATEMENTS, Content, Party, Scope, Signature
from backend.consent.models import ConsentRecord, ConsentText, Purpose, SignatureMethod
from backend.consent.services.records import Sheet
from backend.consent.services.records import sign as sign_record
from backend.practices.models import Membership, Practice, Role
from backend.subjects.models import CareRelation, Side, Subject
from backend.subjects.relations import stated_duty

SECRET_WORDS = "taken by a phone of a name"


def practice_of(owner: User, **changes: Any) -> Practice:
    values = {
        "name": "Studio Nord",
        "kind": "clinic",
        "address": "1 Harbour Street, Tromsø",
        "contact": "studio@practice.example",
        "jurisdiction": "Norway",
        "privacy_notice_url": "https://practice.example/privacy",
        "storage_location": "the practice's own server in Tromsø",
        "retention_period": "until withdrawn, at most two years",
    }
    practice = Practice.objects.create(**values | changes)
    employed(practice, owner, Role.OWNER)
    return practice


def employed(practice: Practice, user: User, role: Role) -> Membership:
    return Membership.objects.create(practice=practice, account=user, role=role)


def in_care_of(practice: Practice, subject: Subject, **changes: Any) -> CareRelation:
    values = {"invited_by": Side.CLIENT, "accepted_at": timezone.now(), **stated_duty(practice)}
    return CareRelation.objects.create(practice=practice, subject=subject, **values | changes)


def written_down_by(practice: Practice, name: str = "Client 7") -> Subject:
    """A client without an account, whose record the practice began."""
    subject = Subject.objects.create(display_name=name)
    nothing_yet = {"accepted_at": None, "legal_duty": "", "legal_duty_years": None}
    in_care_of(practice, subject, invited_by=Side.PRACTICE, practice_reference=name, **nothing_yet)
    return subject


def own(user: User) -> Subject:
    return Subject.objects.get(owner=user, is_self=True)


def template(purpose: str) -> ConsentText:
    return ConsentText.objects.get(practice__isnull=True, purpose=purpose, language="en", retired_at__isnull=True)


def drawn(kind: str = "PNG") -> bytes:
    """A line on a see-through ground, low as a signature is, with hidden words in the file."""
    image = Image.new("RGBA", (400, 90), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(10, 70), (120, 20), (200, 60), (390, 30)], fill=(20, 20, 90, 255), width=5)
    target = io.BytesIO()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET_WORDS)
        image.save(target, "PNG", pnginfo=words)
    else:
        exif = Image.Exif()
        exif[0x010E] = SECRET_WORDS
        image.convert("RGB").save(target, kind, exif=exif)
    return target.getvalue()


def as_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def body(subject: Subject, purpose: str, practice: Practice | None = None, **changes: Any) -> dict[str, Any]:
    """What a phone sends; ``signature`` in ``changes`` adds to the signature."""
    signature = {
        "method": "typed",
        "signed_name": "Alice Example",
        "signed_at": timezone.localtime().isoformat(),
    } | changes.pop("signature", {})
    return {
        "id": str(uuid.uuid4()),
        "subject": str(subject.pk),
        "practice": str(practice.pk) if practice else None,
        "purpose": purpose,
        "text": str(template(purpose).pk),
        "scope": {"views": ["frontal"], "from": "2026-01-01", "sessions": True},
        "recipients": ["Dr. Ahlm"],
        "channels": ["Instagram @studionord"] if purpose == "marketing_social" else [],
        "valid_until": (timezone.now() + timedelta(days=90)).isoformat(),
        "statements": list(STATEMENTS),
        "signature": signature,
    } | changes


def sign(client: APIClient, subject: Subject, purpose: str, practice: Practice | None = None, **changes: Any) -> Any:
    """The answer to signing, which has to go well."""
    answer = client.post("/api/v1/consents/", body(subject, purpose, practice, **changes))
    assert answer.status_code == 201, answer.content
    return answer.json()


def agreed(
    subject: Subject,
    purpose: Purpose,
    practice: Practice | None = None,
    *,
    days: int | None = 90,
    recipients: tuple[str, ...] = ("Dr. Ahlm",),
    scope: Scope | None = None,
    **changes: Any,
) -> ConsentRecord:
    """Given a minute ago, with all that a signed consent holds; written in no audit log and mailed to nobody.

    Without ``days`` it ends with the care.
    """
    now, text, image = timezone.now(), template(purpose), drawn()
    controller = Party(str(subject.owner_id), "Alice Example", "at home", "alice@example.org", "private_person")
    if practice is not None:
        controller = Party(str(practice.pk), practice.name, practice.address, practice.contact, practice.kind)
    content = Content(
        record_id=uuid.uuid4(),
        pii_principal_id=subject.pk,
        controller=controller,
        purpose=purpose,
        scope=scope or Scope(),
        text_id=text.pk,
        text_sha256=text.sha256,
        language_shown=text.language,
        jurisdiction=text.jurisdiction,
        privacy_notice="https://practice.example/privacy",
        storage_locations=("the server",),
        retention_period="until withdrawn",
        withdrawal_method="one tap in the app",
        privacy_rights=("to withdraw this consent at any time",),
        valid_from=now - timedelta(minutes=1),
        valid_until=now + timedelta(days=days) if days else None,
        expiry_event="" if days else "the end of the care",
        recipient_third_parties=recipients,
        statements=STATEMENTS,
        signature=Signature(SignatureMethod.DRAWN, "Alice Example", now, hashlib.sha256(image).hexdigest()),
    )
    sheet = Sheet(image, "image/png")
    return sign_record(
        actor=subject.owner, subject=subject, content=replace(content, **changes), practice=practice, sheet=sheet
    )


def signed_record(answer: Any) -> ConsentRecord:
    return ConsentRecord.objects.get(pk=answer["id"])


def by_hand() -> dict[str, Any]:
    return {"method": "drawn", "image": as_base64(drawn())}
