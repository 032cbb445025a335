"""Who may stand how to a record: one role for each way, and what it may do with it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import ActorRole
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText, Purpose, State
from backend.practices.models import Membership, Practice, Role
from backend.subjects.access import Permission
from backend.subjects.models import CareRelation, Side, Subject
from tests.conftest import make_user

SEE, ADD_PHOTOS, ADD_SESSIONS, SHARE, MANAGE = Permission
CARE = frozenset({SEE, ADD_PHOTOS, ADD_SESSIONS, SHARE})
PRACTICE = {
    "name": "Studio Nord",
    "address": "1 Harbour Street",
    "contact": "studio@practice.example",
    "jurisdiction": "GR",
    "storage_location": "the practice's own server",
    "retention_period": "as long as the care lasts",
}


@dataclass(frozen=True)
class Care:
    """Alice's record in the care of a practice, with all that she can allow it."""

    subject: Subject
    practice: Practice
    relation: CareRelation
    consent: ConsentRecord
    accounts: dict[str, User]


def take_into_care(alice: User, bob: User) -> Care:
    """The practice, one account for each of its roles, and the consent that opens the record to them."""
    subject = Subject.objects.get(owner=alice, is_self=True)
    practice = Practice.objects.create(**PRACTICE)
    accounts = {"owner of the record": alice, "stranger": bob}
    for role in Role:
        accounts[role.value] = make_user(f"the-{role.value}")
        Membership.objects.create(practice=practice, account=accounts[role.value], role=role)
    relation = CareRelation.objects.create(
        subject=subject, practice=practice, invited_by=Side.CLIENT, accepted_at=timezone.now(), allows_share=True
    )
    return Care(subject, practice, relation, consent_to_care(subject, practice), accounts)


def consent_to_care(subject: Subject, practice: Practice) -> ConsentRecord:
    """Given, and in date."""
    text = ConsentText.objects.create(
        practice=practice,
        purpose=Purpose.CARE_RECORD,
        language="en",
        jurisdiction=uuid.uuid4().hex,
        version=1,
        title="Care",
        body_markdown="You allow the practice to keep a record.",
        plain_summary="A record is kept.",
        privacy_notice_url="",
    )
    record = ConsentRecord.objects.create(
        subject=subject,
        practice=practice,
        text=text,
        purpose=Purpose.CARE_RECORD,
        content={},
        valid_from=timezone.now() - timedelta(minutes=1),
    )
    say(record, State.GIVEN)
    return record


def say(record: ConsentRecord, state: State) -> None:
    number = record.events.count() + 1
    ConsentEvent.objects.create(
        record=record,
        number=number,
        at=timezone.now(),
        state=state,
        content_sha256="0" * 64,
        previous_hash="" if number == 1 else "0" * 64,
        hash=uuid.uuid4().hex,
    )


def _as_it_is(_care: Care) -> None:
    return None


def _end_relation(care: Care) -> None:
    CareRelation.objects.filter(pk=care.relation.pk).update(ended_at=timezone.now(), ended_by=Side.CLIENT)


def _never_accept(care: Care) -> None:
    CareRelation.objects.filter(pk=care.relation.pk).update(accepted_at=None)


def _withdraw(care: Care) -> None:
    say(care.consent, State.WITHDRAWN)


def _let_expire(care: Care) -> None:
    ConsentRecord.objects.filter(pk=care.consent.pk).update(
        valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now() - timedelta(days=1)
    )


def _leave_practice(care: Care) -> None:
    Membership.objects.filter(account=care.accounts["practitioner"]).update(ended_at=timezone.now())


def _require_second_factor(care: Care) -> None:
    Practice.objects.filter(pk=care.practice.pk).update(second_factor_required=True)


def _not_allow(*columns: str) -> Callable[[Care], None]:
    def change(care: Care) -> None:
        CareRelation.objects.filter(pk=care.relation.pk).update(**dict.fromkeys(columns, False))

    return change


def _unclaim(care: Care) -> None:
    Subject.objects.filter(pk=care.subject.pk).update(owner=None, is_self=False)


@dataclass(frozen=True)
class Standing:
    """A way to stand to alice's record: as which account, after what has happened, and what may be done then."""

    account: str
    may: frozenset[Permission]
    acts_as: ActorRole | None = None
    given: Callable[[Care], None] = _as_it_is


_PRACTITIONER = ActorRole.PRACTITIONER
NOTHING: frozenset[Permission] = frozenset()
STANDINGS: dict[str, Standing] = {
    "owner of the record": Standing("owner of the record", CARE | {MANAGE}, ActorRole.RECORD_OWNER),
    "owner of the practice": Standing("owner", CARE, ActorRole.PRACTICE_OWNER),
    "practitioner": Standing("practitioner", CARE, _PRACTITIONER),
    "practitioner, unclaimed": Standing("practitioner", CARE | {MANAGE}, _PRACTITIONER, _unclaim),
    "assistant": Standing("assistant", frozenset({ADD_PHOTOS}), ActorRole.ASSISTANT),
    "assistant, unclaimed": Standing("assistant", frozenset({ADD_PHOTOS}), ActorRole.ASSISTANT, _unclaim),
    "reviewer": Standing("reviewer", frozenset({SEE}), ActorRole.REVIEWER),
    "not allowed to see": Standing("practitioner", CARE - {SEE}, _PRACTITIONER, _not_allow("allows_see")),
    "not allowed to add photos": Standing(
        "practitioner", CARE - {ADD_PHOTOS}, _PRACTITIONER, _not_allow("allows_add_photos")
    ),
    "not allowed to add sessions": Standing(
        "practitioner", CARE - {ADD_SESSIONS}, _PRACTITIONER, _not_allow("allows_add_sessions")
    ),
    "not allowed to share": Standing("practitioner", CARE - {SHARE}, _PRACTITIONER, _not_allow("allows_share")),
    "allowed to add sessions alone": Standing(
        "practitioner",
        frozenset({ADD_SESSIONS}),
        _PRACTITIONER,
        _not_allow("allows_see", "allows_add_photos", "allows_share"),
    ),
    "relation ended": Standing("practitioner", NOTHING, None, _end_relation),
    "relation not accepted": Standing("practitioner", NOTHING, None, _never_accept),
    "consent withdrawn": Standing("practitioner", NOTHING, None, _withdraw),
    "consent expired": Standing("practitioner", NOTHING, None, _let_expire),
    "no longer a member": Standing("practitioner", NOTHING, None, _leave_practice),
    "without the second factor": Standing("practitioner", NOTHING, None, _require_second_factor),
    "stranger": Standing("stranger", NOTHING),
}
