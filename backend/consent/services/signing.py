"""Signing through the API: what the person chose, and what the server knows and fills in by itself."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.audit.context import current_network
from backend.audit.models import AuditAction, AuditObject
from backend.audit.services import write_down
from backend.common.errors import DomainError, NotFound
from backend.common.imaging import ImageProblem, probe
from backend.common.tokens import new_token
from backend.consent.access import Signing, no_care_relation, signing_for
from backend.consent.content import Content, Party, Scope, Signature
from backend.consent.handlers import SHOW_SIGNATURE
from backend.consent.models import ConsentRecord, ConsentText, Deidentification, Purpose, SignatureMethod, State
from backend.consent.selectors import record_for, status, texts_of
from backend.consent.services.receipts import send_receipt
from backend.consent.services.records import Sheet, add_event, sign
from backend.jobs.services import enqueue
from backend.practices.models import Practice
from backend.subjects.models import CareRelation
from backend.subjects.relations import duty_of

SIGNATURE_MAX_BYTES: Final = 2 * 1024 * 1024
# A drawn line is low; the photos' smallest side is no measure for it.
SIGNATURE_MIN_SIDE: Final = 16
# A phone's clock may run ahead of the server's.
CLOCKS_DIFFER: Final = timedelta(minutes=10)
PDF: Final = "application/pdf"

_OWN_METHODS: Final = {
    SignatureMethod.DRAWN,
    SignatureMethod.TYPED,
    SignatureMethod.CLICK,
    SignatureMethod.PAPER_SCAN,
}
_METHODS_ON_DEVICE: Final = {SignatureMethod.DRAWN, SignatureMethod.PAPER_SCAN, SignatureMethod.VERBAL_WITNESSED}
_WITH_IMAGE: Final = {SignatureMethod.DRAWN, SignatureMethod.PAPER_SCAN}
# What a person may agree to with nobody but themselves in charge of the pictures.
_WITHOUT_PRACTICE: Final = {Purpose.SHARE_WITH_NAMED, Purpose.TEACHING, Purpose.PUBLICATION_SINGLE}
# Whoever else is named: everybody sees it.
_PUBLIC: Final = {Purpose.PUBLICATION_SINGLE, Purpose.MARKETING_WEBSITE, Purpose.MARKETING_SOCIAL}
_RIGHTS: Final = (
    "to see what is kept and to have a copy of it",
    "to have what is wrong corrected",
    "to have it erased, where no law says that it has to be kept",
    "to withdraw this consent at any time, without giving a reason",
    "to complain to the data protection authority",
)


@dataclass(frozen=True)
class Asked:
    """What the person chose and signed. ``signed_at`` carries its offset; ``image`` are the bytes as they came."""

    record_id: UUID
    subject_id: UUID
    practice_id: UUID | None
    purpose: Purpose
    text_id: UUID
    scope: Scope
    statements: tuple[str, ...]
    method: SignatureMethod
    signed_name: str
    signed_at: datetime
    image: bytes | None = None
    witness: str = ""
    recipients: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    deidentification: Deidentification = Deidentification.NONE
    valid_until: datetime | None = None
    expiry_event: str = ""
    guardian_name: str = ""
    guardian_authority: str = ""
    receipt_email: str = ""
    supersedes_id: UUID | None = None
    user_agent: str = ""


def sign_consent(*, actor: User, asked: Asked) -> tuple[ConsentRecord, str | None]:
    """Write a signed consent down. Returns it and, the first time, the token of its withdrawal link.

    Raises NotFound for a record out of reach, DomainError ``not_allowed``, ``consent_incomplete``, and what is wrong
    with text, dates, method or picture by name; nothing is signed then.
    """
    signing = signing_for(actor, asked.subject_id, asked.practice_id)
    if (first := _signed_before(actor, signing, asked.record_id)) is not None:
        return first, None
    _check(signing, asked)
    media_type = _media_type_of(asked)
    content = _content(signing, asked)
    token, token_hash = new_token()
    sheet = Sheet(asked.image, media_type, token_hash, asked.receipt_email)
    try:
        with transaction.atomic():
            _hold(signing)
            record = sign(
                actor=None if signing.on_device else actor,
                subject=signing.subject,
                content=content,
                practice=signing.practice,
                supersedes=_superseded(actor, signing, asked),
                sheet=sheet,
                note=f"on the device of {signing.by.practice_name}" if signing.on_device else "",
            )
            _follow(signing, asked, record)
    except IntegrityError:
        # The same at the same time: the other one was first.
        if (first := _signed_before(actor, signing, asked.record_id)) is not None:
            return first, None
        raise
    return record_for(actor, record.pk), token


def _hold(signing: Signing) -> None:
    """The care relation as it is now, until it is written: two signatures at once come one after the other."""
    if signing.relation is None:
        return
    live = CareRelation.objects.select_for_update().filter(pk=signing.relation.pk, ended_at__isnull=True)
    if live.first() is None:
        raise no_care_relation()


def _signed_before(actor: User, signing: Signing, record_id: UUID) -> ConsentRecord | None:
    """The consent that this repeats, if any. Raises DomainError ``id_conflict`` when the id names another one."""
    named = ConsentRecord.objects.filter(pk=record_id).only("subject_id", "practice_id").first()
    if named is None:
        return None
    practice_id = signing.practice.pk if signing.practice else None
    if (named.subject_id, named.practice_id) != (signing.subject.pk, practice_id):
        raise DomainError(
            "id_conflict", "This id names another record. Send the consent with a new id.", http_status=409
        )
    return record_for(actor, record_id)


def _check(signing: Signing, asked: Asked) -> None:
    now = timezone.now()
    if asked.method not in (_METHODS_ON_DEVICE if signing.on_device else _OWN_METHODS):
        raise DomainError("wrong_method", "A consent can't be signed in that way here. Nothing was signed.")
    if signing.practice is None and asked.purpose not in _WITHOUT_PRACTICE:
        raise DomainError("practice_needed", "For this purpose, say which practice it is for.")
    if asked.signed_at > now + CLOCKS_DIFFER:
        raise DomainError("signed_in_the_future", "The time of signing lies ahead. Set the device's clock, then sign.")
    if asked.valid_until is not None and asked.valid_until <= now:
        raise DomainError("over_already", "The consent would be over already. Choose a later date.")
    if signing.on_device and signing.subject.owner_id is not None and _was_withdrawn(signing, asked.purpose):
        raise DomainError(
            "withdrawn_by_client",
            "Your client withdrew their consent to this. They can give it again from their own account.",
            http_status=409,
        )
    if signing.subject.guardian_authority and not asked.guardian_name:
        raise DomainError("guardian_needed", "You sign for somebody else: give your name as their guardian.")


def _was_withdrawn(signing: Signing, purpose: Purpose) -> bool:
    """Whether the last word on this purpose was no: a practitioner's session alone does not turn that into a yes."""
    records = ConsentRecord.objects.filter(subject=signing.subject, practice=signing.practice, purpose=purpose)
    last = records.order_by("-created_at", "-id").first()
    return last is not None and status(last, timezone.now()) is State.WITHDRAWN


def _media_type_of(asked: Asked) -> str:
    """Told by the bytes themselves; empty without a picture. Raises DomainError ``signature_unusable``."""
    if asked.method not in _WITH_IMAGE:
        if asked.image is not None:
            raise DomainError("signature_unusable", "A picture belongs to a drawn or scanned signature only.")
        return ""
    if not asked.image:
        raise DomainError("signature_unusable", "The picture of the signature is missing. Nothing was signed.")
    if len(asked.image) > SIGNATURE_MAX_BYTES:
        raise DomainError("signature_unusable", "The signature's file is larger than 2 MB.", http_status=413)
    if asked.method is SignatureMethod.PAPER_SCAN and asked.image.startswith(b"%PDF-"):
        return PDF
    header = probe(io.BytesIO(asked.image), min_side=SIGNATURE_MIN_SIDE)
    if isinstance(header, ImageProblem) or header.media_type not in {"image/png", "image/jpeg"}:
        kinds = "a PNG, a JPEG or a PDF" if asked.method is SignatureMethod.PAPER_SCAN else "a PNG or a JPEG"
        raise DomainError("signature_unusable", f"The signature has to be {kinds}. Nothing was signed.")
    return header.media_type


def _content(signing: Signing, asked: Asked) -> Content:
    practice = signing.practice
    text = _text(signing, asked)
    signature = Signature(
        method=asked.method,
        signed_name=asked.signed_name,
        signed_at=asked.signed_at,
        image_sha256=hashlib.sha256(asked.image).hexdigest() if asked.image else "",
        network=current_network(),
        user_agent=asked.user_agent[:200],
        witness=asked.witness,
        practitioner_present=signing.by.name if signing.on_device else "",
    )
    return Content(
        record_id=asked.record_id,
        pii_principal_id=signing.subject.pk,
        controller=_controller(signing, asked),
        purpose=asked.purpose,
        scope=asked.scope,
        text_id=text.pk,
        text_sha256=text.sha256,
        language_shown=text.language,
        jurisdiction=practice.jurisdiction if practice else text.jurisdiction,
        privacy_notice=_privacy_notice(practice, text),
        storage_locations=(practice.storage_location if practice else f"the server at {settings.ORIGIN}",),
        retention_period=practice.retention_period if practice else "until you delete it or withdraw this consent",
        withdrawal_method=f"One tap in the app at {settings.ORIGIN}, or the link that came with this consent.",
        privacy_rights=_RIGHTS,
        valid_from=timezone.now(),
        valid_until=asked.valid_until,
        expiry_event=asked.expiry_event,
        recipient_third_parties=_recipients(asked),
        channels=asked.channels,
        deidentification=asked.deidentification,
        guardian_name=asked.guardian_name,
        guardian_authority=asked.guardian_authority
        or (signing.subject.guardian_authority if asked.guardian_name else ""),
        statements=asked.statements,
        signature=signature,
    )


def _recipients(asked: Asked) -> tuple[str, ...]:
    """Those who are named; and, where it is published, everybody, whether anybody said so or not."""
    is_public = asked.purpose in _PUBLIC and (asked.recipients or asked.purpose is not Purpose.PUBLICATION_SINGLE)
    return (*asked.recipients, "the public") if is_public else asked.recipients


def _privacy_notice(practice: Practice | None, text: ConsentText) -> str:
    """The practice's own, else the text's; a template names a page of this server."""
    notice = (practice.privacy_notice_url if practice else "") or text.privacy_notice_url
    return f"{settings.ORIGIN}{notice}" if notice.startswith("/") else notice


def _controller(signing: Signing, asked: Asked) -> Party:
    """Who decides: the practice as it is written down, else the record's owner in person."""
    if (practice := signing.practice) is not None:
        return Party(str(practice.pk), practice.name, practice.address, practice.contact, practice.kind)
    name = asked.guardian_name or asked.signed_name
    return Party(str(signing.by.actor_id), name, settings.ORIGIN, signing.by.name, "private_person")


def _text(signing: Signing, asked: Asked) -> ConsentText:
    """The practice's own, or a template. Raises DomainError ``text_not_current``."""
    text = texts_of(signing.practice).filter(pk=asked.text_id).first()
    if text is None:
        raise DomainError(
            "text_not_current", "This text was replaced in the meantime. Read the new one, then sign.", http_status=409
        )
    return text


def _superseded(actor: User, signing: Signing, asked: Asked) -> ConsentRecord | None:
    """The one that is named. Raises NotFound, DomainError ``supersedes_another`` for one about something else."""
    if asked.supersedes_id is None:
        return None
    old = record_for(actor, asked.supersedes_id)
    if old.subject_id != signing.subject.pk:
        raise NotFound
    same = (old.practice_id, old.purpose) == (signing.practice.pk if signing.practice else None, asked.purpose)
    if not same:
        raise DomainError(
            "supersedes_another", "A consent replaces one to the same, for the same purpose.", http_status=409
        )
    return old


def _follow(signing: Signing, asked: Asked, record: ConsentRecord) -> None:
    """What else is written when it is signed, in the same transaction."""
    if asked.purpose is Purpose.CARE_RECORD:
        _replace_earlier(signing, record)
        _accept(signing)
    write_down(
        by=signing.by,
        subject_id=signing.subject.pk,
        action=AuditAction.CONSENT_SIGNED,
        object_type=AuditObject.CONSENT,
        object_id=record.pk,
        detail=record.purpose,
    )
    if record.signature_media_type.startswith("image/"):
        enqueue(handler=SHOW_SIGNATURE, key=str(record.pk))
    if record.receipt_email or signing.on_device:
        send_receipt(record=record)


def _replace_earlier(signing: Signing, record: ConsentRecord) -> None:
    """One consent to the care record stands at a time: withdrawing it must leave no older one that still opens it."""
    earlier = ConsentRecord.objects.filter(
        subject=signing.subject, practice=signing.practice, purpose=Purpose.CARE_RECORD
    ).exclude(pk=record.pk)
    for old in earlier:
        if status(old, timezone.now()) in {State.GIVEN, State.EXPIRED}:
            add_event(record=old, state=State.REPLACED, actor=None, note=f"replaced by {record.pk}")


def _accept(signing: Signing) -> None:
    """An unclaimed client has no account to accept with: their signature does."""
    relation = signing.relation
    if relation is None or relation.accepted_at is not None or signing.subject.owner_id is not None:
        return
    CareRelation.objects.filter(pk=relation.pk).update(accepted_at=timezone.now(), **duty_of(relation))
    write_down(
        by=signing.by,
        subject_id=signing.subject.pk,
        action=AuditAction.CARE_ACCEPTED,
        object_type=AuditObject.CARE_RELATION,
        object_id=relation.pk,
        detail="by the signature of the client",
    )
