"""What one consent record says, with the mandatory fields of ISO/IEC TS 27560:2023, and its digest."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from backend.common.errors import DomainError
from backend.consent.models import SCHEMA_VERSION, Deidentification, Purpose, SignatureMethod

STATEMENTS: Final = ("can_withdraw", "not_a_condition_of_service", "may_be_passed_on", "published_cannot_be_recalled")
"""What a person ticks as understood, from 45 CFR 164.508(c)(2), and that what is out can't be called back."""

_TO_NAMED: Final = {Purpose.SHARE_WITH_NAMED, Purpose.TEACHING, Purpose.PUBLICATION_SINGLE}


@dataclass(frozen=True)
class Party:
    """Who decides what is done with the pictures; all fields are mandatory."""

    id: str
    name: str
    address: str
    contact: str
    type: str


@dataclass(frozen=True)
class Scope:
    """Which part of a record: a rule (views, local days, zones), or photos by name where ``photos`` is not empty.

    An empty list of views or zones means all of them; days are included on both ends, None is open.
    """

    views: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    photos: tuple[UUID, ...] = ()
    sessions: bool = False

    def holds(self, *, photo: UUID, view: str, day: date) -> bool:
        """Whether a photo taken on the local ``day`` lies inside."""
        if self.photos and photo not in self.photos:
            return False
        in_days = (self.first_day is None or day >= self.first_day) and (self.last_day is None or day <= self.last_day)
        return in_days and (not self.views or view in self.views)


@dataclass(frozen=True)
class Signature:
    """How and by whom it was signed. ``signed_at`` carries its offset from UTC; the address is cut to its network."""

    method: SignatureMethod
    signed_name: str
    signed_at: datetime
    image_sha256: str = ""
    network: str = ""
    user_agent: str = ""
    witness: str = ""
    practitioner_present: str = ""


@dataclass(frozen=True)
class Content:
    """All that was agreed to. ``check`` says what is missing."""

    record_id: UUID
    pii_principal_id: UUID
    controller: Party
    purpose: Purpose
    scope: Scope
    text_id: UUID
    text_sha256: str
    language_shown: str
    jurisdiction: str
    privacy_notice: str
    storage_locations: tuple[str, ...]
    retention_period: str
    withdrawal_method: str
    privacy_rights: tuple[str, ...]
    valid_from: datetime
    signature: Signature
    # What the person ticked: never filled in for them.
    statements: tuple[str, ...]
    valid_until: datetime | None = None
    expiry_event: str = ""
    recipient_third_parties: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    deidentification: Deidentification = Deidentification.NONE
    lawful_basis: str = "explicit consent"
    special_category: bool = True
    guardian_name: str = ""
    guardian_authority: str = ""
    schema_version: str = SCHEMA_VERSION

    def check(self) -> None:
        """Raises DomainError ``consent_incomplete``, which names what is missing."""
        missing = [name for name, there in self._wanted() if not there]
        if missing:
            raise DomainError("consent_incomplete", f"A consent needs {', '.join(missing)}. Nothing was signed.")

    def to_json(self) -> dict[str, Any]:
        """Plain values, dates as ISO 8601."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_plain))
        return plain

    def _wanted(self) -> list[tuple[str, bool]]:
        party = self.controller
        return [
            ("the controller's name, address and contact", all((party.id, party.name, party.address, party.contact))),
            ("a date or an event on which it ends", bool(self.valid_until or self.expiry_event)),
            ("the ones it may be shown to", bool(self.recipient_third_parties) or self.purpose not in _TO_NAMED),
            ("the channels by name", bool(self.channels) or self.purpose is not Purpose.MARKETING_SOCIAL),
            ("where it is stored and for how long", bool(self.storage_locations and self.retention_period)),
            (
                "the privacy notice, the law and the language",
                all((self.privacy_notice, self.jurisdiction, self.language_shown)),
            ),
            ("how to withdraw, and the person's rights", bool(self.withdrawal_method and self.privacy_rights)),
            ("every statement ticked", set(self.statements) >= set(STATEMENTS)),
            ("the name of who signed", bool(self.signature.signed_name)),
            ("the time of signing with its offset", self.signature.signed_at.tzinfo is not None),
            ("the guardian's name and authority", bool(self.guardian_name) == bool(self.guardian_authority)),
            (
                "a witness to what was said",
                bool(self.signature.witness) or self.signature.method is not SignatureMethod.VERBAL_WITNESSED,
            ),
        ]


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of a content's JSON in one fixed form: keys sorted, no spaces, UTF-8."""
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: object) -> str:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a consent")
