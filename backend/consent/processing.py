"""The worker's work on consents: a signature's picture without metadata, and receipts by mail."""

import io
import json
import logging
from typing import Final
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from backend.common.tokens import new_token
from backend.consent.links import link_of
from backend.consent.models import ConsentRecord, State
from backend.consent.receipt import receipt
from backend.consent.receipt_pdf import receipt_pdf
from backend.consent.selectors import status
from backend.consent.words import PURPOSES, STATES
from backend.jobs.lease import Lease
from ml.imaging import decode, encode_jpeg
from ml.types import Rejection

logger = logging.getLogger(__name__)

# Of the picture on a receipt; a signature is printed 80 mm wide.
SHOWN_MAX_SIDE: Final = 1600
SHOWN_QUALITY: Final = 90
WHITE: Final = (255, 255, 255)


def show_signature(record_id: UUID) -> None:
    """Encode the picture of a signature anew, without metadata. Again, it changes nothing."""
    record = ConsentRecord.objects.filter(pk=record_id, signature_shown__isnull=True).first()
    if record is None or record.signature_image is None or not record.signature_media_type.startswith("image/"):
        return
    picture = decode(io.BytesIO(bytes(record.signature_image)), max_side=SHOWN_MAX_SIDE, ground=WHITE)
    if isinstance(picture, Rejection):
        logger.warning("the signature of consent %s can't be shown: %s", record_id, picture.reason)
        return
    shown = encode_jpeg(picture, SHOWN_QUALITY)
    ConsentRecord.objects.filter(pk=record_id).update(signature_shown=shown)


def send_receipt(lease: Lease, record_id: UUID) -> None:
    """Mail the receipt as the consent stands now; while it can be withdrawn, with a link of its own for that.

    Should the worker die between sending and noting it, a second mail follows, whose link is the one that works.
    """
    show_signature(record_id)
    record = ConsentRecord.objects.select_related("text", "practice", "subject__owner").filter(pk=record_id).first()
    if record is None:
        return
    addresses = _addresses(record)
    if not addresses:
        return
    link = _mailed_link(lease, record)
    _message(record, addresses, link).send()


def _addresses(record: ConsentRecord) -> list[str]:
    """The one that was given, else the owner's; both where a practitioner's session wrote down which was given."""
    owner = record.subject.owner.email if record.subject.owner else ""
    given = record.receipt_email or owner
    on_device = bool(record.content["signature"]["practitioner_present"])
    return sorted({address for address in (given, owner if on_device else "") if address})


def _mailed_link(lease: Lease, record: ConsentRecord) -> str:
    """Empty for a consent that has ended: the link that was mailed before goes on showing it."""
    if status(record, timezone.now()) is not State.GIVEN:
        return ""
    token, token_hash = new_token()
    with transaction.atomic():
        lease.hold()
        ConsentRecord.objects.filter(pk=record.pk).update(mailed_token_hash=token_hash)
    return link_of(token)


def _message(record: ConsentRecord, addresses: list[str], link: str) -> EmailMessage:
    made = receipt(record, timezone.now())
    controller = " ".join(record.content["controller"]["name"].split())
    lines = [
        f"This is the receipt of a consent: {PURPOSES[record.purpose]}, {controller}.",
        STATES[made["status"]],
        "",
    ]
    if link:
        lines += [
            "You can read it and withdraw it at any time, without giving a reason and without an account:",
            link,
            "Whoever has this link can do the same. Keep the mail for yourself.",
            "",
        ]
    lines.append("The receipt is attached twice: as PDF to read, and as JSON, which a program can check.")
    message = EmailMessage(f"Likeness: receipt of a consent, {controller}", "\n".join(lines), to=addresses)
    message.attach(
        "consent.pdf", receipt_pdf(made, signature=bytes(record.signature_shown or b""), link=link), "application/pdf"
    )
    message.attach("consent.json", json.dumps(made, ensure_ascii=False, indent=1), "application/json")
    return message
